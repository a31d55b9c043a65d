import type { NextRequest } from 'next/server';
import { cookieSeconds, handlers } from '#app/_session/auth';
import { listProviders } from '#app/_session/providers';
import { awaitsCode } from '#features/accounts/queries';
import { hintCookie, secureCookies, sessionCookie } from '#lib/session-cookies';

/**
 * Where GitHub, Google and others send people back to. The rest of Auth.js's addresses does not exist here: signing in
 * begins with a form of `/sign-in`, and ends with one too.
 */
export async function GET(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const known = listProviders().some(({ id }) => pathname === `/api/auth/callback/${id}`);
  if (!known)
    return new Response('There is nothing here.\n', { status: 404, headers: { 'Content-Type': 'text/plain' } });
  const headers = new Headers(request.headers);
  // Whoever comes back signs in anew: a session that was here before, be it planted, is not the one that is linked.
  headers.set('cookie', withoutSession(headers.get('cookie') ?? ''));
  // The address that the browser sees, as when it was sent away; `NextRequest` would change it (127.0.0.1 to localhost).
  const origin = `${headers.get('x-forwarded-proto') ?? 'http'}://${headers.get('x-forwarded-host') ?? headers.get('host')}`;
  const response = await handlers.GET(new Request(origin + pathname + search, { headers }) as NextRequest);
  const token = response.headers
    .getSetCookie()
    .flatMap((cookie) => (cookie.startsWith(`${sessionCookie()}=`) ? [cookie.slice(sessionCookie().length + 1)] : []))
    .at(-1)
    ?.split(';', 1)[0];
  if (!token) return response;
  const hinted = new Response(response.body, response);
  const secure = secureCookies() ? '; Secure' : '';
  // Behind a second step nobody is signed in yet.
  const [value, seconds] = (await awaitsCode(decodeURIComponent(token))) ? ['', 0] : ['1', cookieSeconds];
  hinted.headers.append('Set-Cookie', `${hintCookie}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`);
  return hinted;
}

const withoutSession = (cookies: string): string =>
  cookies
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith(sessionCookie()))
    .join('; ');
