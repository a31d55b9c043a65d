import { sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { response, responseLike } from '#db/schema/index';

/** Adds a like or takes it back and counts it in one statement, so that two at once are both counted, and one twice is not. */
export async function changeLike(
  tx: Queryable,
  { responseId, userId, on }: { responseId: number; userId: string; on: boolean },
): Promise<{ likes: number; changed: boolean }> {
  const change = on
    ? sql`insert into ${responseLike} (response_id, user_id) values (${responseId}, ${userId}) on conflict do nothing returning 1 as by`
    : sql`delete from ${responseLike} where response_id = ${responseId} and user_id = ${userId} returning -1 as by`;
  const [row] = await tx.execute<{ likes: number; changed: boolean }>(sql`
    with change as (${change}), counted as (
      update ${response} set likes = likes + change.by from change where id = ${responseId} returning likes
    )
    select coalesce((select likes from counted), (select likes from ${response} where id = ${responseId})) as likes,
      exists (select from counted) as changed`);
  return row ?? { likes: 0, changed: false };
}
