import { useSyncExternalStore } from 'react';

/** A note of a colleague on words of the text. `before`: some words that stood in front of them. */
export type TextNote = { id: number; quote: string; before: string };

/** Words that a note is about to be written on. */
export type Quoted = { quote: string; before: string };

type State = {
  /** Notes whose words are in the text no more. */
  gone: ReadonlySet<number>;
  /** The note at the cursor, or the one that was gone to last. */
  current: number | null;
  drafting: Quoted | null;
};

/**
 * What the notes beside a text and the text know of each other. The page gives the open notes; the editor says which of them it
 * still finds, and either leads to the other.
 */
export class TextNotes {
  #notes: readonly TextNote[] = [];
  #state: State = { gone: new Set(), current: null, drafting: null };
  readonly #listeners = new Set<() => void>();
  /** The editor's side: the notes are others now, and: show the words of this one. */
  onNotes: (() => void) | null = null;
  onShow: ((id: number) => void) | null = null;
  /** The page's side: somebody wants to write a note, or to read one. `move`: the focus goes there too. */
  onDraft: (() => void) | null = null;
  onRead: ((id: number, move: boolean) => void) | null = null;

  get notes(): readonly TextNote[] {
    return this.#notes;
  }

  get state(): State {
    return this.#state;
  }

  setNotes(notes: readonly TextNote[]): void {
    this.#notes = notes;
    this.onNotes?.();
  }

  set(change: Partial<State>): void {
    const same = Object.entries(change).every(([name, value]) => this.#state[name as keyof State] === value);
    if (same) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  draft(quoted: Quoted): void {
    this.set({ drafting: quoted });
    this.onDraft?.();
  }

  read(id: number, move: boolean): void {
    this.set({ current: id });
    this.onRead?.(id, move);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export function useTextNotes<T>(notes: TextNotes, select: (state: State) => T): T {
  return useSyncExternalStore(
    notes.subscribe,
    () => select(notes.state),
    () => select(notes.state),
  );
}
