import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, section } from '#db/schema/index';
import { pinnedFirst } from '#features/articles/queries';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { canManage } from './policy.ts';
import { note } from './rewriting.ts';
import { type FrontDesk, type FrontStory, mostPinned } from './schema.ts';

function requireManager(actor: Actor): void {
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors arrange the front page.');
}

const given = sql<boolean>`(${article.status} in ('scheduled', 'published') and ${article.visibility} <> 'private'
  and ${article.publishedAt} <= now())`;

const stories = (on: Queryable = db) =>
  on
    .select({
      id: article.id,
      headline: article.headline,
      section: section.name,
      publishedAt: article.publishedAt,
      shown: sql<boolean>`coalesce(${given}, false)`,
    })
    .from(article)
    .leftJoin(section, eq(section.id, article.sectionId))
    .$dynamic();

const storyOf = (row: Awaited<ReturnType<typeof stories>>[number]): FrontStory => ({
  ...row,
  publishedAt: row.publishedAt?.toISOString() ?? null,
});

/** What somebody arranges the front page from. `text`: articles to find, by words of their headlines. */
export async function listFrontDesk(input: { actor: Actor; text?: string }): Promise<FrontDesk> {
  requireManager(input.actor);
  const words = (input.text ?? '').trim().slice(0, 200);
  const free = and(eq(article.kind, 'article'), isNull(article.pinnedAt), given);
  const newestFirst = [desc(article.publishedAt), desc(article.id)];
  const [pinned, found, others] = await Promise.all([
    stories()
      .where(and(eq(article.kind, 'article'), isNotNull(article.pinnedAt)))
      .orderBy(...pinnedFirst)
      .limit(100),
    words === ''
      ? []
      : stories()
          .where(and(free, sql`${article.headline} ilike ${`%${words.replace(/[\\%_]/g, '\\$&')}%`}`))
          .orderBy(...newestFirst)
          .limit(10),
    stories()
      .where(free)
      .orderBy(...newestFirst)
      .limit(15),
  ]);
  return { pinned: pinned.map(storyOf), found: found.map(storyOf), others: others.map(storyOf) };
}

/** Taken before any row, so that two who arrange the front page never wait for each other. */
export const lockFront = (tx: Queryable) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('front page'))`);

/** The ids of what is pinned, in their order; nobody else changes it meanwhile. */
async function orderOf(tx: Queryable): Promise<number[]> {
  await lockFront(tx);
  const rows = await tx
    .select({ id: article.id })
    .from(article)
    .where(and(eq(article.kind, 'article'), isNotNull(article.pinnedAt)))
    .orderBy(...pinnedFirst);
  return rows.map(({ id }) => id);
}

async function writeOrder(tx: Queryable, ids: readonly number[]): Promise<void> {
  // In the order of their ids, as others lock several of them.
  for (const [at, id] of [...ids.entries()].sort(([, one], [, other]) => one - other))
    await tx
      .update(article)
      .set({ pinnedAt: sql`coalesce(${article.pinnedAt}, clock_timestamp())`, pinnedPosition: at + 1 })
      .where(eq(article.id, id));
}

/** Puts articles before all that are pinned, the last of `ids` first, and gives them. */
export async function pinOnTop(tx: Queryable, ids: readonly number[]): Promise<number[]> {
  const before = await orderOf(tx);
  const after = [...[...ids].reverse(), ...before.filter((id) => !ids.includes(id))];
  // An import may have brought more; those can be put in another order.
  if (after.length > Math.max(mostPinned, before.length))
    throw new PersonError(
      'conflict',
      `There is room for ${mostPinned} articles on top of the front page. Choose fewer, or take some away first.`,
    );
  await writeOrder(tx, after);
  return [...ids];
}

/** Gives those that were pinned. */
export async function unpin(tx: Queryable, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .update(article)
    .set({ pinnedAt: null, pinnedPosition: null })
    .where(and(inArray(article.id, [...ids]), isNotNull(article.pinnedAt)))
    .returning({ id: article.id });
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

async function finish(tx: Queryable, actor: Actor, name: string, id: number, detail: object = {}) {
  await note(tx, actor, name, `article:${id}`, detail);
  const tags = [cacheTags.lists];
  await expireTags(tx, tags);
  return { tags };
}

/** Keeps an article on top of the front page, after those that are. Gives the cache tags that were expired, as all of these do. */
export async function pinArticle({ actor, id }: { actor: Actor; id: number }): Promise<{ tags: string[] }> {
  requireManager(actor);
  return db.transaction(async (tx) => {
    const order = await orderOf(tx);
    if (order.includes(id)) return { tags: [] };
    if (order.length >= mostPinned)
      throw new PersonError('conflict', `There are ${mostPinned} articles on top already. Take one away first.`);
    const [row] = await stories(tx).where(and(eq(article.id, id), eq(article.kind, 'article')));
    if (!row) throw new PersonError('not_found', 'This article is no longer there. Choose another.');
    if (!row.shown)
      throw new PersonError('conflict', 'Readers can not open this article now. Publish it first, then put it on top.');
    await writeOrder(tx, [...order, id]);
    return finish(tx, actor, 'article.pin', id);
  });
}

/** Leaves an article to its date. */
export async function unpinArticle({ actor, id }: { actor: Actor; id: number }): Promise<{ tags: string[] }> {
  requireManager(actor);
  return db.transaction(async (tx) => {
    await lockFront(tx);
    if ((await unpin(tx, [id])).length === 0) return { tags: [] };
    return finish(tx, actor, 'article.unpin', id);
  });
}

/** Moves a pinned article to a place among them, from 0: the lead. */
export async function placePinned(input: { actor: Actor; id: number; to: number }): Promise<{ tags: string[] }> {
  const { actor, id } = input;
  requireManager(actor);
  return db.transaction(async (tx) => {
    const order = await orderOf(tx);
    const at = order.indexOf(id);
    if (at < 0) throw new PersonError('conflict', 'This article is no longer on top. Load the page again.');
    const to = Math.min(order.length - 1, Math.max(0, Math.trunc(input.to) || 0));
    if (to === at) return { tags: [] };
    order.splice(to, 0, ...order.splice(at, 1));
    await writeOrder(tx, order);
    return finish(tx, actor, 'article.place', id, { to: to + 1 });
  });
}
