import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, embed, file, linkback, revision } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canManageMedia } from './policy.ts';
import {
  type FileUse,
  type Library,
  type LibraryFile,
  type LibraryFilter,
  type LibraryKind,
  libraryEach,
  libraryKindOf,
} from './schema.ts';

function requireManager(actor: Actor): void {
  if (!canManageMedia(actor)) throw new PersonError('refused', 'Only editors see all files of this publication.');
}

/** A file that somebody put there: none of a response, and none that was fetched for a link. */
const inLibrary = (): SQL =>
  sql`${file.attachmentId} is null
    and not exists (select from ${embed} where ${embed.posterId} = ${file.id})
    and not exists (select from ${linkback} where ${linkback.avatarId} = ${file.id})`;

/** The index `revision_files` knows which texts name a file. */
const inTexts = (id: SQL): SQL => sql`file_ids(${revision.body}, ${revision.fields}) @> array[${id}::text]`;

/** It stands on no article and in no text, earlier ones included. */
export const isUnused = (): SQL =>
  sql`not exists (select from ${article} where ${article.leadFileId} = ${file.id})
    and not exists (select from ${revision} where ${inTexts(sql`${file.id}`)})`;

const types: Record<LibraryKind, SQL> = {
  picture: sql`${file.type} like 'image/%'`,
  sound: sql`${file.type} like 'audio/%'`,
  video: sql`${file.type} like 'video/%'`,
  other: sql`${file.type} not like 'image/%' and ${file.type} not like 'audio/%' and ${file.type} not like 'video/%'`,
};

/** Names are written out: a query of one table leaves the table away. */
const uses = sql<number>`(
  select count(*)::int from (
    select a.id from article a where a.lead_file_id = "file".id
    union select r.article_id from revision r where file_ids(r.body, r.fields) @> array["file".id::text]) of_file)`;

/** One page (from 1) of the library, newest first. */
export async function listLibrary(input: { actor: Actor; filter?: LibraryFilter; page?: number }): Promise<Library> {
  const { actor, filter: { kind, text = '', unused } = {}, page: asked = 1 } = input;
  requireManager(actor);
  const words = `%${text
    .trim()
    .slice(0, 200)
    .replace(/[\\%_]/g, '\\$&')}%`;
  const where = and(
    inLibrary(),
    kind && types[kind],
    text.trim() === ''
      ? undefined
      : sql`(${file.name} ilike ${words} or ${file.alt} ilike ${words} or ${file.caption} ilike ${words} or ${file.credit} ilike ${words})`,
    unused ? isUnused() : undefined,
  );
  const total = await db.$count(file, where);
  const pages = Math.max(1, Math.ceil(total / libraryEach));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const rows = await db
    .select({ file, uses })
    .from(file)
    .where(where)
    .orderBy(desc(file.createdAt), desc(file.id))
    .limit(libraryEach)
    .offset((page - 1) * libraryEach);
  return { files: rows.map((row) => libraryFile(row.file, row.uses)), page, pages, total };
}

const libraryFile = (row: typeof file.$inferSelect, uses: number): LibraryFile => ({
  fileId: row.id,
  src: addressOfFile(row),
  kind: libraryKindOf(row.type),
  createdAt: row.createdAt.toISOString(),
  ...{ name: row.name, type: row.type, width: row.width, height: row.height, bytes: row.bytes },
  ...{ alt: row.alt, caption: row.caption, credit: row.credit, uses },
});

const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/** The row of a file of the library; throws where there is none. */
export async function requireInLibrary(id: string, on: Queryable = db): Promise<typeof file.$inferSelect> {
  const [row] = isId(id)
    ? await on
        .select()
        .from(file)
        .where(and(eq(file.id, id), isNull(file.attachmentId), inLibrary()))
    : [];
  if (!row) throw new PersonError('not_found', 'This file is no longer there. Go back to all files.');
  return row;
}

/** A file with the places where it stands, at most 100 of them. */
export async function requireLibraryFile(input: {
  actor: Actor;
  id: string;
}): Promise<{ file: LibraryFile; used: FileUse[] }> {
  requireManager(input.actor);
  const row = await requireInLibrary(input.id);
  const used = await db.execute<{ id: string; headline: string; lead: boolean; text: boolean }>(sql`
    select a.id, a.headline, coalesce(a.lead_file_id = ${row.id}, false) as lead,
      coalesce(bool_or(r.id = a.revision_id or r.version = a.version), false) as text
    from (
      select id from ${article} where lead_file_id = ${row.id}
      union select article_id from ${revision} where ${inTexts(sql`${row.id}`)}) used
    join ${article} a on a.id = used.id
    left join ${revision} r on r.article_id = a.id and file_ids(r.body, r.fields) @> array[${row.id}::text]
    group by a.id order by a.saved_at desc`);
  return {
    file: libraryFile(row, used.length),
    used: used.slice(0, 100).map(({ id, headline, lead, text }) => ({ articleId: Number(id), headline, lead, text })),
  };
}
