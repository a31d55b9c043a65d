import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { signInLink } from '#db/schema/index';
import { hashOf, newToken } from './tokens.ts';

/** Minutes for which a link signs in. */
const linkMinutes = 15;

/** The link with this token, while it lasts. */
export const linkIs = (address: string, token: string) =>
  and(eq(signInLink.identifier, address), eq(signInLink.token, hashOf(token)), gt(signInLink.expires, sql`now()`));

/** Whether a link may be opened by who has this cookie: links of the command line by anybody who holds them. */
export const browserFits = (browser: string | null) =>
  or(isNull(signInLink.browser), eq(signInLink.browser, browser === null ? '' : hashOf(browser)));

/** Makes a link. Gives its token, which is nowhere but in the answer; `browser` is the cookie of who asked. */
export async function makeLink(on: Queryable, address: string, browser: string | null): Promise<string> {
  const token = newToken();
  await on.delete(signInLink).where(lt(signInLink.expires, sql`now()`));
  await on.insert(signInLink).values({
    identifier: address,
    token: hashOf(token),
    expires: sql`now() + make_interval(mins => ${linkMinutes})`,
    browser: browser === null ? null : hashOf(browser),
  });
  return token;
}

/** Uses a link up, and with it every other for the same address; false where it can't be used. Of two at once one has it. */
export async function takeLink(
  tx: Queryable,
  given: { address: string; token: string; browser: string | null },
): Promise<boolean> {
  const taken = await tx
    .delete(signInLink)
    .where(and(linkIs(given.address, given.token), browserFits(given.browser)))
    .returning({ identifier: signInLink.identifier });
  if (taken.length === 0) return false;
  await tx.delete(signInLink).where(eq(signInLink.identifier, given.address));
  return true;
}
