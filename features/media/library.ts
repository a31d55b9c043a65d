import { eq, inArray, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, event, file, revision } from '#db/schema/index';
import { tagsOfArticle } from '#features/articles/queries';
import { removeFile } from '#features/files/commands';
import { addressOfFile } from '#features/files/schema';
import { FieldProblem } from '#features/newsroom/schema';
import { type Actor, actorName, requireConfirmed } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { canManageMedia } from './policy.ts';
import { isUnused, requireInLibrary } from './queries.ts';
import { FileWords, libraryKindOf } from './schema.ts';

type FileRow = typeof file.$inferSelect;

function requireManager(actor: Actor): void {
  if (!canManageMedia(actor)) throw new PersonError('refused', 'Only editors change files of this publication.');
}

const note = (tx: Queryable, actor: Actor, name: string, id: string, detail: object) =>
  tx.insert(event).values({ name, actor: actorName(actor), subject: `file:${id}`, detail });

/** More articles than that are expired by everything at once. */
const mostTagged = 200;

export async function tagsOfAll(tx: Queryable, ids: readonly number[]): Promise<string[]> {
  if (ids.length > mostTagged) return [cacheTags.everything];
  const tags = new Set<string>();
  for (const id of ids) for (const each of await tagsOfArticle(id, tx)) tags.add(each);
  return [...tags];
}

/** Changes the words that are kept with a file. Leads without words of their own show them. Gives the expired tags. */
export async function describeFile(input: { actor: Actor; id: string; words: FileWords }): Promise<string[]> {
  const { actor, id } = input;
  requireManager(actor);
  const parsed = FileWords.safeParse(input.words);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FieldProblem(String(issue?.path[0] ?? ''), issue?.message ?? '');
  }
  return db.transaction(async (tx) => {
    await requireInLibrary(id, tx);
    await tx.update(file).set(parsed.data).where(eq(file.id, id));
    await note(tx, actor, 'file.describe', id, parsed.data);
    const leads = await tx.select({ id: article.id }).from(article).where(eq(article.leadFileId, id));
    const tags = await tagsOfAll(
      tx,
      leads.map((row) => row.id),
    );
    await expireTags(tx, tags);
    return tags;
  });
}

/**
 * Puts another file of the library wherever this one stands now: as a lead, in public texts and in the newest ones. An
 * address is never given other bytes, because readers' browsers keep it; so the new file has its own, and
 * earlier versions keep the old one. The words kept with it go over where the new one has none, its focal point where
 * the shape is the same. Gives how many articles have it, and the expired tags.
 */
export async function replaceFile(input: {
  actor: Actor;
  id: string;
  by: string;
}): Promise<{ articles: number; tags: string[] }> {
  const { actor, id, by } = input;
  requireManager(actor);
  return db.transaction(async (tx) => {
    const [before, after] = [await requireInLibrary(id, tx), await requireInLibrary(by, tx)];
    if (before.id === after.id) throw new PersonError('invalid', 'This is the same file. Choose another.');
    if (libraryKindOf(before.type) !== libraryKindOf(after.type))
      throw new PersonError(
        'invalid',
        'The new file is of another kind. A picture is replaced by a picture, sound by sound.',
      );
    const texts = await currentTexts(tx, id);
    const leads = await tx.select({ id: article.id }).from(article).where(eq(article.leadFileId, id));
    const ids = [...new Set([...texts.map((text) => text.articleId), ...leads.map((row) => row.id)])];
    for (const text of texts) {
      const fields = text.fields && replacedIn(text.fields, before, after);
      await tx
        .update(revision)
        .set({ body: replacedIn(text.body, before, after), fields })
        .where(eq(revision.id, text.id));
    }
    if (ids.length > 0) {
      await tx
        .update(article)
        .set({
          leadFileId: sql`case when ${article.leadFileId} = ${id} then ${by}::uuid else ${article.leadFileId} end`,
        })
        .where(inArray(article.id, ids));
      await countSave(tx, ids);
    }
    const focus = after.focusX === null && sameShape(before, after) ? before : after;
    await tx
      .update(file)
      .set({
        alt: after.alt || before.alt,
        caption: after.caption || before.caption,
        credit: after.credit || before.credit,
        focusX: focus.focusX,
        focusY: focus.focusY,
      })
      .where(eq(file.id, by));
    await note(tx, actor, 'file.replace', id, { by, articles: ids.length });
    const tags = await tagsOfAll(tx, ids);
    await expireTags(tx, tags);
    return { articles: ids.length, tags };
  });
}

/** What stayed in sight of one picture is worth nothing for another of another shape. A hundredth is rounding. */
const sameShape = (one: FileRow, other: FileRow): boolean =>
  one.width !== null &&
  one.height !== null &&
  other.width !== null &&
  other.height !== null &&
  Math.abs(one.width / one.height / (other.width / other.height) - 1) < 0.01;

/** The public and the newest texts that name a file; nobody saves their articles meanwhile. */
async function currentTexts(tx: Queryable, id: string) {
  const found = await tx
    .select({ id: article.id })
    .from(article)
    .where(
      sql`${article.id} in (select article_id from ${revision} where file_ids(${revision.body}, ${revision.fields}) @> array[${id}::text])`,
    )
    .orderBy(article.id)
    .for('update');
  if (found.length === 0) return [];
  return tx
    .select({
      ...{ id: revision.id, articleId: revision.articleId, body: revision.body, fields: revision.fields },
    })
    .from(revision)
    .innerJoin(article, eq(article.id, revision.articleId))
    .where(
      sql`${inArray(
        revision.articleId,
        found.map((row) => row.id),
      )} and file_ids(${revision.body}, ${revision.fields}) @> array[${id}::text]
        and (${revision.id} = ${article.revisionId} or ${revision.version} = ${article.version})`,
    );
}

/** Counts a save, so that who has one of them open is shown both texts and does not bring the old file back. */
async function countSave(tx: Queryable, ids: readonly number[]): Promise<void> {
  const counted = await tx
    .update(article)
    .set({ version: sql`${article.version} + 1` })
    .where(inArray(article.id, [...ids]))
    .returning({ id: article.id, version: article.version });
  for (const { id, version } of counted)
    await tx
      .update(revision)
      .set({ version })
      .where(sql`${revision.articleId} = ${id} and ${revision.version} = ${version - 1}`);
}

/** The same tree with one file in place of another: by its id, and by its address inside links and unknown blocks. */
function replacedIn<T extends DocumentNode | Record<string, unknown>>(tree: T, before: FileRow, after: FileRow): T {
  const address = new RegExp(`/files/${before.id}/[^"'\\s()<>?#]*`, 'g');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return value === before.id ? after.id : value.replace(address, addressOfFile(after));
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const walked: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) walked[key] = walk(each);
    // Its pixels, where the node says any.
    const sized = 'fileId' in value && value.fileId === before.id && 'width' in value && value.width !== null;
    return sized && after.width !== null ? { ...walked, width: after.width, height: after.height } : walked;
  };
  return walk(tree) as T;
}

/** Deletes a file that stands nowhere, and its bytes. */
export async function removeUnusedFile(input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  requireManager(actor);
  requireConfirmed(actor);
  const row = await requireInLibrary(id);
  const [free] = await db.select({ id: file.id }).from(file).where(sql`${file.id} = ${id} and ${isUnused()}`);
  if (!free)
    throw new PersonError(
      'conflict',
      'This file is the logo, or stands in an article or in an earlier version of one. It stays.',
    );
  await removeFile(id);
  await note(db, actor, 'file.remove', id, { name: row.name });
}
