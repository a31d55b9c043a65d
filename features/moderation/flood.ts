import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { rateLimit } from '#db/schema/index';
import { messageOf } from '#lib/errors';

/** A person who writes faster than this does not read; a network may be a school. */
const ofPerson = limiter('post', 6, 60, { remember: true });
const ofNetwork = limiter('post-network', 30, 60, { remember: true });

/**
 * Counts a post of this person from this network. Gives the seconds until the next one may come; 0: this one may.
 */
export async function countPost(userId: string, network: string | null): Promise<number> {
  const waits = await Promise.all([
    secondsUntilAllowed(ofPerson, userId),
    network === null ? 0 : secondsUntilAllowed(ofNetwork, network),
  ]);
  return Math.max(...waits);
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
