import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import {
  article,
  response,
  responseAppeal,
  responseLike,
  responseVerdict,
  threadFollow,
  userMute,
} from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { isPerson, whyNotEdit } from './policy.ts';
import { isReaction, readFaces } from './reactions.ts';
import { heed } from './refusals.ts';
import { isForEverybody, isPublic, isWaiting, readResponse, requireResponse, viewOf, wholeResponses } from './rows.ts';
import {
  editMinutes,
  type FoundResponse,
  type MineView,
  type ResponseView,
  type ThreadOrder,
  type ThreadView,
} from './schema.ts';
import { listOf, readOutline, readPages, readThreads, threadPageSize } from './threads.ts';

/**
 * One page of the public responses under an article, as whole threads. A reply whose parent is not public stands at the
 * top; one that was taken back stands where a reply to it does. Null when there is no such page.
 */
export async function getThread(
  articleId: number,
  page = 1,
  order: ThreadOrder = 'oldest',
): Promise<ThreadView | null> {
  if (!Number.isInteger(page) || page < 1) return null;
  const apart = await standApart();
  const { total, threads, reactions, roots } = await readOutline(articleId, page, order, apart);
  const pages = Math.max(1, Math.ceil(threads / threadPageSize));
  if (page > pages) return null;
  const faces = reactions > 0 && page === 1 ? await readFaces(articleId) : [];
  const empty = { responses: [], total, reactions: { total: reactions, faces }, apart, page, pages, order };
  if (roots.length === 0) return empty;
  const rows = await wholeResponses()
    .where(and(sql`${response.id} = any(${listOf(await readThreads(roots))}::bigint[])`, isPublic()))
    .orderBy(asc(response.createdAt), asc(response.id));
  const views = new Map<number, ResponseView>(rows.map((row) => [row.response.id, viewOf(row)]));
  for (const view of views.values()) if (view.parentId !== null) views.get(view.parentId)?.replies.push(view);
  const responses = roots.flatMap((id) => views.get(id) ?? []);
  return { ...empty, responses: withoutEmptied(responses) };
}

/** Whether linkbacks stand after all other responses. */
const standApart = async (): Promise<boolean> => (await getSettings()).linkbacksShown === 'apart';

/** Without what was taken back and stands over no reply. Threads may be deeper than the stack: from the leaves upwards. */
function withoutEmptied(responses: ResponseView[]): ResponseView[] {
  const order: ResponseView[] = [];
  const open = [...responses];
  for (let view = open.pop(); view; view = open.pop()) {
    order.push(view);
    open.push(...view.replies);
  }
  const stands = (view: ResponseView) => view.state === 'shown' || view.replies.length > 0;
  for (const view of order.reverse()) if (!view.replies.every(stands)) view.replies = view.replies.filter(stands);
  return responses.filter(stands);
}

/**
 * The newest public responses of an article, newest first, without likes and the like, for its feed: each with the page of the thread it is on,
 * and without a parent that is not public.
 */
export async function listNewestResponses(
  articleId: number,
  limit: number,
): Promise<(ResponseView & { page: number })[]> {
  const rows = await wholeResponses()
    .where(and(eq(response.articleId, articleId), isPublic(), isNull(response.deletedAt), sql`not ${isReaction()}`))
    .orderBy(desc(response.createdAt), desc(response.id))
    .limit(limit);
  const views = rows.map(viewOf);
  const parents = views.flatMap(({ parentId }) => parentId ?? []);
  const pages = await readPages(articleId, [...views.map(({ id }) => id), ...parents], await standApart());
  return views.map((view) => ({
    ...view,
    parentId: view.parentId !== null && pages.has(view.parentId) ? view.parentId : null,
    page: pages.get(view.id) ?? 1,
  }));
}

async function findResponse(id: number): Promise<Omit<FoundResponse, 'page'> | null> {
  const known = await readResponse(db, id);
  if (!known?.public || !known.article.public || known.article.protected) return null;
  const [[row], [over]] = await Promise.all([
    wholeResponses().where(eq(response.id, id)),
    db.select({ slug: article.slug, headline: article.headline }).from(article).where(eq(article.id, known.articleId)),
  ]);
  return row && over ? { ...viewOf(row), articleId: known.articleId, ...over } : null;
}

/** A public response by its id, with its article and the page of the thread it stands on, oldest first; null where readers can't see it. */
export async function getResponse(id: number): Promise<FoundResponse | null> {
  const found = await findResponse(id);
  const page = found && (await readPages(found.articleId, [id], await standApart())).get(id);
  return found && page !== undefined && page !== null ? { ...found, page } : null;
}

/** What was typed, for changing it. Throws a `PersonError` where this person may not. */
export async function getSource(actor: Actor, id: number): Promise<string> {
  const known = await requireResponse(id);
  heed(whyNotEdit(actor, known, known));
  return known.source ?? '';
}

/** What the page of an article has for one person alone. Nothing for who is not signed in. */
export async function getMine(actor: Actor, articleId: number): Promise<MineView> {
  if (!isPerson(actor)) return { held: [], liked: [], editable: [], own: [], follows: false, muted: [] };
  const ownHere = and(eq(response.userId, actor.id), eq(response.articleId, articleId), isNull(response.deletedAt));
  const [standing, [row]] = await Promise.all([
    wholeResponses()
      .where(and(ownHere, sql`not (${isPublic()})`))
      .orderBy(asc(response.createdAt), asc(response.id)),
    db.execute<
      Omit<MineView, 'held'> & { reasons: { id: number; reason: string }[]; waiting: number[]; appealed: number[] }
    >(sql`
      with own as (
        select id, created_at, ${isPublic()} as public, ${isWaiting()} as waits, source
        from ${response} where user_id = ${actor.id} and article_id = ${articleId} and deleted_at is null
      )
      select
        (select coalesce(json_agg(id order by id), '[]'::json) from own) as own,
        (select coalesce(json_agg(json_build_object('id', id, 'until', created_at + make_interval(mins => ${editMinutes}::int)) order by id), '[]'::json)
          from own where (public or waits) and source is not null and created_at > now() - make_interval(mins => ${editMinutes}::int)) as editable,
        (select coalesce(json_agg(l.response_id), '[]'::json) from ${responseLike} l join ${response} r on r.id = l.response_id
          where l.user_id = ${actor.id} and r.article_id = ${articleId}) as liked,
        exists (select from ${threadFollow} where user_id = ${actor.id} and article_id = ${articleId}) as follows,
        (select coalesce(json_agg(muted_id), '[]'::json) from ${userMute} where user_id = ${actor.id}) as muted,
        (select coalesce(json_agg(v), '[]'::json) from (
          select distinct on (response_id) response_id as id, reason from ${responseVerdict}
          where response_id in (select id from own where not public) and verdict <> 'approve'
          order by response_id, id desc) v) as reasons,
        (select coalesce(json_agg(id), '[]'::json) from own where waits) as waiting,
        (select coalesce(json_agg(response_id), '[]'::json) from ${responseAppeal} where user_id = ${actor.id}) as appealed`),
  ]);
  if (!row) throw new Error('A select without a table has one row.');
  const { reasons, waiting, appealed, editable, ...mine } = row;
  const reasonOf = new Map(reasons.map(({ id, reason }) => [id, reason]));
  return {
    ...mine,
    editable: editable.map(({ id, until }) => ({ id, until: new Date(until).toISOString() })),
    held: standing.map((entry) => {
      const { id } = entry.response;
      const waits = waiting.includes(id);
      return {
        ...viewOf(entry),
        reason: waits ? (reasonOf.get(id) ?? null) : null,
        outcome: waits ? 'held' : 'hidden',
        canAppeal: !waits && !appealed.includes(id),
      };
    }),
  };
}

/**
 * The ids of all responses of an article that everybody sees, oldest first: what a page that is open compares itself
 * with. None of an article that is not public, or needs a password.
 */
export async function listStanding(articleId: number): Promise<{ id: number; parentId: number | null }[]> {
  return db
    .select({ id: response.id, parentId: response.parentId })
    .from(response)
    .innerJoin(article, eq(article.id, response.articleId))
    .where(
      and(
        eq(response.articleId, articleId),
        isPublic(),
        isNull(response.deletedAt),
        isForEverybody(),
        sql`not ${isReaction()}`,
      ),
    )
    .orderBy(asc(response.id));
}

/** The largest id among the public responses of an article; 0: there are none. */
export async function getNewestId(articleId: number): Promise<number> {
  const [row] = await db
    .select({ id: sql<string | null>`max(${response.id})` })
    .from(response)
    .where(and(eq(response.articleId, articleId), isPublic(), sql`not ${isReaction()}`));
  return Number(row?.id ?? 0);
}

/** One's own response that others do not see, with the article it stands under; null where it is not that. */
export async function getOwnHidden(
  actor: Actor,
  id: number,
): Promise<(MineView['held'][number] & { articleId: number; slug: string; headline: string }) | null> {
  if (!isPerson(actor) || !Number.isSafeInteger(id)) return null;
  const [over] = await db
    .select({ articleId: article.id, slug: article.slug, headline: article.headline })
    .from(response)
    .innerJoin(article, eq(article.id, response.articleId))
    .where(and(eq(response.id, id), eq(response.userId, actor.id)));
  const own = over && (await getMine(actor, over.articleId)).held.find((held) => held.id === id);
  return own ? { ...own, ...over } : null;
}

/** The article that responses stand under; null where readers can't respond to one. */
export async function getDiscussion(articleId: number): Promise<{ slug: string; headline: string } | null> {
  const [row] = await db
    .select({ slug: article.slug, headline: article.headline })
    .from(article)
    .where(and(eq(article.id, articleId), eq(article.kind, 'article'), isForEverybody()));
  return row ?? null;
}
