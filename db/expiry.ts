import { sql } from 'drizzle-orm';
import type { Queryable } from './client.ts';
import { tagExpiry } from './schema/index.ts';

/** The Postgres channel on which servers hear that tags were expired. */
export const expiryChannel = 'broadsheet_expiry';

/** Postgres takes payloads of less than 8,000 bytes; without one, servers read the table. */
const longestPayload = 2000;

/**
 * What servers are told of some tags: at once, or (`gently`) within a second, so that a burst renders a page once. `at`, in
 * their order: what the table says of each, milliseconds since the epoch; null where another transaction notes it.
 */
export type ExpiryNotice = { tags: string[]; at?: (number | null)[]; gently: boolean };

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
  const noted = new Map<string, number | null>();
  if (gently) for (const tag of unique) noted.set(tag, await noteGently(tx, tag));
  else {
    const rows = await tx
      .insert(tagExpiry)
      .values(unique.map((tag) => ({ tag, expiredAt: sql`clock_timestamp()` })))
      .onConflictDoUpdate({ target: tagExpiry.tag, set: { expiredAt: sql`clock_timestamp()` } })
      .returning();
    for (const { tag, expiredAt } of rows) noted.set(tag, expiredAt.getTime());
  }
  const at = unique.map((tag) => noted.get(tag) ?? null);
  const payload = JSON.stringify({ tags: unique, at, gently } satisfies ExpiryNotice);
  await tx.execute(sql`select pg_notify(${expiryChannel}, ${payload.length < longestPayload ? payload : ''})`);
}

/**
 * Notes an expiry without waiting for another transaction that is noting the same: that would put all comments on an
 * article behind each other's commits. Theirs is as good, within the margin that servers add at their start; then it gives
 * null.
 */
async function noteGently(tx: Queryable, tag: string): Promise<number | null> {
  const [row] = await tx.execute<{ at: number }>(sql`
    with known as (select tag from ${tagExpiry} where tag = ${tag}),
    free as (select tag from ${tagExpiry} where tag = ${tag} for no key update skip locked),
    updated as (
      update ${tagExpiry} set expired_at = clock_timestamp() where tag in (select tag from free) returning expired_at
    ),
    inserted as (
      insert into ${tagExpiry} (tag, expired_at) select ${tag}, clock_timestamp() where not exists (select 1 from known)
      on conflict do nothing returning expired_at
    )
    select (extract(epoch from expired_at) * 1000)::float8 as at from (table updated union all table inserted) noted`);
  return row ? Math.round(row.at) : null;
}
