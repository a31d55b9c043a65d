import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { DocumentNode } from '#lib/document/schema';
import { user } from './accounts.ts';
import { article } from './articles.ts';

const when = () => timestamp({ withTimezone: true });

/** Whatever stands under an article: one thread, one pagination, one queue. */
export const response = pgTable(
  'response',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['comment', 'trackback', 'pingback', 'webmention'] }).notNull(),
    parentId: bigint({ mode: 'number' }).references((): AnyPgColumn => response.id, { onDelete: 'set null' }),
    /** Whose it is, where that is an account of ours. */
    userId: text().references(() => user.id, { onDelete: 'set null' }),
    /** Who wrote it, where that is no account of ours. */
    guestName: text().notNull().default(''),
    /** sha256 of the lower-cased address, hex: for claiming old comments, never shown. */
    guestEmailHash: text(),
    guestLink: text(),
    body: jsonb().$type<DocumentNode>().notNull(),
    /** What was typed, as Markdown; for changing it again. Null of what came otherwise. */
    source: text(),
    /** Made by the form that posted it: the same post sent twice is one response. */
    submission: text().unique(),
    /** HMAC of the writer's network, for limits and for deciding on what came from it; emptied after 30 days. */
    network: text(),
    /** A linkback that says nothing but this: it is shown as a face and is no response where responses are counted. */
    reaction: text({ enum: ['like', 'repost', 'bookmark'] }),
    likes: integer().notNull().default(0),
    createdAt: when().notNull(),
    /** The times of its states; a response is public when it was approved and none of the others is set. */
    approvedAt: when(),
    heldAt: when(),
    spamAt: when(),
    trashedAt: when(),
    /** When its writer changed it last. */
    editedAt: when(),
    /** When its writer took it back: it stands, without name and words, where somebody replied. */
    deletedAt: when(),
    /** When its writer deleted the account and let the words stand. */
    writerGoneAt: when(),
  },
  (t) => [
    index('response_public')
      // With the last two, so that counting does not read the rows.
      .on(t.articleId, t.createdAt, t.id, t.deletedAt, t.reaction)
      .where(sql`approved_at is not null and held_at is null and spam_at is null and trashed_at is null`),
    /** Where threads begin, in their order. */
    index('response_top')
      .on(t.articleId, t.createdAt, t.id)
      .where(
        sql`parent_id is null and reaction is null and approved_at is not null and held_at is null and spam_at is null and trashed_at is null and deleted_at is null`,
      ),
    /** The few of an article that do not stand as they are: replies to them have to be looked for. */
    index('response_apart')
      .on(t.articleId, t.id)
      .where(
        sql`approved_at is null or held_at is not null or spam_at is not null or trashed_at is not null or deleted_at is not null`,
      ),
    /** The faces of an article, in their order. */
    index('response_reaction')
      .on(t.articleId, t.createdAt, t.id)
      .where(
        sql`reaction is not null and approved_at is not null and held_at is null and spam_at is null and trashed_at is null and deleted_at is null`,
      ),
    index('response_parent').on(t.parentId),
    index('response_user').on(t.userId, t.createdAt),
    index('response_guest').on(t.guestEmailHash).where(sql`guest_email_hash is not null`),
    index('response_network').on(t.network, t.createdAt).where(sql`network is not null`),
    /** What a moderator has to look at. */
    index('response_held').on(t.heldAt).where(sql`held_at is not null`),
    index('response_spam').on(t.spamAt).where(sql`spam_at is not null`),
  ],
);
