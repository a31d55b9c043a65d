import { sql } from 'drizzle-orm';
import type { Queryable } from './client.ts';
import { tagExpiry } from './schema/index.ts';

/** The Postgres channel on which servers hear that tags were expired. */
export const expiryChannel = 'broadsheet_expiry';

/** Postgres takes payloads of less than 8,000 bytes; without one, servers read the table. */
const longestPayload = 2000;

/**
 * Expires cache tags as part of the transaction `tx`: whatever was cached under them before is not served
 * again by any server once the transaction has committed and the server has heard of it.
 *
 * `clock_timestamp()`, not `now()`: a transaction may be long, and a page rendered while it ran is old too.
 * Servers apply the expiry with a margin for what was rendered between this line and the commit.
 */
export async function expireTags(tx: Queryable, tags: readonly string[]): Promise<void> {
  const unique = [...new Set(tags)].sort();
  if (unique.length === 0) return;
  await tx
    .insert(tagExpiry)
    .values(unique.map((tag) => ({ tag, expiredAt: sql`clock_timestamp()` })))
    .onConflictDoUpdate({ target: tagExpiry.tag, set: { expiredAt: sql`clock_timestamp()` } });
  const payload = JSON.stringify(unique);
  await tx.execute(sql`select pg_notify(${expiryChannel}, ${payload.length < longestPayload ? payload : ''})`);
}
