import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type Command, type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** Where references and notes stand, by the id that joins them. */
type Notes = {
  references: { id: string; pos: number }[];
  notes: { id: string; pos: number; node: Node }[];
  box: { pos: number; node: Node } | null;
};

function notesOf(doc: Node): Notes {
  const found: Notes = { references: [], notes: [], box: null };
  doc.descendants((node, pos) => {
    if (node.type.name === 'footnoteReference') found.references.push({ id: String(node.attrs.id), pos });
    else if (node.type.name === 'footnote') found.notes.push({ id: String(node.attrs.id), pos, node });
    else if (node.type.name === 'footnotes' && found.box === null) found.box = { pos, node };
  });
  return found;
}

type State = { notes: Notes; numbers: DecorationSet; gone: ReadonlyMap<string, Node> };

const key = new PluginKey<State>('footnotes');

/** Numbers by first mention, as readers get them. */
function numbersOf(doc: Node, { references, notes }: Notes): DecorationSet {
  if (references.length === 0 && notes.length === 0) return DecorationSet.empty;
  const numbers = new Map<string, number>();
  for (const { id } of [...references, ...notes]) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
  const number = (id: string) => ({ 'data-number': String(numbers.get(id)) });
  return DecorationSet.create(doc, [
    ...references.map(({ id, pos }) => Decoration.node(pos, pos + 1, number(id))),
    ...notes.map(({ id, pos, node }) => Decoration.node(pos, pos + node.nodeSize, number(id))),
  ]);
}

/** A new note at the cursor: its number in the text, its words at the end, where the cursor goes. */
export const insertFootnote: Command = (state, dispatch) => {
  const { schema, selection } = state;
  const { $to } = selection;
  const { footnoteReference, footnote, footnotes, paragraph } = schema.nodes;
  if (!footnoteReference || !footnote || !footnotes || !paragraph) return false;
  if (!$to.parent.inlineContent || !$to.parent.canReplaceWith($to.index(), $to.index(), footnoteReference))
    return false;
  for (let depth = $to.depth; depth > 0; depth--) if ($to.node(depth).type === footnote) return false;
  if (dispatch) {
    const id = crypto.randomUUID().slice(0, 8);
    const note = footnote.create({ id }, paragraph.create());
    const { tr } = state;
    tr.insert($to.pos, footnoteReference.create({ id }));
    const { references, notes, box } = notesOf(tr.doc);
    const before = new Set(
      references
        .slice(
          0,
          references.findIndex((one) => one.id === id),
        )
        .map((one) => one.id),
    );
    let at: number;
    if (box === null) {
      at = tr.doc.content.size + 1;
      tr.insert(tr.doc.content.size, footnotes.create(null, note));
    } else {
      // Behind the last note that is mentioned earlier.
      const previous = notes.findLast((one) => before.has(one.id));
      at = previous ? previous.pos + previous.node.nodeSize : box.pos + 1;
      tr.insert(at, note);
    }
    tr.setSelection(TextSelection.create(tr.doc, at + 2));
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** From a reference to its note and back. */
const followFootnote = (id: string, to: 'footnote' | 'footnoteReference'): Command => {
  return (state, dispatch) => {
    const { references, notes } = notesOf(state.doc);
    const found = (to === 'footnote' ? notes : references).find((one) => one.id === id);
    if (!found) return false;
    const at = to === 'footnote' ? found.pos + 2 : found.pos + 1;
    dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))).scrollIntoView());
    return true;
  };
};

/**
 * What one change takes along: with the last mention of a note the note goes, with a note its mentions, and a mention that
 * comes back (undone, pasted) brings its note. Notes that nothing ever mentioned are left alone.
 */
function keepTogether(before: Notes, state: EditorState, gone: ReadonlyMap<string, Node>): Transaction | null {
  const after = notesOf(state.doc);
  const mentioned = new Set(after.references.map(({ id }) => id));
  const noted = new Set(after.notes.map(({ id }) => id));
  const was = new Set(before.references.map(({ id }) => id));
  const had = new Set(before.notes.map(({ id }) => id));
  const orphans = after.notes.filter(({ id }) => was.has(id) && !mentioned.has(id));
  const dangling = after.references.filter(({ id }) => had.has(id) && !noted.has(id) && was.has(id));
  const back = [...mentioned].flatMap((id) =>
    noted.has(id) || was.has(id) ? [] : [gone.get(id) ?? newNote(state, id)],
  );
  if (orphans.length + dangling.length + back.length === 0) return null;
  const { tr } = state;
  const { footnotes } = state.schema.nodes;
  const cuts = [
    ...dangling.map(({ pos }) => ({ pos, size: 1 })),
    ...orphans.map(({ pos, node }) => ({ pos, size: node.nodeSize })),
  ];
  const box = after.box;
  const emptied = box !== null && orphans.length === box.node.childCount;
  if (emptied && back.length === 0) cuts.push({ pos: box.pos, size: box.node.nodeSize });
  for (const { pos, size } of cuts.sort((a, b) => b.pos - a.pos)) {
    if (emptied && back.length === 0 && pos > box.pos && pos < box.pos + box.node.nodeSize) continue;
    tr.delete(tr.mapping.map(pos), tr.mapping.map(pos + size));
  }
  if (back.length > 0 && footnotes) {
    const there = notesOf(tr.doc).box;
    if (there) tr.insert(there.pos + there.node.nodeSize - 1, back);
    else tr.insert(tr.doc.content.size, footnotes.create(null, back));
  }
  return tr;
}

const newNote = (state: EditorState, id: string): Node =>
  state.schema.nodeFromJSON({ type: 'footnote', attrs: { id }, content: [{ type: 'paragraph' }] });

export const Footnotes = Extension.create({
  name: 'footnoteKeeping',
  addKeyboardShortcuts() {
    const run = (command: Command) => () => command(this.editor.state, this.editor.view.dispatch);
    return { 'Mod-Alt-f': run(insertFootnote) };
  },
  addProseMirrorPlugins: () => [
    new Plugin<State>({
      key,
      state: {
        init: (_, { doc }) => {
          const notes = notesOf(doc);
          return { notes, numbers: numbersOf(doc, notes), gone: new Map() };
        },
        apply(tr, old, _before, { doc }) {
          if (!tr.docChanged) return old;
          const notes = notesOf(doc);
          const there = new Set(notes.notes.map(({ id }) => id));
          const lost = old.notes.notes.filter(({ id }) => !there.has(id));
          const gone =
            lost.length > 0 ? new Map([...old.gone, ...lost.map(({ id, node }) => [id, node] as const)]) : old.gone;
          return { notes, numbers: numbersOf(doc, notes), gone };
        },
      },
      appendTransaction(transactions, oldState, newState) {
        if (!transactions.some(({ docChanged }) => docChanged)) return null;
        // Undoing brings both back by itself.
        if (transactions.some((tr) => tr.getMeta('history$'))) return null;
        const before = key.getState(oldState);
        const now = key.getState(newState);
        return before && now ? keepTogether(before.notes, newState, now.gone) : null;
      },
      props: {
        decorations: (state) => key.getState(state)?.numbers,
        handleClickOn(view, _pos, node, _nodePos, event) {
          if (node.type.name !== 'footnoteReference' || !(event.metaKey || event.ctrlKey)) return false;
          return followFootnote(String(node.attrs.id), 'footnote')(view.state, view.dispatch);
        },
      },
    }),
  ],
});
