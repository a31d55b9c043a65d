import { dropUploadAction, listMyUploadsAction } from '#app/_actions/attachments';
import type { AttachmentKind, AttachmentView, ChosenAttachment, UploadView } from '#features/attachments/schema';
import { fileSize } from '#lib/file-size';
import type { AttachmentTexts } from '#messages/attachments';
import { ItemList, type UploadItem } from './item-list.ts';
import { dropFile, type KeptItem, keepFile, keepItems, keptFile, keptItems, sweepKept } from './kept-files.ts';
import type { AttachLimits } from './limits.ts';
import { previewOf } from './preview.ts';
import { Queue } from './queue.ts';

type Options = {
  /** Names what is written, as for its draft. */
  about: string;
  articleId: number;
  limits: AttachLimits;
  language: string;
  t: AttachmentTexts;
  /** What stands with the response already. */
  posted: AttachmentView[];
};

/** Refused ones that are listed, each with its reason; more are only counted. */
const mostRefused = 20;

const isGood = ({ state }: UploadItem): boolean => state !== 'refused';
const isMoving = ({ state, again }: UploadItem): boolean =>
  state === 'waiting' || state === 'sending' || state === 'checking' || (state === 'broken' && again);

/** The files of one form: what is chosen, on its way, there, refused. Outlives a broken connection and a reload. */
export class Uploads {
  readonly #list = new ItemList();
  readonly #queue: Queue;
  readonly #given: Options;
  #left = 0;

  constructor(given: Options) {
    this.#given = given;
    const { articleId, t } = given;
    this.#queue = new Queue({ list: this.#list, articleId, t, keep: this.#keep });
    for (const view of given.posted) {
      const { key } = this.#list.append(view, { posted: true });
      this.#list.change(key, { state: 'ready', id: view.id, view, alt: view.alt, caption: view.caption });
    }
    addEventListener('pagehide', this.#keep);
  }

  // For `useSyncExternalStore`.
  subscribe = (listener: () => void): (() => void) => this.#list.subscribe(listener);
  items = (): UploadItem[] => this.#list.items;
  said = (): string => this.#list.said;
  /** How many were left out because a response takes no more. */
  left = (): number => this.#left;

  /** Ends what is on its way; it is kept for the next form about the same. */
  end(): void {
    removeEventListener('pagehide', this.#keep);
    this.#keep();
    this.#queue.end();
    this.#list.tell();
  }

  /** Takes files in; each that can't go along says why. One that is missed here goes on where it stopped. */
  add(files: File[]): void {
    this.#left = 0;
    let refused = 0;
    for (const file of files) {
      const missed = this.items().find(({ key, state }) => state === 'lost' && this.#isSame(key, file));
      if (missed) {
        this.#giveFile(missed.key, file);
        continue;
      }
      const { problem, kind } = this.#judge(file);
      const isFull = this.items().filter(isGood).length >= this.#given.limits.maxFiles;
      if (problem === null ? isFull : refused >= mostRefused) {
        this.#left++;
        continue;
      }
      const { key } = this.#list.append({ name: file.name, bytes: file.size, kind }, { file });
      if (problem === null) {
        void this.#showPreview(key, file);
        void keepFile(key, file);
      } else {
        refused++;
        this.#queue.refuse(key, problem);
      }
    }
    if (this.#left > 0) this.#list.say(this.leftSentence());
    this.#keep();
    this.#queue.next();
  }

  leftSentence(): string {
    const { t, limits } = this.#given;
    return t.filesTooMany(this.#left, this.#number(this.#left), this.#number(limits.maxFiles));
  }

  /** Fills the list with what an earlier page left. */
  async restore(): Promise<void> {
    await sweepKept();
    const kept = keptItems(this.#given.about);
    if (kept.length === 0) return;
    const state = await listMyUploadsAction().catch(() => null);
    const known = state?.status === 'done' ? new Map(state.result.map((upload) => [upload.id, upload])) : null;
    for (const one of kept) {
      if (this.#queue.ended) return;
      const id = one.signed?.customId ?? null;
      const upload = id === null ? null : known?.get(id);
      // Posted from elsewhere meanwhile, or swept, or of somebody else who used this browser.
      if (id !== null && known && !upload) void dropFile(one.key);
      else await this.#restoreOne(one, id, upload ?? null);
    }
    this.#keep();
    this.#queue.next();
  }

  async #restoreOne(one: KeptItem, id: string | null, upload: UploadView | null): Promise<void> {
    const { t } = this.#given;
    const list = this.#list;
    const file = upload && upload.state !== 'uploading' ? null : await keptFile(one);
    const { key, name, bytes, changed, type, signed, alt, caption } = one;
    if (this.#queue.ended || list.find(key)) return;
    list.append({ name, bytes, kind: this.#kindOf(name) ?? 'other' }, { key, file, changed, type, signed });
    list.change(key, { id, alt, caption });
    if (upload?.state === 'refused') this.#queue.refuse(key, upload.problem ?? t.fileFailed);
    else if (upload?.state === 'ready' || (one.ready && !upload))
      list.change(key, { state: 'ready', sent: bytes, view: upload?.view ?? null });
    else if (file) void this.#showPreview(key, file);
    else {
      list.change(key, { state: 'lost', problem: t.fileLostWhole });
      void this.#askHowMuch(key);
    }
  }

  /** How much of a lost file is there, so that who chooses it again knows what for. */
  async #askHowMuch(key: string): Promise<void> {
    const { signed } = this.#list.behind(key);
    const answer = signed && (await fetch(signed.url, { method: 'HEAD' }).catch(() => null));
    const sent = Number(answer?.ok ? answer.headers.get('x-ut-range-start') : 0);
    const item = this.#list.find(key);
    if (!(sent > 0) || item?.state !== 'lost') return;
    this.#list.change(key, { sent, problem: this.#given.t.fileLost(this.#size(sent), this.#size(item.bytes)) });
  }

  async #showPreview(key: string, file: File): Promise<void> {
    const preview = await previewOf(file);
    if (preview !== null) this.#list.change(key, { preview });
  }

  /** By name, size and time, as far as a page can tell. */
  #isSame(key: string, file: File): boolean {
    const item = this.#list.find(key);
    const { changed } = this.#list.behind(key);
    return file.name === item?.name && file.size === item.bytes && file.lastModified === changed;
  }

  #giveFile(key: string, file: File): void {
    this.#list.behind(key).file = file;
    this.#list.change(key, { state: 'waiting', problem: '' });
    void keepFile(key, file);
  }

  /** The file that `key` misses, chosen by hand; another one is not taken for it. */
  chooseAgain(key: string, file: File): void {
    if (this.#isSame(key, file)) {
      this.#giveFile(key, file);
      this.#queue.next();
    } else this.#list.change(key, { problem: this.#given.t.fileNotThat(this.#list.find(key)?.name ?? '') });
  }

  describe(key: string, words: { alt?: string; caption?: string }): void {
    this.#list.change(key, words);
    this.#keep();
  }

  move(key: string, to: number): void {
    const items = this.items();
    const item = this.#list.find(key);
    if (!item || to < 0 || to >= items.length || items[to] === item) return;
    const rest = items.filter((other) => other !== item);
    this.#list.items = [...rest.slice(0, to), item, ...rest.slice(to)];
    this.#list.say(this.#given.t.filePosition(item.name, this.#number(to + 1), this.#number(items.length)));
    this.#keep();
  }

  remove(key: string): void {
    const item = this.#list.find(key);
    if (!item) return;
    const { signed, posted } = this.#list.behind(key);
    this.#queue.stop(key);
    this.#list.remove(key);
    this.#left = 0;
    void dropFile(key);
    const id = item.id ?? signed?.customId;
    // Nobody waits for it: what is not posted is swept anyway.
    if (id && !posted) dropUploadAction(id).catch(() => {});
    this.#list.say(this.#given.t.fileRemoved(item.name));
    this.#keep();
    this.#queue.next();
  }

  again(key: string): void {
    this.#queue.again(key);
  }

  /**
   * What goes with the response, in its order, once nothing is on its way any more; or a sentence that says what is
   * missing. Null: `stop` was called. `onWaiting` is told how many it waits for.
   */
  async gather(
    onWaiting: (count: number) => void,
    stop: AbortSignal,
  ): Promise<{ chosen: ChosenAttachment[] } | { problem: string } | null> {
    const { t, language } = this.#given;
    const before = new Set(this.items().filter((item) => !isGood(item)));
    for (const { key, state, again } of this.items()) if (state === 'broken' && !again) this.again(key);
    for (;;) {
      const moving = this.items().filter(isMoving).length;
      if (moving === 0) break;
      onWaiting(moving);
      await this.#list.anyChange(stop);
      if (stop.aborted || this.#queue.ended) return null;
    }
    const named = (items: UploadItem[]) =>
      new Intl.ListFormat(language, { type: 'conjunction' }).format(items.map(({ name }) => name));
    const missing = this.items().filter(({ state }) => state === 'broken' || state === 'lost');
    if (missing.length > 0) return { problem: t.filesMissing(named(missing)) };
    const refused = this.items().filter((item) => !isGood(item) && !before.has(item));
    if (refused.length > 0) return { problem: t.filesRefusedNow(named(refused)) };
    const chosen = this.items().flatMap(({ state, id, alt, caption }) =>
      state === 'ready' && id !== null ? [{ id, alt: alt.trim(), caption: caption.trim() }] : [],
    );
    return { chosen };
  }

  /** They are posted: nothing is left to do for them. */
  clear(): void {
    for (const { key } of this.items()) void dropFile(key);
    this.#left = 0;
    this.#list.clear();
    this.#keep();
  }

  #judge(file: File): { problem: string | null; kind: AttachmentKind } {
    const { t, limits } = this.#given;
    const kind = this.#kindOf(file.name);
    const sentence = (): string | null => {
      if (file.name.endsWith('/')) return t.fileFolder;
      if (file.size === 0) return t.fileEmpty;
      if (kind === null) return t.fileKindUnknown(/\.([^.]{1,12})$/.exec(file.name)?.[1] ?? '');
      if (file.size <= limits.maxBytes) return null;
      const [has, most] = [this.#size(file.size), this.#size(limits.maxBytes)];
      return t.fileTooLarge(has === most ? t.fileBytes(this.#number(file.size)) : has, most);
    };
    return { problem: sentence(), kind: kind ?? 'other' };
  }

  #kindOf(name: string): AttachmentKind | null {
    const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
    for (const [kind, endings] of Object.entries(this.#given.limits.endings))
      if (endings.split(' ').includes(ending)) return kind as AttachmentKind;
    return null;
  }

  #keep = (): void => {
    const kept = this.items().flatMap(({ key, name, bytes, state, alt, caption }) => {
      const { type, changed, signed, posted } = this.#list.behind(key);
      if (posted || state === 'refused') return [];
      return [{ key, name, bytes, type, changed, signed, ready: state === 'ready', alt, caption }];
    });
    keepItems(this.#given.about, kept);
  };

  #number = (value: number): string => new Intl.NumberFormat(this.#given.language).format(value);
  #size = (bytes: number): string => fileSize(bytes, this.#given.language);
}
