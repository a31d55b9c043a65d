import { bigint, date, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { article } from './articles.ts';

const articleId = () =>
  bigint({ mode: 'number' })
    .notNull()
    .references(() => article.id, { onDelete: 'cascade' });

/**
 * A hit is one reader reading one article. Counters are narrow, and no column that changes is indexed, so that an
 * update stays on its page (HOT; the migration leaves room with `fillfactor`).
 */
export const hitTotal = pgTable('hit_total', {
  articleId: articleId().primaryKey(),
  /** Counted here. */
  counted: bigint({ mode: 'number' }).notNull().default(0),
  /** What the former site had counted, by its own rules. */
  imported: bigint({ mode: 'number' }).notNull().default(0),
  /** The sum of both that pages were last told; where it differs, they are rendered anew (`jobs.ts`). */
  shown: bigint({ mode: 'number' }).notNull().default(0),
});

/**
 * Days are the publication's own (its time zone). Of months that are long over, what was counted stands on their
 * first day; see `jobs.ts`.
 */
export const hitDay = pgTable(
  'hit_day',
  { day: date({ mode: 'string' }).notNull(), articleId: articleId(), hits: integer().notNull() },
  (t) => [primaryKey({ columns: [t.day, t.articleId] })],
);

/** Where readers came from: a host name, or empty where the browser did not say. */
export const hitReferrer = pgTable(
  'hit_referrer',
  {
    day: date({ mode: 'string' }).notNull(),
    articleId: articleId(),
    host: text().notNull(),
    hits: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.articleId, t.host] })],
);

/** ISO 3166-1 alpha-2, as a proxy's header gave it. Nothing is written where there is none. */
export const hitCountry = pgTable(
  'hit_country',
  {
    day: date({ mode: 'string' }).notNull(),
    articleId: articleId(),
    country: text().notNull(),
    hits: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.articleId, t.country] })],
);

/** What was not counted, and why. */
export const hitLeftOut = pgTable(
  'hit_left_out',
  {
    day: date({ mode: 'string' }).notNull(),
    articleId: articleId(),
    reason: text({ enum: ['bot', 'prefetch', 'staff', 'repeat', 'flood'] }).notNull(),
    calls: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.articleId, t.reason] })],
);

/**
 * Who has been counted within the last minutes: a keyed hash of address, user agent, site and article. Whose it is
 * can't be told from it, nor which other articles the same reader read. Rows go when their time is over.
 */
export const hitReader = pgTable('hit_reader', {
  reader: uuid().primaryKey(),
  countedAt: timestamp({ withTimezone: true }).notNull(),
});

/** The random key of each day (UTC), 32 bytes in base64. Thrown away when its day and the time of a hit are over. */
export const hitSalt = pgTable('hit_salt', { day: date({ mode: 'string' }).primaryKey(), salt: text().notNull() });
