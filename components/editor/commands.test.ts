import { getSchema } from '@tiptap/core';
import { closeHistory, history, undo } from '@tiptap/pm/history';
import { type Command, EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import {
  duplicateBlock,
  insertBlocks,
  moveBlock,
  removeBlock,
  setBlockAttributes,
  wrapBlocks,
} from './block-commands.ts';
import { documentOf } from './document-of.ts';
import { Footnotes, insertFootnote } from './footnotes.ts';
import { schemaExtensions } from './schema-extensions.ts';

const schema = getSchema(schemaExtensions());
const p = (...content: (string | DocumentNode)[]): DocumentNode => ({
  type: 'paragraph',
  content: content.map((one) => (typeof one === 'string' ? { type: 'text', text: one } : one)),
});

/** A state with the cursor behind the first place where `at` stands. */
function open(content: DocumentNode[], at = ''): EditorState {
  const doc = schema.nodeFromJSON({ type: 'doc', content });
  const plugins = [history(), ...(Footnotes.config.addProseMirrorPlugins?.call({} as never) ?? [])];
  let place = 1;
  doc.descendants((node, pos) => {
    if (at !== '' && place === 1 && node.isText && node.text?.includes(at))
      place = pos + node.text.indexOf(at) + at.length;
  });
  return EditorState.create({ doc, plugins, selection: TextSelection.near(doc.resolve(place)) });
}

function run(state: EditorState, command: Command): EditorState {
  let next = state;
  expect(command(state, (tr) => (next = state.apply(tr)))).toBe(true);
  return next;
}

const types = ({ doc }: EditorState): string =>
  documentOf(doc)
    .content?.map(({ type, content }) => content?.[0]?.text ?? type)
    .join(' ') ?? '';

test('a block moves with the cursor in it, and not beyond the ends or past the notes', () => {
  const notes = { type: 'footnotes', content: [{ type: 'footnote', attrs: { id: 'a' }, content: [p('n')] }] };
  let state = open([p('one'), p('two'), notes], 'two');
  expect(moveBlock(1)(state)).toBe(false);
  state = run(state, moveBlock(-1));
  expect(types(state)).toBe('two one footnotes');
  expect(state.selection.$from.parent.textContent).toBe('two');
  expect(moveBlock(-1)(state)).toBe(false);
});

test('an item of a list moves in its list', () => {
  const item = (text: string) => ({ type: 'listItem', content: [p(text)] });
  const state = run(open([{ type: 'bulletList', content: [item('a'), item('b')] }], 'b'), moveBlock(-1));
  expect(state.doc.textContent).toBe('ba');
});

test('the last block that is removed leaves a paragraph to write on in', () => {
  const state = run(open([p('only')], 'only'), removeBlock);
  expect(documentOf(state.doc)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] });
});

test('the last picture of a gallery takes the gallery along', () => {
  const opened = open([p('a'), { type: 'gallery', content: [{ type: 'picture' }] }], 'a');
  const selected = opened.apply(opened.tr.setSelection(NodeSelection.create(opened.doc, 4)));
  expect(types(run(selected, removeBlock))).toBe('a');
});

test('a copy stands below', () => {
  expect(types(run(open([p('a'), p('b')], 'a'), duplicateBlock))).toBe('a a b');
});

test('a block takes the place of an empty line, or stands below, with a line behind it', () => {
  const rule = { type: 'horizontalRule' };
  expect(types(run(open([{ type: 'paragraph' }]), insertBlocks([rule])))).toBe('horizontalRule paragraph');
  expect(types(run(open([p('a'), p('b')], 'a'), insertBlocks([rule])))).toBe('a horizontalRule b');
  // Where it may not stand, it stands outside: a gallery takes pictures only.
  const opened = open(
    [{ type: 'gallery', content: [{ type: 'picture', content: [{ type: 'text', text: 'c' }] }] }],
    'c',
  );
  expect(types(run(opened, insertBlocks([rule])))).toBe('gallery horizontalRule paragraph');
});

test('settings change what they name, and a selected block stays selected', () => {
  const opened = open([{ type: 'picture', attrs: { src: '/files/a', alt: 'x' } }]);
  const selected = opened.apply(opened.tr.setSelection(NodeSelection.create(opened.doc, 0)));
  const state = run(selected, setBlockAttributes(0, { alt: 'A press' }));
  expect(documentOf(state.doc).content?.[0]?.attrs).toEqual({ src: '/files/a', alt: 'A press' });
  expect(state.selection).toBeInstanceOf(NodeSelection);
});

test('the selected paragraphs go into a box, and nothing else', () => {
  const state = run(
    open([p('a'), p('b')], 'a'),
    wrapBlocks((content) => ({ type: 'pullQuote', content })),
  );
  expect(types(state)).toBe('pullQuote b');
});

const reference = (id: string): DocumentNode => ({ type: 'footnoteReference', attrs: { id } });
const note = (id: string, text: string): DocumentNode => ({ type: 'footnote', attrs: { id }, content: [p(text)] });
const noted = () => [
  p('x', reference('a'), 'y', reference('b')),
  { type: 'footnotes', content: [note('a', 'A'), note('b', 'B')] },
];
const idsOf = ({ doc }: EditorState): string => {
  const ids: string[] = [];
  doc.descendants(({ type, attrs }) => {
    if (type.name === 'footnote') ids.push(String(attrs.id));
  });
  return ids.join(' ');
};

test('a new note stands in the order of the text, and the cursor in it', () => {
  const state = run(open(noted(), 'y'), insertFootnote);
  const [first, fresh, last] = idsOf(state).split(' ');
  expect([first, last]).toEqual(['a', 'b']);
  expect(fresh).toMatch(/^[0-9a-f]{8}$/);
  expect(state.selection.$from.node(-1).attrs.id).toBe(fresh);
  expect(run(open([p('x')], 'x'), insertFootnote).doc.lastChild?.type.name).toBe('footnotes');
});

test('no note stands in a note', () => {
  expect(insertFootnote(open(noted(), 'A'))).toBe(false);
});

test('with its last mention a note goes, and undoing brings both back', () => {
  let state = open(noted(), 'x');
  const at = state.selection.from;
  state = state.apply(closeHistory(state.tr.delete(at, at + 1)));
  expect(idsOf(state)).toBe('b');
  state = run(state, undo);
  expect(idsOf(state)).toBe('a b');
});

test('with the last note their box goes, and with a note its mention', () => {
  const one = [p('x', reference('a'), 'y'), { type: 'footnotes', content: [note('a', 'A')] }];
  let state = open(one, 'x');
  state = state.apply(state.tr.delete(2, 3));
  expect(types(state)).toBe('xy');
  state = open(one, 'x');
  const box = state.doc.child(0).nodeSize;
  state = state.apply(state.tr.delete(box, state.doc.content.size));
  expect(state.doc.textContent).toBe('xy');
  expect(state.doc.child(0).childCount).toBe(1);
});

test('a mention that is cut and pasted keeps its note', () => {
  let state = open(noted(), 'x');
  const cut = state.doc.slice(2, 3);
  state = state.apply(state.tr.delete(2, 3));
  expect(idsOf(state)).toBe('b');
  state = state.apply(state.tr.replace(3, 3, cut));
  expect(idsOf(state)).toBe('b a');
  expect(state.doc.textContent).toContain('A');
});

test('notes that nothing ever mentioned are left alone', () => {
  let state = open([p('x'), { type: 'footnotes', content: [note('old', 'Old')] }], 'x');
  state = state.apply(state.tr.insertText('y'));
  expect(idsOf(state)).toBe('old');
});
