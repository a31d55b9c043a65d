import { lt, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { rateLimit, secondFactor, session, signInLink } from '#db/schema/index';
import { isForgotten } from './one-time-codes.ts';

/** Throws away sessions, links and limits that are over, and secrets that nobody set up. */
export async function sweepAccounts(): Promise<void> {
  const now = sql`now()`;
  await db.delete(session).where(lt(session.expires, now));
  await db.delete(signInLink).where(lt(signInLink.expires, now));
  await db.delete(secondFactor).where(isForgotten);
  await db.delete(rateLimit).where(lt(rateLimit.expire, now));
}
