import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import type { LibraryKind, MediaView } from '#features/media/schema';
import { libraryKinds } from '#features/media/schema';
import type { EditorTexts } from '#messages/editor';
import { EditorDialog } from './editor-dialog.tsx';
import type { FindMedia, Picked } from './editor-services.ts';
import { MediaGrid } from './media-grid.tsx';
import { useMedia } from './use-media.ts';

const accepts: Record<LibraryKind, string | undefined> = {
  picture: 'image/*,.heic,.heif',
  sound: 'audio/*',
  video: 'video/*',
  other: undefined,
};

type Props = {
  /** What is looked for at first; with `fixed` nothing else. */
  kind: LibraryKind;
  fixed: boolean;
  /** More than one can be taken: for a gallery. */
  several: boolean;
  find: FindMedia;
  onPick: (picked: Picked[]) => void;
  /** Files of one's own machine, to be sent. */
  onUpload: (files: File[]) => void;
  close: () => void;
  t: EditorTexts;
  editor?: Editor;
};

/** The library in a dialog: found by words and kind, taken by a click or Enter; what is not there yet is sent from here. */
export function MediaPicker({ kind: first, fixed, several, find, onPick, onUpload, close, t, editor }: Props) {
  const [kind, setKind] = useState<LibraryKind>(first);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<MediaView[]>([]);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const media = useMedia(find, kind, text.trim());
  const { files, state } = media;
  const toNext = useRef<number | null>(null);
  useEffect(() => {
    // Whoever asked for more goes on with the first of them.
    if (toNext.current === null || files.length <= toNext.current) return;
    grid.current?.querySelectorAll<HTMLElement>('[role=option]')[toNext.current]?.focus();
    toNext.current = null;
  }, [files]);

  const choose = (file: MediaView) => {
    if (!several) return onPick([file]);
    setChosen((before) =>
      before.some(({ fileId }) => fileId === file.fileId)
        ? before.filter(({ fileId }) => fileId !== file.fileId)
        : [...before, file],
    );
  };
  const takeAll = (file: MediaView) => onPick(chosen.length > 0 ? chosen : [file]);

  return (
    <EditorDialog
      title={several ? t.edPickSeveral : t.edPickTitles[first]}
      editor={editor}
      close={close}
      large
      first={search}
    >
      <div className="picker-tools">
        <label className="sr-only" htmlFor="picker-search">
          {t.edPickSearch}
        </label>
        <input
          ref={search}
          id="picker-search"
          type="search"
          className="editor-input"
          placeholder={t.edPickSearch}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && files.length > 0) {
              event.preventDefault();
              grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
            }
          }}
        />
        {!fixed && (
          <select
            className="editor-input"
            aria-label={t.edPickKind}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as LibraryKind)}
          >
            {libraryKinds.map((each) => (
              <option key={each} value={each}>
                {t.edPickKinds[each]}
              </option>
            ))}
          </select>
        )}
        <button type="button" className="editor-button" onClick={() => input.current?.click()}>
          {t.edUpload}
        </button>
        <input
          ref={input}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label={t.edChooseFile}
          accept={accepts[kind]}
          multiple={several || !fixed}
          onChange={({ currentTarget }) => {
            const given = [...(currentTarget.files ?? [])];
            currentTarget.value = '';
            if (given.length > 0) onUpload(given);
          }}
        />
      </div>
      <div className="picker-body" aria-busy={state === 'asking'}>
        <MediaGrid ref={grid} {...{ files, several, chosen, choose, takeAll, t }} label={t.edPickKinds[kind]} />
        {state === 'failed' && (
          <p role="alert" className="editor-problem">
            {media.problem || t.edPickFailed}{' '}
            <button type="button" className="editor-button" onClick={() => void media.again()}>
              {t.edTryAgain}
            </button>
          </p>
        )}
        <p role="status" className="picker-status">
          {state === 'asking' && files.length === 0 && t.edPickAsking}
          {state === 'found' && files.length === 0 && (text.trim() === '' ? t.edPickEmpty : t.edPickNone)}
        </p>
        {media.more && (
          <p className="picker-more">
            <button
              type="button"
              className="editor-button"
              disabled={state === 'asking'}
              onClick={() => {
                toNext.current = files.length;
                void media.next();
              }}
            >
              {t.edPickMore}
            </button>
          </p>
        )}
      </div>
      <p className="editor-dialog-end">
        <Dialog.Close className="editor-button">{t.edCancel}</Dialog.Close>
        {several && (
          <button
            type="button"
            className="editor-button is-main"
            disabled={chosen.length === 0}
            onClick={() => onPick(chosen)}
          >
            {t.edPickTake(chosen.length)}
          </button>
        )}
      </p>
    </EditorDialog>
  );
}
