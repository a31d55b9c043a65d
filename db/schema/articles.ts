import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DocumentNode } from '#lib/document/schema';
import { user } from './accounts.ts';
import { file } from './files.ts';

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const when = () => timestamp({ withTimezone: true });

export const section = pgTable('section', {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull().default(''),
  /** Order in the navigation; sections without one follow by name. */
  position: integer(),
  parentId: bigint({ mode: 'number' }).references((): AnyPgColumn => section.id, { onDelete: 'set null' }),
});

export const tag = pgTable('tag', {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull().default(''),
});

/** Whom a story is by: a person or a desk. An account is optional. */
export const author = pgTable('author', {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  kind: text({ enum: ['person', 'desk'] })
    .notNull()
    .default('person'),
  bio: text().notNull().default(''),
  link: text(),
});

/**
 * An article, or a page (About, …), which shares its machinery. Its text stands in `revision`; this row is
 * narrow, so that lists stay fast.
 */
export const article = pgTable(
  'article',
  {
    id: id(),
    kind: text({ enum: ['article', 'page'] })
      .notNull()
      .default('article'),
    slug: text().notNull(),
    headline: text().notNull(),
    /** The line under the headline. */
    deck: text().notNull().default(''),
    /** Two lines for cards, feeds and search engines. */
    excerpt: text().notNull().default(''),
    /** BCP 47; null: the site's. */
    language: text(),
    sectionId: bigint({ mode: 'number' }).references(() => section.id, { onDelete: 'set null' }),
    status: text({ enum: ['draft', 'in_review', 'approved', 'scheduled', 'published', 'archived'] }).notNull(),
    visibility: text({ enum: ['public', 'private', 'password'] })
      .notNull()
      .default('public'),
    /** scrypt, `salt:hash` in base64url; only with visibility `password`. */
    passwordHash: text(),
    publishedAt: when(),
    /** When readers were last given a changed text; null: never since it was published. */
    updatedAt: when(),
    /** Kept on top of the front page since then. */
    pinnedAt: when(),
    /** Its place among those, from 1; those without one follow, the last pinned first. */
    pinnedPosition: integer(),
    leadFileId: uuid().references(() => file.id, { onDelete: 'set null' }),
    leadAlt: text().notNull().default(''),
    leadCaption: text().notNull().default(''),
    leadCredit: text().notNull().default(''),
    commentPolicy: text({ enum: ['open', 'closed', 'closed_after'] })
      .notNull()
      .default('open'),
    /** With `closed_after`: days after publication. */
    commentDays: smallint(),
    pingPolicy: text({ enum: ['open', 'closed'] })
      .notNull()
      .default('open'),
    /** Whether the pages it links to are told of it. */
    sendsPings: boolean().notNull().default(true),
    sourceName: text(),
    sourceUrl: text(),
    sourceAuthor: text(),
    sourcePublishedAt: when(),
    sourceLicence: text(),
    /** How search engines are told: the original is canonical, or this copy is not indexed. */
    sourcePolicy: text({ enum: ['canonical', 'noindex'] }),
    sourceRetrievedAt: when(),
    words: integer().notNull().default(0),
    /** The revision that readers get. */
    revisionId: bigint({ mode: 'number' }),
    /** It is not given to readers before, whoever tries. */
    embargoUntil: when(),
    /** Whether readers may see what was changed since it was published. */
    showsChanges: boolean().notNull().default(false),
    /** Who began it, and whose it is; null: not known, or the account is gone. */
    userId: text().references((): AnyPgColumn => user.id, { onDelete: 'set null' }),
    /** Counts every save; a save names the version it started from. */
    version: integer().notNull().default(1),
    createdAt: when().notNull().defaultNow(),
    savedAt: when().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('article_kind_slug').on(t.kind, t.slug),
    // What is due is public without a job having to run, so the index leaves out only what can never be listed.
    index('article_listed')
      .on(t.publishedAt.desc(), t.id.desc())
      .where(sql`kind = 'article' and status in ('scheduled', 'published') and visibility <> 'private'`),
    index('article_section_listed')
      .on(t.sectionId, t.publishedAt.desc(), t.id.desc())
      .where(sql`kind = 'article' and status in ('scheduled', 'published') and visibility <> 'private'`),
    index('article_saved').on(t.savedAt.desc()),
    index('article_status').on(t.status, t.savedAt.desc()),
    index('article_lead').on(t.leadFileId).where(sql`lead_file_id is not null`),
    index('article_user').on(t.userId, t.savedAt.desc()),
    check('article_slug_not_empty', sql`${t.slug} <> ''`),
  ],
);

/** Every text an article has had. Published ones are never deleted. */
export const revision = pgTable(
  'revision',
  {
    id: id(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references((): AnyPgColumn => article.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    headline: text().notNull(),
    deck: text().notNull().default(''),
    body: jsonb().$type<DocumentNode>().notNull(),
    /** The version of `lib/document/schema.ts` the body was written with. */
    bodyVersion: smallint().notNull(),
    /** What else an editor changes with the text (`features/newsroom/schema.ts`); null of what an import brought. */
    fields: jsonb().$type<Record<string, unknown>>(),
    /** Whose it is; null: not known, or the account is gone. */
    userId: text().references((): AnyPgColumn => user.id, { onDelete: 'set null' }),
    createdAt: when().notNull().defaultNow(),
    /** A version goes on being written for some minutes by who began it. */
    savedAt: when().notNull().defaultNow(),
    publishedAt: when(),
  },
  (t) => [
    uniqueIndex('revision_article_version').on(t.articleId, t.version),
    /** Which files stand in which texts; the function is in the migration that makes the index. */
    index('revision_files').using('gin', sql`file_ids(body, fields)`),
  ],
);

/** What an import brought, verbatim. Never served. */
export const articleSource = pgTable('article_source', {
  articleId: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => article.id, { onDelete: 'cascade' }),
  format: text().notNull(),
  body: text().notNull(),
});

export const articleTag = pgTable(
  'article_tag',
  {
    tagId: bigint({ mode: 'number' })
      .notNull()
      .references(() => tag.id, { onDelete: 'cascade' }),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.tagId, t.articleId] }), index('article_tag_article').on(t.articleId)],
);

export const byline = pgTable(
  'byline',
  {
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    authorId: bigint({ mode: 'number' })
      .notNull()
      .references(() => author.id, { onDelete: 'cascade' }),
    position: smallint().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.articleId, t.authorId] }), index('byline_author').on(t.authorId, t.articleId)],
);

/** A dated note that readers see. */
export const correction = pgTable(
  'correction',
  {
    id: id(),
    articleId: bigint({ mode: 'number' })
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    at: when().notNull(),
    text: text().notNull(),
    /** False: an update, not the correction of a mistake. */
    mistake: boolean().notNull().default(true),
  },
  (t) => [index('correction_article').on(t.articleId, t.at)],
);
