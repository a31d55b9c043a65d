import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { article } from './articles.ts';
import { file } from './files.ts';
import { response } from './responses.ts';

const when = () => timestamp({ withTimezone: true });
const protocol = () => text({ enum: ['trackback', 'pingback', 'webmention'] });

/** What a trackback, pingback or webmention says of where it came from. */
export const linkback = pgTable(
  'linkback',
  {
    responseId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => response.id, { onDelete: 'cascade' }),
    sourceUrl: text().notNull(),
    sourceTitle: text().notNull().default(''),
    /** What it does to the article; most only mention it. */
    kind: text({ enum: ['reply', 'like', 'repost', 'bookmark', 'mention'] })
      .notNull()
      .default('mention'),
    /** The name of the site it is on; empty: not known. */
    siteName: text().notNull().default(''),
    /** When it was published there, as it says itself. */
    publishedAt: when(),
    /** The face of who wrote it, kept by us. */
    avatarId: uuid().references(() => file.id, { onDelete: 'set null' }),
    /** Where that face is, until it is fetched: not before a moderator has let the linkback stand. */
    faceUrl: text(),
  },
  (t) => [
    index('linkback_avatar').on(t.avatarId).where(sql`avatar_id is not null`),
    index('linkback_face').on(t.responseId).where(sql`face_url is not null`),
  ],
);

/**
 * What another site claims: that its page `sourceUrl` links to an article here. One row for a source and an article, by
 * however many protocols it was said; its id is the address under which the sender can see what became of it.
 */
export const mention = pgTable(
  'mention',
  {
    id: uuid().primaryKey().defaultRandom(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** By which protocol it was said first. */
    protocol: protocol().notNull(),
    /** As it was sent. */
    sourceUrl: text().notNull(),
    /** The same however it is written: without fragment, host in lower case. */
    sourceKey: text().notNull(),
    /** Of the source, lower case, without port: what budgets, pauses and lists of hosts go by. */
    sourceHost: text().notNull(),
    /** As it was sent; it led to the article when it came. */
    targetUrl: text().notNull(),
    /** What a trackback said of itself: `{ title, excerpt, blogName }`. */
    said: jsonb().$type<{ title: string; excerpt: string; blogName: string }>(),
    /** `waiting`: to be looked up. `verified`: its link was found. `refused`: it was not, see `problem`. `withdrawn`: it was there and is gone. */
    state: text({ enum: ['waiting', 'verified', 'refused', 'withdrawn'] })
      .notNull()
      .default('waiting'),
    /** A sentence for the sender. */
    problem: text(),
    responseId: bigint({ mode: 'number' }).references(() => response.id, { onDelete: 'set null' }),
    /** In a row. */
    failures: integer().notNull().default(0),
    createdAt: when().notNull().defaultNow(),
    /** When its source was fetched last. */
    checkedAt: when(),
    /** When it is fetched next; null: never again unless it is sent again. */
    dueAt: when().defaultNow(),
  },
  (t) => [
    uniqueIndex('mention_once').on(t.articleId, t.sourceKey),
    index('mention_due').on(t.dueAt).where(sql`due_at is not null`),
    index('mention_host').on(t.sourceHost, t.createdAt),
    index('mention_response').on(t.responseId).where(sql`response_id is not null`),
  ],
);

/** A link in an article of ours, and what became of telling its page. */
export const outgoingMention = pgTable(
  'outgoing_mention',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** The link, without its fragment. */
    targetUrl: text().notNull(),
    targetHost: text().notNull(),
    /** `waiting`: to be told. `told`. `none`: its page takes no linkbacks. `refused`: the other side said no. `failed`: given up. */
    state: text({ enum: ['waiting', 'told', 'none', 'refused', 'failed'] })
      .notNull()
      .default('waiting'),
    protocol: protocol(),
    endpoint: text(),
    /** What the other side answered, in its words, shortened. */
    answer: text().notNull().default(''),
    /** HTTP status of that answer. */
    answerStatus: integer(),
    /** In a row. */
    failures: integer().notNull().default(0),
    createdAt: when().notNull().defaultNow(),
    toldAt: when(),
    /** When the link was taken out of the article; its page is told of that too. */
    removedAt: when(),
    /** When it is tried next; null: nothing is to be done. */
    dueAt: when().defaultNow(),
  },
  (t) => [
    uniqueIndex('outgoing_mention_once').on(t.articleId, t.targetUrl),
    index('outgoing_mention_due').on(t.dueAt).where(sql`due_at is not null`),
    index('outgoing_mention_host').on(t.targetHost),
  ],
);

/** A host that is left alone for a while: it was asked lately, it failed, or it refused. */
export const hostPause = pgTable('host_pause', {
  host: text().primaryKey(),
  until: when().notNull(),
  failures: integer().notNull().default(0),
});
