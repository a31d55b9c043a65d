import { eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, notification, response, responseAppeal, responseReport, user } from '#db/schema/index';
import { requireEmbeds } from '#features/embeds/commands';
import { notify } from '#features/notifications/commands';
import type { NoticeDetail } from '#features/notifications/schema';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { saidOf } from './decisions.ts';
import { wordsOf } from './filter.ts';
import { type Lesson, teach } from './learning.ts';
import { canBan } from './policy.ts';
import type { DecisionOutcome, ResponseState } from './schema.ts';
import {
  historyOf,
  inForce,
  isWaiting,
  type LoggedDecision,
  lockResponses,
  restored,
  type Standing,
  stateOf,
  subjectOf,
} from './standing.ts';

/**
 * Takes decisions back as part of a transaction: everything stands as before, the filter forgets, reports and appeals
 * are open again, and the writer is told, or never learns of it where the notice was not seen yet. What somebody decided on since stays, and is
 * named in `stale`.
 */
export async function undo(tx: Queryable, actor: Actor, decisionIds: readonly number[]): Promise<DecisionOutcome> {
  const outcome: DecisionOutcome = { decisionIds: [], decided: [], stale: [], articleIds: [] };
  const rows = await tx
    .select({ id: event.id, subject: event.subject })
    .from(event)
    .where(sql`${inArray(event.id, [...decisionIds])} and starts_with(${event.name}, 'moderation.')`);
  const subjects = [...new Set(rows.map(({ subject }) => subject ?? ''))];
  const bans = subjects.filter((subject) => subject.startsWith('user:'));
  const responses = subjects
    .filter((subject) => subject.startsWith('response:'))
    .map((subject) => Number(subject.slice(9)));
  const decisions = rows.filter(({ subject }) => subject?.startsWith('response:')).map(({ id }) => id);
  // A ban is taken back with what it hid.
  for (const subject of bans) {
    const target = subject.slice('user:'.length);
    const [person] = await tx.select({ role: user.role }).from(user).where(eq(user.id, target)).for('update');
    if (!person || !canBan(actor, { id: target, role: person.role })) {
      outcome.stale.push({ id: 0, message: 'Only somebody of a higher rank may take this back. Nothing was changed.' });
      continue;
    }
    const past = (await historyOf(tx, [subject])).get(subject) ?? [];
    const chosen = lastInForce(past, rows, outcome, actor);
    if (!chosen) continue;
    await tx
      .update(user)
      .set({ bannedAt: chosen.what === 'ban' ? null : sql`now()` })
      .where(eq(user.id, target));
    await log(tx, actor, chosen, null, outcome);
    const hidden = chosen.detail.decisions ?? [];
    if (hidden.length > 0) {
      const subjectsOfBan = await tx
        .select({ id: event.id, subject: event.subject })
        .from(event)
        .where(inArray(event.id, hidden));
      decisions.push(...hidden);
      responses.push(...subjectsOfBan.map(({ subject: of }) => Number(of?.slice(9))));
    }
  }
  await undoOnResponses(tx, actor, [...new Set(responses)], new Set(decisions), outcome);
  return outcome;
}

async function undoOnResponses(
  tx: Queryable,
  actor: Actor,
  ids: number[],
  decisions: ReadonlySet<number>,
  outcome: DecisionOutcome,
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await lockResponses(tx, ids);
  const history = await historyOf(tx, ids.map(subjectOf));
  const lessons: Lesson[] = [];
  const changed: number[] = [];
  const shown: DocumentNode[] = [];
  for (const row of rows) {
    const past = history.get(subjectOf(row.id)) ?? [];
    const chosen = lastInForce(
      past,
      [...decisions].map((id) => ({ id })),
      outcome,
      actor,
      row.id,
    );
    const { was, taught = null, taughtBefore = null, reports = [], appeal } = chosen?.detail ?? {};
    if (!chosen || !was) continue;
    if (row.deletedAt !== null) {
      outcome.stale.push({ id: row.id, message: 'Its writer has taken it back. There is nothing left to undo.' });
      continue;
    }
    if (row.editedAt && row.editedAt > chosen.at) {
      // What it says now was judged anew; the old decision is about other words.
      outcome.stale.push({ id: row.id, message: 'Its writer has changed it since. Nothing was changed now.' });
      continue;
    }
    const before = stateOf(row);
    const times = restored(was);
    await tx.update(response).set(times).where(eq(response.id, row.id));
    if (reports.length > 0)
      await tx.update(responseReport).set({ resolvedAt: null }).where(inArray(responseReport.id, reports));
    if (appeal)
      await tx
        .update(responseAppeal)
        .set({ decidedAt: null, outcome: null })
        .where(eq(responseAppeal.responseId, row.id));
    const now = { ...row, ...times };
    await takeNoticesBack(tx, chosen, row, isWaiting(now) ? 'waiting' : stateOf(now));
    await log(tx, actor, chosen, taughtBefore, outcome);
    lessons.push({
      words: wordsOf({ body: row.body, name: row.name, link: row.link }),
      from: taught,
      to: taughtBefore,
    });
    outcome.decided.push(row.id);
    const isPublic = stateOf({ ...row, ...times }) === 'public';
    if ((before === 'public') !== isPublic) changed.push(row.articleId);
    if (isPublic) shown.push(row.body);
  }
  outcome.articleIds.push(...new Set(changed));
  await teach(tx, lessons);
  await requireEmbeds(tx, shown);
  await expireTags(tx, changed.map(cacheTags.responses));
}

/**
 * Notices that a decision made go where nobody has seen them. A writer who has learned of it is told that it was taken
 * back. They are of the transaction of the decision, so they have its time.
 */
async function takeNoticesBack(tx: Queryable, chosen: LoggedDecision, row: Standing, state: ResponseState) {
  const made = sql`${notification.responseId} = ${row.id} and ${notification.at} = (select at from ${event} where id = ${chosen.id})`;
  await tx
    .delete(notification)
    .where(sql`${made} and ${notification.readAt} is null and ${notification.mailedAt} is null`);
  if (row.userId === null) return;
  const [known] = await tx
    .select({ id: notification.id })
    .from(notification)
    .where(
      sql`${made} and ${notification.userId} = ${row.userId} and ${notification.kind} in ('approved', 'hidden', 'appealed')`,
    )
    .limit(1);
  if (!known) return;
  const detail: NoticeDetail = { state: state === 'public' || state === 'waiting' ? state : 'hidden' };
  await notify(tx, { userId: row.userId, kind: 'undone', responseId: row.id, detail });
}

/** The decision to be taken back, where nobody decided anything after it. */
function lastInForce(
  past: LoggedDecision[],
  chosen: readonly { id: number }[],
  outcome: DecisionOutcome,
  actor: Actor,
  responseId = 0,
): LoggedDecision | null {
  const last = past.at(-1);
  if (last && last.what !== 'undo' && chosen.some(({ id }) => id === last.id)) return last;
  const current = inForce(past).at(-1);
  const said = last?.what === 'undo' ? last : (current ?? last);
  outcome.stale.push({
    id: responseId,
    message: said ? `${saidOf(said, actor)} Nothing was changed now.` : 'There is nothing to undo.',
  });
  return null;
}

async function log(
  tx: Queryable,
  actor: Actor,
  undone: LoggedDecision,
  taught: 'spam' | 'ham' | null,
  outcome: DecisionOutcome,
): Promise<void> {
  const [logged] = await tx
    .insert(event)
    .values({
      name: 'moderation.undo',
      actor: actorName(actor),
      subject: undone.subject,
      detail: { of: undone.id, what: undone.what, taught },
    })
    .returning({ id: event.id });
  if (logged) outcome.decisionIds.push(logged.id);
}
