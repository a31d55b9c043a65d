import { gt } from 'drizzle-orm';
import { db, pool } from '#db/client';
import { type ExpiryNotice, expireTags, expiryChannel } from '#db/expiry';
import { tagExpiry } from '#db/schema/index';
import { getNextDue, listDueTags } from '#features/articles/queries';
import { messageOf } from '#lib/errors';
import { publish } from '#lib/live';
import { tagsManifest } from './tags-manifest.ts';

const pollMilliseconds = 5_000;
/** A long transaction writes its expiry before it commits; a poll looks back this far to meet it. */
const lookBackMilliseconds = 15 * 60_000;
/** A page is kept for thirty days at most (`app/_cached/life.ts`). */
const longestKept = 31 * 86_400_000;

/** Milliseconds between two gentle expiries of one tag. */
const gentleEvery = 900;

/**
 * Milliseconds after which a tag is expired once more; where that is done gently, `gentleEvery` after the last. Next lets a
 * request join what another is reading, also when that began before the expiry, and dates the page that is made of it by its
 * own end. Reading takes tens of milliseconds.
 */
const onceMoreAfter = 1_000;

/** Milliseconds by which a page on the disk may be younger than an expiry and still be from before it: until it was heard. */
const heardWithin = 60_000;

function markExpired(tag: string, at: number): void {
  const known = tagsManifest.get(tag);
  if ((known?.expired ?? 0) >= at) return;
  tagsManifest.set(tag, { ...known, expired: at });
  publish(tag);
}

/** Without a word to those who listen: nothing is new. */
function expireOnceMore(tag: string): void {
  tagsManifest.set(tag, { ...tagsManifest.get(tag), expired: Date.now() });
}

/** Expires tags now, and once more when nothing that began before is under way. */
class FirmExpiry {
  readonly #timers = new Set<NodeJS.Timeout>();

  expire(tags: readonly string[]): void {
    const now = Date.now();
    for (const tag of tags) markExpired(tag, now);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      tags.forEach(expireOnceMore);
    }, onceMoreAfter).unref();
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/**
 * Expires a tag at most once in `gentleEvery`: the first time at once, the rest of a burst together at its end, and once more
 * when nothing came after.
 */
class GentleExpiry {
  readonly #waiting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();

  expire(tag: string): void {
    const waiting = this.#waiting.get(tag);
    if (waiting) {
      waiting.again = true;
      // Whoever listens is told now; the page they would ask for follows.
      publish(tag);
      return;
    }
    markExpired(tag, Date.now());
    const timer = setTimeout(() => {
      const { again } = this.#waiting.get(tag) ?? { again: false };
      this.#waiting.delete(tag);
      if (again) this.expire(tag);
    }, gentleEvery);
    timer.unref();
    this.#waiting.set(tag, { timer, again: false });
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
  }
}

/**
 * Applies the expired tags of Postgres to Next's caches: those of before the start, so that a page of the
 * build or of an earlier run can't come back; then each as it is told (LISTEN), with a poll for what was told
 * while the connection was away. Also expires what becomes due. Resolves once the first reading is applied.
 */
export async function followExpiries(log: (message: string) => void): Promise<{ stop(): Promise<void> }> {
  const { sql } = pool();
  const applied = new Map<string, number>();
  const gentle = new GentleExpiry();
  const firm = new FirmExpiry();

  async function read(since: Date): Promise<void> {
    const rows = await db.select().from(tagExpiry).where(gt(tagExpiry.expiredAt, since));
    const unheard = rows.filter(({ tag, expiredAt }) => applied.get(tag) !== expiredAt.getTime());
    for (const { tag, expiredAt } of unheard) applied.set(tag, expiredAt.getTime());
    // This process's own clock at the moment of hearing: later than whatever was rendered from the old rows.
    if (unheard.length > 0) firm.expire(unheard.map(({ tag }) => tag));
  }

  // At the start: times of the database's clock, moved to ours. Pages stored after them stay good.
  const databaseTime = (await databaseNow()).getTime();
  const skew = Date.now() - databaseTime;
  for (const { tag, expiredAt } of await db.select().from(tagExpiry)) {
    applied.set(tag, expiredAt.getTime());
    markExpired(tag, Math.min(Date.now(), expiredAt.getTime() + skew + heardWithin));
  }

  const listening = await sql.listen(
    expiryChannel,
    (payload) => {
      if (payload === '') {
        void read(new Date(Date.now() - skew - lookBackMilliseconds)).catch((error) => log(messageOf(error)));
        return;
      }
      const { tags, at = [], gently } = JSON.parse(payload) as ExpiryNotice;
      for (const [index, tag] of tags.entries()) {
        const noted = at[index];
        if (noted != null) applied.set(tag, noted);
      }
      if (gently) for (const tag of tags) gentle.expire(tag);
      else firm.expire(tags);
    },
    () => {
      // Also at every reconnection: whatever was told meanwhile was missed.
      void read(new Date(Date.now() - skew - lookBackMilliseconds)).catch((error) => log(messageOf(error)));
    },
  );

  // Whatever fell due while no server ran, for as long as a page of then may be kept.
  let sweptUntil = new Date((await databaseNow()).getTime() - longestKept);
  let dueAt = await getNextDue();
  let stopped = false;
  let failing = false;

  async function sweep(): Promise<void> {
    // The database's clock decides what is due, so it also says how far this look went; taken first, so that
    // what falls due in between is looked at again.
    const until = await databaseNow();
    const tags = await listDueTags(sweptUntil);
    if (tags.length > 0) await db.transaction((tx) => expireTags(tx, tags));
    sweptUntil = until;
  }

  async function poll(): Promise<void> {
    try {
      await read(new Date(Date.now() - skew - lookBackMilliseconds));
      await sweep();
      dueAt = await getNextDue();
      failing = false;
    } catch (error) {
      if (!failing) log(`The database does not answer; pages are served as they are. ${messageOf(error)}`);
      failing = true;
    }
  }

  let timer: NodeJS.Timeout;
  const next = () => {
    const untilDue = dueAt ? dueAt.getTime() - Date.now() + 20 : Number.POSITIVE_INFINITY;
    timer = setTimeout(
      async () => {
        await poll();
        if (!stopped) next();
      },
      Math.max(20, Math.min(pollMilliseconds, untilDue)),
    );
  };
  await sweep();
  next();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      gentle.stop();
      firm.stop();
      await listening.unlisten().catch(() => {});
    },
  };

  async function databaseNow(): Promise<Date> {
    const [clock] = await sql<[{ now: number }]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`;
    return new Date(clock.now);
  }
}
