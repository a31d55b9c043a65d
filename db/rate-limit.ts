import { eq, sql } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import { inBatches } from '../lib/together.ts';
import { db } from './client.ts';
import { rateLimit } from './schema/index.ts';

/** So many more of a key, which is forgotten so many seconds after its first. */
export type Counting = { key: string; points: number; seconds: number };
/** The points of its key, this one's among them, and when they are forgotten: as a time, and in seconds. */
export type Counted = { points: number; expire: Date; seconds: number };

/** Counts all of them in one statement, in their order: of two of one key the first has fewer points. */
export async function countAll(inputs: readonly Counting[]): Promise<Counted[]> {
  const sums = new Map<string, Counting>();
  for (const { key, points, seconds } of inputs)
    sums.set(key, { key, points: points + (sums.get(key)?.points ?? 0), seconds });
  // In one order, so that two servers do not wait for each other. A count that a power cut takes back harms nobody, so the
  // commit does not wait for the disk.
  const rows = await db.execute<{ key: string; points: number; expire: number; seconds: number }>(sql`
    with relaxed as materialized (select set_config('synchronous_commit', 'off', true))
    insert into ${rateLimit} as known (key, points, expire)
    select given.key, given.points, now() + make_interval(secs => given.seconds)
    from relaxed, jsonb_to_recordset(${JSON.stringify([...sums.values()])}::text::jsonb)
      as given (key text, points int, seconds float8)
    order by given.key
    on conflict (key) do update set
      points = case when known.expire <= now() then excluded.points else known.points + excluded.points end,
      expire = case when known.expire <= now() then excluded.expire else known.expire end
    returning key, points, (extract(epoch from expire) * 1000)::float8 as expire,
      extract(epoch from expire - now())::float8 as seconds`);
  const before = new Map(
    rows.map((row) => [row.key, { ...row, points: row.points - (sums.get(row.key)?.points ?? 0) }]),
  );
  return inputs.map(({ key, points }) => {
    const counted = before.get(key);
    if (!counted) throw new Error('rate_limit gave nothing back.');
    counted.points += points;
    return { points: counted.points, expire: new Date(counted.expire), seconds: counted.seconds };
  });
}

const count = inBatches(countAll);

/**
 * Counts in `rate_limit`, by the clock of the database. Its own statement instead of the package's, which loads Drizzle
 * under a name that no bundler finds, goes by the clock of each server, and counts one at a time.
 */
class Limiter extends RateLimiterDrizzle {
  _upsert(key: string, points: number, milliseconds: number): Promise<Counted> {
    return count({ key: key.toWellFormed(), points, seconds: milliseconds / 1000 });
  }
}

/**
 * `times` within `seconds` for each key; the keys of one `name` have nothing to do with those of another. With `remember`
 * a server that has refused a key refuses it until its time is over without asking the database again.
 */
export const limiter = (
  name: string,
  times: number,
  seconds: number,
  { remember = false }: { remember?: boolean } = {},
): RateLimiterDrizzle =>
  new Limiter({
    storeClient: db,
    schema: rateLimit,
    keyPrefix: name,
    points: times,
    duration: seconds,
    ...(remember && { inMemoryBlockOnConsumed: times + 1 }),
    clearExpiredByTimeout: false,
  });

/** Counts one more. Gives the seconds until it would be allowed; 0: it is. */
export async function secondsUntilAllowed(limit: RateLimiterDrizzle, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** Starts the counting of a key anew. */
export async function forgetTries(limit: RateLimiterDrizzle, key: string): Promise<void> {
  await db.delete(rateLimit).where(eq(rateLimit.key, limit.getKey(key)));
}
