import { sql } from 'drizzle-orm';
import type { Queryable } from './client.ts';
import { tagExpiry } from './schema/index.ts';

/** The Postgres channel on which servers hear that tags were expired. */
export const expiryChannel = 'broadsheet_expiry';

/** Postgres takes payloads of less than 8,000 bytes; without one, servers read the table. */
const longestPayload = 2000;

/** What servers are told of some tags: at once, or (`gently`) within a second, so that a burst renders a page once. */
export type ExpiryNotice = { tags: string[]; gently: boolean };

/**
 * Expires cache tags as part of the transaction `tx`: whatever was cached under them before is not served
 * again by any server once the transaction has committed and the server has heard of it.
 *
 * `clock_timestamp()`, not `now()`: a transaction may be long, and a page rendered while it ran is old too.
 * Servers apply the expiry with a margin for what was rendered between this line and the commit.
 *
 * `gently` is for what may be seen a second late, such as one more comment: a page that changes ten times a second is
 * then rendered once. Never for what must be gone.
 */
export async function expireTags(
  tx: Queryable,
  tags: readonly string[],
  { gently = false }: { gently?: boolean } = {},
): Promise<void> {
  const unique = [...new Set(tags)].sort();
  if (unique.length === 0) return;
  if (gently) for (const tag of unique) await noteGently(tx, tag);
  else {
    await tx
      .insert(tagExpiry)
      .values(unique.map((tag) => ({ tag, expiredAt: sql`clock_timestamp()` })))
      .onConflictDoUpdate({ target: tagExpiry.tag, set: { expiredAt: sql`clock_timestamp()` } });
  }
  const payload = JSON.stringify({ tags: unique, gently } satisfies ExpiryNotice);
  await tx.execute(sql`select pg_notify(${expiryChannel}, ${payload.length < longestPayload ? payload : ''})`);
}

/**
 * Notes an expiry without waiting for another transaction that is noting the same: that would put all comments on an
 * article behind each other's commits. Theirs is as good, within the margin that servers add at their start.
 */
const noteGently = (tx: Queryable, tag: string) =>
  tx.execute(sql`
    with known as (select tag from ${tagExpiry} where tag = ${tag}),
    free as (select tag from ${tagExpiry} where tag = ${tag} for no key update skip locked),
    noted as (update ${tagExpiry} set expired_at = clock_timestamp() where tag in (select tag from free))
    insert into ${tagExpiry} (tag, expired_at) select ${tag}, clock_timestamp() where not exists (select 1 from known)
    on conflict do nothing`);
