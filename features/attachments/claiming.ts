import { sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { attachment } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { readUploadContext } from './context.ts';
import { whyNotAttach } from './policy.ts';
import { getLimits } from './queries.ts';
import { heed, quoted, tooMany } from './refusals.ts';
import type { ChosenAttachment } from './schema.ts';

/** Files that were looked at and can be claimed. */
export type ReadyAttachments = readonly ChosenAttachment[];

type Person = Extract<Actor, { kind: 'user' }>;

/**
 * Sees to it that these files are there for a response of `actor`'s: theirs, arrived, and no other response's; `of` is
 * the response they may stand in already. Throws a `PersonError` that names the first that is not.
 */
export async function requireReady(
  actor: Actor,
  chosen: readonly ChosenAttachment[],
  of: { responseId: number; userId: string | null; articleId: number } | { articleId: number },
): Promise<ReadyAttachments> {
  const unique = [...new Map(chosen.map((one) => [one.id, one])).values()];
  if (unique.length === 0) return unique;
  const responseId = 'responseId' in of ? of.responseId : null;
  const limits = await getLimits();
  const rows = await db.execute<{
    id: string;
    name: string;
    userId: string | null;
    responseId: string | null;
    state: 'ready' | 'uploading' | 'refused' | 'removed';
  }>(sql`
    select id, name, user_id as "userId", response_id as "responseId", case when removed_at is not null then 'removed'
      when refused_at is not null then 'refused' when arrived_at is null then 'uploading' else 'ready' end as state
    from ${attachment} where id in (select jsonb_array_elements_text(${JSON.stringify(unique.map(({ id }) => id))}::text::jsonb)::uuid)`);
  const known = new Map(rows.map((row) => [row.id, row]));
  const added = unique.filter(({ id }) => Number(known.get(id)?.responseId ?? 0) !== responseId);
  // What stands there already may stay, and be put in another order.
  if (added.length > 0) {
    if (unique.length > limits.maxFiles) throw tooMany(limits.maxFiles);
    if (actor.kind === 'user') {
      const context = await readUploadContext(db, { userId: actor.id, articleId: of.articleId });
      heed(whyNotAttach(actor, limits, context));
    }
  }
  for (const { id } of unique) {
    const row = known.get(id);
    const stands = row !== undefined && responseId !== null && Number(row.responseId) === responseId;
    const mine = row !== undefined && actor.kind === 'user' && row.userId === actor.id && row.responseId === null;
    if (!row || row.state === 'removed' || !(stands || mine))
      throw new PersonError(
        'conflict',
        'One of the files is no longer there. Remove it from the list and add it again.',
      );
    if (row.state === 'uploading')
      throw new PersonError(
        'conflict',
        `${quoted(row.name)} is not here yet. Wait until it is, or remove it from the list.`,
      );
    if (row.state === 'refused')
      throw new PersonError('invalid', `${quoted(row.name)} was not taken. Remove it from the list and post again.`);
  }
  return unique;
}

/**
 * Gives uploads to a response that was just stored, in its transaction. Throws a `PersonError` where another response,
 * or the sweep, was quicker.
 */
export async function claimAttachments(
  tx: Queryable,
  { userId, responseId, chosen }: { userId: Person['id']; responseId: number; chosen: ReadyAttachments },
): Promise<void> {
  if (chosen.length === 0) return;
  const claimed = await tx.execute(sql`
    with given as (
      select * from rows from (jsonb_to_recordset(${JSON.stringify(chosen)}::text::jsonb) as (id uuid, alt text, caption text))
        with ordinality as given
    )
    update ${attachment} a set response_id = ${responseId}, position = given.ordinality - 1, alt = given.alt, caption = given.caption
    from given where a.id = given.id and a.user_id = ${userId} and (a.response_id is null or a.response_id = ${responseId})
      and a.arrived_at is not null and a.refused_at is null and a.removed_at is null returning a.id`);
  if (claimed.length !== chosen.length)
    throw new PersonError('conflict', 'One of the files is no longer there. Remove it from the list and add it again.');
}

/**
 * Makes these the files of a response, in this order: new ones are claimed for `userId`, those that are not named go.
 * True where that changed anything.
 */
export async function rearrangeAttachments(
  tx: Queryable,
  { userId, responseId, chosen }: { userId: string | null; responseId: number; chosen: ReadyAttachments },
): Promise<boolean> {
  const given = JSON.stringify(chosen);
  const removed = await tx.execute(sql`
    update ${attachment} set removed_at = now() where response_id = ${responseId} and removed_at is null
      and id not in (select id from jsonb_to_recordset(${given}::text::jsonb) as given (id uuid)) returning id`);
  const changed = await tx.execute<{ changed: boolean }>(sql`
    with given as (
      select * from rows from (jsonb_to_recordset(${given}::text::jsonb) as (id uuid, alt text, caption text)) with ordinality as given
    ), before as (
      select a.id, row(a.response_id, a.position, a.alt, a.caption) is distinct from
        row(${responseId}::bigint, (given.ordinality - 1)::int, given.alt, given.caption) as changed
      from ${attachment} a join given using (id)
      where (a.response_id = ${responseId} or a.response_id is null and a.user_id = ${userId}) and a.arrived_at is not null
        and a.refused_at is null and a.removed_at is null for update of a
    ), done as (
      update ${attachment} a set response_id = ${responseId}, position = given.ordinality - 1, alt = given.alt, caption = given.caption
      from given join before using (id) where a.id = given.id
    )
    select changed from before`);
  if (changed.length !== chosen.length)
    throw new PersonError('conflict', 'One of the files is no longer there. Remove it from the list and add it again.');
  return removed.length > 0 || changed.some((row) => row.changed);
}
