import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, notification, response, user } from '#db/schema/index';
import { documentText, shorten } from '#lib/document/text';
import { NoticeDetail, type NotificationView } from './schema.ts';

const longestExcerpt = 200;

/** What somebody else wrote is told of only while readers can see it; what is told of one's own words always. */
export const isTold = (): SQL => sql`(
  ${notification.kind} not in ('reply', 'mention', 'follow')
  or exists (select from ${response} r join ${article} a on a.id = r.article_id
    where r.id = ${notification.responseId} and r.approved_at is not null and r.held_at is null and r.spam_at is null
      and r.trashed_at is null and r.deleted_at is null and a.status in ('scheduled', 'published')
      and a.visibility = 'public' and a.published_at <= now()))`;

/** Notifications as views, newest first. */
export async function readNotifications(where: SQL, limit: number, on: Queryable = db): Promise<NotificationView[]> {
  const rows = await on
    .select({
      notification,
      body: response.body,
      guestName: response.guestName,
      writerGoneAt: response.writerGoneAt,
      userName: user.name,
      slug: article.slug,
      headline: article.headline,
    })
    .from(notification)
    .leftJoin(response, eq(response.id, notification.responseId))
    .leftJoin(article, eq(article.id, response.articleId))
    .leftJoin(user, eq(user.id, response.userId))
    .where(and(where, isTold()))
    .orderBy(desc(notification.at), desc(notification.id))
    .limit(limit);
  return rows.map(
    ({ notification: { id, kind, at, readAt, responseId, detail }, body, slug, headline, ...writer }) => ({
      id,
      kind,
      at: at.toISOString(),
      read: readAt !== null,
      name: writer.writerGoneAt === null ? (writer.userName ?? writer.guestName ?? '') : '',
      response:
        responseId === null || body === null || slug === null || headline === null
          ? null
          : { id: responseId, excerpt: shorten(documentText(body), longestExcerpt), slug, headline },
      detail: NoticeDetail.catch({}).parse(detail ?? {}),
    }),
  );
}
