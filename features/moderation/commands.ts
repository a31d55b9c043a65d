import { eq, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { event, response, responseVerdict, user } from '#db/schema/index';
import { notify } from '#features/notifications/commands';
import { longestResponse } from '#features/responses/schema';
import { type Actor, actorName } from '#lib/actor';
import { articlePath } from '#lib/addresses';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { askAkismet } from './akismet.ts';
import { readContext } from './context.ts';
import { allStale, decide, saidOf } from './decisions.ts';
import { countPost, sweepLimits } from './flood.ts';
import { judged, length } from './phases.ts';
import { canBan, canModerate, isStaff } from './policy.ts';
import {
  type Decision,
  type DecisionOutcome,
  type Judgement,
  longestReason,
  type Submission,
  type Verdict,
} from './schema.ts';
import { historyOf } from './standing.ts';
import { undo } from './undoing.ts';

export { judgeProfile } from './profiles.ts';

/**
 * What moderation makes of a submission, before anything is stored: one reading, and the count of posts beside it.
 * Throws a `PersonError` where it is refused: `invalid` (too long, empty), `refused` (banned, too many), `conflict`
 * (there already).
 */
export async function judge(submission: Submission): Promise<Judgement> {
  // A megabyte is not read word by word to learn that it is one.
  const unfit = length(submission);
  if (unfit) throw refusalFor(unfit);
  const { actor } = submission;
  const person = actor.kind === 'user' ? actor : null;
  const staff = person !== null && isStaff(person);
  const [known, waitSeconds] = await Promise.all([
    readContext(submission),
    staff || person === null ? 0 : countPost(person.id, submission.network),
  ]);
  sweepLimits();
  const context = { ...known, waitSeconds, external: null };
  const judgement = judged(submission, context);
  if (judgement.outcome === 'refuse') throw refusalFor(judgement.verdicts[0]);
  // Akismet asks for the address of who wrote it, which nobody knows of another site's page.
  if (staff || person === null || judgement.outcome === 'spam') return judgement;
  const external = await askAkismet(submission, siteUrl() + articlePath(known.slug));
  if (external === null) return judgement;
  return judged(submission, { ...context, external }) as Judgement;
}

function refusalFor({ reason, detail }: Verdict): PersonError {
  const count = detail?.count ?? 0;
  switch (reason) {
    case 'whyTooLong':
      return new PersonError(
        'invalid',
        `This is ${count.toLocaleString('en')} characters long; ${longestResponse.toLocaleString('en')} fit. Shorten it, or post it in parts.`,
      );
    case 'whyEmpty':
      return new PersonError('invalid', 'There are no words in it yet. Write something first.');
    case 'whyBanned':
      return new PersonError('refused', 'Your account may not respond here any more.');
    case 'whyDuplicate':
      return new PersonError(
        'conflict',
        'This is already there, word for word. Look for it in the thread before you post it again.',
      );
    default:
      return new PersonError(
        'refused',
        `You are posting faster than we can read. Try again in ${count === 1 ? 'a second' : `${count} seconds`}; your text stays here.`,
      );
  }
}

/** Keeps what the phases said, in the transaction that stores the response or its change. */
export async function recordJudgement(tx: Queryable, responseId: number, { verdicts }: Judgement): Promise<void> {
  if (verdicts.length === 0) return;
  await tx.insert(responseVerdict).values(
    verdicts.map(({ phase, verdict, reason, detail }) => ({
      responseId,
      phase,
      verdict,
      reason,
      detail: detail ?? null,
    })),
  );
}

/** `ids` of responses. `seen` is what stood on the moderator's screen, by id; whatever stands otherwise is left alone. */
export type DecisionRequest = {
  actor: Actor;
  ids: readonly number[];
  reason?: string;
  seen?: Readonly<Record<number, string>>;
};

/**
 * The decisions. Each is one transaction: state, log, reports and appeals answered, the filter taught, the writer told,
 * pages expired. Throws a `PersonError`: `refused` for who may not, `conflict` where nothing of it could be done because
 * a colleague or the writer was faster, with who and what.
 */
export const approveResponses = (request: DecisionRequest): Promise<DecisionOutcome> => run('approve', request);
export const hideResponses = (request: DecisionRequest): Promise<DecisionOutcome> => run('hide', request);
export const markSpam = (request: DecisionRequest): Promise<DecisionOutcome> => run('spam', request);
export const trashResponses = (request: DecisionRequest): Promise<DecisionOutcome> => run('trash', request);
/** Answers appeals with no: what was decided stays. Any other decision answers them too. */
export const upholdDecisions = (request: DecisionRequest): Promise<DecisionOutcome> => run('uphold', request);

async function run(
  decision: Decision,
  { actor, ids, reason = '', seen = {} }: DecisionRequest,
): Promise<DecisionOutcome> {
  assertModerator(actor);
  assertFew(ids);
  const why = checkedReason(reason);
  return db.transaction(async (tx) => {
    const outcome = await decide(tx, { actor, decision, ids, reason: why, seen, tell: true });
    if (outcome.decided.length === 0) throw allStale(outcome);
    return outcome;
  });
}

/**
 * Nothing more comes from this writer: what waits of them is hidden, and `responseId` with it, where one is named.
 * Undone like any other decision, all together.
 */
export async function banWriter(input: {
  actor: Actor;
  userId: string;
  reason: string;
  responseId?: number;
  seen?: Readonly<Record<number, string>>;
}): Promise<DecisionOutcome> {
  const { actor, userId, responseId, seen = {} } = input;
  assertModerator(actor);
  const reason = checkedReason(input.reason);
  return db.transaction(async (tx) => {
    const target = await lockWriter(tx, userId);
    if (!canBan(actor, target))
      throw new PersonError('refused', 'You may not ban somebody of the publication, nor yourself.');
    if (target.bannedAt !== null) throw await alreadyDecided(tx, userId, actor);
    const waiting = await tx
      .select({ id: response.id })
      .from(response)
      .where(sql`${response.userId} = ${userId} and ${response.heldAt} is not null and ${response.deletedAt} is null`);
    const named = responseId === undefined ? [] : [await ownResponse(tx, responseId, userId)];
    const ids = [...new Set([...named, ...waiting.map(({ id }) => id)])];
    const hidden = await decide(tx, { actor, decision: 'hide', ids, reason, seen, tell: false });
    const moved = hidden.stale.find(({ id }) => id === responseId);
    if (moved && responseId !== undefined && seen[responseId] !== undefined)
      throw new PersonError('conflict', moved.message);
    await tx.update(user).set({ bannedAt: sql`now()` }).where(eq(user.id, userId));
    const detail = { reason, decisions: hidden.decisionIds };
    const decisionId = await logOnWriter(tx, actor, 'ban', userId, detail);
    const about = hidden.decided[0] ?? responseId;
    if (about !== undefined)
      await notify(tx, { userId, kind: 'hidden', responseId: about, detail: { decision: 'hide', reason } });
    return { ...hidden, decisionIds: [decisionId], stale: [] };
  });
}

/** Lets a writer in again. What was hidden stays so. */
export async function unbanWriter(input: { actor: Actor; userId: string; reason?: string }): Promise<DecisionOutcome> {
  const { actor, userId } = input;
  assertModerator(actor);
  const reason = checkedReason(input.reason ?? '');
  return db.transaction(async (tx) => {
    const target = await lockWriter(tx, userId);
    if (!canBan(actor, target)) throw new PersonError('refused', 'You may not let this account in again.');
    if (target.bannedAt === null) throw await alreadyDecided(tx, userId, actor);
    await tx.update(user).set({ bannedAt: null }).where(eq(user.id, userId));
    const decisionId = await logOnWriter(tx, actor, 'unban', userId, { reason });
    return { decisionIds: [decisionId], decided: [], stale: [], articleIds: [] };
  });
}

/** Takes decisions back by their ids in the log, as one. Throws `conflict` where all of them were overtaken. */
export async function undoDecision(input: { actor: Actor; decisionIds: readonly number[] }): Promise<DecisionOutcome> {
  assertModerator(input.actor);
  assertFew(input.decisionIds);
  return db.transaction(async (tx) => {
    const outcome = await undo(tx, input.actor, input.decisionIds);
    if (outcome.decisionIds.length === 0) throw allStale(outcome);
    return outcome;
  });
}

function assertModerator(actor: Actor): void {
  if (!canModerate(actor))
    throw new PersonError('refused', 'Only moderators decide here. Sign in as one, or ask one of them.');
}

/** More than a screen full of them is no decision but a script. */
const mostAtOnce = 200;

function assertFew(ids: readonly number[]): void {
  if (ids.length === 0) throw new PersonError('invalid', 'Nothing is chosen. Choose at least one response first.');
  if (ids.length > mostAtOnce || !ids.every((id) => Number.isSafeInteger(id) && id > 0))
    throw new PersonError('invalid', `At most ${mostAtOnce} can be decided at once. Choose fewer.`);
}

function checkedReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed.length > longestReason)
    throw new PersonError('invalid', `The reason is longer than ${longestReason} characters. Shorten it.`);
  return trimmed;
}

async function lockWriter(tx: Queryable, userId: string) {
  const [found] = await tx
    .select({ id: user.id, role: user.role, bannedAt: user.bannedAt })
    .from(user)
    .where(eq(user.id, userId))
    .for('update');
  if (!found) throw new PersonError('not_found', 'This account is gone. There is nobody to ban.');
  return found;
}

/** A response that is named beside its writer has to be theirs. */
async function ownResponse(tx: Queryable, responseId: number, userId: string): Promise<number> {
  const [found] = await tx.select({ userId: response.userId }).from(response).where(eq(response.id, responseId));
  if (found?.userId !== userId) throw new PersonError('invalid', 'This response is not of that writer.');
  return responseId;
}

async function alreadyDecided(tx: Queryable, userId: string, actor: Actor): Promise<PersonError> {
  const last = (await historyOf(tx, [`user:${userId}`])).get(`user:${userId}`)?.at(-1);
  return new PersonError('conflict', `${last ? saidOf(last, actor) : 'It is so already.'} Nothing was changed now.`);
}

async function logOnWriter(
  tx: Queryable,
  actor: Actor,
  what: 'ban' | 'unban',
  userId: string,
  detail: Record<string, unknown>,
): Promise<number> {
  const [logged] = await tx
    .insert(event)
    .values({ name: `moderation.${what}`, actor: actorName(actor), subject: `user:${userId}`, detail })
    .returning({ id: event.id });
  if (!logged) throw new Error('The event was not written.');
  return logged.id;
}
