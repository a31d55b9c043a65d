import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { attachment } from './attachments.ts';

/** One stored file: a picture of an article, an attachment, an item of the media library. */
export const file = pgTable(
  'file',
  {
    id: uuid().primaryKey(),
    /** Where `lib/storage` keeps it, relative to its root. */
    key: text().notNull().unique(),
    /** The cleaned name it is offered under. */
    name: text().notNull(),
    /** The media type judged from its bytes. */
    type: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    sha256: text().notNull(),
    /** Pixels, orientation applied; null for what is not a picture. */
    width: integer(),
    height: integer(),
    alt: text().notNull().default(''),
    caption: text().notNull().default(''),
    credit: text().notNull().default(''),
    /** What must stay in sight where it is cropped, in percent from its upper left corner; null: the middle. */
    focusX: smallint(),
    focusY: smallint(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** What it is of: readers get it only where they see that. Null: of an article, open to all. */
    attachmentId: uuid().references((): AnyPgColumn => attachment.id),
    /** Which of an attachment's files: what was brought, or a smaller size of it. */
    variant: text({ enum: ['original', 'large', 'thumb', 'poster'] }),
  },
  (t) => [index('file_attachment').on(t.attachmentId).where(sql`attachment_id is not null`)],
);
