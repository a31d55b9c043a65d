import { eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import type { JobHandlers } from '#db/jobs';
import { notification, response, threadFollow, user, userMute } from '#db/schema/index';
import { queueMail } from '#features/mail/commands';
import { getSettings } from '#features/settings/queries';
import { mailOf } from './mail.ts';
import { mailSoon, type Recipient } from './mailing.ts';
import { isTold, readNotifications } from './rows.ts';

/** What was not mailed in so many days is no news any more: somebody had chosen to get no mail then. */
const newsDays = 3;
/** New responses that a follower is told of at a time: the newest of them that is not their own. */
const mostNew = 50;
/** Notifications in one mail; the rest go with the next one. */
const mostMailed = 50;

/**
 * Tells who follows a thread that there is something new: once, until they have looked. Doing it again tells nobody
 * twice.
 */
export async function tellFollowers({ key }: { key: string }): Promise<void> {
  const articleId = Number(key);
  await db.transaction(async (tx) => {
    const told = await tx.execute<Recipient>(sql`
      with new as materialized (
        select id, user_id, approved_at from ${response}
        where article_id = ${articleId} and approved_at is not null and held_at is null and spam_at is null
          and trashed_at is null and deleted_at is null and approved_at > now() - interval '1 day'
        order by approved_at desc, id desc limit ${mostNew}
      ), follower as (
        select f.user_id, greatest(f.at, max(n.at), max(n.read_at)) as told_at
        from ${threadFollow} f
        left join (${notification} n join ${response} about on about.id = n.response_id and about.article_id = ${articleId})
          on n.user_id = f.user_id and n.kind = 'follow'
        where f.article_id = ${articleId}
        group by f.user_id, f.at
        having count(n.id) filter (where n.read_at is null) = 0
      ), made as (
        insert into ${notification} (user_id, kind, response_id)
        select follower.user_id, 'follow', news.id from follower cross join lateral (
          select new.id from new
          where new.approved_at > follower.told_at and new.user_id is distinct from follower.user_id
            and not exists (select from ${userMute} m where m.user_id = follower.user_id and m.muted_id = new.user_id)
            and not exists (select from ${notification} n where n.user_id = follower.user_id and n.response_id = new.id
              and n.kind in ('reply', 'mention', 'follow'))
          order by new.approved_at, new.id limit 1
        ) news
        returning user_id
      )
      select u.id, u.mail_policy as policy from made join ${user} u on u.id = made.user_id`);
    await mailSoon(tx, told);
  });
}

/**
 * Mails an account what it was told and has not seen, as one mail, the oldest first; nothing where that has been done,
 * or is not wanted. Of very many the rest has a job of its own, as the account chose to be told.
 */
export async function mailNotices({ key: userId }: { key: string }): Promise<void> {
  await db.transaction(async (tx) => {
    const [recipient] = await tx
      .select({ id: user.id, email: user.email, policy: user.mailPolicy })
      .from(user)
      .where(eq(user.id, userId));
    if (!recipient || recipient.policy === 'never') return;
    const due = sql`${notification.userId} = ${userId} and ${notification.mailedAt} is null and ${notification.readAt} is null
      and ${notification.at} > now() - make_interval(days => ${newsDays}) and ${isTold()}`;
    const taken = await tx
      .update(notification)
      .set({ mailedAt: sql`now()` })
      .where(
        // By both: another job for the same account may have taken them while this one waited for it.
        sql`${notification.mailedAt} is null and ${notification.id} in (
          select id from ${notification} where ${due} order by ${notification.at}, ${notification.id} limit ${mostMailed})`,
      )
      .returning({ id: notification.id });
    if (taken.length === 0) return;
    const ids = JSON.stringify(taken.map(({ id }) => id));
    const notices = await readNotifications(
      sql`${notification.id} in (select value::bigint from json_array_elements_text(${ids}::text::json))`,
      mostMailed,
      tx,
    );
    const settings = await getSettings(tx);
    await queueMail(tx, { recipient: recipient.email, ...mailOf(notices.reverse(), { userId, settings }) });
    const left = await tx.select({ id: notification.id }).from(notification).where(due).limit(1);
    if (left.length > 0) await mailSoon(tx, [recipient]);
  });
}

/** The jobs of this room: telling who follows a thread, and mail at once or once a day. */
export const noticeJobs: JobHandlers = { 'notices.follow': tellFollowers, 'notices.mail': mailNotices };
