import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { user } from './accounts.ts';
import { file } from './files.ts';
import { response } from './responses.ts';

const when = () => timestamp({ withTimezone: true });

/**
 * A file that somebody brought for a response: asked for when its upload is signed, arrived when it has been judged, of
 * a response once that was posted with it. Its stored files, sizes of a picture included, name it in
 * `file.attachment_id`.
 */
export const attachment = pgTable(
  'attachment',
  {
    /** Made by us as the upload is signed; UploadThing's custom id. */
    id: uuid().primaryKey(),
    /** Who brought it; null: the account is gone. */
    userId: text().references(() => user.id, { onDelete: 'set null' }),
    /** Null until a response claims it. */
    responseId: bigint({ mode: 'number' }).references(() => response.id, { onDelete: 'set null' }),
    /** Its place among those of the response, from 0. */
    position: integer().notNull().default(0),
    alt: text().notNull().default(''),
    caption: text().notNull().default(''),
    /** The cleaned name it is offered under. */
    name: text().notNull(),
    kind: text({
      enum: ['image', 'audio', 'video', 'document', 'spreadsheet', 'interactive', 'other'],
    }).notNull(),
    /** The media type: as was said at signing, then as was judged. */
    type: text().notNull().default(''),
    bytes: bigint({ mode: 'number' }).notNull(),
    fileId: uuid().references((): AnyPgColumn => file.id, { onDelete: 'set null' }),
    posterFileId: uuid().references((): AnyPgColumn => file.id, { onDelete: 'set null' }),
    /** Pixels of a picture, orientation applied. */
    width: integer(),
    height: integer(),
    /** UploadThing's key of what arrived. */
    storageKey: text(),
    createdAt: when().notNull().defaultNow(),
    arrivedAt: when(),
    /** It was not taken; `problem` is the sentence that says why. */
    refusedAt: when(),
    problem: text(),
    /** Nobody sees it any more, and its bytes go with the next sweep. */
    removedAt: when(),
  },
  (t) => [
    index('attachment_response').on(t.responseId, t.position).where(sql`response_id is not null`),
    index('attachment_user').on(t.userId, t.createdAt),
    /** What the sweep looks at. */
    index('attachment_unclaimed').on(t.createdAt).where(sql`response_id is null or removed_at is not null`),
  ],
);
