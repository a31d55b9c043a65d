import { asc, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { linkback, response } from '#db/schema/index';
import { safeUrl } from '#lib/document/schema';
import type { ResponseView, ThreadView } from './schema.ts';

/** Top-level responses of one page of a thread. */
const threadPageSize = 50;

const webAddress = (value: string | null): string | null => {
  const url = value === null ? null : safeUrl(value);
  return url && /^https?:\/\//i.test(url) ? url : null;
};

const isPublic = sql`approved_at is not null and held_at is null and spam_at is null and trashed_at is null`;

/** Two narrow columns of all public responses tell which threads make a page; only those are read whole. */
async function outlineOf(articleId: number) {
  const outline = await db
    .select({ id: response.id, parentId: response.parentId })
    .from(response)
    .where(sql`${response.articleId} = ${articleId} and ${isPublic}`)
    .orderBy(asc(response.createdAt), asc(response.id));
  const known = new Map(outline.map((row) => [row.id, row.parentId]));
  const rootOf = (id: number): number => {
    let root = id;
    const path = new Set<number>();
    for (;;) {
      const parent = known.get(root);
      if (parent == null || !known.has(parent) || path.has(root)) return root;
      path.add(root);
      root = parent;
    }
  };
  const roots = outline.filter((row) => row.parentId === null || !known.has(row.parentId)).map((row) => row.id);
  return { outline, known, rootOf, roots };
}

/**
 * One page of the public responses under an article, as threads, oldest first. A reply whose parent is not
 * public stands at the top. Null when there is no such page.
 */
export async function getThread(articleId: number, page = 1): Promise<ThreadView | null> {
  const { outline, rootOf, roots } = await outlineOf(articleId);
  const pages = Math.max(1, Math.ceil(roots.length / threadPageSize));
  if (!Number.isInteger(page) || page < 1 || page > pages) return null;
  const onPage = new Set(roots.slice((page - 1) * threadPageSize, page * threadPageSize));
  const ids = outline.filter((row) => onPage.has(rootOf(row.id))).map((row) => row.id);
  if (ids.length === 0) return { responses: [], total: outline.length, page, pages };

  const rows = await db
    .select({ response, sourceUrl: linkback.sourceUrl, sourceTitle: linkback.sourceTitle })
    .from(response)
    .leftJoin(linkback, eq(linkback.responseId, response.id))
    .where(sql`${response.id} in ${ids}`)
    .orderBy(asc(response.createdAt), asc(response.id));
  const views = new Map<number, ResponseView>();
  for (const row of rows) views.set(row.response.id, viewOf(row));
  const responses: ResponseView[] = [];
  for (const view of views.values()) {
    const parent = view.parentId === null ? undefined : views.get(view.parentId);
    if (parent && parent !== view) parent.replies.push(view);
    else responses.push(view);
  }
  return { responses, total: outline.length, page, pages };
}

/**
 * The newest public responses of an article, newest first, for its feed: each with the page of the thread it is on,
 * and without a parent that is not public.
 */
export async function listNewestResponses(
  articleId: number,
  limit: number,
): Promise<(ResponseView & { page: number })[]> {
  const [rows, { known, rootOf, roots }] = await Promise.all([
    db
      .select({ response, sourceUrl: linkback.sourceUrl, sourceTitle: linkback.sourceTitle })
      .from(response)
      .leftJoin(linkback, eq(linkback.responseId, response.id))
      .where(sql`${response.articleId} = ${articleId} and ${isPublic}`)
      .orderBy(sql`${response.createdAt} desc`, sql`${response.id} desc`)
      .limit(limit),
    outlineOf(articleId),
  ]);
  const pages = new Map(roots.map((id, index) => [id, Math.floor(index / threadPageSize) + 1]));
  return rows.map((row) => {
    const view = viewOf(row);
    const parentId = view.parentId !== null && known.has(view.parentId) ? view.parentId : null;
    return { ...view, parentId, page: pages.get(rootOf(view.id)) ?? 1 };
  });
}

type Row = { response: typeof response.$inferSelect; sourceUrl: string | null; sourceTitle: string | null };

const viewOf = ({ response: row, sourceUrl, sourceTitle }: Row): ResponseView => ({
  id: row.id,
  kind: row.kind,
  parentId: row.parentId,
  name: row.guestName,
  link: webAddress(sourceUrl ?? row.guestLink),
  title: sourceTitle ?? '',
  body: row.body,
  at: row.createdAt.toISOString(),
  replies: [],
});
