import { sql } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import { db } from './client.ts';
import { rateLimit } from './schema/index.ts';

/**
 * Counts in `rate_limit`, by the clock of the database. Its own statement instead of the package's, which loads Drizzle
 * under a name that no bundler finds and goes by the clock of each server.
 */
class Limiter extends RateLimiterDrizzle {
  async _upsert(key: string, points: number, milliseconds: number): Promise<{ points: number; expire: Date }> {
    const expire = sql`now() + make_interval(secs => ${milliseconds / 1000}::float8)`;
    const over = sql`${rateLimit.expire} <= now()`;
    const [row] = await db
      .insert(rateLimit)
      .values({ key, points, expire })
      .onConflictDoUpdate({
        target: rateLimit.key,
        set: {
          points: sql`case when ${over} then excluded.points else ${rateLimit.points} + excluded.points end`,
          expire: sql`case when ${over} then excluded.expire else ${rateLimit.expire} end`,
        },
      })
      .returning({ points: rateLimit.points, expire: rateLimit.expire });
    if (!row?.expire) throw new Error('rate_limit gave nothing back.');
    return { points: row.points, expire: row.expire };
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
