import { sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { article, event, response, responseVerdict, responseVersion, threadFollow } from '#db/schema/index';
import type { ReadyAttachments } from '#features/attachments/commands';
import type { Judgement } from '#features/moderation/schema';
import type { DocumentNode } from '#lib/document/schema';
import { requestAddress } from '#lib/request-address';
import { isPublic, nothing } from './rows.ts';

export type NewResponse = {
  articleId: number;
  parentId: number | null;
  userId: string;
  actor: string;
  body: DocumentNode;
  source: string;
  submission: string;
  network: string | null;
  outcome: Judgement['outcome'];
  /** Files of the writer's that were looked at. */
  attachments: ReadyAttachments;
};
/** With the address it came from: many are written together, in the request of one of them. */
export type PostedFrom = NewResponse & { address: string | null };

export type StoredResponse = { id: number; at: Date };

/**
 * Writes responses, their lines in the log, and that each writer follows the thread from their first response on: one
 * statement. By their submissions; one is missing where the article or the parent is no longer there for it, or the
 * form has posted it already.
 */
export async function insertResponses(
  tx: Queryable,
  made: readonly PostedFrom[],
): Promise<Map<string, StoredResponse>> {
  const rows = await tx.execute<{ id: string; submission: string; at: number }>(sql`
    with given as (
      select * from rows from (jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb)
        as ("articleId" bigint, "parentId" bigint, "userId" text, actor text, body jsonb, source text, submission text,
          network text, outcome text, address text)) with ordinality as given
    ), posted as (
      insert into ${response} (article_id, kind, parent_id, user_id, body, source, submission, network, created_at, approved_at, held_at, spam_at)
      select a.id, 'comment', g."parentId", g."userId", g.body, g.source, g.submission, g.network, now(),
        case g.outcome when 'approve' then now() end, case g.outcome when 'hold' then now() end,
        case g.outcome when 'spam' then now() end
      from given g join ${article} a on a.id = g."articleId" left join ${response} p on p.id = g."parentId"
      where a.kind = 'article' and a.status in ('scheduled', 'published') and a.visibility = 'public' and a.published_at <= now()
        and (a.comment_policy = 'open'
          or a.comment_policy = 'closed_after' and a.published_at + make_interval(days => a.comment_days) > now())
        and (g."parentId" is null or p.article_id = a.id and ${isPublic('p')} and p.deleted_at is null)
      order by g.ordinality
      on conflict (submission) do nothing
      returning id, submission, user_id, article_id, created_at
    ), followed as (
      insert into ${threadFollow} (user_id, article_id)
      select distinct user_id, article_id from posted p
      where not exists (select from ${response} r where r.user_id = p.user_id and r.article_id = p.article_id)
      on conflict do nothing
    ), logged as (
      insert into ${event} (name, actor, subject, address)
      select 'response.post', given.actor, 'response:' || id, given.address from posted join given using (submission)
    )
    select id, submission, (extract(epoch from created_at) * 1000)::float8 as at from posted`);
  return new Map(rows.map(({ id, submission, at }) => [submission, { id: Number(id), at: new Date(at) }]));
}

/**
 * Gives a response another text and keeps the former one for moderators; `outcome` may take it from readers, never give
 * it back to them. False where it was changed or taken down since it was read.
 */
export async function replaceText(
  tx: Queryable,
  made: {
    id: number;
    former: string | null;
    body: DocumentNode;
    source: string;
    outcome: Judgement['outcome'];
    actor: string;
  },
): Promise<boolean> {
  const { id, outcome } = made;
  const rows = await tx.execute(sql`
    with former as (
      select id, body from ${response}
      where id = ${id} and source is not distinct from ${made.former} and deleted_at is null for update
    ), kept as (
      insert into ${responseVersion} (response_id, body) select id, body from former
    ), logged as (
      insert into ${event} (name, actor, subject, address)
      select 'response.edit', ${made.actor}, 'response:' || id, ${requestAddress()}::text from former
    )
    update ${response} set body = ${JSON.stringify(made.body)}::text::jsonb, source = ${made.source}, edited_at = now(),
      held_at = case when ${outcome}::text = 'hold' then coalesce(held_at, now()) else held_at end,
      spam_at = case when ${outcome}::text = 'spam' then coalesce(spam_at, now()) else spam_at end
    where id in (select id from former) returning id`);
  return rows.length > 0;
}

/**
 * Empties a response that its writer takes back: words, former words, and what was said of them. It stands on over
 * public replies, and is in the trash otherwise; that it was rejected, if it was, stays known. False where it was empty
 * already.
 */
export async function eraseResponse(tx: Queryable, id: number): Promise<boolean> {
  const replied = sql`exists (select from ${response} reply where reply.parent_id = ${id} and ${isPublic('reply')})`;
  const rows = await tx.execute(sql`
    with versions as (
      delete from ${responseVersion} where response_id = ${id}
    ), verdicts as (
      -- They may name words of it.
      delete from ${responseVerdict} where response_id = ${id}
    )
    update ${response} set deleted_at = now(), body = ${JSON.stringify(nothing)}::text::jsonb, source = null,
      trashed_at = case when ${replied} then trashed_at else coalesce(trashed_at, now()) end,
      -- The same words may be posted again.
      submission = null
    where id = ${id} and deleted_at is null returning id`);
  return rows.length > 0;
}
