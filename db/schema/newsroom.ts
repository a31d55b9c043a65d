import { type AnyPgColumn, bigint, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { user } from './accounts.ts';
import { article } from './articles.ts';

const when = () => timestamp({ withTimezone: true });
const articleId = () =>
  bigint({ mode: 'number' })
    .notNull()
    .references(() => article.id, { onDelete: 'cascade' });
const byUser = () => text().references(() => user.id, { onDelete: 'set null' });

/** What colleagues say to each other about an article, beside its text. Readers never see it. */
export const articleNote = pgTable(
  'article_note',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    articleId: articleId(),
    /** Null: the account is gone. */
    userId: byUser(),
    parentId: bigint({ mode: 'number' }).references((): AnyPgColumn => articleNote.id, { onDelete: 'cascade' }),
    /** The words of the article it is about; empty: the whole. */
    quote: text().notNull().default(''),
    /** Some words that stand before them, to find the right ones again where they stand twice. */
    before: text().notNull().default(''),
    text: text().notNull(),
    at: when().notNull().defaultNow(),
    resolvedAt: when(),
  },
  (t) => [index('article_note_article').on(t.articleId, t.at)],
);

/** Who has an article open in the editor: a row a window. */
export const articlePresence = pgTable(
  'article_presence',
  {
    articleId: articleId(),
    /** Made by the window. */
    windowId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    seenAt: when().notNull().defaultNow(),
    /** When something was typed in it last. */
    typedAt: when(),
  },
  (t) => [primaryKey({ columns: [t.articleId, t.windowId] }), index('article_presence_seen').on(t.seenAt)],
);

/** A link by which somebody without an account reads an article that is not published. */
export const previewLink = pgTable(
  'preview_link',
  {
    id: uuid().primaryKey().defaultRandom(),
    articleId: articleId(),
    /** sha256 of the token in the address, hex. */
    tokenHash: text().notNull().unique(),
    userId: byUser(),
    createdAt: when().notNull().defaultNow(),
    expiresAt: when().notNull(),
    revokedAt: when(),
  },
  (t) => [index('preview_link_article').on(t.articleId)],
);

/** A list of articles that somebody comes back to. */
export const savedView = pgTable(
  'saved_view',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The query of the list's address, such as `status=draft&sort=-savedAt`. */
    query: text().notNull(),
    createdAt: when().notNull().defaultNow(),
  },
  (t) => [index('saved_view_user').on(t.userId)],
);
