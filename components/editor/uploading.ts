import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { DocumentNode } from '#lib/document/schema';
import { insertNodes, setBlockAttributes } from './block-commands.ts';
import type { MediaKind, Picked } from './editor-services.ts';
import { button, type EditorContext, make } from './view-context.ts';

type Waiting = { id: string; dom: HTMLElement };
/** `exact`: the place is a block's own, to be replaced; else beside the block there. */
type Change = { add: Waiting; at: number; exact?: boolean } | { remove: string };

const key = new PluginKey<DecorationSet>('uploads');

/** What a file becomes in the text, by its type. */
export function kindOf(type: string): MediaKind {
  const [top] = type.split('/');
  return top === 'image' || top === 'audio' || top === 'video' ? top : 'file';
}

/** The block that shows a stored file, with the words that are kept with it. */
export function blockOf(picked: Picked): DocumentNode {
  const { fileId, src, name, width, height, alt, caption, credit } = picked;
  const words: DocumentNode[] = caption === '' ? [] : [{ type: 'text', text: caption }];
  const content = words.length > 0 ? { content: words } : {};
  switch (kindOf(picked.type)) {
    case 'image':
      return { type: 'picture', attrs: { fileId, src, alt, width, height, credit: credit || null }, ...content };
    case 'audio':
      return { type: 'audio', attrs: { fileId, src }, ...content };
    case 'video':
      return { type: 'video', attrs: { fileId, src, width, height }, ...content };
    default:
      return { type: 'attachment', attrs: { fileId, src, name } };
  }
}

/** Where the place of an upload is now, whatever was typed meanwhile; null where it was deleted. */
function placeOf(state: EditorState, id: string): number | null {
  const [found] = key.getState(state)?.find(undefined, undefined, (spec) => spec.id === id) ?? [];
  return found ? found.from : null;
}

const change = (view: EditorView, what: Change): void =>
  view.dispatch(view.state.tr.setMeta(key, what).setMeta('addToHistory', false));

/**
 * Sends files and puts their blocks where they were dropped. Until one is there its place shows how far it is; it is no
 * part of the document, so nothing half is ever saved. A refusal stays there with its reason.
 */
export function uploadFiles(view: EditorView, files: readonly File[], context: EditorContext, at?: number): void {
  for (const file of files) void uploadOne(view, file, context, at ?? view.state.selection.to);
}

async function uploadOne(view: EditorView, file: File, context: EditorContext, at: number): Promise<void> {
  const { t, services } = context;
  const id = crypto.randomUUID();
  const bar = make('progress', { max: '100', value: '0', 'aria-label': t.edUploading(file.name) });
  const words = make('span', { role: 'status' }, t.edUploading(file.name));
  const dom = make('div', { class: 'editor-upload', contenteditable: 'false' }, words, bar);
  const leave = () => !view.isDestroyed && change(view, { remove: id });
  change(view, { add: { id, dom }, at });
  try {
    const picked = await services().upload(file, (percent) => {
      bar.value = percent;
    });
    if (view.isDestroyed) return;
    const place = placeOf(view.state, id);
    leave();
    // Deleted meanwhile: it is in the library, and not in the text.
    if (place === null) return;
    view.dispatch(
      insertNodes(view.state.tr, [view.state.schema.nodeFromJSON(blockOf(picked))], place).scrollIntoView(),
    );
  } catch (error) {
    const reason = error instanceof Error && error.message ? error.message : t.edUploadFailed(file.name);
    dom.classList.add('is-refused');
    words.setAttribute('role', 'alert');
    words.textContent = reason;
    bar.remove();
    dom.append(
      button(t.edTryAgain, () => {
        const place = placeOf(view.state, id);
        leave();
        void uploadOne(view, file, context, place ?? at);
      }),
      button(t.edLeaveOut, leave),
    );
  }
}

/**
 * Sends pictures that become one gallery, or join the one that ends at `at`. What was refused says why; the others are in.
 */
export async function uploadGallery(
  view: EditorView,
  files: readonly File[],
  context: EditorContext,
  at?: number,
): Promise<void> {
  const { t, services } = context;
  const id = crypto.randomUUID();
  const words = make('span', { role: 'status' }, t.edUploading(files.map(({ name }) => name).join(', ')));
  const dom = make('div', { class: 'editor-upload', contenteditable: 'false' }, words);
  change(view, { add: { id, dom }, at: at ?? view.state.selection.to });
  const settled = await Promise.allSettled(files.map((file) => services().upload(file, () => {})));
  if (view.isDestroyed) return;
  const pictures = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const problems = settled.flatMap((one) => (one.status === 'rejected' ? [String(one.reason?.message ?? '')] : []));
  const place = placeOf(view.state, id);
  if (place !== null) putGallery(view, pictures, place, at !== undefined);
  if (problems.length === 0) change(view, { remove: id });
  else {
    dom.classList.add('is-refused');
    words.setAttribute('role', 'alert');
    words.textContent = problems.filter(Boolean).join(' ') || t.edUploadFailed(t.edGallery);
    dom.append(button(t.edLeaveOut, () => !view.isDestroyed && change(view, { remove: id })));
  }
}

/** Stored pictures as a gallery at a place, or with `join` into the one that ends there. */
export function putGallery(view: EditorView, pictures: readonly Picked[], place: number, join: boolean): void {
  const blocks = pictures.filter(({ type }) => kindOf(type) === 'image').map(blockOf);
  if (blocks.length === 0) return;
  const { tr, schema, doc } = view.state;
  const before = doc.resolve(place).nodeBefore;
  if (join && before?.type.name === 'gallery')
    view.dispatch(
      tr.insert(
        place - 1,
        blocks.map((one) => schema.nodeFromJSON(one)),
      ),
    );
  else
    view.dispatch(insertNodes(tr, [schema.nodeFromJSON({ type: 'gallery', content: blocks })], place).scrollIntoView());
}

/** Sends a file in place of what a block names; the words of the block stay. What was refused says why beside it. */
export async function uploadOver(view: EditorView, at: number, file: File, context: EditorContext): Promise<void> {
  const { t, services } = context;
  const id = crypto.randomUUID();
  const words = make('span', { role: 'status' }, t.edUploading(file.name));
  const dom = make('div', { class: 'editor-upload', contenteditable: 'false' }, words);
  change(view, { add: { id, dom }, at, exact: true });
  const leave = () => !view.isDestroyed && change(view, { remove: id });
  try {
    const picked = await services().upload(file, () => {});
    const place = view.isDestroyed ? null : placeOf(view.state, id);
    leave();
    if (place !== null) putPicked(view, place, picked);
  } catch (error) {
    dom.classList.add('is-refused');
    words.setAttribute('role', 'alert');
    words.textContent = error instanceof Error && error.message ? error.message : t.edUploadFailed(file.name);
    dom.append(button(t.edLeaveOut, leave));
  }
}

/** Puts a stored file in place of what a block names, where the block may be of that kind. */
export function putPicked(view: EditorView, at: number, picked: Picked): void {
  const node = view.state.doc.nodeAt(at);
  const attrs = blockOf(picked).attrs ?? {};
  if (!node || node.attrs.fileId === undefined) return;
  // Words that somebody wrote here stay; those of the new file come where there are none.
  const keep = Object.fromEntries(
    Object.entries(attrs).filter(
      ([name]) => name in node.attrs && !((name === 'alt' || name === 'credit') && node.attrs[name]),
    ),
  );
  setBlockAttributes(at, keep)(view.state, view.dispatch);
}

/**
 * In front of an empty paragraph, or behind the block around a position: never in the middle of a sentence, and never in
 * what another upload takes the place of.
 */
function besideBlock(doc: Node, at: number): number {
  const $at = doc.resolve(at);
  if ($at.depth === 0) return at;
  return $at.parent.content.size === 0 ? $at.before() : $at.after(1);
}

export const Uploading = Extension.create({
  name: 'uploading',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, old, _before, { doc }) {
          const mapped = old.map(tr.mapping, doc);
          const what = tr.getMeta(key) as Change | undefined;
          if (!what) return mapped;
          if ('remove' in what)
            return mapped.remove(mapped.find(undefined, undefined, (spec) => spec.id === what.remove));
          const { id, dom } = what.add;
          const at = Math.min(what.at, doc.content.size);
          return mapped.add(doc, [
            Decoration.widget(what.exact ? at : besideBlock(doc, at), dom, { id, side: what.exact ? -1 : 1, key: id }),
          ]);
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});
