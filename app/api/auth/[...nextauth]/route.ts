import type { NextRequest } from 'next/server';
import { cookieSeconds, handlers } from '#app/_session/auth';
import { listProviders } from '#app/_session/providers';
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
  const signedIn = response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie()}=`));
  if (!signedIn) return response;
  const hinted = new Response(response.body, response);
  const secure = secureCookies() ? '; Secure' : '';
  hinted.headers.append('Set-Cookie', `${hintCookie}=1; Path=/; Max-Age=${cookieSeconds}; SameSite=Lax${secure}`);
  return hinted;
}

const withoutSession = (cookies: string): string =>
  cookies
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith(sessionCookie()))
    .join('; ');
