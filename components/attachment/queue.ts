import type { AttachmentTexts } from '#messages/attachments';
import type { ItemList } from './item-list.ts';
import { dropFile } from './kept-files.ts';
import type { SendFailure, Sent } from './send.ts';

type Options = { list: ItemList; articleId: number; t: AttachmentTexts; keep(): void };

const atOnce = 3;
/** Milliseconds before each further try; after the last of them somebody has to ask for it. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];

/** Sends the files that wait, a few at a time, and again what broke off. */
export class Queue {
  readonly #list: ItemList;
  readonly #articleId: number;
  readonly #t: AttachmentTexts;
  readonly #keep: () => void;
  ended = false;

  constructor({ list, articleId, t, keep }: Options) {
    this.#list = list;
    this.#articleId = articleId;
    this.#t = t;
    this.#keep = keep;
    addEventListener('online', this.#online);
  }

  /** Ends what is on its way. */
  end(): void {
    this.ended = true;
    removeEventListener('online', this.#online);
    for (const { key } of this.#list.items) this.stop(key);
  }

  stop(key: string): void {
    const { ending, timer } = this.#list.behind(key);
    ending?.abort();
    clearTimeout(timer);
  }

  next(): void {
    if (this.ended) return;
    const { items } = this.#list;
    const busy = items.filter(({ state }) => state === 'sending' || state === 'checking').length;
    const waiting = items.filter(({ state }) => state === 'waiting');
    for (const item of waiting.slice(0, Math.max(0, atOnce - busy))) void this.#send(item.key);
    this.#list.tell();
  }

  /** Tries again at once. */
  again(key: string): void {
    this.#list.behind(key).tries = 0;
    this.#goOn(key);
  }

  /** It never goes along; why stands beside it. */
  refuse(key: string, problem: string): void {
    const item = this.#list.find(key);
    if (!item) return;
    void dropFile(key);
    this.#list.change(key, { state: 'refused', problem });
    this.#list.say(this.#t.fileNowRefused(item.name, problem));
  }

  async #send(key: string): Promise<void> {
    const list = this.#list;
    const behind = list.behind(key);
    const { file } = behind;
    if (!file) return;
    const ending = new AbortController();
    behind.ending = ending;
    list.change(key, { state: 'sending', problem: '' });
    try {
      const { sendFile } = await import('./send.ts');
      const work = () =>
        sendFile({
          file,
          articleId: this.#articleId,
          signed: behind.signed,
          signal: ending.signal,
          onSigned: (signed) => {
            behind.signed = signed;
            list.change(key, { id: signed.customId });
            this.#keep();
          },
          onProgress: (sent) => {
            const before = list.find(key)?.sent ?? 0;
            if (sent > before) behind.tries = 0;
            // Ten steps to the percent are more than anybody sees.
            if (sent < file.size && Math.abs(sent - before) < file.size / 1000) return;
            list.change(key, { sent, state: sent < file.size ? 'sending' : 'checking' });
          },
        });
      // The same form may be open in another tab: one of them sends, the other then finds it there.
      const locks = navigator.locks;
      const options = { signal: ending.signal };
      this.#arrived(key, await (locks ? locks.request(`broadsheet:file:${key}`, options, work) : work()));
    } catch (error) {
      if (!ending.signal.aborted) this.#failed(key, error);
    } finally {
      if (behind.ending === ending) behind.ending = null;
      this.next();
    }
  }

  #arrived(key: string, { id, problem, view }: Sent): void {
    const item = this.#list.find(key);
    if (!item) return;
    void dropFile(key);
    if (problem !== null) this.refuse(key, problem);
    else {
      this.#list.change(key, { state: 'ready', id, view, sent: item.bytes });
      this.#list.say(this.#t.fileNowReady(item.name));
    }
    this.#keep();
  }

  #failed(key: string, error: unknown): void {
    const list = this.#list;
    const behind = list.behind(key);
    const t = this.#t;
    // `SendFailure` itself would bring the uploader along for those who send nothing.
    const isOurs = error instanceof Error && 'kind' in error;
    if (!isOurs) console.warn(error);
    const { kind, message } = isOurs ? (error as SendFailure) : { kind: 'broken', message: '' };
    if (kind === 'refused') {
      this.refuse(key, message || t.fileFailed);
      this.#keep();
      return;
    }
    if (kind === 'expired') {
      behind.signed = null;
      list.change(key, { sent: 0, id: null });
      this.#keep();
    }
    const pause = kind === 'signed-out' || kind === 'later' ? undefined : pauses[behind.tries++];
    if (!navigator.onLine) list.change(key, { state: 'broken', again: true, problem: t.fileOffline });
    else if (pause === undefined) {
      const problem = kind === 'signed-out' ? t.fileSignedOut : message || t.fileBrokenOften;
      list.change(key, { state: 'broken', again: false, problem });
    } else {
      list.change(key, { state: 'broken', again: true, problem: message || t.fileBroken });
      behind.timer = setTimeout(() => this.#goOn(key), pause);
    }
  }

  #goOn(key: string): void {
    if (this.#list.find(key)?.state !== 'broken') return;
    clearTimeout(this.#list.behind(key).timer);
    this.#list.change(key, { state: 'waiting', again: false, problem: '' });
    this.next();
  }

  #online = (): void => {
    for (const { key, state, again } of this.#list.items) if (state === 'broken' && again) this.again(key);
  };
}
