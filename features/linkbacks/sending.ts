import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { enqueue, enqueueAll, type JobHandlers } from '#db/jobs';
import { article, outgoingMention, revision } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { articlePath } from '#lib/addresses';
import { siteUrl } from '#lib/env';
import { messageOf, PersonError } from '#lib/errors';
import { safeFetch } from '#lib/safe-fetch';
import { type Ask, discoverEndpoint, type Endpoint } from './discovery.ts';
import { linkbackHost } from './hosts.ts';
import { heldMinutes, sendJob, takenMinutes } from './outgoing.ts';
import { easeHost, pauseHost, secondsUntilTurn, takeTurn } from './pauses.ts';
import { type Answer, excerptFrom, type Telling, tell } from './sending-protocols.ts';

/** Tries of one link before it is given up. */
const mostTries = 6;
/** Minutes after the first failure; each further pause is three times as long. */
const firstPause = 5;
/** What a server puts to work in a minute. */
const mostAtOnce = 40;
/** Seconds of a pause of a host for which a job waits; for a longer one the sweep does. */
const shortWait = 60;
/** Seconds over which jobs that wait for one host are spread. */
const mostSpread = 10;

export const sendPauseAfter = (failures: number): number => firstPause * 3 ** Math.max(failures - 1, 0);

/** `found` is what was discovered when the endpoint's own host could not be asked yet. */
type SendData = { id: number; found?: Endpoint };

export const sendingJobs: JobHandlers = {
  [sendJob]: (data: SendData) => sendLinkback(data),
};

type Row = typeof outgoingMention.$inferSelect;

/**
 * Tells one page of a link to it, or that the link is gone, and notes what the other side said. Not twice at once, and
 * not what was told already; where the article is not to be read, or nobody is told at present, it waits.
 */
export async function sendLinkback({ id, found }: SendData, ask: Ask = safeFetch): Promise<void> {
  const telling = await requireTelling(id);
  if (telling === null) return;
  const row = await hold(id);
  if (row === null) return;
  try {
    await send(row, telling, found ?? null, ask);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    // What safe-fetch refuses will never be an address of the open internet.
    if (error.code === 'refused') await note(row, { state: 'failed', answer: messageOf(error), answerStatus: null });
    else await failed(row, messageOf(error), null);
  }
}

/** What is to be told for a row, or null: it has to wait, or nothing has to be done. */
async function requireTelling(id: number): Promise<Telling | null> {
  const [known] = await db
    .select({
      target: outgoingMention.targetUrl,
      removedAt: outgoingMention.removedAt,
      state: outgoingMention.state,
      slug: article.slug,
      headline: article.headline,
      deck: article.deck,
      excerpt: article.excerpt,
      body: revision.body,
      sendsPings: article.sendsPings,
      stands: sql<boolean>`(${article.status} in ('scheduled', 'published') and ${article.visibility} = 'public'
        and greatest(${article.publishedAt}, ${article.embargoUntil}) <= now())`,
    })
    .from(outgoingMention)
    .innerJoin(article, eq(article.id, outgoingMention.articleId))
    .leftJoin(revision, eq(revision.id, article.revisionId))
    .where(eq(outgoingMention.id, id));
  if (known?.state !== 'waiting') return null;
  const settings = await getSettings();
  if (!settings.sendLinkbacks) return null;
  if (!known.sendsPings || (!known.stands && known.removedAt === null)) {
    await db.update(outgoingMention).set({ dueAt: null }).where(eq(outgoingMention.id, id));
    return null;
  }
  const { target, slug, headline: title } = known;
  const excerpt = excerptFrom(known.excerpt, known.deck, known.body);
  return { source: `${siteUrl()}${articlePath(slug)}`, target, title, excerpt, siteName: settings.name };
}

/** Takes a row for as long as telling may take: what is due later than jobs are, somebody has, or it is planned. */
async function hold(id: number): Promise<Row | null> {
  const [row] = await db
    .update(outgoingMention)
    .set({ dueAt: sql`now() + make_interval(mins => ${heldMinutes}::int)` })
    .where(
      and(
        eq(outgoingMention.id, id),
        eq(outgoingMention.state, 'waiting'),
        sql`${outgoingMention.dueAt} <= now() + make_interval(mins => ${takenMinutes}::int)`,
      ),
    )
    .returning();
  return row ?? null;
}

async function send(row: Row, telling: Telling, found: Endpoint | null, ask: Ask): Promise<void> {
  if (found === null && !(await takeTurn(row.targetHost))) return waitForHost(row, row.targetHost, null);
  let endpoint = found;
  if (endpoint === null) {
    const discovered = await discover(row, ask);
    if (discovered === null) return;
    endpoint = discovered;
  }
  const host = linkbackHost(new URL(endpoint.url));
  if (row.removedAt !== null && endpoint.protocol !== 'webmention')
    return note(row, { state: 'none', answer: 'It has no way to be told that a link is gone.', answerStatus: null });
  // The page was asked a moment ago; that its own host is asked twice is one visit.
  if ((found !== null || host !== row.targetHost) && !(await takeTurn(host))) return waitForHost(row, host, endpoint);
  const answer = await tell(endpoint, telling, ask).catch(async (error) => {
    if (error instanceof PersonError && error.code === 'unavailable') await pauseHost(host);
    throw error;
  });
  await settle(row, endpoint, host, answer);
}

/** Where to tell it; null where that has been noted to be nowhere. */
async function discover(row: Row, ask: Ask): Promise<Endpoint | null> {
  const { endpoint, status } = await discoverEndpoint(row.targetUrl, ask).catch(async (error) => {
    if (error instanceof PersonError && error.code === 'unavailable') await pauseHost(row.targetHost);
    throw error;
  });
  await easeHost(row.targetHost);
  if (endpoint !== null) return endpoint;
  const answer = status < 300 ? '' : `The page answered with ${status}.`;
  await note(row, { state: 'none', answer, answerStatus: status });
  return null;
}

async function settle(row: Row, endpoint: Endpoint, host: string, answer: Answer): Promise<void> {
  const { outcome, status, text, waitSeconds } = answer;
  const said = { protocol: endpoint.protocol, endpoint: endpoint.url, answer: text, answerStatus: status };
  if (outcome === 'told') {
    await easeHost(host);
    return note(row, { ...said, state: 'told', toldAt: sql`now()` });
  }
  const shutsUs = status === 401 || status === 403 || outcome === 'later';
  const pause = shutsUs ? await pauseHost(host, waitSeconds) : 0;
  if (outcome === 'refused') return note(row, { ...said, state: 'refused' });
  await failed(row, text || `${host} answered with ${status}.`, said, pause);
}

/** The other side's host is left alone at present: this one waits, and that is no failure. */
async function waitForHost(row: Row, host: string, found: Endpoint | null): Promise<void> {
  const seconds = Math.ceil(await secondsUntilTurn([host])) + 1;
  const dueAt = sql`now() + make_interval(mins => ${takenMinutes}::int)`;
  const later = sql`now() + make_interval(secs => ${seconds}::float8)`;
  await db.transaction(async (tx) => {
    await tx
      .update(outgoingMention)
      .set({ dueAt: seconds > shortWait ? later : dueAt })
      .where(unchanged(row));
    if (seconds > shortWait) return;
    const data: SendData = { id: row.id, ...(found && { found }) };
    // Many links to one host do not all come back at the same moment, of which one would be taken.
    await enqueue(tx, sendJob, data, { retries: 2, afterSeconds: seconds + Math.random() * mostSpread });
  });
}

/** It is tried again, after a pause that grows, or given up. */
async function failed(row: Row, problem: string, said: Partial<Change> | null, waitSeconds = 0): Promise<void> {
  const failures = row.failures + 1;
  const seconds = Math.max(sendPauseAfter(failures) * 60, waitSeconds);
  await note(row, {
    ...said,
    answer: problem,
    failures,
    state: failures < mostTries ? 'waiting' : 'failed',
    dueAt: failures < mostTries ? sql`now() + make_interval(secs => ${seconds}::float8)` : null,
  });
}

type Change = Parameters<ReturnType<typeof db.update<typeof outgoingMention>>['set']>[0];

const unchanged = (row: Row) =>
  and(
    eq(outgoingMention.id, row.id),
    row.removedAt === null ? isNull(outgoingMention.removedAt) : sql`${outgoingMention.removedAt} is not null`,
  );

/**
 * Writes down what became of it. Where the link was taken out, or came back, while it was being told, what was said is
 * noted all the same, and it is due again.
 */
async function note(row: Row, change: Change): Promise<void> {
  const done = await db
    .update(outgoingMention)
    .set({ failures: 0, dueAt: null, ...change })
    .where(unchanged(row))
    .returning({ id: outgoingMention.id });
  if (done.length > 0 || change.state !== 'told') return;
  const { protocol, endpoint, answer, answerStatus, toldAt } = change;
  await db
    .update(outgoingMention)
    .set({ protocol, endpoint, answer, answerStatus, toldAt, state: 'waiting', failures: 0, dueAt: sql`now()` })
    .where(
      and(eq(outgoingMention.id, row.id), protocol === 'webmention' ? sql`true` : isNull(outgoingMention.removedAt)),
    );
}

/** Puts to work what is due: at its date, to be tried again, or left by a server that died. At any time, on any server. */
export async function sweepOutgoing(): Promise<void> {
  if (!(await getSettings()).sendLinkbacks) return;
  await db.transaction(async (tx) => {
    // Taken from the others for as long as its job may wait; the job takes it for itself.
    const due = await tx.execute<{ id: number }>(sql`
      update ${outgoingMention} set due_at = now() + make_interval(mins => ${takenMinutes}::int)
      where id in (
        select id from ${outgoingMention} where due_at <= now() and state = 'waiting'
        order by due_at, id limit ${mostAtOnce} for update skip locked)
      returning id`);
    await enqueueAll(
      tx,
      sendJob,
      [...due].map(({ id }) => ({ id: Number(id) })),
      { retries: 2 },
    );
  });
}
