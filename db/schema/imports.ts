import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

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
