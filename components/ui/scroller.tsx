import type { ReactNode } from 'react';

type Props = {
  className: string;
  label: string /** It has a name of its own on the page. */;
  landmark?: boolean;
  children: ReactNode;
};

/** A box that scrolls sideways where it must. It can be focused, so that arrow keys reach its far end. */
export function Scroller({ className, label, landmark = false, children }: Props) {
  const attributes = { role: landmark ? 'region' : 'group', 'aria-label': label, tabIndex: 0 };
  return (
    <div className={className} {...attributes}>
      {children}
    </div>
  );
}
