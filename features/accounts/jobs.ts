import { lt, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { rateLimit, session, signInLink } from '#db/schema/index';

/** Throws away sessions, links and limits that are over. */
export async function sweepAccounts(): Promise<void> {
  const now = sql`now()`;
  await db.delete(session).where(lt(session.expires, now));
  await db.delete(signInLink).where(lt(signInLink.expires, now));
  await db.delete(rateLimit).where(lt(rateLimit.expire, now));
}
