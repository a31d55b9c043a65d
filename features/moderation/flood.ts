import { sql } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import { db } from '#db/client';
import { rateLimit } from '#db/schema/index';
import { messageOf } from '#lib/errors';

/**
 * Counts in `rate_limit`. Its own statement instead of the package's: that one loads Drizzle under a name no bundler
 * finds, and goes by the clock of each server instead of the database's.
 */
class Limiter extends RateLimiterDrizzle {
  async _upsert(key: string, points: number, milliseconds: number): Promise<{ points: number; expire: Date }> {
    const expire = sql`now() + make_interval(secs => ${milliseconds / 1000}::float8)`;
    const [row] = await db
      .insert(rateLimit)
      .values({ key, points, expire })
      .onConflictDoUpdate({
        target: rateLimit.key,
        set: {
          points: sql`case when ${rateLimit.expire} <= now() then excluded.points else ${rateLimit.points} + excluded.points end`,
          expire: sql`case when ${rateLimit.expire} <= now() then excluded.expire else ${rateLimit.expire} end`,
        },
      })
      .returning({ points: rateLimit.points, expire: rateLimit.expire });
    if (!row?.expire) throw new Error('rate_limit gave nothing back.');
    return { points: row.points, expire: row.expire };
  }
}

/** How many posts each makes in how many seconds; further ones are answered from memory until then. */
const limiter = (keyPrefix: string, points: number, duration: number): Limiter =>
  new Limiter({
    storeClient: db,
    schema: rateLimit,
    keyPrefix,
    points,
    duration,
    inMemoryBlockOnConsumed: points + 1,
    clearExpiredByTimeout: false,
  });

/** A person who writes faster than this does not read; a network may be a school. */
const ofPerson = limiter('post', 6, 60);
const ofNetwork = limiter('post-network', 30, 60);

/**
 * Counts a post of this person from this network. Gives the seconds until the next one may come; 0: this one may.
 */
export async function countPost(userId: string, network: string | null): Promise<number> {
  const waits = await Promise.all([wait(ofPerson, userId), network === null ? 0 : wait(ofNetwork, network)]);
  return Math.max(...waits);
}

async function wait(limit: Limiter, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}

/** Milliseconds between two sweeps of a server. */
const sweepEvery = 10 * 60_000;
let swept = Date.now();

/** Now and then throws away what is over. Nobody waits for it. */
export function sweepLimits(): void {
  if (Date.now() - swept < sweepEvery) return;
  swept = Date.now();
  db.delete(rateLimit)
    .where(sql`${rateLimit.expire} < now()`)
    .catch((error) => console.error(`Old limits stay for now. ${messageOf(error)}`));
}
