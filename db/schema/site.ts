import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { requestAddress } from '../../lib/request-address.ts';

/** What the operator can change without a deploy; the keys and their defaults are in `features/settings/schema.ts`. */
export const setting = pgTable('setting', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
});

/**
 * When each cache tag was last expired. Written in the transaction of the change itself, and applied by
 * every server (see `bin/cache-expiry.ts`), so a change made anywhere is seen everywhere, restarts included.
 */
export const tagExpiry = pgTable(
  'tag_expiry',
  {
    tag: text().primaryKey(),
    expiredAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [index('tag_expiry_expired_at').on(t.expiredAt)],
);

/** The audit log of every room. */
export const event = pgTable(
  'event',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** A verb of the domain: `article.publish`, `import.finish`. */
    name: text().notNull(),
    /** Who: `command line`, `schedule`, later a user's id. */
    actor: text().notNull(),
    /** What it was done to, e.g. `article:12`. */
    subject: text(),
    detail: jsonb(),
    /** The address it was done from; null: not from elsewhere (command line, schedule), not known, or too long ago. */
    address: text().$defaultFn(() => requestAddress() ?? sql`null`),
  },
  (t) => [
    index('event_subject').on(t.subject, t.at),
    index('event_at').on(t.at),
    index('event_address').on(t.at).where(sql`address is not null`),
  ],
);

/** Old addresses: a path with its query where that matters (`/?p=12`), and where it leads now, by 301. */
export const redirect = pgTable('redirect', {
  path: text().primaryKey(),
  target: text().notNull(),
});
