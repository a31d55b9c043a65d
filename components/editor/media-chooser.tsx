import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import { insertBlocks } from './block-commands.ts';
import { EditorDialog } from './editor-dialog.tsx';
import type { MediaKind } from './editor-services.ts';
import { blockOf, kindOf, putPicked, uploadFiles, uploadGallery, uploadOver } from './uploading.ts';
import type { EditorContext } from './view-context.ts';

const accepts: Record<MediaKind, string | undefined> = {
  image: 'image/*,.heic,.heif',
  audio: 'audio/*',
  video: 'video/*',
  file: undefined,
};

/** `at`: the block whose file is replaced, or the gallery that gets more pictures. */
type Props = {
  editor: Editor;
  context: EditorContext;
  media: MediaKind | 'gallery';
  at: number | null;
  close: () => void;
};

/** Lets somebody choose files of their machine, or one of the library where there is one. */
export function MediaChooser({ editor, context, media, at, close }: Props) {
  const { t } = context;
  const input = useRef<HTMLInputElement>(null);
  const kind = media === 'gallery' ? 'image' : media;
  const pick = context.services().pickMedia;
  const direct = pick === undefined || media === 'gallery';
  useEffect(() => {
    const field = input.current;
    if (!direct || !field) return;
    field.addEventListener('cancel', close);
    field.click();
    return () => field.removeEventListener('cancel', close);
  }, [direct, close]);

  const take = (files: File[]) => {
    close();
    const { view } = editor;
    if (files.length === 0) return;
    if (media === 'gallery') {
      const gallery = at === null ? null : view.state.doc.nodeAt(at);
      void uploadGallery(view, files, context, gallery && at !== null ? at + gallery.nodeSize : undefined);
    } else if (at !== null) void uploadOver(view, at, files[0] as File, context);
    else uploadFiles(view, files, context);
  };

  const choose = async () => {
    close();
    const picked = await pick?.(kind);
    const { view } = editor;
    if (!picked || view.isDestroyed) return;
    if (at === null) insertBlocks([blockOf(picked)])(view.state, view.dispatch);
    else if (kindOf(picked.type) === kind) putPicked(view, at, picked);
    view.focus();
  };

  const field = (
    <input
      ref={input}
      type="file"
      className={direct ? 'editor-hidden' : 'sr-only'}
      tabIndex={-1}
      aria-label={t.edChooseFile}
      accept={accepts[kind]}
      multiple={at === null || media === 'gallery'}
      onChange={(event) => take([...(event.currentTarget.files ?? [])])}
    />
  );
  if (direct) return field;
  return (
    <EditorDialog title={t.edChooseFile} editor={editor} close={close}>
      <p className="editor-dialog-end">
        <Dialog.Close className="editor-button">{t.edCancel}</Dialog.Close>
        <button type="button" className="editor-button" onClick={() => input.current?.click()}>
          {t.edUpload}
        </button>
        <button type="button" className="editor-button is-main" onClick={() => void choose()}>
          {t.edFromLibrary}
        </button>
      </p>
      {field}
    </EditorDialog>
  );
}
