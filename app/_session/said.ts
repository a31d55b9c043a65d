import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import type { FieldState } from '#app/_actions/account-forms';
import { secureCookies } from '#lib/session-cookies';

/*
 * What is answered to a form that posts to an address of ours and not to an action: it goes by a cookie to the page that
 * follows. Only for forms whose fields are short: browsers keep some 4,000 bytes.
 */

const name = 'broadsheet_said';
const seconds = 120;
const idle: FieldState = { status: 'idle' };

/** Keeps the answer to a form for a page of ours. Gives the address at which that page shows it. */
export async function keepAnswer(path: string, state: FieldState): Promise<string> {
  const key = randomBytes(6).toString('base64url');
  (await cookies()).set(name, JSON.stringify({ key, state }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies(),
    path: path.startsWith('/account') ? '/account' : '/sign-in',
    maxAge: seconds,
  });
  return `${path}${path.includes('?') ? '&' : '?'}said=${key}`;
}

/** The answer that was kept for the page with this `said` in its address. */
export async function whatWasSaid(said: string | string[] | undefined): Promise<FieldState> {
  const kept = (await cookies()).get(name)?.value;
  if (said === undefined || kept === undefined) return idle;
  try {
    const { key, state } = JSON.parse(kept) as { key: string; state: FieldState };
    return key === said ? state : idle;
  } catch {
    return idle;
  }
}
