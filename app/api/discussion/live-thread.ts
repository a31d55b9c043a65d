import { listStanding } from '#features/responses/queries';
import { cacheTags } from '#lib/cache-tags';
import { subscribe } from '#lib/live';

/** What has come and gone between two looks at a thread. */
export type Change = { added: { id: number; parentId: number | null }[]; gone: number[] };
type Listener = (change: Change) => void;
type Standing = Map<number, number | null>;

/** Milliseconds between two looks, so that a burst is told in few words. */
const lookEvery = 100;

/**
 * What stands under one article, for all who listen to it on this server: looked at once for each change, however many
 * they are.
 */
class LiveThread {
  readonly #articleId: number;
  readonly #listeners = new Set<Listener>();
  readonly #unsubscribe: () => void;
  #standing: Promise<Standing>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #looking = false;
  #again = false;

  constructor(articleId: number) {
    this.#articleId = articleId;
    // Listened to before the first look: what happens in between is looked at again.
    this.#unsubscribe = subscribe(cacheTags.responses(articleId), () => this.#changed());
    this.#standing = read(articleId);
  }

  /** The ids that stand now. */
  async ids(): Promise<number[]> {
    return [...(await this.#standing).keys()];
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** True when nobody is left. */
  leave(listener: Listener): boolean {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return false;
    this.#unsubscribe();
    if (this.#timer) clearTimeout(this.#timer);
    return true;
  }

  #changed(): void {
    this.#again = true;
    if (this.#looking || this.#timer) return;
    void this.#look();
  }

  async #look(): Promise<void> {
    this.#again = false;
    this.#looking = true;
    try {
      const before = await this.#standing;
      const now = await read(this.#articleId);
      this.#standing = Promise.resolve(now);
      const added = [...now].filter(([id]) => !before.has(id)).map(([id, parentId]) => ({ id, parentId }));
      const gone = [...before.keys()].filter((id) => !now.has(id));
      if (added.length + gone.length > 0) for (const listener of this.#listeners) listener({ added, gone });
    } catch (error) {
      console.error(error);
    } finally {
      this.#looking = false;
      this.#timer = setTimeout(() => {
        this.#timer = null;
        if (this.#again) void this.#look();
      }, lookEvery);
    }
  }
}

const read = async (articleId: number): Promise<Standing> =>
  new Map((await listStanding(articleId)).map(({ id, parentId }) => [id, parentId]));

/** Each route has a bundle of its own. */
const globals = globalThis as typeof globalThis & { broadsheetLiveThreads?: Map<number, LiveThread> };
globals.broadsheetLiveThreads ??= new Map();
const threads = globals.broadsheetLiveThreads;

/** Calls back with what comes and goes under an article. `ids` is what stands at first; `end` ends it. */
export async function listenTo(articleId: number, listener: Listener): Promise<{ ids: number[]; end(): void }> {
  let thread = threads.get(articleId);
  if (!thread) {
    thread = new LiveThread(articleId);
    threads.set(articleId, thread);
  }
  const listened = thread;
  listened.listen(listener);
  const end = () => {
    if (listened.leave(listener) && threads.get(articleId) === listened) threads.delete(articleId);
  };
  try {
    return { ids: await listened.ids(), end };
  } catch (error) {
    end();
    throw error;
  }
}
