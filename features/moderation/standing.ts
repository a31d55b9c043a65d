import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { event, linkback, response, user } from '#db/schema/index';
import type { DocumentNode } from '#lib/document/schema';
import type { Decision, DecisionView, ResponseState } from './schema.ts';

type Times = {
  approvedAt: Date | null;
  heldAt: Date | null;
  spamAt: Date | null;
  trashedAt: Date | null;
};

/** How a response stood, as an event keeps it: ISO 8601. */
export type StoredTimes = { [K in keyof Times]: string | null };

export type Standing = Times & {
  id: number;
  articleId: number;
  userId: string | null;
  name: string;
  link: string | null;
  body: DocumentNode;
  createdAt: Date;
  deletedAt: Date | null;
  editedAt: Date | null;
};

/** What the log says of a decision; `detail` of its event. */
export type DecisionDetail = {
  was: StoredTimes;
  reason: string;
  /** As what the filter knows the response after it, and knew it before. */
  taught: Taught;
  taughtBefore: Taught;
  /** Everybody saw it for the first time. */
  published: boolean;
  /** Reports that were open and are answered by it. */
  reports: number[];
  /** Whether it answered an appeal. */
  appeal: boolean;
};

export type Taught = 'spam' | 'ham' | null;

export type LoggedDecision = {
  id: number;
  at: Date;
  what: DecisionView['what'];
  actor: string;
  /** The moderator's name; null: the command line, or somebody who is gone. */
  by: string | null;
  subject: string;
  detail: Partial<DecisionDetail> & { of?: number; decisions?: number[] };
};

export const subjectOf = (responseId: number): string => `response:${responseId}`;

export function stateOf(row: Times & { deletedAt: Date | null }): ResponseState {
  if (row.deletedAt !== null) return 'deleted';
  if (row.trashedAt !== null) return 'trash';
  if (row.spamAt !== null) return 'spam';
  if (row.heldAt !== null) return 'waiting';
  return row.approvedAt === null ? 'hidden' : 'public';
}

/**
 * No moderator has decided on it yet: it is held, or the filter took it for spam, as it came or was edited. Its writer is
 * told that it waits.
 */
export function isWaiting(row: Times & Pick<Standing, 'createdAt' | 'deletedAt' | 'editedAt'>): boolean {
  const { spamAt, createdAt, editedAt } = row;
  const state = stateOf(row);
  if (state !== 'spam' || spamAt === null) return state === 'waiting';
  return [createdAt, editedAt].some((at) => at?.getTime() === spamAt.getTime());
}

/** The columns of a state a moderator puts a response in. `approvedAt`: since when it has been public, where it is. */
export function timesOf(decision: Exclude<Decision, 'uphold'>, approvedAt: Date | null): Times {
  const now = new Date();
  return {
    approvedAt: decision === 'approve' ? (approvedAt ?? now) : null,
    heldAt: null,
    spamAt: decision === 'spam' ? now : null,
    trashedAt: decision === 'trash' ? now : null,
  };
}

export const stored = ({ approvedAt, heldAt, spamAt, trashedAt }: Times): StoredTimes => ({
  approvedAt: approvedAt?.toISOString() ?? null,
  heldAt: heldAt?.toISOString() ?? null,
  spamAt: spamAt?.toISOString() ?? null,
  trashedAt: trashedAt?.toISOString() ?? null,
});

const date = (value: string | null): Date | null => (value === null ? null : new Date(value));

export const restored = (times: StoredTimes): Times => ({
  approvedAt: date(times.approvedAt),
  heldAt: date(times.heldAt),
  spamAt: date(times.spamAt),
  trashedAt: date(times.trashedAt),
});

/** Names what a moderator has on screen: where it stands, the last decision, its last change by the writer. */
export const seenOf = (
  row: Times & { deletedAt: Date | null; editedAt: Date | null },
  last: Pick<LoggedDecision, 'id'> | undefined,
): string => `${stateOf(row)}.${last?.id ?? 0}.${row.editedAt?.getTime() ?? 0}`;

/** The responses, locked until the transaction ends, lowest id first. */
export async function lockResponses(tx: Queryable, ids: readonly number[]): Promise<Standing[]> {
  return tx
    .select({
      id: response.id,
      articleId: response.articleId,
      userId: response.userId,
      name: sql<string>`coalesce(${user.name}, ${response.guestName})`,
      // By what the filter judged it.
      link: sql<
        string | null
      >`coalesce((select ${linkback.sourceUrl} from ${linkback} where ${linkback.responseId} = ${response.id}), ${response.guestLink})`,
      body: response.body,
      createdAt: response.createdAt,
      approvedAt: response.approvedAt,
      heldAt: response.heldAt,
      spamAt: response.spamAt,
      trashedAt: response.trashedAt,
      deletedAt: response.deletedAt,
      editedAt: response.editedAt,
    })
    .from(response)
    .leftJoin(user, eq(user.id, response.userId))
    .where(inArray(response.id, [...ids]))
    .orderBy(asc(response.id))
    .for('update', { of: response });
}

/** What was decided on these subjects, oldest first. */
export async function historyOf(on: Queryable, subjects: readonly string[]): Promise<Map<string, LoggedDecision[]>> {
  const found = new Map<string, LoggedDecision[]>();
  if (subjects.length === 0) return found;
  const rows = await on
    .select({
      id: event.id,
      at: event.at,
      name: event.name,
      actor: event.actor,
      by: user.name,
      subject: event.subject,
      detail: event.detail,
    })
    .from(event)
    .leftJoin(user, sql`${user.id} = case when starts_with(${event.actor}, 'user:') then substr(${event.actor}, 6) end`)
    .where(sql`${inArray(event.subject, [...subjects])} and starts_with(${event.name}, 'moderation.')`)
    .orderBy(asc(event.id));
  for (const row of rows) {
    const subject = row.subject ?? '';
    const decision: LoggedDecision = {
      id: row.id,
      at: row.at,
      what: row.name.slice('moderation.'.length) as LoggedDecision['what'],
      actor: row.actor,
      by: row.by,
      subject,
      detail: row.detail as LoggedDecision['detail'],
    };
    found.set(subject, [...(found.get(subject) ?? []), decision]);
  }
  return found;
}

/** The decisions that hold: without those that were undone, and without the undoing. */
export function inForce(history: readonly LoggedDecision[]): LoggedDecision[] {
  const undone = new Set(history.filter(({ what }) => what === 'undo').map(({ detail }) => detail.of));
  return history.filter(({ id, what }) => what !== 'undo' && !undone.has(id));
}

export const viewOf = (decision: LoggedDecision, undone = false): DecisionView => ({
  id: decision.id,
  what: decision.what,
  by: decision.by,
  at: decision.at.toISOString(),
  reason: decision.detail.reason ?? '',
  undone,
});
