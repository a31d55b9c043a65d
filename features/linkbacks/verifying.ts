import { eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, hostPause, mention } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { articlePath, trackbackPath } from '#lib/addresses';
import { siteUrl } from '#lib/env';
import { messageOf, PersonError } from '#lib/errors';
import { requestsLately } from '#lib/load';
import { safeFetch } from '#lib/safe-fetch';
import { isListed, pageKey } from './hosts.ts';
import { easeHost, pauseHost, takeTurns } from './pauses.ts';
import { notFoundThere } from './sentences.ts';
import { type FoundLinkback, readSource } from './source.ts';
import { type MentionRow, storeFound, withdraw } from './storing.ts';
import { leadsTo } from './targets.ts';
import { wakeVerifier } from './waking.ts';

/** Sources that one server fetches at a time. */
const atOnce = 8;
/** Milliseconds that one job works; what is left is another's. */
const jobTime = 100_000;
/** Milliseconds that it waits for the turn of a host. */
const longestWait = 3_000;
/** Requests in a second from which the server is busy; then one source is fetched after the other, with pauses. */
const manyRequests = 300;
const slowPause = 250;
/** Minutes for which a source is nobody else's. */
const lease = 5;
/** Links of a page to this site that are followed to where they lead. */
const mostOwnLinks = 50;

/** Minutes until a source that could not be reached is tried again; after the last it is refused. */
const pauses = [1, 15, 120];
/** Days for one that was verified before: it stands meanwhile. */
const recheckPause = 2;

let running: Promise<void> | null = null;
let again = false;

/** Looks up all that is due. One run a server: what is enqueued meanwhile is seen by it. */
export async function verifyDue(): Promise<void> {
  again = true;
  running ??= (async () => {
    try {
      while (again) {
        again = false;
        await drain();
      }
    } finally {
      running = null;
    }
  })();
  return running;
}

async function drain(): Promise<void> {
  const until = Date.now() + jobTime;
  const busy = new Set<Promise<void>>();
  try {
    for (;;) {
      if (Date.now() > until) return await wakeVerifier();
      if (requestsLately() > manyRequests) {
        await Promise.all(busy);
        await pause(slowPause);
      }
      const rows = await claim(requestsLately() > manyRequests ? 1 : atOnce - busy.size);
      for (const row of rows) {
        const work = verifyOne(row)
          .catch((error) => console.error(`${row.sourceUrl} waits. ${messageOf(error)}`))
          .finally(() => busy.delete(work));
        busy.add(work);
      }
      if (busy.size >= atOnce || (rows.length === 0 && busy.size > 0)) await Promise.race(busy);
      else if (rows.length === 0) {
        const wait = await millisecondsUntilDue();
        if (wait === null || wait > longestWait) return;
        await pause(Math.max(wait, 20));
      }
    }
  } finally {
    await Promise.all(busy);
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Sources whose turn it is, of as many hosts; nobody else gets them for a while. */
async function claim(most: number): Promise<MentionRow[]> {
  const due = await db.execute<{ id: string; host: string }>(sql`
    select id, host from (
      select distinct on (host) id, host, due_at from (
        select m.id, m.source_host as host, m.due_at from ${mention} m
        where m.due_at <= now()
          and not exists (select from ${hostPause} p where p.host = m.source_host and p.until > clock_timestamp())
        order by m.due_at limit 300
      ) oldest order by host, due_at
    ) due order by due_at limit ${most}`);
  if (due.length === 0) return [];
  const turns = await takeTurns(
    db,
    due.map(({ host }) => host),
  );
  const ids = due.filter(({ host }) => turns.has(host)).map(({ id }) => id);
  if (ids.length === 0) return [];
  return db
    .update(mention)
    .set({ dueAt: sql`now() + make_interval(mins => ${lease}::int)` })
    .where(sql`id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid) and due_at <= now()`)
    .returning();
}

/** Until the next may be fetched; null: nothing is due within a minute. */
async function millisecondsUntilDue(): Promise<number | null> {
  const [row] = await db.execute<{ wait: number | null }>(sql`
    select (extract(epoch from min(greatest(m.due_at, coalesce(p.until, m.due_at))) - clock_timestamp()) * 1000)::float8 as wait
    from ${mention} m left join ${hostPause} p on p.host = m.source_host
    where m.due_at <= now() + interval '1 minute'`);
  return row?.wait ?? null;
}

let kept: { at: number; settings: ReturnType<typeof getSettings> } | null = null;

/** The settings as they were two seconds ago at most: a long queue does not read them for each. */
function settingsLately(): ReturnType<typeof getSettings> {
  if (kept === null || kept.at < Date.now() - 2_000) kept = { at: Date.now(), settings: getSettings() };
  kept.settings.catch(() => {
    kept = null;
  });
  return kept.settings;
}

/** Fetches one source, once, and writes down what was found. */
export async function verifyOne(row: MentionRow): Promise<void> {
  const { linkbackBlockedHosts } = await settingsLately();
  if (isListed(row.sourceHost, linkbackBlockedHosts)) {
    const sentence = 'Linkbacks of your site are not taken here.';
    return row.responseId === null ? refuse(row, sentence) : retire(row, sentence);
  }
  let found: FoundLinkback | null;
  try {
    const answer = await safeFetch(row.sourceUrl, {
      accept: ['text/html', 'application/xhtml+xml', '*/*'],
      cut: true,
      headers: { 'user-agent': `Broadsheet (+${siteUrl()}/webmention)` },
    });
    const { status, type, url, body, headers } = answer;
    if (status === 404 || status === 410) return lost(row, notFoundThere.gone);
    if (status !== 200) {
      if (status === 429 || status === 503) await pauseHost(row.sourceHost, secondsOf(headers.get('retry-after')));
      return failed(row, `The source answered with status ${status}.`);
    }
    if (!/^(text\/html|application\/xhtml\+xml)$/.test(type))
      return lost(
        row,
        `The source is of the type ${type.slice(0, 80) || 'that it does not name'}. A web page is needed.`,
      );
    await easeHost(row.sourceHost);
    found = await readSource({ body, url, contentType: headers.get('content-type') }, await targetOf(row), row.said);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    // What the fetch says names addresses inside our own network; the sender reads what is stored.
    console.error(`${row.sourceUrl} was not fetched. ${error.message}`);
    if (error.code === 'refused' && row.responseId === null) return refuse(row, notFoundThere.closed);
    if (error.code === 'unavailable') await pauseHost(row.sourceHost);
    return failed(row, notFoundThere.silent);
  }
  if (found === null) return lost(row, notFoundThere.no_link);
  await storeFound(row, found);
}

/** Knows which of the links of a page lead to the article, by its address now or by an old one. */
async function targetOf(row: MentionRow): Promise<(links: readonly URL[]) => Promise<ReadonlySet<string>>> {
  const [found] = await db.select({ slug: article.slug }).from(article).where(eq(article.id, row.articleId));
  const site = siteUrl();
  const wanted = new Set(
    // Some link to where trackbacks are sent, which is under the article too.
    [row.targetUrl, ...(found ? [site + articlePath(found.slug), site + trackbackPath(found.slug)] : [])].map((url) =>
      pageKey(new URL(url)),
    ),
  );
  return async (links) => {
    const { host } = new URL(site);
    const own = [...new Map(links.filter((url) => url.host === host).map((url) => [pageKey(url), url])).values()];
    const direct = own.filter((url) => wanted.has(pageKey(url)));
    const keys = new Set(direct.map(pageKey));
    if (keys.size === 0) {
      for (const url of own.slice(0, mostOwnLinks))
        if (found && (await leadsTo(url.href, found.slug))) keys.add(pageKey(url));
    }
    return new Set(links.filter((url) => url.host === host && keys.has(pageKey(url))).map((url) => url.href));
  };
}

/** It is not there, or has no link: what was never shown is refused, what was is taken back. */
const lost = (row: MentionRow, problem: string): Promise<void> =>
  row.responseId === null ? refuse(row, problem) : withdraw(row, problem);

async function refuse(row: MentionRow, problem: string): Promise<void> {
  await db
    .update(mention)
    .set({ state: 'refused', problem: problem.slice(0, 500), checkedAt: sql`now()`, dueAt: null })
    .where(eq(mention.id, row.id));
}

/** It stands as it is, and is not asked about again. */
async function retire(row: MentionRow, problem: string): Promise<void> {
  await db.update(mention).set({ problem, dueAt: null }).where(eq(mention.id, row.id));
}

async function failed(row: MentionRow, problem: string): Promise<void> {
  const minutes = row.responseId === null ? pauses[row.failures] : recheckPause * 24 * 60 * (row.failures + 1);
  if (minutes === undefined) return refuse(row, `${notFoundThere.unreachable} ${problem}`);
  await db
    .update(mention)
    .set({
      problem: problem.slice(0, 500),
      failures: Math.min(row.failures + 1, 14),
      checkedAt: sql`now()`,
      dueAt: sql`now() + make_interval(mins => ${minutes}::int)`,
    })
    .where(eq(mention.id, row.id));
}

/** Seconds of a `Retry-After`, which may be a date. */
function secondsOf(value: string | null): number {
  if (value === null) return 0;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? seconds : 0;
}
