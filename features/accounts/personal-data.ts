import { asc, desc, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import {
  article,
  articleNote,
  attachment,
  event,
  mail,
  notification,
  previewLink,
  providerAccount,
  response,
  responseAppeal,
  responseLike,
  responseReport,
  responseVersion,
  revision,
  savedView,
  secondFactor,
  session,
  threadFollow,
  user,
  userMute,
} from '#db/schema/index';
import { isOn } from './one-time-codes.ts';

/** A mail without what would let somebody in, or past a door (`confirming.ts`). */
const withoutSecrets = (text: string): string =>
  text.replace(/token=[\w-]+/g, 'token=…').replace(/^\d{3} \d{3}$/gm, '… …');

/** What is kept about an account, table by table, without what would let somebody in. */
export async function personalData(userId: string): Promise<Record<string, unknown>> {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  if (!row) return {};
  const { nameKey: _, image: __, ...profile } = row;
  const responses = await db
    .select({ response, article: article.slug })
    .from(response)
    .innerJoin(article, eq(article.id, response.articleId))
    .where(eq(response.userId, userId))
    .orderBy(desc(response.createdAt));
  const [factor] = await db
    .select({
      since: secondFactor.enabledAt,
      recoveryCodesLeft: sql<number>`cardinality(${secondFactor.recoveryHashes})`,
    })
    .from(secondFactor)
    .where(isOn(userId));
  return {
    profile,
    secondFactor: factor ?? null,
    providers: await db
      .select({ provider: providerAccount.provider, id: providerAccount.providerAccountId })
      .from(providerAccount)
      .where(eq(providerAccount.userId, userId)),
    sessions: await db
      .select({ userAgent: session.userAgent, createdAt: session.createdAt, lastSeenAt: session.lastSeenAt })
      .from(session)
      .where(eq(session.userId, userId)),
    responses: responses.map(({ response: { userId: _, submission: __, network: ___, ...kept }, article }) => ({
      article,
      ...kept,
    })),
    formerVersions: await db
      .select({
        responseId: responseVersion.responseId,
        body: responseVersion.body,
        replacedAt: responseVersion.replacedAt,
      })
      .from(responseVersion)
      .innerJoin(response, eq(response.id, responseVersion.responseId))
      .where(eq(response.userId, userId)),
    // Which files there are; each is where its response is.
    attachments: await db
      .select({
        id: attachment.id,
        responseId: attachment.responseId,
        name: attachment.name,
        type: attachment.type,
        bytes: attachment.bytes,
        alt: attachment.alt,
        caption: attachment.caption,
        createdAt: attachment.createdAt,
        problem: attachment.problem,
        removedAt: attachment.removedAt,
      })
      .from(attachment)
      .where(eq(attachment.userId, userId))
      .orderBy(asc(attachment.createdAt)),
    articles: await db
      .select({ id: article.id, slug: article.slug, headline: article.headline, createdAt: article.createdAt })
      .from(article)
      .where(eq(article.userId, userId))
      .orderBy(asc(article.id)),
    // What was written in them; the texts themselves are the publication's.
    articleVersions: await db
      .select({ articleId: revision.articleId, version: revision.version, savedAt: revision.savedAt })
      .from(revision)
      .where(eq(revision.userId, userId))
      .orderBy(asc(revision.savedAt)),
    articleNotes: await db
      .select({ articleId: articleNote.articleId, text: articleNote.text, at: articleNote.at })
      .from(articleNote)
      .where(eq(articleNote.userId, userId))
      .orderBy(asc(articleNote.at)),
    previewLinks: await db
      .select({ articleId: previewLink.articleId, createdAt: previewLink.createdAt, expiresAt: previewLink.expiresAt })
      .from(previewLink)
      .where(eq(previewLink.userId, userId)),
    savedLists: await db
      .select({ name: savedView.name, query: savedView.query, createdAt: savedView.createdAt })
      .from(savedView)
      .where(eq(savedView.userId, userId)),
    likes: await db
      .select({ responseId: responseLike.responseId, at: responseLike.at })
      .from(responseLike)
      .where(eq(responseLike.userId, userId)),
    reports: await db
      .select({
        responseId: responseReport.responseId,
        reason: responseReport.reason,
        text: responseReport.text,
        at: responseReport.at,
      })
      .from(responseReport)
      .where(eq(responseReport.userId, userId)),
    appeals: await db
      .select({ responseId: responseAppeal.responseId, text: responseAppeal.text, at: responseAppeal.at })
      .from(responseAppeal)
      .where(eq(responseAppeal.userId, userId)),
    follows: await db
      .select({ article: article.slug, at: threadFollow.at })
      .from(threadFollow)
      .innerJoin(article, eq(article.id, threadFollow.articleId))
      .where(eq(threadFollow.userId, userId)),
    mutes: await db
      .select({ name: user.name, at: userMute.at })
      .from(userMute)
      .innerJoin(user, eq(user.id, userMute.mutedId))
      .where(eq(userMute.userId, userId)),
    notifications: await db
      .select({
        kind: notification.kind,
        responseId: notification.responseId,
        detail: notification.detail,
        at: notification.at,
        readAt: notification.readAt,
      })
      .from(notification)
      .where(eq(notification.userId, userId)),
    // What the log says they did, and from which addresses while those are kept.
    log: await db
      .select({ at: event.at, name: event.name, subject: event.subject, address: event.address })
      .from(event)
      .where(eq(event.actor, `user:${userId}`))
      .orderBy(asc(event.at)),
    mails: (
      await db
        .select({ subject: mail.subject, text: mail.text, createdAt: mail.createdAt, sentAt: mail.sentAt })
        .from(mail)
        .where(eq(mail.recipient, row.email))
    ).map((one) => ({ ...one, text: withoutSecrets(one.text) })),
  };
}
