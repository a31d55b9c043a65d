import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { user } from './accounts.ts';

/** One run of an import; its report stays readable after the terminal is closed. */
export const importRun = pgTable('import_run', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** The site the file came from: the export's own base address. */
  origin: text().notNull(),
  fileName: text().notNull(),
  startedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  finishedAt: timestamp({ withTimezone: true }),
  report: jsonb(),
});

/**
 * Which row of ours came from which item of theirs. Identity is the origin's own id, never a title or a
 * date, so that a second run finds what the first one brought.
 */
export const imported = pgTable(
  'imported',
  {
    origin: text().notNull(),
    /** article, page, file, section, tag, author, response */
    kind: text().notNull(),
    externalId: text().notNull(),
    /** Our id, as text: bigint or uuid. */
    localId: text().notNull(),
    /** A hash of the item as it came; the same hash means nothing to do. */
    digest: text().notNull(),
    /** `article.version` when it was brought; a higher one means it was edited here since. */
    localVersion: integer(),
    importedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.origin, t.kind, t.externalId] }), index('imported_local').on(t.kind, t.localId)],
);

/** An import or export that somebody started in the newsroom, and how far it is. */
export const transfer = pgTable(
  'transfer',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text({ enum: ['import', 'export'] }).notNull(),
    /** Null: the account is gone. */
    userId: text().references(() => user.id, { onDelete: 'set null' }),
    /** Of the file that came, or that is offered. */
    fileName: text().notNull(),
    /** Where `lib/storage` keeps that file; null once it is gone. */
    key: text(),
    bytes: bigint({ mode: 'number' }),
    /** What was chosen, as `features/transfer/schema.ts` shapes it. */
    options: jsonb().notNull().default({}),
    state: text({ enum: ['waiting', 'running', 'done', 'failed', 'stopped'] })
      .notNull()
      .default('waiting'),
    done: integer().notNull().default(0),
    /** Null: not known yet. */
    total: integer(),
    /** What it did, in numbers. */
    report: jsonb(),
    /** A sentence that says what went wrong. */
    problem: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp({ withTimezone: true }),
    /** When it last said how far it is: one that is silent for long died with its server. */
    saidAt: timestamp({ withTimezone: true }),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index('transfer_created').on(t.createdAt.desc())],
);
