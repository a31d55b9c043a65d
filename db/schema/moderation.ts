import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DocumentNode } from '#lib/document/schema';
import { user } from './accounts.ts';
import { article } from './articles.ts';
import { response } from './responses.ts';

const when = () => timestamp({ withTimezone: true });
const responseId = () =>
  bigint({ mode: 'number' })
    .notNull()
    .references(() => response.id, { onDelete: 'cascade' });
const userId = () =>
  text()
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

/** What a response said before it was edited; for moderators. */
export const responseVersion = pgTable(
  'response_version',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    responseId: responseId(),
    body: jsonb().$type<DocumentNode>().notNull(),
    /** Until when it was what readers saw. */
    replacedAt: when().notNull().defaultNow(),
  },
  (t) => [index('response_version_response').on(t.responseId)],
);

export const responseLike = pgTable(
  'response_like',
  { responseId: responseId(), userId: userId(), at: when().notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.responseId, t.userId] }), index('response_like_user').on(t.userId)],
);

/**
 * Somebody says that a response should not stand, or (without an account) we do: its writer has changed what stands
 * beside it. Open until a moderator has decided.
 */
export const responseReport = pgTable(
  'response_report',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    responseId: responseId(),
    userId: text().references(() => user.id, { onDelete: 'cascade' }),
    reason: text({ enum: ['spam', 'abuse', 'off_topic', 'private', 'illegal', 'other'] }).notNull(),
    text: text().notNull().default(''),
    at: when().notNull().defaultNow(),
    resolvedAt: when(),
  },
  (t) => [uniqueIndex('response_report_once').on(t.responseId, t.userId), index('response_report_user').on(t.userId)],
);

/** What each phase of moderation said of a response when it was posted or edited, in the order of the phases. */
export const responseVerdict = pgTable(
  'response_verdict',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    responseId: responseId(),
    /** Name of the phase: `links`, `flood`, `bayes`, … */
    phase: text().notNull(),
    verdict: text({ enum: ['approve', 'hold', 'spam', 'refuse'] }).notNull(),
    /** A key of the interface texts, and what goes into it. */
    reason: text().notNull(),
    detail: jsonb(),
    at: when().notNull().defaultNow(),
  },
  (t) => [index('response_verdict_response').on(t.responseId)],
);

/** A writer asks, once, that a decision be looked at again. */
export const responseAppeal = pgTable(
  'response_appeal',
  {
    responseId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => response.id, { onDelete: 'cascade' }),
    userId: userId(),
    text: text().notNull(),
    at: when().notNull().defaultNow(),
    decidedAt: when(),
    outcome: text({ enum: ['upheld', 'reversed'] }),
  },
  (t) => [index('response_appeal_user').on(t.userId)],
);

/** Who is told of new responses under an article. */
export const threadFollow = pgTable(
  'thread_follow',
  {
    userId: userId(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    at: when().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.articleId] }), index('thread_follow_article').on(t.articleId)],
);

/** Whose responses somebody does not want to see. */
export const userMute = pgTable(
  'user_mute',
  { userId: userId(), mutedId: userId(), at: when().notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.userId, t.mutedId] }), index('user_mute_muted').on(t.mutedId)],
);

/** The words the filter has learned: in how many decided responses each stood. The empty word holds the sums. */
export const filterWord = pgTable('filter_word', {
  word: text().primaryKey(),
  spam: integer().notNull().default(0),
  ham: integer().notNull().default(0),
});

/** Who has done something how often lately; written by rate-limiter-flexible. */
export const rateLimit = pgTable('rate_limit', {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  expire: timestamp({ withTimezone: true, mode: 'date' }),
});

/** Something an account is to be told. */
export const notification = pgTable(
  'notification',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: userId(),
    kind: text({
      enum: ['reply', 'mention', 'follow', 'approved', 'hidden', 'edited', 'undone', 'appeal', 'appealed', 'report'],
    }).notNull(),
    responseId: bigint({ mode: 'number' }).references(() => response.id, { onDelete: 'cascade' }),
    /** What the sentence needs beside the response, such as the reason of a decision. */
    detail: jsonb(),
    at: when().notNull().defaultNow(),
    readAt: when(),
    mailedAt: when(),
  },
  (t) => [index('notification_user').on(t.userId, t.at), index('notification_response').on(t.responseId)],
);
