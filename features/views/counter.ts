import type { Database } from '#db/client';
import { PersonError } from '#lib/errors';
import { type Sent, type Tally, writeBatch } from './batch.ts';
import { type Keys, keysLast, readKeys } from './keys.ts';
import { noteReading } from './now.ts';
import type { LeftOut } from './schema.ts';

/** Milliseconds a hit waits for others to be written with. Well under the 50 that a reader would never notice. */
const gatherFor = 2;
/** Hits that may wait, and that one batch takes. With more waiting the next is refused, not forgotten. */
const mostWaiting = 5_000;
const largestBatch = 500;
/** Milliseconds for which a batch is tried again while the database restarts. */
const tryFor = 10_000;

export type Hit = { articleId: number; identity: string; host: string; country: string | null };

type Waiting = Hit & { done: (total: number | null) => void; failed: (error: unknown) => void };

/**
 * Gathers the hits of this process for some milliseconds and writes them together, one batch at a time. A hit is
 * answered when its batch is committed.
 */
export class HitCounter {
  readonly #db: Database;
  #waiting: Waiting[] = [];
  #tallies = new Map<string, Tally>();
  #keys: { keys: Keys; until: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Counts a hit unless its reader was counted already; the article's total once that is committed, or null where
   * there is no such article. Rejects with a `PersonError` `unavailable` when it could not be written.
   */
  count(hit: Hit): Promise<number | null> {
    if (this.#waiting.length >= mostWaiting) {
      return Promise.reject(new PersonError('unavailable', 'More hits are waiting than can be written.'));
    }
    return new Promise((done, failed) => {
      this.#waiting.push({ ...hit, done, failed });
      this.#plan();
    });
  }

  /** Tallies what is not counted. It is written with the next batch and nobody waits for it. */
  tally(articleId: number, reason: LeftOut): void {
    const key = `${articleId} ${reason}`;
    const known = this.#tallies.get(key);
    if (known) known.calls++;
    else if (this.#tallies.size < mostWaiting) this.#tallies.set(key, { articleId, reason, calls: 1 });
    this.#plan();
  }

  #plan(): void {
    if (this.#writing || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#write();
    }, gatherFor);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    const batch = this.#waiting.splice(0, largestBatch);
    const tallies = [...this.#tallies.values()];
    this.#tallies.clear();
    try {
      const totals = await this.#persist(merged(batch), tallies);
      for (const { articleId, done } of batch) {
        const total = totals.get(articleId) ?? null;
        if (total !== null) noteReading(articleId, Date.now());
        done(total);
      }
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      this.#writing = false;
      if (this.#waiting.length > 0 || this.#tallies.size > 0) this.#plan();
    }
  }

  /** Writes until it is written. Trying again is safe: whoever the first try counted is known to the second. */
  async #persist(sent: Sent[], tallies: Tally[]): Promise<Map<number, number>> {
    const started = performance.now();
    for (let attempt = 0; ; attempt++) {
      try {
        // Tallies are for orientation: after a failure they might be there already, so they are not sent again.
        const totals = await writeBatch(this.#db, await this.#currentKeys(), sent, attempt === 0 ? tallies : []);
        if (totals) return totals;
        this.#keys = null;
      } catch (error) {
        this.#keys = null;
        if (!passes(error)) throw error;
        if (performance.now() - started > tryFor) {
          throw new PersonError('unavailable', 'The database does not answer; the hit was not counted.');
        }
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  async #currentKeys(): Promise<Keys> {
    if (this.#keys === null || this.#keys.until < performance.now()) {
      this.#keys = { keys: await readKeys(this.#db), until: performance.now() + keysLast };
    }
    return this.#keys.keys;
  }
}

/** A reader who calls twice within a batch is one, so that a thousand calls cost as much as one. */
function merged(batch: readonly Waiting[]): Sent[] {
  const sent = new Map<string, Sent>();
  for (const { articleId, identity, host, country } of batch) {
    const key = `${articleId} ${identity}`;
    const known = sent.get(key);
    if (known) known.calls++;
    else sent.set(key, { articleId, identity, host, country, calls: 1 });
  }
  return [...sent.values()];
}

/** Whether an error is one of a connection that went away, a server that starts or stops, or a lost race. */
function passes(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return (
    typeof code === 'string' &&
    /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOENT|ETIMEDOUT|08|57P0|40P01|40001|53300)/.test(code)
  );
}
