import { and, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { enqueueAll } from '#db/jobs';
import { article, outgoingMention, revision } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import type { DocumentNode } from '#lib/document/schema';
import { siteUrl } from '#lib/env';
import { linkbackHost } from './hosts.ts';

/** The job that tells one page of a link to it, or that it is gone; its data is `{ id }` of the row. */
export const sendJob = 'linkbacks.send';

/** Links of an article that are told at most. */
const mostLinks = 100;
const longestLink = 2000;
/** Minutes until the sweep takes what a job should have done, and for which a job has a row to itself. */
export const takenMinutes = 15;
export const heldMinutes = 20;

/**
 * The pages that a body leads readers to, each once, in their order: http(s), not on our own site, without fragments. At
 * most `mostLinks`.
 */
export function linksOf(body: DocumentNode | null): string[] {
  const found = new Set<string>();
  const own = new URL(siteUrl()).host;
  const note = (value: unknown) => {
    if (typeof value !== 'string' || !URL.canParse(value)) return;
    const url = new URL(value);
    url.hash = '';
    if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return;
    if (url.host === own || url.hostname === '' || url.href.length > longestLink) return;
    found.add(url.href);
  };
  const open: DocumentNode[] = body ? [body] : [];
  for (let node = open.pop(); node && found.size < mostLinks; node = open.pop()) {
    if (node.type === 'embed') note(node.attrs?.url);
    if (node.type === 'button' || node.type === 'picture') note(node.attrs?.href);
    for (const mark of node.marks ?? []) if (mark.type === 'link') note(mark.attrs?.href);
    open.push(...(node.content ?? []).toReversed());
  }
  return [...found];
}

/**
 * Notes which links of an article have to be told, in the transaction that publishes, changes, schedules, withdraws or
 * protects it: call it whenever what readers get has changed HERE, never from an import, the seed or a restore. It
 * compares the text that readers get with what was noted before, so a second call changes nothing. New links are told
 * once the article is public; a link that was told by webmention and is gone is told of that. Does nothing where the
 * site or the article tells nobody.
 */
export async function noteOutgoingLinks(tx: Queryable, articleId: number): Promise<void> {
  const [row] = await tx
    .select({
      sendsPings: article.sendsPings,
      stands: sql<boolean>`(${article.kind} = 'article' and ${article.status} in ('scheduled', 'published')
        and ${article.visibility} = 'public' and ${article.publishedAt} is not null)`,
      // Rows know by their time when the article falls due, so nothing has to happen then.
      waitSeconds: sql<number>`greatest(0, ceil(extract(epoch from
        greatest(${article.publishedAt}, ${article.embargoUntil}) - now())))::float8`,
      revisionId: article.revisionId,
      body: revision.body,
    })
    .from(article)
    .leftJoin(revision, eq(revision.id, article.revisionId))
    .where(eq(article.id, articleId));
  if (!row?.sendsPings || !(await getSettings(tx)).sendLinkbacks) return;
  const links = row.stands ? linksOf(row.body) : [];
  const noted = await tx
    .select({ url: outgoingMention.targetUrl, removedAt: outgoingMention.removedAt })
    .from(outgoingMention)
    .where(eq(outgoingMention.articleId, articleId));
  await noteRemoved(
    tx,
    articleId,
    noted.filter(({ url, removedAt }) => removedAt === null && !links.includes(url)).map(({ url }) => url),
  );
  const known = new Map(noted.map(({ url, removedAt }) => [url, removedAt === null]));
  const old = await linksBefore(tx, articleId, row.revisionId);
  const fresh = links.filter((url) => known.get(url) !== true && (known.has(url) || !old.has(url)));
  await noteNew(tx, articleId, fresh, row.waitSeconds);
  await movePlanned(tx, articleId, row.waitSeconds);
}

/** What readers had before: links of an imported article, or of a time when nobody was told, are not news. */
async function linksBefore(tx: Queryable, articleId: number, revisionId: number | null): Promise<Set<string>> {
  if (revisionId === null) return new Set();
  const [before] = await tx
    .select({ body: revision.body })
    .from(revision)
    .where(
      and(
        eq(revision.articleId, articleId),
        ne(revision.id, revisionId),
        isNotNull(revision.publishedAt),
        sql`${revision.publishedAt} <= now()`,
      ),
    )
    .orderBy(sql`${revision.version} desc`)
    .limit(1);
  return new Set(linksOf(before?.body ?? null));
}

async function noteRemoved(tx: Queryable, articleId: number, urls: readonly string[]): Promise<void> {
  if (urls.length === 0) return;
  // Only webmention has a way to say it.
  const tells = sql`${outgoingMention.toldAt} is not null and ${outgoingMention.protocol} = 'webmention'`;
  const rows = await tx
    .update(outgoingMention)
    .set({
      removedAt: sql`now()`,
      failures: 0,
      state: sql`case when ${tells} then 'waiting' else ${outgoingMention.state} end`,
      dueAt: sql`case when ${tells} then now() + make_interval(mins => ${takenMinutes}::int) end`,
    })
    .where(and(eq(outgoingMention.articleId, articleId), inArray(outgoingMention.targetUrl, [...urls])))
    .returning({ id: outgoingMention.id, dueAt: outgoingMention.dueAt });
  await enqueueAll(
    tx,
    sendJob,
    rows.filter(({ dueAt }) => dueAt !== null).map(({ id }) => ({ id })),
    { retries: 2 },
  );
}

async function noteNew(tx: Queryable, articleId: number, urls: readonly string[], wait: number): Promise<void> {
  if (urls.length === 0) return;
  // Should the job get lost, the sweep finds it.
  const dueAt =
    wait > 0
      ? sql`now() + ${wait}::float8 * interval '1 second'`
      : sql`now() + make_interval(mins => ${takenMinutes}::int)`;
  const again = { state: 'waiting' as const, removedAt: null, failures: 0, answer: '', answerStatus: null, dueAt };
  const rows = await tx
    .insert(outgoingMention)
    .values(urls.map((url) => ({ articleId, targetUrl: url, targetHost: linkbackHost(new URL(url)), dueAt })))
    .onConflictDoUpdate({ target: [outgoingMention.articleId, outgoingMention.targetUrl], set: again })
    .returning({ id: outgoingMention.id });
  if (wait === 0)
    await enqueueAll(
      tx,
      sendJob,
      rows.map(({ id }) => ({ id })),
      { retries: 2 },
    );
}

/** What was to be told at a date follows that date, and what nobody was to tell is told; what waits for another try keeps its time. */
async function movePlanned(tx: Queryable, articleId: number, wait: number): Promise<void> {
  const { dueAt } = outgoingMention;
  await tx
    .update(outgoingMention)
    .set({ dueAt: sql`now() + ${wait}::float8 * interval '1 second'` })
    .where(
      and(
        eq(outgoingMention.articleId, articleId),
        eq(outgoingMention.state, 'waiting'),
        eq(outgoingMention.failures, 0),
        isNull(outgoingMention.removedAt),
        wait > 0 ? undefined : sql`(${dueAt} is null or ${dueAt} > now() + make_interval(mins => ${heldMinutes}::int))`,
      ),
    );
}
