import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { findQuotes, isQuote, quoteOf } from './quotes.ts';
import type { TextNote, TextNotes } from './text-notes.ts';

/** A note and where its words stand. */
type Place = { note: TextNote; from: number; to: number };
type State = { places: readonly Place[]; gone: readonly TextNote[]; marks: DecorationSet };

const key = new PluginKey<State>('notes');

/** Milliseconds of rest after which words that are gone are looked for: undone, moved, written again. */
const lookAfter = 500;

const marksOf = (doc: Node, places: readonly Place[]): DecorationSet =>
  DecorationSet.create(
    doc,
    places.map(({ note: { id }, from, to }) =>
      Decoration.inline(from, to, { class: 'noted', 'data-note': String(id) }, { id }),
    ),
  );

function look(doc: Node, notes: readonly TextNote[]): State {
  const found = findQuotes(doc, notes);
  const places: Place[] = [];
  const gone: TextNote[] = [];
  for (const [index, note] of notes.entries()) {
    const at = found[index];
    if (at) places.push({ note, ...at });
    else gone.push(note);
  }
  return { places, gone, marks: marksOf(doc, places) };
}

/** A change of the text: marks move with their words, and one whose words were changed is taken away. */
function moved(tr: Transaction, old: State): State {
  if (old.places.length === 0) return old;
  const places: Place[] = [];
  const gone = [...old.gone];
  const lost: Decoration[] = [];
  const marks = old.marks.map(tr.mapping, tr.doc);
  for (const place of old.places) {
    const [from, to] = [tr.mapping.map(place.from, 1), tr.mapping.map(place.to, -1)];
    const touched = from - to !== place.from - place.to || isTouched(tr, place);
    if (from < to && (!touched || isQuote(tr.doc, from, to, place.note.quote)))
      places.push(from === place.from && to === place.to ? place : { note: place.note, from, to });
    else {
      gone.push(place.note);
      lost.push(...marks.find(undefined, undefined, (spec) => spec.id === place.note.id));
    }
  }
  return { places, gone, marks: lost.length > 0 ? marks.remove(lost) : marks };
}

function isTouched({ mapping: { maps } }: Transaction, { from, to }: Place): boolean {
  let touched = false;
  let [start, end] = [from, to];
  for (const map of maps) {
    map.forEach((changedFrom, changedTo) => {
      touched ||= changedFrom < end && changedTo > start;
    });
    [start, end] = [map.map(start, 1), map.map(end, -1)];
  }
  return touched;
}

/** The note on the words at the cursor. */
export function noteAt(state: EditorState): number | null {
  const { from, to } = state.selection;
  return key.getState(state)?.places.find((place) => place.from <= from && place.to >= to)?.note.id ?? null;
}

/** Begins a note on the selected words, or leads to the one that stands on them. False where there is neither. */
export function writeNote(state: EditorState, notes: TextNotes): boolean {
  const { from, to, empty } = state.selection;
  const there = empty ? noteAt(state) : null;
  if (there !== null) notes.read(there, true);
  const quoted = empty ? null : quoteOf(state.doc, from, to);
  if (quoted) notes.draft(quoted);
  return there !== null || quoted !== null;
}

/** Notes of colleagues on words of the text: a quiet mark on these, which is no part of the document. */
export const NoteMarks = Extension.create<{ notes: TextNotes | null }>({
  name: 'noteMarks',
  addOptions: () => ({ notes: null }),
  addKeyboardShortcuts() {
    const { notes } = this.options;
    return { 'Mod-Alt-m': () => notes !== null && writeNote(this.editor.state, notes) };
  },
  addProseMirrorPlugins() {
    const { notes } = this.options;
    if (!notes) return [];
    return [
      new Plugin<State>({
        key,
        state: {
          init: (_, { doc }) => look(doc, notes.notes),
          apply(tr, old) {
            if (tr.getMeta(key) === 'look') return look(tr.doc, notes.notes);
            return tr.docChanged ? moved(tr, old) : old;
          },
        },
        view: (view) => watch(view, notes),
        props: {
          decorations: (state) => key.getState(state)?.marks,
          handleClick(view, pos) {
            const found = key.getState(view.state)?.places.find(({ from, to }) => from <= pos && to >= pos);
            if (found) notes.read(found.note.id, false);
            return false;
          },
        },
      }),
    ];
  },
});

/** Tells the page which notes have lost their words, and does what it asks. */
function watch(view: EditorView, notes: TextNotes) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let said: readonly TextNote[] | null = null;
  const lookAgain = () => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, 'look').setMeta('addToHistory', false));
  };
  const say = () => {
    const gone = key.getState(view.state)?.gone ?? [];
    if (gone === said) return;
    said = gone;
    notes.set({ gone: new Set(gone.map(({ id }) => id)) });
  };
  const onNotes = lookAgain;
  const onShow = (id: number) => {
    const place = key.getState(view.state)?.places.find(({ note }) => note.id === id);
    if (!place) return;
    const selection = TextSelection.between(view.state.doc.resolve(place.from), view.state.doc.resolve(place.to));
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
    view.focus();
    // The bars lie over the text, so that "in sight" for the editor may be behind one of them.
    view.dom.querySelector(`[data-note="${id}"]`)?.scrollIntoView({ block: 'center' });
  };
  Object.assign(notes, { onNotes, onShow });
  say();
  return {
    update(_: EditorView, before: EditorState) {
      if (before.doc === view.state.doc) {
        say();
        return;
      }
      const state = key.getState(view.state);
      if (!state || state.gone.length === 0) return say();
      clearTimeout(timer);
      timer = setTimeout(() => {
        lookAgain();
        say();
      }, lookAfter);
    },
    destroy() {
      clearTimeout(timer);
      if (notes.onShow === onShow) Object.assign(notes, { onNotes: null, onShow: null });
    },
  };
}
