import { type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { response } from '#db/schema/index';
import { isPublic } from './rows.ts';
import type { ThreadOrder } from './schema.ts';

/** Top-level responses of one page of a thread. */
export const threadPageSize = 50;

/**
 * The thread of an article as narrow rows: `known` is all that is public, `root` what stands at the top, also where what it
 * answers is not public. What its writer took back stands only over a reply that stands.
 */
const outline = (articleId: number): SQL => sql`
  known as materialized (
    select id, parent_id, created_at, likes, deleted_at is not null as deleted
    from ${response} where article_id = ${articleId} and ${isPublic()}
  ), needed (id, parent_id) as (
    select k.id, k.parent_id from known k
    where k.deleted and k.id in (select reply.parent_id from known reply where not reply.deleted)
    union
    select k.id, k.parent_id from needed n join known k on k.id = n.parent_id where k.deleted
  ), root as (
    select id, created_at, likes from known
    where (not deleted or id in (select id from needed))
      and (parent_id is null or parent_id not in (select id from known))
  )`;

const orders: Record<ThreadOrder, SQL> = {
  oldest: sql`created_at, id`,
  newest: sql`created_at desc, id desc`,
  liked: sql`likes desc, created_at, id`,
};

/** How many stand, in how many threads, and the ids of the threads of one page in their order. */
export async function readOutline(
  articleId: number,
  page: number,
  order: ThreadOrder,
): Promise<{ total: number; threads: number; roots: number[] }> {
  const [row] = await db.execute<{ total: number; threads: number; roots: number[] }>(sql`
    with recursive ${outline(articleId)}, page as (
      select id, row_number() over (order by ${orders[order]}) as place from root
      order by ${orders[order]} limit ${threadPageSize} offset ${(page - 1) * threadPageSize}
    )
    select (select count(*)::int from known where not deleted) as total, (select count(*)::int from root) as threads,
      (select coalesce(json_agg(id order by place), '[]'::json) from page) as roots`);
  return row ?? { total: 0, threads: 0, roots: [] };
}

/** The ids of the responses in these threads: they and all that is public below them, in no order. */
export async function readThreads(roots: readonly number[]): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with recursive thread (id) as (
      select value::bigint from json_array_elements_text(${JSON.stringify(roots)}::text::json)
      union
      select reply.id from thread join ${response} reply on reply.parent_id = thread.id
      where ${isPublic('reply')}
    )
    select id from thread`);
  return rows.map(({ id }) => Number(id));
}

/** On which page of its article each of these responses stands, oldest first. What does not stand is left out. */
export async function readPages(articleId: number, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.execute<{ id: string; page: number }>(sql`
    with recursive ${outline(articleId)}, climb (id, at, parent_id) as (
      select id, id, parent_id from known
      where id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::text::json))
      union
      select climb.id, k.id, k.parent_id from climb join known k on k.id = climb.parent_id
    ), place as (
      select id, (row_number() over (order by ${orders.oldest}) - 1) / ${threadPageSize}::int + 1 as page from root
    )
    select climb.id, place.page::int as page from climb join place on place.id = climb.at`);
  return new Map(rows.map(({ id, page }) => [Number(id), page]));
}
