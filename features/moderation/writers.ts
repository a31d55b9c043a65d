import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, mention, response, type user } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import { documentText, shorten } from '#lib/document/text';
import { canBan } from './policy.ts';
import type { WriterRecord } from './schema.ts';
import { stateOf } from './standing.ts';

type Row = typeof response.$inferSelect;
type Known = Pick<WriterRecord, 'approved' | 'rejected' | 'waiting' | 'canBan' | 'recent'>;

/** By what a writer is known: the account, else the address an old comment came with. Empty: by nothing. */
export const recordKey = (row: Pick<Row, 'userId' | 'guestEmailHash'>): string =>
  row.userId !== null ? `user ${row.userId}` : row.guestEmailHash !== null ? `guest ${row.guestEmailHash}` : '';

type Sums = Pick<Known, 'approved' | 'rejected' | 'waiting'>;

/** Of these responses those that came from other sites, by id: what became of the last 200 of the same host. */
export async function siteRecordsOf(ids: readonly number[]): Promise<Map<number, Sums>> {
  const found = await db.execute<Sums & { id: string }>(sql`
    select one.response_id as id, sums.* from ${mention} one
    cross join lateral (
      select
        count(*) filter (where r.approved_at is not null and r.held_at is null and r.spam_at is null and r.trashed_at is null)::int as approved,
        count(*) filter (where r.held_at is not null and r.spam_at is null and r.trashed_at is null)::int as waiting,
        count(*) filter (where r.spam_at is not null or r.trashed_at is not null or (r.approved_at is null and r.held_at is null))::int as rejected
      from (
        select response_id from ${mention} m where m.source_host = one.source_host and m.response_id is not null
          and m.state <> 'withdrawn' order by m.created_at desc limit 200
      ) of_host join ${response} r on r.id = of_host.response_id
    ) sums
    where one.response_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::bigint)`);
  return new Map(found.map(({ id, ...sums }) => [Number(id), sums]));
}

/** What became of everything these writers wrote, and their last four. */
export async function recordsOf(
  actor: Actor,
  rows: readonly { response: Row; user: typeof user.$inferSelect | null }[],
): Promise<Map<string, Known>> {
  const writers = new Map(
    rows.map((row) => [recordKey(row.response), row]).filter(([key]) => key !== '') as [
      string,
      (typeof rows)[number],
    ][],
  );
  if (writers.size === 0) return new Map();
  const keys = JSON.stringify(
    [...writers].map(([key, { response: one }]) => ({
      key,
      account: one.userId,
      guest: one.userId === null ? one.guestEmailHash : null,
    })),
  );
  type Found = {
    key: string;
    approved: number;
    rejected: number;
    waiting: number;
    recent: { id: number; body: DocumentNode; at: string; slug: string; times: (string | null)[] }[] | null;
  };
  const found = await db.execute<Found>(sql`
    select writer.key, sums.*, (
      select json_agg(json_build_object('id', last.id, 'body', last.body, 'at', last.created_at, 'slug', last.slug, 'times',
        json_build_array(last.approved_at, last.held_at, last.spam_at, last.trashed_at, last.deleted_at)))
      from (
        select r.*, a.slug from ${response} r join ${article} a on a.id = r.article_id
        where r.user_id = writer.account or r.guest_email_hash = writer.guest
        order by r.created_at desc limit 4
      ) last
    ) as recent
    from jsonb_to_recordset(${keys}::text::jsonb) as writer (key text, account text, guest text)
    cross join lateral (
      select
        count(*) filter (where approved_at is not null and held_at is null and spam_at is null and trashed_at is null)::int as approved,
        count(*) filter (where held_at is not null and spam_at is null and trashed_at is null)::int as waiting,
        count(*) filter (where spam_at is not null or trashed_at is not null or (approved_at is null and held_at is null))::int as rejected
      from ${response} r
      where (r.user_id = writer.account or r.guest_email_hash = writer.guest) and r.deleted_at is null
    ) sums`);
  return new Map(
    found.map(({ key, approved, rejected, waiting, recent }) => {
      const account = writers.get(key)?.user;
      return [
        key,
        {
          approved,
          rejected,
          waiting,
          canBan: account != null && account.bannedAt === null && canBan(actor, account),
          recent: (recent ?? []).map(({ id, body, at, slug, times }) => {
            const [approvedAt, heldAt, spamAt, trashedAt, deletedAt] = times.map((time) =>
              time ? new Date(time) : null,
            );
            const state = stateOf({
              approvedAt: approvedAt ?? null,
              heldAt: heldAt ?? null,
              spamAt: spamAt ?? null,
              trashedAt: trashedAt ?? null,
              deletedAt: deletedAt ?? null,
            });
            const excerpt = state === 'deleted' ? '' : shorten(documentText(body), 90);
            return { id, excerpt, state, at: new Date(at).toISOString(), slug };
          }),
        },
      ];
    }),
  );
}
