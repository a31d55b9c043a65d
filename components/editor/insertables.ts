import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import type { DocumentNode } from '#lib/document/schema';
import type { EditorTexts } from '#messages/editor';
import { insertBlocks, wrapBlocks } from './block-commands.ts';
import type { EditorUi } from './editor-ui.ts';
import { insertFootnote } from './footnotes.ts';

/** Something that the menu "Insert" and `/` put into the text. `words`: what else it is found by. */
export type Insertable = { id: string; label: string; words: string; run: (editor: Editor) => void };

const paragraph: DocumentNode = { type: 'paragraph' };

const cell = (type: string): DocumentNode => ({ type, content: [paragraph] });

const emptyTable: DocumentNode = {
  type: 'table',
  content: ['tableHeader', 'tableCell', 'tableCell'].map((type) => ({
    type: 'tableRow',
    content: [cell(type), cell(type), cell(type)],
  })),
};

/** All of them, in the order of the menu. */
export function insertablesFor(t: EditorTexts, ui: EditorUi): Insertable[] {
  const command = (act: Command) => (editor: Editor) => {
    act(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  const insert = (...blocks: DocumentNode[]) => command(insertBlocks(blocks));
  const media = (kind: 'image' | 'audio' | 'video' | 'file') => () =>
    ui.open({ kind: 'picked', media: kind, at: null });
  return [
    {
      id: 'heading2',
      label: t.edHeading(2),
      words: 'h2 title',
      run: (editor) => editor.chain().focus().setHeading({ level: 2 }).run(),
    },
    {
      id: 'heading3',
      label: t.edHeading(3),
      words: 'h3 title',
      run: (editor) => editor.chain().focus().setHeading({ level: 3 }).run(),
    },
    {
      id: 'heading4',
      label: t.edHeading(4),
      words: 'h4 title',
      run: (editor) => editor.chain().focus().setHeading({ level: 4 }).run(),
    },
    {
      id: 'bulletList',
      label: t.edBulletList,
      words: 'ul unordered',
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      id: 'orderedList',
      label: t.edOrderedList,
      words: 'ol numbers',
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      id: 'blockquote',
      label: t.edQuote,
      words: 'blockquote cite',
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    },
    {
      id: 'pullQuote',
      label: t.edPullQuote,
      words: 'quote large',
      run: command(wrapBlocks((content) => ({ type: 'pullQuote', content }))),
    },
    { id: 'picture', label: t.edPicture, words: 'image photo upload', run: media('image') },
    { id: 'gallery', label: t.edGallery, words: 'images photos pictures', run: (editor) => makeGallery(editor, ui) },
    { id: 'embed', label: t.edEmbed, words: 'link youtube player video url', run: () => ui.open({ kind: 'embed' }) },
    { id: 'audio', label: t.edAudio, words: 'sound podcast mp3', run: media('audio') },
    { id: 'video', label: t.edVideo, words: 'film mp4', run: media('video') },
    { id: 'file', label: t.edFile, words: 'download attachment pdf', run: media('file') },
    { id: 'table', label: t.edTable, words: 'rows columns', run: insert(emptyTable) },
    { id: 'footnote', label: t.edFootnote, words: 'note reference', run: command(insertFootnote) },
    {
      id: 'codeBlock',
      label: t.edCodeBlock,
      words: 'source pre',
      run: (editor) => editor.chain().focus().setCodeBlock().run(),
    },
    {
      id: 'button',
      label: t.edButton,
      words: 'call action link',
      run: insert({ type: 'button', content: [{ type: 'text', text: t.edButton }] }),
    },
    {
      id: 'details',
      label: t.edDetails,
      words: 'summary fold spoiler accordion',
      run: command(wrapBlocks((content) => ({ type: 'details', attrs: { open: true }, content }))),
    },
    {
      id: 'columns',
      label: t.edColumns,
      words: 'side beside',
      run: insert({ type: 'columns', content: [cell('column'), cell('column')] }),
    },
    {
      id: 'preformatted',
      label: t.edVerse,
      words: 'poem preformatted',
      run: (editor) => editor.chain().focus().setNode('preformatted').run(),
    },
    { id: 'horizontalRule', label: t.edDivider, words: 'hr rule line', run: insert({ type: 'horizontalRule' }) },
    { id: 'readMore', label: t.edReadMore, words: 'teaser more excerpt', run: insert({ type: 'readMore' }) },
  ];
}

/** A gallery of the pictures that are selected; without one, pictures are chosen for it. */
function makeGallery(editor: Editor, ui: EditorUi): void {
  const { $from, $to } = editor.state.selection;
  const range = $from.blockRange($to);
  const pictures: DocumentNode[] = [];
  for (let index = range?.startIndex ?? 0; range && index < range.endIndex; index++) {
    const node = range.parent.child(index);
    if (node.type.name === 'picture') pictures.push({ ...(node.toJSON() as DocumentNode) });
  }
  if (pictures.length > 0) {
    wrapBlocks(() => ({ type: 'gallery', content: pictures }))(editor.state, editor.view.dispatch);
    editor.view.focus();
  } else ui.open({ kind: 'picked', media: 'gallery', at: null });
}
