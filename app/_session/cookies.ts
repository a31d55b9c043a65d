import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { browserCookie, hintCookie, secureCookies, sessionCookie } from '#lib/session-cookies';
import { cookieSeconds } from './auth.ts';

/** Longer than such a session lasts, so that a late code is told from one of nobody. */
const waitingSeconds = 3600;

const ours = () => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies() }) as const;

/** The token of this browser's session, or null. */
export const sessionToken = async (): Promise<string | null> => (await cookies()).get(sessionCookie())?.value ?? null;

/** Puts a new session into the browser. */
export async function keepSession(token: string): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookie(), token, { ...ours(), maxAge: cookieSeconds });
  jar.set(hintCookie, '1', { ...ours(), httpOnly: false, maxAge: cookieSeconds });
}

/** Puts a session into the browser that waits for a code. Nothing says yet that anybody is signed in. */
export async function keepWaitingSession(token: string): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookie(), token, { ...ours(), maxAge: waitingSeconds });
  jar.set(hintCookie, '', { ...ours(), httpOnly: false, maxAge: 0 });
}

/** Takes the session out of the browser. */
export async function dropSession(): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookie(), '', { ...ours(), maxAge: 0 });
  jar.set(hintCookie, '', { ...ours(), httpOnly: false, maxAge: 0 });
}

/** What this browser is known by while it waits for a link; made at the first time. */
export async function requireBrowser(): Promise<string> {
  const jar = await cookies();
  const key = jar.get(browserCookie())?.value || randomBytes(32).toString('base64url');
  // Longer than a link lasts, so that a late one is told from one of another browser.
  jar.set(browserCookie(), key, { ...ours(), maxAge: 86_400 });
  return key;
}

export const knownBrowser = async (): Promise<string | null> => (await cookies()).get(browserCookie())?.value ?? null;
