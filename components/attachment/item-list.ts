import type { AttachmentKind, AttachmentView } from '#features/attachments/schema';
import type { Signed } from './kept-files.ts';

/**
 * One file of a form. `waiting`: for its turn. `broken`: not all there; `again` tells whether it goes on by itself.
 * `lost`: the browser no longer has it. `refused`: never goes with the response.
 */
export type UploadItem = {
  key: string;
  name: string;
  bytes: number;
  kind: AttachmentKind;
  state: 'waiting' | 'sending' | 'checking' | 'ready' | 'broken' | 'lost' | 'refused';
  /** Bytes that are there. */
  sent: number;
  again: boolean;
  problem: string;
  id: string | null;
  view: AttachmentView | null;
  alt: string;
  caption: string;
  /** The picture itself, small, while it is on its way. */
  preview: string | null;
};

/** What nobody sees of an item. */
export type Behind = {
  file: File | null;
  changed: number;
  type: string;
  signed: Signed | null;
  ending: AbortController | null;
  /** Without a byte of success. */
  tries: number;
  timer?: ReturnType<typeof setTimeout>;
  /** It stood with the response before: removing it here is no more than leaving it out. */
  posted: boolean;
};

const nothingBehind = (): Behind => ({
  ...{ file: null, changed: 0, type: '', signed: null, ending: null, tries: 0, posted: false },
});

/** The files of a form and who looks at them. Items are replaced, never changed, so that React sees what is new. */
export class ItemList {
  items: UploadItem[] = [];
  /** The last thing that happened, for who hears the page. */
  said = '';
  readonly #behind = new Map<string, Behind>();
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  find(key: string): UploadItem | undefined {
    return this.items.find((item) => item.key === key);
  }

  /** Of one that was removed, nothing: something of it may still be under way. */
  behind(key: string): Behind {
    return this.#behind.get(key) ?? nothingBehind();
  }

  append(
    { name, bytes, kind }: Pick<UploadItem, 'name' | 'bytes' | 'kind'>,
    { key = crypto.randomUUID(), ...behind }: Partial<Behind> & { key?: string },
  ): UploadItem {
    const item: UploadItem = {
      ...{ key, name, bytes, kind, state: 'waiting', sent: 0, again: false, problem: '' },
      ...{ id: null, view: null, alt: '', caption: '', preview: null },
    };
    const { lastModified: changed = 0, type = '' } = behind.file ?? {};
    this.#behind.set(key, { ...nothingBehind(), changed, type, ...behind });
    this.items = [...this.items, item];
    return item;
  }

  change(key: string, change: Partial<UploadItem>): void {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...change } : item));
    this.tell();
  }

  remove(key: string): void {
    this.items = this.items.filter((item) => item.key !== key);
    this.#behind.delete(key);
  }

  clear(): void {
    this.items = [];
    this.#behind.clear();
    this.tell();
  }

  say(words: string): void {
    this.said = words;
    this.tell();
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Resolves with the next change, or when `stop` says so. */
  anyChange(stop: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const wait = () => {
        forget();
        stop.removeEventListener('abort', wait);
        done();
      };
      const forget = this.subscribe(wait);
      stop.addEventListener('abort', wait);
    });
  }
}
