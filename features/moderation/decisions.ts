import { eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, response, responseAppeal, responseReport } from '#db/schema/index';
import { requireEmbeds } from '#features/embeds/commands';
import { notify, notifyOfResponse } from '#features/notifications/commands';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { wordsOf } from './filter.ts';
import { type Lesson, teach } from './learning.ts';
import type { Decision, DecisionOutcome } from './schema.ts';
import {
  type DecisionDetail,
  historyOf,
  inForce,
  isWaiting,
  type LoggedDecision,
  lockResponses,
  type Standing,
  seenOf,
  stateOf,
  stored,
  subjectOf,
  timesOf,
} from './standing.ts';

export type DecisionInput = {
  actor: Actor;
  decision: Decision;
  ids: readonly number[];
  reason: string;
  /** What the moderator had on screen, by id (`QueueEntry.seen`); what is not named is not compared. */
  seen: Readonly<Record<number, string>>;
  /** Whether the writers are told of it. */
  tell: boolean;
};

const stateAfter = { approve: 'public', hide: 'hidden', spam: 'spam', trash: 'trash' } as const;

/**
 * Decides on responses as part of a transaction. What stands otherwise than it was seen is left as it is, and named in
 * `stale`.
 */
export async function decide(tx: Queryable, input: DecisionInput): Promise<DecisionOutcome> {
  const ids = [...new Set(input.ids)];
  const rows = await lockResponses(tx, ids);
  const history = await historyOf(tx, ids.map(subjectOf));
  const [reports, appeals] = [await openReports(tx, ids), await openAppeals(tx, ids)];
  const outcome: DecisionOutcome = { decisionIds: [], decided: [], stale: [], articleIds: [] };
  const lessons: Lesson[] = [];
  const gone: number[] = [];
  const shown: number[] = [];
  const bodies: DocumentNode[] = [];

  for (const id of ids) {
    const row = rows.find((candidate) => candidate.id === id);
    const past = history.get(subjectOf(id)) ?? [];
    const open = { reports: reports.get(id) ?? [], appeal: appeals.has(id) };
    const problem = row ? whyStale(row, past, open, input) : 'It is gone: its article or its writer was deleted.';
    if (!row || problem !== null) {
      outcome.stale.push({ id, message: problem ?? '' });
      continue;
    }
    const { decisionId, lesson, published } = await decideOne(tx, input, row, past, open);
    lessons.push(lesson);
    outcome.decisionIds.push(decisionId);
    outcome.decided.push(id);
    const wasPublic = stateOf(row) === 'public';
    const isPublic = input.decision === 'approve' || (input.decision === 'uphold' && wasPublic);
    if (wasPublic && !isPublic) gone.push(row.articleId);
    if (!wasPublic && isPublic) {
      shown.push(row.articleId);
      bodies.push(row.body);
    }
    if (published) await notifyOfResponse(tx, id);
  }
  outcome.articleIds = [...new Set([...gone, ...shown])];
  await teach(tx, lessons);
  await requireEmbeds(tx, bodies);
  await expireTags(tx, gone.map(cacheTags.responses));
  await expireTags(tx, shown.map(cacheTags.responses), { gently: true });
  return outcome;
}

type Open = { reports: number[]; appeal: boolean };

async function decideOne(
  tx: Queryable,
  input: DecisionInput,
  row: Standing,
  past: LoggedDecision[],
  open: Open,
): Promise<{ decisionId: number; lesson: Lesson; published: boolean }> {
  const { actor, decision, reason } = input;
  const taughtBefore = past.at(-1)?.detail.taught ?? null;
  const taught = decision === 'approve' ? 'ham' : decision === 'spam' ? 'spam' : taughtBefore;
  const published =
    decision === 'approve' &&
    row.approvedAt === null &&
    !inForce(past).some(({ detail }) => detail.published || detail.was?.approvedAt);
  const detail: DecisionDetail = {
    was: stored(row),
    reason,
    taught,
    taughtBefore,
    published,
    reports: open.reports,
    appeal: open.appeal,
  };
  if (decision !== 'uphold')
    await tx.update(response).set(timesOf(decision, row.approvedAt)).where(eq(response.id, row.id));
  const [logged] = await tx
    .insert(event)
    .values({ name: `moderation.${decision}`, actor: actorName(actor), subject: subjectOf(row.id), detail })
    .returning({ id: event.id });
  if (!logged) throw new Error('The event was not written.');
  if (open.reports.length > 0)
    await tx.update(responseReport).set({ resolvedAt: sql`now()` }).where(inArray(responseReport.id, open.reports));
  const upheld = decision !== 'approve';
  if (open.appeal)
    await tx
      .update(responseAppeal)
      .set({ decidedAt: sql`now()`, outcome: upheld ? 'upheld' : 'reversed' })
      .where(eq(responseAppeal.responseId, row.id));
  await tellWriter(tx, input, row, open.appeal ? (upheld ? 'upheld' : 'reversed') : null);
  const words = wordsOf({ body: row.body, name: row.name, link: row.link });
  return { decisionId: logged.id, lesson: { words, from: taughtBefore, to: taught }, published };
}

/** The writer is told what changes for them: not of reports that came to nothing, and not of their own decisions. */
async function tellWriter(
  tx: Queryable,
  { actor, decision, reason, tell }: DecisionInput,
  row: Standing,
  appeal: 'upheld' | 'reversed' | null,
): Promise<void> {
  if (!tell || row.userId === null || (actor.kind === 'user' && actor.id === row.userId)) return;
  const state = stateOf(row);
  const to = { userId: row.userId, responseId: row.id };
  if (appeal !== null) await notify(tx, { ...to, kind: 'appealed', detail: { outcome: appeal, reason } });
  else if (decision === 'approve') {
    if (state !== 'public') await notify(tx, { ...to, kind: 'approved', detail: { reason } });
  } else if (decision !== 'uphold' && (state === 'public' || isWaiting(row)))
    await notify(tx, { ...to, kind: 'hidden', detail: { decision, reason } });
}

/** Why this can't be decided as it was seen; null: it can. */
function whyStale(row: Standing, past: LoggedDecision[], open: Open, input: DecisionInput): string | null {
  const state = stateOf(row);
  if (state === 'deleted') return 'Its writer has taken it back. There is nothing left to decide.';
  const seen = input.seen[row.id];
  const last = past.at(-1);
  if (seen !== undefined && seen !== seenOf(row, last)) {
    if (last && seen.split('.')[1] !== String(last.id)) return `${saidOf(last, input.actor)} Nothing was changed now.`;
    if (seen.split('.')[2] !== String(row.editedAt?.getTime() ?? 0))
      return 'Its writer has changed it since you saw it. Read it again before you decide.';
    return 'It stands elsewhere by now. Look at it again before you decide.';
  }
  if (input.decision === 'uphold') return open.appeal ? null : 'There is no appeal left to answer.';
  // What the filter took for spam is decided by whoever says so too.
  const same = stateAfter[input.decision] === state && !isWaiting(row);
  if (same && open.reports.length === 0 && !open.appeal)
    return last ? `${saidOf(last, input.actor)} Nothing was changed now.` : 'It stands so already.';
  return null;
}

const past: Record<LoggedDecision['what'], string> = {
  approve: 'approved this',
  hide: 'hid this',
  spam: 'marked this as spam',
  trash: 'put this into the trash',
  uphold: 'answered the appeal',
  ban: 'banned this writer',
  unban: 'let this writer in again',
  undo: 'undid the last decision on this',
};

/** Who did what, and when, in a sentence. */
export function saidOf(decision: LoggedDecision, actor: Actor): string {
  const who =
    actorName(actor) === decision.actor
      ? 'You'
      : (decision.by ?? (decision.actor === 'command line' ? 'Somebody at the command line' : 'A colleague'));
  const minutes = Math.round((Date.now() - decision.at.getTime()) / 60_000);
  const when =
    minutes < 1
      ? 'a moment ago'
      : minutes === 1
        ? 'a minute ago'
        : minutes < 60
          ? `${minutes} minutes ago`
          : `on ${decision.at.toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
  return `${who} ${past[decision.what]} ${when}.`;
}

async function openReports(tx: Queryable, ids: number[]): Promise<Map<number, number[]>> {
  const rows = await tx
    .select({ id: responseReport.id, responseId: responseReport.responseId })
    .from(responseReport)
    .where(sql`${inArray(responseReport.responseId, ids)} and ${responseReport.resolvedAt} is null`);
  const found = new Map<number, number[]>();
  for (const row of rows) found.set(row.responseId, [...(found.get(row.responseId) ?? []), row.id]);
  return found;
}

async function openAppeals(tx: Queryable, ids: number[]): Promise<Set<number>> {
  const rows = await tx
    .select({ id: responseAppeal.responseId })
    .from(responseAppeal)
    .where(sql`${inArray(responseAppeal.responseId, ids)} and ${responseAppeal.decidedAt} is null`);
  return new Set(rows.map(({ id }) => id));
}

/** What is thrown where nothing at all could be done: the first of the reasons. */
export function allStale({ stale }: DecisionOutcome): PersonError {
  const rest = stale.length > 1 ? ` (and ${stale.length - 1} more like it)` : '';
  return new PersonError('conflict', `${stale[0]?.message ?? 'Nothing was chosen.'}${rest}`);
}
