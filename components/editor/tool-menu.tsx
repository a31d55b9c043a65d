import { Menu } from '@base-ui/react/menu';
import { Toolbar as Bar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { type ReactNode, useRef } from 'react';
import { Icon } from './icons.tsx';

/** `checked`: on or off where the cursor is; without it an act. */
export type Entry = { id: string; label: string; run: () => void; checked?: boolean; disabled?: boolean };

/** A menu of a bar. What was chosen decides where the cursor is; who leaves without a choice comes back to the button. */
export function ToolMenu(props: {
  editor: Editor;
  label: string;
  entries: Entry[];
  children: ReactNode;
  wide?: boolean;
}) {
  const { editor, label, entries, children, wide = false } = props;
  const chosen = useRef(false);
  const item = ({ id, label: words, run, checked, disabled = false }: Entry) => {
    const shared = {
      className: 'editor-menu-item',
      disabled,
      onClick: () => {
        chosen.current = true;
        run();
      },
    };
    if (checked === undefined)
      return (
        <Menu.Item key={id} {...shared}>
          {words}
        </Menu.Item>
      );
    return (
      <Menu.CheckboxItem key={id} {...shared} checked={checked} closeOnClick>
        {words}
      </Menu.CheckboxItem>
    );
  };
  return (
    <Menu.Root
      modal={false}
      onOpenChange={(open) => {
        if (open) chosen.current = false;
      }}
    >
      <Bar.Button
        render={<Menu.Trigger />}
        className={wide ? 'editor-tool is-wide' : 'editor-tool'}
        aria-label={wide ? undefined : label}
        title={label}
      >
        {children}
        {wide && <Icon name="chevron" />}
      </Bar.Button>
      <Menu.Portal>
        <Menu.Positioner className="editor-layer" sideOffset={4} align="start" collisionPadding={8}>
          <Menu.Popup
            className="editor-popup editor-menu"
            aria-label={label}
            finalFocus={() =>
              chosen.current ? (document.activeElement === document.body ? editor.view.dom : false) : true
            }
          >
            {entries.map(item)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
