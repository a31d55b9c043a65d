import type { Editor } from '@tiptap/core';
import type { LibraryKind } from '#features/media/schema';
import { insertBlocks } from './block-commands.ts';
import type { MediaKind, Picked } from './editor-services.ts';
import { MediaPicker } from './media-picker.tsx';
import { blockOf, kindOf, putGallery, putPicked, uploadFiles, uploadGallery, uploadOver } from './uploading.ts';
import type { EditorContext } from './view-context.ts';

const libraryKind: Record<MediaKind, LibraryKind> = { image: 'picture', audio: 'sound', video: 'video', file: 'other' };

/** `at`: the block whose file is replaced, or the gallery that gets more pictures. */
type Props = {
  editor: Editor;
  context: EditorContext;
  media: MediaKind | 'gallery';
  at: number | null;
  close: () => void;
};

/** Lets somebody choose files of the library for the text, or bring some there. */
export function MediaChooser({ editor, context, media, at, close }: Props) {
  const { view } = editor;
  const gallery = media === 'gallery';
  const kind = gallery ? 'image' : media;
  const galleryEnd = () => {
    const node = gallery && at !== null ? view.state.doc.nodeAt(at) : null;
    return node && at !== null ? at + node.nodeSize : undefined;
  };

  const upload = (files: File[]) => {
    close();
    if (gallery) void uploadGallery(view, files, context, galleryEnd());
    else if (at !== null) void uploadOver(view, at, files[0] as File, context);
    else uploadFiles(view, files, context);
  };

  const pick = (picked: Picked[]) => {
    close();
    const [first] = picked;
    if (!first || view.isDestroyed) return;
    const { focuses } = context.services();
    for (const { fileId, focus } of picked) if (focus) focuses.set(fileId, focus);
    const end = galleryEnd();
    if (gallery) putGallery(view, picked, end ?? view.state.selection.to, end !== undefined);
    else if (at === null) insertBlocks(picked.map(blockOf))(view.state, view.dispatch);
    else if (kindOf(first.type) === kind) putPicked(view, at, first);
    view.focus();
  };

  return (
    <MediaPicker
      kind={libraryKind[kind]}
      fixed={gallery || at !== null}
      several={gallery}
      find={context.services().findMedia}
      onPick={pick}
      onUpload={upload}
      close={close}
      t={context.t}
      editor={editor}
    />
  );
}
