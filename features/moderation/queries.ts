import { inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { response, responseAppeal, responseReport } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { readEntries } from './entries.ts';
import { canModerate } from './policy.ts';
import { listDecisions } from './recent.ts';
import type { QueueCounts, QueueNews, QueueTab, QueueView } from './schema.ts';
import { historyOf, seenOf, stateOf, subjectOf, viewOf } from './standing.ts';

/** Entries on one page of the queue. */
const pageSize = 20;

/** What each tab lists: `id` of a response, and `at`, by which it is sorted. */
const lists = {
  waiting: sql`select id, held_at as at from ${response}
    where held_at is not null and spam_at is null and trashed_at is null and deleted_at is null`,
  reported: sql`select r.id, min(report.at) as at from ${responseReport} report join ${response} r on r.id = report.response_id
    where report.resolved_at is null and r.deleted_at is null group by r.id`,
  appeals: sql`select r.id, appeal.at from ${responseAppeal} appeal join ${response} r on r.id = appeal.response_id
    where appeal.decided_at is null and r.deleted_at is null`,
  spam: sql`select id, spam_at as at from ${response} where spam_at is not null and trashed_at is null and deleted_at is null`,
} as const;

/** Who waited longest comes first; of spam the newest, for nobody waits for it. */
const orders = {
  waiting: sql`at, id`,
  reported: sql`at, id`,
  appeals: sql`at, id`,
  spam: sql`at desc, id desc`,
} as const;

const assertModerator = (actor: Actor): void => {
  if (!canModerate(actor)) throw new PersonError('refused', 'Only moderators see this. Sign in as one.');
};

/** How much there is in each tab. Throws `refused` for who is no moderator. */
export async function countQueue(actor: Actor): Promise<QueueCounts> {
  assertModerator(actor);
  const [row] = await db.execute<QueueCounts>(sql`select
    (select count(*)::int from (${lists.waiting}) list) as waiting,
    (select count(*)::int from (${lists.reported}) list) as reported,
    (select count(*)::int from (${lists.appeals}) list) as appeals,
    (select count(*)::int from (${lists.spam}) list) as spam`);
  return row ?? { waiting: 0, reported: 0, appeals: 0, spam: 0 };
}

/** One page of a tab, from 1; beyond the last one, the last. Throws `refused` for who is no moderator. */
export async function getQueue(actor: Actor, tab: QueueTab, page = 1): Promise<QueueView> {
  const counts = await countQueue(actor);
  if (tab === 'recent') {
    const { decisions, pages, mark } = await listDecisions(page, pageSize);
    return { tab, page: Math.min(page, pages), pages, counts, mark, entries: [], decisions };
  }
  const pages = Math.max(1, Math.ceil(counts[tab] / pageSize));
  const current = Math.min(Math.max(1, page), pages);
  const [rows, [newest]] = await Promise.all([
    db.execute<{ id: string }>(sql`select id from (${lists[tab]}) list order by ${orders[tab]}
      limit ${pageSize} offset ${(current - 1) * pageSize}`),
    db.execute<{ mark: string }>(
      sql`select coalesce(max(at), 'epoch'::timestamptz)::text as mark from (${lists[tab]}) list`,
    ),
  ]);
  const entries = await readEntries(
    actor,
    rows.map(({ id }) => Number(id)),
  );
  return { tab, page: current, pages, counts, mark: newest?.mark ?? '', entries, decisions: [] };
}

/**
 * How the responses on somebody's screen stand by now, and how many came to the tab after `mark`. Throws `refused` for
 * who is no moderator.
 */
export async function getQueueNews(
  actor: Actor,
  { tab, ids, mark }: { tab: QueueTab; ids: readonly number[]; mark: string },
): Promise<QueueNews> {
  const counts = await countQueue(actor);
  const since = Number.isNaN(Date.parse(mark)) ? null : mark;
  const [fresh] =
    tab === 'recent' || since === null
      ? [{ fresh: 0 }]
      : await db.execute<{ fresh: number }>(
          sql`select count(*)::int as fresh from (${lists[tab]}) list where at > ${since}::timestamptz`,
        );
  const few = ids.slice(0, pageSize * 2);
  if (few.length === 0) return { counts, fresh: fresh?.fresh ?? 0, entries: [] };
  const [rows, history] = await Promise.all([
    db.select().from(response).where(inArray(response.id, few)),
    historyOf(db, few.map(subjectOf)),
  ]);
  const entries = rows.map((row) => {
    const past = history.get(subjectOf(row.id)) ?? [];
    const last = past.at(-1);
    return { id: row.id, seen: seenOf(row, last), state: stateOf(row), decision: last ? viewOf(last) : null };
  });
  return { counts, fresh: fresh?.fresh ?? 0, entries };
}
