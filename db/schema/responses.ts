import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { DocumentNode } from '#lib/document/schema';
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
    /** Who wrote it, where that is no account of ours. */
    guestName: text().notNull().default(''),
    /** sha256 of the lower-cased address, hex: for claiming old comments, never shown. */
    guestEmailHash: text(),
    guestLink: text(),
    body: jsonb().$type<DocumentNode>().notNull(),
    createdAt: when().notNull(),
    /** The times of its states; a response is public when it was approved and none of the others is set. */
    approvedAt: when(),
    heldAt: when(),
    spamAt: when(),
    trashedAt: when(),
  },
  (t) => [
    index('response_public')
      .on(t.articleId, t.createdAt, t.id)
      .where(sql`approved_at is not null and held_at is null and spam_at is null and trashed_at is null`),
    index('response_parent').on(t.parentId),
  ],
);

/** What a trackback, pingback or webmention says of where it came from. */
export const linkback = pgTable('linkback', {
  responseId: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => response.id, { onDelete: 'cascade' }),
  sourceUrl: text().notNull(),
  sourceTitle: text().notNull().default(''),
});
