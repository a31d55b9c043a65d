import { useSyncExternalStore } from 'react';
import type { MediaKind } from './editor-services.ts';
import type { Insertable } from './insertables.ts';

/** What is open beside the text. `at`: the position of the block in the document. */
export type Opened =
  | { kind: 'settings'; at: number }
  | { kind: 'link' }
  | { kind: 'embed' }
  | { kind: 'keys' }
  | { kind: 'picked'; media: MediaKind | 'gallery'; at: number | null };

/** The list that `/` opens: what fits, which one is chosen, where the caret is. */
type Slash = {
  items: Insertable[];
  chosen: number;
  rect: DOMRect | null;
  choose: (item: Insertable) => void;
};

type State = { opened: Opened | null; slash: Slash | null; full: boolean };

/** State of the editor's own controls, kept outside React: plugins change it, and typing does not render for it. */
export class EditorUi {
  #state: State = { opened: null, slash: null, full: false };
  readonly #listeners = new Set<() => void>();

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  open = (opened: Opened): void => this.set({ opened });
  close = (): void => this.set({ opened: null });

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export function useEditorUi<T>(ui: EditorUi, select: (state: State) => T): T {
  return useSyncExternalStore(
    ui.subscribe,
    () => select(ui.state),
    () => select(ui.state),
  );
}
