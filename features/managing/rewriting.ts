import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { article, event, revision } from '#db/schema/index';
import { type Actor, actorName } from '#lib/actor';

/** A list of numbers as a parameter: postgres.js takes no array without being told of what. */
const idsIn = (ids: readonly number[]): SQL =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/**
 * Changes what is kept with the newest text of these articles (`fields` makes the new value of `revision.fields`, which is
 * not null there), and counts it as a save: who has one open in the editor is shown both texts instead of
 * putting back what was changed here.
 */
export async function rewriteNewest(tx: Queryable, ids: readonly number[], fields: SQL): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    with counted as (
      update ${article} set version = version + 1 where id in ${idsIn(ids)} returning id, version
    ), newest as (
      select distinct on (article_id) id, article_id from ${revision}
      where article_id in ${idsIn(ids)} order by article_id, version desc
    )
    update ${revision} set version = counted.version,
      fields = case when ${revision.fields} is null then null else ${fields} end
    from newest join counted on counted.id = newest.article_id
    where ${revision.id} = newest.id`);
}

/** The articles, of these or of all, with whose newest text something is kept: `condition` is given the column. */
export async function keptWith(
  tx: Queryable,
  condition: (fields: SQL) => SQL,
  ids?: readonly number[],
): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select r.article_id as id from ${revision} r
    where r.fields is not null and ${condition(sql`r.fields`)}
      ${ids ? sql`and r.article_id in ${idsIn(ids)}` : sql``}
      and not exists (select from ${revision} later where later.article_id = r.article_id and later.version > r.version)`);
  return rows.map(({ id }) => Number(id));
}

export const note = (tx: Queryable, actor: Actor, name: string, subject: string, detail: object = {}) =>
  tx.insert(event).values({ name, actor: actorName(actor), subject, detail });
