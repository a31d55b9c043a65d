import { eq, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { session } from '#db/schema/index';
import { hashOf, newToken } from './tokens.ts';

/** A session ends after so many days in which nobody came with it. */
const idleDays = 30;
export const sessionExpiry = sql`now() + make_interval(days => ${idleDays})`;
/** Minutes between two notes of when somebody was seen. */
export const seenEveryMinutes = 5;
const longestAgent = 300;

/** Makes a session. Gives its token, which is nowhere but in the answer. */
export async function beginSession(on: Queryable, userId: string, userAgent: string): Promise<string> {
  const token = newToken();
  await on.insert(session).values({
    sessionToken: hashOf(token),
    userId,
    expires: sessionExpiry,
    userAgent: userAgent.slice(0, longestAgent),
  });
  return token;
}

/** Ends the session of a token, wherever it is used. */
export async function endSession(token: string, on: Queryable = db): Promise<void> {
  await on.delete(session).where(eq(session.sessionToken, hashOf(token)));
}
