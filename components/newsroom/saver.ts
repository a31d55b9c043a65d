import type { SaveAnswer } from '#app/_actions/newsroom';
import type { ArticleFields, ComparisonView, WorkingCopy } from '#features/newsroom/schema';
import type { DocumentNode } from '#lib/document/schema';

export type Draft = { fields: ArticleFields; body: DocumentNode };

/** A text that waits in this browser: `from` is the version it was written on, `at` ISO 8601. */
export type KeptDraft = Draft & { from: number; at: string };

/** How a text stands to the server's. `stale`: somebody else saved, and nothing is sent before the writer has chosen. */
export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'signed-out' }
  | { kind: 'failed'; message: string; field?: string }
  | { kind: 'stale'; newest: WorkingCopy; comparison: ComparisonView };

type Options = {
  version: number;
  savedAt: string;
  /** Sends a draft; rejects where the server can't be reached. */
  send: (draft: Draft, from: number) => Promise<SaveAnswer>;
  /** Keeps a draft in this browser, or with null forgets it. */
  keep: (draft: KeptDraft | null) => void;
};

/** Milliseconds after the last key at which a text is kept, and sent; and the longest that typing puts sending off. */
const keepAfter = 800;
const sendAfter = 2500;
const sendAtLatest = 12_000;
/** Between two tries where the server could not be reached, or the session is over. */
const retryAfter = 15_000;

/** Saves a text as it is written, and keeps it in the browser for as long as the server has not got it. */
export class Saver {
  version: number;
  #options: Options;
  #state: SaveState;
  #listeners = new Set<() => void>();
  #read: (() => Draft) | null = null;
  /** Counts changes; what the server has is `#sent`. */
  #edits = 0;
  #sent = 0;
  #since = 0;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #sending: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.version = options.version;
    this.#state = { kind: 'saved', at: options.savedAt };
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Something was typed that the server has not got. */
  get dirty(): boolean {
    return this.#edits > this.#sent;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #become(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Something was changed; `read` gives all of it as it is when it is called. */
  changed(read: () => Draft): void {
    this.#read = read;
    if (!this.dirty) this.#since = Date.now();
    this.#edits++;
    if (this.#state.kind === 'saved' || this.#state.kind === 'failed') this.#become({ kind: 'unsaved' });
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.keepNow(), keepAfter);
    if (this.#state.kind === 'stale') return;
    this.#plan(Math.max(0, Math.min(sendAfter, this.#since + sendAtLatest - Date.now())));
  }

  #plan(milliseconds: number): void {
    clearTimeout(this.#sending);
    this.#sending = setTimeout(() => void this.save(), milliseconds);
  }

  /** Keeps what is not saved in this browser. */
  keepNow = (): void => {
    clearTimeout(this.#keeping);
    if (this.dirty && this.#read)
      this.#options.keep({ ...this.#read(), from: this.version, at: new Date().toISOString() });
  };

  /** Sends what is not saved. Gives whether the server has everything then. */
  async save(): Promise<boolean> {
    if (this.#running) await this.#running;
    if (!this.dirty) return this.#state.kind === 'saved';
    if (this.#state.kind === 'stale') return false;
    this.#running = this.#send();
    try {
      return await this.#running;
    } finally {
      this.#running = null;
    }
  }

  async #send(): Promise<boolean> {
    clearTimeout(this.#sending);
    if (!this.#read) return false;
    const edits = this.#edits;
    const draft = this.#read();
    this.#become({ kind: 'saving' });
    let answer: SaveAnswer;
    try {
      answer = await this.#options.send(draft, this.version);
    } catch {
      return this.#wait({ kind: 'offline' });
    }
    if (answer.status === 'failed') {
      if (answer.signedOut) return this.#wait({ kind: 'signed-out' });
      this.keepNow();
      const { message, field } = answer;
      this.#become({ kind: 'failed', message, ...(field && { field }) });
      return false;
    }
    if (answer.result.outcome === 'stale') {
      this.keepNow();
      const { newest, comparison } = answer.result;
      this.#become({ kind: 'stale', newest, comparison });
      return false;
    }
    this.version = answer.result.version;
    this.#sent = edits;
    this.#since = Date.now();
    if (this.dirty) {
      this.#become({ kind: 'unsaved' });
      this.keepNow();
      this.#plan(sendAfter);
      return false;
    }
    this.#options.keep(null);
    this.#become({ kind: 'saved', at: answer.result.savedAt });
    return true;
  }

  #wait(state: SaveState): false {
    this.keepNow();
    this.#become(state);
    this.#plan(retryAfter);
    return false;
  }

  /** The connection or the person is back: what waits is sent now. */
  wake = (): void => {
    if (this.#state.kind === 'offline' || this.#state.kind === 'signed-out') void this.save();
  };

  /** After two people saved: mine becomes the newest version, or theirs is what one goes on with. */
  keepMine(): Promise<boolean> {
    if (this.#state.kind !== 'stale') return Promise.resolve(false);
    this.version = this.#state.newest.version;
    this.#become({ kind: 'unsaved' });
    return this.save();
  }

  takeTheirs(): void {
    if (this.#state.kind !== 'stale') return;
    const { version, savedAt } = this.#state.newest;
    this.version = version;
    this.#sent = this.#edits;
    this.#options.keep(null);
    this.#become({ kind: 'saved', at: savedAt });
  }

  stop(): void {
    this.keepNow();
    clearTimeout(this.#keeping);
    clearTimeout(this.#sending);
  }
}
