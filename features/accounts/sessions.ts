import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { secondFactor, session, user } from '#db/schema/index';
import { hashOf, newToken } from './tokens.ts';

/** A session ends after so many days in which nobody came with it. */
const idleDays = 30;
export const sessionExpiry = sql`now() + make_interval(days => ${idleDays})`;
/** Minutes in which the code of a second step has to be given. */
const codeWithin = 15;
/** Minutes between two notes of when somebody was seen. */
export const seenEveryMinutes = 5;
const longestAgent = 300;

const hasFactor = (userId: string): SQL<boolean> =>
  sql`exists (select from ${secondFactor} where user_id = ${userId} and enabled_at is not null)`;

/**
 * The row of a new session, by whatever way somebody comes in. It waits for the code where their account has a second step,
 * unless `complete`: they gave it.
 */
export const sessionRow = (given: { token: string; userId: string; userAgent: string; complete?: boolean }) => {
  const waits = given.complete ? sql<boolean>`false` : hasFactor(given.userId);
  return {
    sessionToken: hashOf(given.token),
    userId: given.userId,
    awaitsCode: waits,
    expires: sql`case when ${waits} then now() + make_interval(mins => ${codeWithin}) else ${sessionExpiry} end`,
    userAgent: given.userAgent.slice(0, longestAgent),
  };
};

/** Sessions by the hashes of their tokens, while they last and wait for nothing. Whoever asks who somebody is asks by this. */
export const sessionIn = (hashes: readonly string[]) =>
  and(
    sql`${session.sessionToken} in (select jsonb_array_elements_text(${JSON.stringify(hashes)}::text::jsonb))`,
    gt(session.expires, sql`now()`),
    eq(session.awaitsCode, false),
  );

/** The session of a token, if it is one of those. */
export const sessionIs = (token: string) => sessionIn([hashOf(token)]);

/** The session of a token that waits for the code of a second step, and is nobody's until it was given. */
export const waitingSessionIs = (token: string) =>
  and(eq(session.sessionToken, hashOf(token)), gt(session.expires, sql`now()`), eq(session.awaitsCode, true));

/**
 * Lets signing in and switching the second step on wait for each other: else a session could begin without it in the moment in
 * which the others are ended. Who signs in by a link holds the same row (`openAccount`).
 */
export const lockSignIns = (tx: Queryable, userId: string) =>
  tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for('no key update');

/** Makes a session. Gives its token, which is nowhere but in the answer, and whether it waits for a code. */
export async function beginSession(
  on: Queryable,
  given: { userId: string; userAgent: string; complete?: boolean },
): Promise<{ token: string; awaitsCode: boolean }> {
  const token = newToken();
  const [row] = await on
    .insert(session)
    .values(sessionRow({ ...given, token }))
    .returning({ awaitsCode: session.awaitsCode });
  if (!row) throw new Error('No session was made.');
  return { token, awaitsCode: row.awaitsCode };
}

/** Ends the session of a token, wherever it is used. */
export async function endSession(token: string, on: Queryable = db): Promise<void> {
  await on.delete(session).where(eq(session.sessionToken, hashOf(token)));
}
