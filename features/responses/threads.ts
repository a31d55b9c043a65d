import { type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { response } from '#db/schema/index';
import { isReaction } from './reactions.ts';
import { isPublic } from './rows.ts';
import type { ThreadOrder } from './schema.ts';

/** Top-level responses of one page of a thread. */
export const threadPageSize = 50;

const isShown = (of: string): SQL => sql`${isPublic(of)} and ${sql.identifier(of)}.deleted_at is null`;

/**
 * The replies to a response, public or not, whose conditions come after it. By the index of parents, in spite of a planner
 * that has no statistics yet and takes the one of public responses, where it would read all of them for each parent.
 */
const repliesTo = (id: SQL): SQL => sql`lateral (select * from ${response} where parent_id = ${id} offset 0) as reply`;

/** The responses of an article that answer none; the condition is the one of the index `response_top`. */
const top = (articleId: number): SQL =>
  sql`${response} where article_id = ${articleId} and parent_id is null and not ${isReaction()} and ${isShown('response')}`;

/**
 * What else stands at the top of an article: `lone` are replies to what is not public, and what its writer took back
 * over a reply that stands. Only what stands `apart`, which is little, and the replies to it are looked at, so that a
 * thread of ten thousand is as quick as one of fifty.
 */
const others = (articleId: number): SQL => sql`
  apart as materialized (
    select id, parent_id, created_at, likes, ${isPublic()} as public from ${response}
    where article_id = ${articleId}
      and (approved_at is null or held_at is not null or spam_at is not null or trashed_at is not null or deleted_at is not null)
  ), needed (id, parent_id, created_at, likes) as (
    select id, parent_id, created_at, likes from apart
    where public and exists (select from ${repliesTo(sql`apart.id`)} where ${isShown('reply')})
    union
    select a.id, a.parent_id, a.created_at, a.likes from needed n join apart a on a.id = n.parent_id where a.public
  ), lone as (
    select id, created_at, likes from needed
    where parent_id is null or parent_id in (select id from apart where not public)
    union all
    select reply.id, reply.created_at, reply.likes from apart
    cross join ${repliesTo(sql`apart.id`)}
    where not apart.public and reply.article_id = ${articleId} and ${isShown('reply')}
  )`;

/** Ids as a Postgres array, which the planner takes for the few that they are. */
export const listOf = (ids: readonly number[]): string => `{${ids.join(',')}}`;

const orders: Record<ThreadOrder, SQL> = {
  oldest: sql`created_at, id`,
  newest: sql`created_at desc, id desc`,
  liked: sql`likes desc, created_at, id`,
};

/** The likes, reposts and bookmarks of an article; the condition is the one of the index `response_reaction`. */
const reacted = (articleId: number): SQL =>
  sql`${response} where article_id = ${articleId} and ${isReaction()} and ${isShown('response')}`;

type Outline = { total: number; threads: number; reactions: number; roots: number[] };

/**
 * How many stand, in how many threads, and the ids of the threads of one page in their order. Linkbacks that stand
 * `apart` follow all others.
 */
export async function readOutline(
  articleId: number,
  page: number,
  order: ThreadOrder,
  apart: boolean,
): Promise<Outline> {
  const before = (page - 1) * threadPageSize;
  const first = (condition: SQL, late: boolean) => sql`
    (select id, created_at, likes, ${late}::boolean as late from ${top(articleId)} and ${condition}
      order by ${orders[order]} limit ${before + threadPageSize})`;
  const roots = apart
    ? sql`${first(sql`kind = 'comment'`, false)} union all ${first(sql`kind <> 'comment'`, true)}`
    : first(sql`true`, false);
  const [row] = await db.execute<Outline>(sql`
    with recursive ${others(articleId)}, page as (
      select id, row_number() over (order by late, ${orders[order]}) as place from (
        ${roots} union all select id, created_at, likes, false from lone
      ) as root
      order by late, ${orders[order]} limit ${threadPageSize} offset ${before}
    )
    select (select count(*)::int from ${response} where article_id = ${articleId} and ${isShown('response')}
        and not ${isReaction()}) as total,
      ((select count(*) from ${top(articleId)}) + (select count(*) from lone))::int as threads,
      (select count(*)::int from ${reacted(articleId)}) as reactions,
      (select coalesce(json_agg(id order by place), '[]'::json) from page) as roots`);
  return row ?? { total: 0, threads: 0, reactions: 0, roots: [] };
}

/** The ids of the responses in these threads: they and all that is public below them, in no order. */
export async function readThreads(roots: readonly number[]): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with recursive thread (id) as (
      select unnest(${listOf(roots)}::bigint[])
      union
      select reply.id from thread cross join ${repliesTo(sql`thread.id`)} where ${isPublic('reply')}
    )
    select id from thread`);
  return rows.map(({ id }) => Number(id));
}

/** On which page of its article each of these responses stands, oldest first. What does not stand is left out. */
export async function readPages(
  articleId: number,
  ids: readonly number[],
  apart: boolean,
): Promise<Map<number, number>> {
  const earlier = (of: string) => sql`(created_at, ${sql.identifier(of)}.id) < (summit.created_at, summit.at)`;
  const tops = sql`(select count(*) from ${top(articleId)} and ${earlier('response')})`;
  const lones = sql`(select count(*) from lone where ${earlier('lone')})`;
  const place = apart
    ? sql`case when summit.late
        then (select count(*) from ${top(articleId)} and kind = 'comment') + (select count(*) from lone)
          + (select count(*) from ${top(articleId)} and kind <> 'comment' and ${earlier('response')})
        else (select count(*) from ${top(articleId)} and kind = 'comment' and ${earlier('response')}) + ${lones} end`
    : sql`${tops} + ${lones}`;
  const rows = await db.execute<{ id: string; page: number }>(sql`
    with recursive ${others(articleId)}, climb (id, at, parent_id, created_at, late, is_face) as (
      select id, id, parent_id, created_at, kind <> 'comment', reaction is not null from ${response}
      where id = any(${listOf(ids)}::bigint[])
        and article_id = ${articleId} and ${isPublic()} and (deleted_at is null or id in (select id from needed))
      union
      select climb.id, above.id, above.parent_id, above.created_at, above.kind <> 'comment', above.reaction is not null
      from climb cross join lateral (
        select * from ${response} where id = climb.parent_id offset 0
      ) as above
      where ${isPublic('above')}
    ), summit as (
      select id, at, created_at, late and at not in (select id from lone) as late, is_face from climb
      where parent_id is null or not exists (select from climb higher where higher.id = climb.id and higher.at = climb.parent_id)
    )
    -- Faces stand on the first page.
    select id, case when is_face then 1 else (${place}) / ${threadPageSize}::int + 1 end::int as page
    from summit`);
  return new Map(rows.map(({ id, page }) => [Number(id), page]));
}
