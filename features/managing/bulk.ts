import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, articleTag, section, tag } from '#db/schema/index';
import { tagsOfArticle } from '#features/articles/queries';
import { archiveArticle } from '#features/newsroom/commands';
import { FieldProblem } from '#features/newsroom/schema';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { slugOf } from '#lib/slugs';
import { lockFront, pinOnTop, unpin } from './front.ts';
import { canManage } from './policy.ts';
import { keptWith, note, rewriteNewest } from './rewriting.ts';
import { type BulkChange, mostAtOnce } from './schema.ts';

/**
 * Does one thing with many articles: withdraws them, puts them into a section, adds a tag, pins them. Readers see it at once, and
 * drafts of them keep it. Gives how many were changed and the cache tags that were expired. Those that are as they are to
 * be stay untouched; pages have no section and no tags.
 */
export async function changeArticles(input: {
  actor: Actor;
  ids: readonly number[];
  change: BulkChange;
}): Promise<{ changed: number; tags: string[] }> {
  const { actor, change } = input;
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors change several articles at once.');
  const ids = [...new Set(input.ids)].filter((id) => Number.isSafeInteger(id) && id > 0);
  if (ids.length === 0)
    throw new PersonError('invalid', 'Choose some articles first, by the boxes before their headlines.');
  if (ids.length > mostAtOnce)
    throw new PersonError(
      'invalid',
      `These are more than ${mostAtOnce} articles. Choose fewer, and do the rest after.`,
    );
  if (change.kind === 'archive') return archiveAll(actor, ids);
  return db.transaction(async (tx) => {
    if (change.kind === 'pin') await lockFront(tx);
    const chosen = tx
      .select({ id: article.id })
      .from(article)
      .where(and(inArray(article.id, ids), eq(article.kind, 'article')))
      .orderBy(article.id);
    // Pinning writes the others too that are pinned, all in the order of their ids.
    const known = await (change.kind === 'pin' && change.on ? chosen : chosen.for('update'));
    const wanted = known.map(({ id }) => id);
    if (change.kind === 'pin') return pinAll(tx, actor, wanted, change.on);
    return change.kind === 'section'
      ? moveAll(tx, actor, wanted, change.sectionId)
      : tagAll(tx, actor, wanted, change.name);
  });
}

async function archiveAll(actor: Actor, ids: number[]) {
  const rows = await db
    .select({ id: article.id })
    .from(article)
    .where(and(inArray(article.id, ids), ne(article.status, 'archived')));
  const tags = new Set<string>();
  for (const { id } of rows) for (const each of await archiveArticle({ actor, id })) tags.add(each);
  return { changed: rows.length, tags: [...tags] };
}

async function moveAll(tx: Queryable, actor: Actor, ids: number[], sectionId: number | null) {
  if (sectionId !== null) {
    const [known] = await tx.select({ id: section.id }).from(section).where(eq(section.id, sectionId));
    if (!known) throw new FieldProblem('section', 'This section is no longer there. Choose another.');
  }
  const rows = await tx
    .select({ id: article.id })
    .from(article)
    .where(and(inArray(article.id, ids), sql`${article.sectionId} is distinct from ${sectionId}`));
  // What is published may stand elsewhere than its unpublished changes say.
  const wanted = JSON.stringify(sectionId);
  const drafts = new Set(
    await keptWith(tx, (fields) => sql`${fields}->'sectionId' is distinct from ${wanted}::jsonb`, ids),
  );
  const moved = ids.filter((id) => drafts.has(id) || rows.some((row) => row.id === id));
  const before = await tagsOf(tx, moved);
  if (moved.length > 0) await tx.update(article).set({ sectionId }).where(inArray(article.id, moved));
  await rewriteNewest(tx, moved, sql`jsonb_set(fields, '{sectionId}', ${wanted}::jsonb)`);
  return finish(tx, actor, moved, 'article.section', { sectionId }, before);
}

/** What is pinned here comes before what is pinned already. */
async function pinAll(tx: Queryable, actor: Actor, ids: number[], on: boolean) {
  const changed = on ? await pinOnTop(tx, ids) : await unpin(tx, ids);
  for (const id of changed) await note(tx, actor, on ? 'article.pin' : 'article.unpin', `article:${id}`);
  const tags = changed.length > 0 ? [cacheTags.lists] : [];
  await expireTags(tx, tags);
  return { changed: changed.length, tags };
}

async function tagAll(tx: Queryable, actor: Actor, ids: number[], typed: string) {
  const name = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const slug = slugOf(name);
  if (slug === '') throw new FieldProblem('tag', 'Write the tag that they are to have.');
  if (name.length > 80) throw new FieldProblem('tag', 'A tag can have 80 characters at most. Shorten it.');
  await tx.insert(tag).values({ slug, name }).onConflictDoNothing();
  const [known] = await tx
    .select({ id: tag.id, name: tag.name })
    .from(tag)
    .where(sql`lower(${tag.name}) = lower(${name}) or ${tag.slug} = ${slug}`)
    .orderBy(sql`lower(${tag.name}) = lower(${name}) desc`)
    .limit(1);
  if (!known) throw new Error('The tag was not stored.');
  const added =
    ids.length === 0
      ? []
      : await tx
          .insert(articleTag)
          .values(ids.map((articleId) => ({ articleId, tagId: known.id })))
          .onConflictDoNothing()
          .returning({ id: articleTag.articleId });
  const tagged = added.map(({ id }) => id);
  await rewriteNewest(
    tx,
    tagged,
    sql`case when exists (select from jsonb_array_elements_text(fields->'tags') e(name) where lower(e.name) = lower(${known.name}))
      then fields else jsonb_set(fields, '{tags}', coalesce(fields->'tags', '[]'::jsonb) || to_jsonb(${known.name}::text)) end`,
  );
  return finish(tx, actor, tagged, 'article.tag', { tag: known.name }, []);
}

async function finish(tx: Queryable, actor: Actor, ids: number[], name: string, detail: object, before: string[]) {
  for (const id of ids) await note(tx, actor, name, `article:${id}`, detail);
  const tags = ids.length === 0 ? [] : [...new Set([...before, ...(await tagsOf(tx, ids)), cacheTags.lists])];
  await expireTags(tx, tags);
  return { changed: ids.length, tags };
}

async function tagsOf(tx: Queryable, ids: readonly number[]): Promise<string[]> {
  const tags = new Set<string>();
  for (const id of ids) for (const each of await tagsOfArticle(id, tx)) tags.add(each);
  return [...tags];
}
