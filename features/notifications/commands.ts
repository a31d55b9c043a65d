import { and, eq, isNull, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { event, notification, response, user, userMute } from '#db/schema/index';
import { type MailPolicy, mailPolicies } from '#features/accounts/schema';
import { type Actor, actorName } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { mailSoon, type Recipient, tellFollowersSoon } from './mailing.ts';
import { mentionsIn } from './mentions.ts';
import { hasNotifications } from './policy.ts';
import type { NotificationKind } from './schema.ts';
import { readToken } from './unsubscribing.ts';

/**
 * Tells whom a response answers and whom it names, in the transaction that makes it public; who follows the thread is
 * told by a job a few seconds later. Nobody is told of their own response, of one by somebody they muted, or twice of
 * the same. `known` saves reading it again. Gives what is to be called when `tx` has committed; where it is not, the
 * followers may have a second job, which tells nobody twice.
 */
export async function notifyOfResponse(
  tx: Queryable,
  responseId: number,
  known?: { body: DocumentNode; articleId: number; parentId: number | null },
): Promise<() => void> {
  const mentions = mentionsIn(known?.body ?? (await bodyOf(tx, responseId)));
  // An answer to nobody that names nobody concerns its followers only.
  if (known && known.parentId === null && mentions.length === 0)
    return tellFollowersSoon(tx, { articleId: known.articleId, responseId });
  const called =
    mentions.length === 0
      ? sql``
      : sql`union all (select distinct on (place) u.id, 'mention', 2
          from json_to_recordset(${JSON.stringify(mentions)}::text::json) as called (place int, words int, key text)
          join ${user} u on u.name_key = called.key order by place, words desc)`;
  const [row] = await tx.execute<{ told: Recipient[]; articleId: number | null }>(sql`
    with posted as (
      select r.id, r.article_id, r.user_id, parent.user_id as answered
      from ${response} r left join ${response} parent on parent.id = r.parent_id
      where r.id = ${responseId} and r.approved_at is not null and r.held_at is null and r.spam_at is null
        and r.trashed_at is null and r.deleted_at is null
    ), concerned (user_id, kind, rank) as (
      select answered, 'reply', 1 from posted where answered is not null
      ${called}
    ), made as (
      insert into ${notification} (user_id, kind, response_id)
      select distinct on (concerned.user_id) concerned.user_id, concerned.kind, posted.id
      from concerned, posted
      where concerned.user_id is distinct from posted.user_id
        and not exists (select from ${userMute} m where m.user_id = concerned.user_id and m.muted_id = posted.user_id)
        and not exists (select from ${notification} n where n.user_id = concerned.user_id and n.response_id = posted.id
          and n.kind in ('reply', 'mention', 'follow'))
      order by concerned.user_id, concerned.rank
      returning user_id
    )
    select
      (select coalesce(json_agg(json_build_object('id', u.id, 'policy', u.mail_policy)), '[]'::json)
        from made join ${user} u on u.id = made.user_id) as told,
      (select article_id::int from posted) as "articleId"`);
  await mailSoon(tx, row?.told ?? []);
  return row?.articleId ? tellFollowersSoon(tx, { articleId: row.articleId, responseId }) : () => {};
}

async function bodyOf(tx: Queryable, responseId: number): Promise<DocumentNode> {
  const [row] = await tx.select({ body: response.body }).from(response).where(eq(response.id, responseId));
  return row?.body ?? { type: 'doc' };
}

/** Tells an account something, in the transaction of what it is told of. */
export async function notify(
  tx: Queryable,
  notice: { userId: string; kind: NotificationKind; responseId: number | null; detail?: unknown },
): Promise<void> {
  const { userId, kind, responseId, detail = null } = notice;
  const [told] = await tx.select({ id: user.id, policy: user.mailPolicy }).from(user).where(eq(user.id, userId));
  if (!told) return;
  await tx.insert(notification).values({ userId, kind, responseId, detail });
  await mailSoon(tx, [told]);
}

/** Notes that one has seen these notifications, or all. Those of others are left alone. */
export async function markRead({ actor, ids }: { actor: Actor; ids: readonly number[] | 'all' }): Promise<void> {
  if (!hasNotifications(actor)) throw new PersonError('refused', 'Sign in to see your notifications.');
  const chosen =
    ids === 'all'
      ? sql`true`
      : sql`${notification.id} in (select value::bigint from json_array_elements_text(${JSON.stringify(ids.filter(Number.isSafeInteger))}::text::json))`;
  await db
    .update(notification)
    .set({ readAt: sql`now()` })
    .where(and(eq(notification.userId, actor.id), isNull(notification.readAt), chosen));
}

/** When one is told by mail. */
export async function changeMailPolicy({ actor, policy }: { actor: Actor; policy: string }): Promise<void> {
  if (!hasNotifications(actor)) throw new PersonError('refused', 'Sign in to choose when you get mail.');
  const wanted = mailPolicies.find((one) => one === policy);
  if (wanted === undefined)
    throw new PersonError('invalid', 'Choose when you want mail: at once, once a day, or never.');
  await setPolicy(actor.id, wanted, actorName(actor));
}

/**
 * Ends all mail to whom the token was made for: the link in every mail, which works without signing in and any number
 * of times. Throws a `PersonError` for a token that is not ours.
 */
export async function unsubscribe(token: string): Promise<void> {
  const userId = readToken(token);
  const [known] = userId === null ? [] : await db.select({ id: user.id }).from(user).where(eq(user.id, userId));
  if (!known) {
    throw new PersonError(
      'not_found',
      'This link does not work, or its account is gone. You can choose when you get mail in your account.',
    );
  }
  await setPolicy(known.id, 'never', 'unsubscribe link');
}

async function setPolicy(userId: string, policy: MailPolicy, by: string): Promise<void> {
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(user)
      .set({ mailPolicy: policy })
      .where(and(eq(user.id, userId), sql`${user.mailPolicy} <> ${policy}`))
      .returning({ id: user.id });
    if (changed.length === 0) return;
    await tx
      .insert(event)
      .values({ name: 'account.mail-policy', actor: by, subject: `user:${userId}`, detail: { policy } });
  });
}
