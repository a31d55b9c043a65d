import { and, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, embed, file, linkback, revision, setting } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canManageMedia, canPickMedia } from './policy.ts';
import {
  type FileUse,
  type Focus,
  type Library,
  type LibraryFile,
  type LibraryFilter,
  type LibraryKind,
  libraryEach,
  libraryKindOf,
  type MediaChoices,
  type MediaView,
} from './schema.ts';

function requireManager(actor: Actor): void {
  if (!canManageMedia(actor)) throw new PersonError('refused', 'Only editors see all files of this publication.');
}

/** A file that somebody put there: none of a response, and none that was fetched for a link. */
export const inLibrary = (): SQL =>
  sql`${file.attachmentId} is null
    and not exists (select from ${embed} where ${embed.posterId} = ${file.id})
    and not exists (select from ${linkback} where ${linkback.avatarId} = ${file.id})`;

/** The index `revision_files` knows which texts name a file. */
const inTexts = (id: SQL): SQL => sql`file_ids(${revision.body}, ${revision.fields}) @> array[${id}::text]`;

/** The setting that has a file stand for the name of the publication. */
const isLogo = (id: SQL): SQL =>
  sql`${setting.key} in ('logo', 'logoDark') and ${setting.value} = to_jsonb(${id}::text)`;

/** It stands on no article and in no text, earlier ones included, and for no name. */
export const isUnused = (): SQL =>
  sql`not exists (select from ${article} where ${article.leadFileId} = ${file.id})
    and not exists (select from ${revision} where ${inTexts(sql`${file.id}`)})
    and not exists (select from ${setting} where ${isLogo(sql`${file.id}`)})`;

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

function narrowedBy({ kind, text = '', unused }: LibraryFilter): SQL | undefined {
  const words = `%${text
    .trim()
    .slice(0, 200)
    .replace(/[\\%_]/g, '\\$&')}%`;
  return and(
    inLibrary(),
    kind && types[kind],
    text.trim() === ''
      ? undefined
      : sql`(${file.name} ilike ${words} or ${file.alt} ilike ${words} or ${file.caption} ilike ${words} or ${file.credit} ilike ${words})`,
    unused ? isUnused() : undefined,
  );
}

/** One page (from 1) of the library, newest first. */
export async function listLibrary(input: { actor: Actor; filter?: LibraryFilter; page?: number }): Promise<Library> {
  const { actor, filter = {}, page: asked = 1 } = input;
  requireManager(actor);
  const where = narrowedBy(filter);
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

/** Files of one page of what somebody chooses from. */
const choicesEach = 24;

/** One page (from 1) of the library for who writes, newest first: without asking where each file stands. */
export async function listMediaChoices(input: {
  actor: Actor;
  kind?: LibraryKind | undefined;
  text?: string;
  page?: number;
}): Promise<MediaChoices> {
  const { actor, kind, text = '', page = 1 } = input;
  if (!canPickMedia(actor))
    throw new PersonError('refused', 'Only people who write for this publication may look through its files.');
  const from = Math.min(Math.max(1, Math.trunc(page) || 1), 10_000) - 1;
  const rows = await db
    .select()
    .from(file)
    .where(narrowedBy({ ...(kind && { kind }), text }))
    .orderBy(desc(file.createdAt), desc(file.id))
    .limit(choicesEach + 1)
    .offset(from * choicesEach);
  return { files: rows.slice(0, choicesEach).map(mediaViewOf), more: rows.length > choicesEach };
}

/** What must stay in sight of a picture, as its row says; null where nobody has said. */
export const focusOf = ({ focusX, focusY }: { focusX: number | null; focusY: number | null }): Focus | null =>
  focusX === null || focusY === null ? null : { x: focusX, y: focusY };

/** The focal points of these files, by their ids, of those that have one. */
export async function listFocuses(ids: readonly string[]): Promise<Record<string, Focus>> {
  const known = ids.filter(isId);
  if (known.length === 0) return {};
  const rows = await db
    .select({ id: file.id, focusX: file.focusX, focusY: file.focusY })
    .from(file)
    .where(and(inArray(file.id, known), isNotNull(file.focusX)));
  const focuses: Record<string, Focus> = {};
  for (const row of rows) {
    const focus = focusOf(row);
    if (focus) focuses[row.id] = focus;
  }
  return focuses;
}

export const mediaViewOf = (row: typeof file.$inferSelect): MediaView => ({
  fileId: row.id,
  src: addressOfFile(row),
  ...{ name: row.name, type: row.type, width: row.width, height: row.height },
  ...{ alt: row.alt, caption: row.caption, credit: row.credit, focus: focusOf(row) },
});

const libraryFile = (row: typeof file.$inferSelect, uses: number): LibraryFile => ({
  ...mediaViewOf(row),
  kind: libraryKindOf(row.type),
  createdAt: row.createdAt.toISOString(),
  ...{ bytes: row.bytes, uses },
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

/** A file with the places where it stands, at most 100 of them; `logo`: it stands for the publication's name. */
export async function requireLibraryFile(input: {
  actor: Actor;
  id: string;
}): Promise<{ file: LibraryFile; used: FileUse[]; logo: boolean }> {
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
    logo: (await db.$count(setting, isLogo(sql`${row.id}`))) > 0,
  };
}
