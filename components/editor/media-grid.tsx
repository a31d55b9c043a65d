import { type KeyboardEvent, type Ref, useState } from 'react';
import type { MediaView } from '#features/media/schema';
import type { EditorTexts } from '#messages/editor';
import { focusStyle } from '../ui/focus-style.ts';

type Props = {
  ref: Ref<HTMLDivElement>;
  files: readonly MediaView[];
  several: boolean;
  chosen: readonly MediaView[];
  /** A click, the space bar, and Enter where only one is taken. */
  choose: (file: MediaView) => void;
  /** Enter where several are taken. */
  takeAll: (file: MediaView) => void;
  label: string;
  t: EditorTexts;
};

/** Files as a list of pictures in which the arrows go in both directions. */
export function MediaGrid({ ref, files, several, chosen, choose, takeAll, label, t }: Props) {
  const [at, setAt] = useState(0);
  const current = Math.min(at, files.length - 1);
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const list = event.currentTarget;
    const { direction, gridTemplateColumns } = getComputedStyle(list);
    const side = direction === 'rtl' ? -1 : 1;
    const columns = gridTemplateColumns.split(' ').length;
    const steps: Record<string, number> = {
      ...{ ArrowRight: side, ArrowLeft: -side, ArrowDown: columns, ArrowUp: -columns },
      ...{ Home: -current, End: files.length - 1 - current },
    };
    const step = steps[event.key];
    const file = files[current];
    if (step !== undefined) {
      const next = current + step;
      if (next >= 0 && next < files.length) list.querySelectorAll<HTMLElement>('[role=option]')[next]?.focus();
    } else if (file && event.key === 'Enter') (several ? takeAll : choose)(file);
    else if (file && event.key === ' ') choose(file);
    else return;
    event.preventDefault();
  };
  if (files.length === 0) return null;
  return (
    <div
      ref={ref}
      role="listbox"
      className="picker-grid"
      aria-label={label}
      aria-multiselectable={several}
      onKeyDown={keys}
    >
      {files.map((file, index) => {
        const order = chosen.findIndex(({ fileId }) => fileId === file.fileId);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of all.
          <div
            key={file.fileId}
            role="option"
            aria-selected={order >= 0}
            aria-label={file.alt ? t.edPickNamed(file.alt, file.name) : file.name}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setAt(index)}
            onClick={() => choose(file)}
          >
            <Thumb file={file} />
            <bdi className="picker-name">{file.name}</bdi>
            {order >= 0 && (
              <span className="picker-order" aria-hidden="true">
                {order + 1}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

const shownTypes = /^image\/(jpeg|png|webp|avif|gif)$/;

function Thumb({ file: { src, type, width, height, name, focus } }: { file: MediaView }) {
  return (
    <span className="media-thumb picker-thumb" aria-hidden="true">
      {width !== null && height !== null && shownTypes.test(type) ? (
        // biome-ignore lint/performance/noImgElement: small, through the optimizer, and no reader waits for it.
        <img
          src={`/_next/image?url=${encodeURIComponent(src)}&w=320&q=70`}
          alt=""
          loading="lazy"
          decoding="async"
          style={focusStyle(focus)}
        />
      ) : (
        name.split('.').at(-1)?.slice(0, 5)
      )}
    </span>
  );
}
