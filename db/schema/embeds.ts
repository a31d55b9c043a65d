import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { file } from './files.ts';

const when = () => timestamp({ withTimezone: true });

/**
 * What other services said of the links that stand alone on their lines. A memory, not a record: whatever is in it can be
 * asked again, and the text of an article or response has the address alone.
 */
export const embed = pgTable(
  'embed',
  {
    /** Of the thing, however its address is written: `youtube:ID`. */
    key: text().primaryKey(),
    /** An address of it. */
    url: text().notNull(),
    service: text().notNull(),
    state: text({ enum: ['waiting', 'ready', 'gone', 'failed'] })
      .notNull()
      .default('waiting'),
    kind: text({ enum: ['video', 'audio', 'post', 'photo', 'code', 'map', 'document', 'link'] })
      .notNull()
      .default('link'),
    title: text().notNull().default(''),
    author: text().notNull().default(''),
    description: text().notNull().default(''),
    posterId: uuid().references(() => file.id, { onDelete: 'set null' }),
    /** The address of its player, where only the service knows it; its host was on the service's list. */
    player: text(),
    /** Of the player, in pixels. */
    width: integer(),
    height: integer(),
    /** Where a short address leads to. */
    target: text(),
    lookedUpAt: when(),
    /** When it is looked up next: because it is new, has failed, or what is known has grown old. */
    dueAt: when().notNull().defaultNow(),
    /** In a row. */
    failures: integer().notNull().default(0),
    /** What went wrong last. */
    problem: text(),
    /** Since when it stands in something that was published; null: somebody only asked what it would be. */
    neededAt: when(),
    createdAt: when().notNull().defaultNow(),
  },
  (t) => [index('embed_due').on(t.dueAt), index('embed_service').on(t.service)],
);
