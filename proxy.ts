import { type NextRequest, NextResponse } from 'next/server';
import { getRedirect } from '#features/articles/queries';
import { onVercel, siteUrl } from '#lib/env';
import { newsroomPolicy } from '#lib/newsroom-csp';
import { sessionCookies } from '#lib/session-cookies';

/**
 * Old addresses lead where their articles are now, by 301 (a page can answer only 308). Kept off the paths of
 * the publication itself by `config.matcher`. Who comes to a personal page without any session cookie is sent to sign in;
 * it decides nothing about who may see what. Pages of the newsroom get a policy of their own, with a nonce that Next reads
 * from the request and puts on its scripts.
 */
export async function proxy(request: NextRequest) {
  const { pathname, search, searchParams } = request.nextUrl;
  const signedIn = sessionCookies.some((name) => request.cookies.has(name)) || request.headers.has('next-action');
  if (/^\/admin(\/|$)/.test(pathname) && signedIn) return answerNewsroom(request);
  if (/^\/(account|admin)(\/|$)/.test(pathname))
    return NextResponse.redirect(new URL(`/sign-in?to=${encodeURIComponent(pathname + search)}`, siteUrl()), 303);
  // One slash at the start: `//other.example` is another host's address.
  const path = pathname.replace(/^\/+/, '/').replace(/\/+$/, '') || '/';
  const target = await getRedirect(decoded(path), searchParams);
  // Only ever to an address of ours, and never to itself.
  if (target && /^\/(?![/\\])/.test(target) && target !== decoded(pathname)) {
    return NextResponse.redirect(new URL(encodeURI(target), siteUrl()), 301);
  }
  return path === pathname ? NextResponse.next() : NextResponse.redirect(new URL(path + search, siteUrl()), 301);
}

function answerNewsroom(request: NextRequest): NextResponse {
  // A preview is the page as readers get it, with their policy: its players and its counter are scripts in the page. On
  // Vercel the frame of a page is made before anybody asks for it, so no nonce can be in it.
  if (onVercel() || /^\/admin\/(articles\/\d+\/preview|look\/preview\/\w+)$/.test(request.nextUrl.pathname))
    return notIndexed(NextResponse.next());
  const policy = newsroomPolicy(Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64'), {
    development: process.env.NODE_ENV === 'development',
    hosted: Boolean(process.env.UPLOADTHING_TOKEN),
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return notIndexed(response);
}

function notIndexed(response: NextResponse): NextResponse {
  response.headers.set('x-robots-tag', 'noindex, nofollow');
  return response;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not UTF-8: nothing is stored under it.
    return path;
  }
}

export const config = {
  matcher: [
    { source: '/', has: [{ type: 'query', key: 'p' }] },
    { source: '/', has: [{ type: 'query', key: 'page_id' }] },
    { source: '/', has: [{ type: 'query', key: 'attachment_id' }] },
    '/((?!_next/|api/|articles/|sections/|tags/|authors/|archive$|archive/|files/|sitemaps/|admin$|admin/|account$|account/|sign-in$|sign-in/|sign-out$|respond/|responses/|unsubscribe/|preview/|corrections$|corrections/|webmention$|webmention/|xmlrpc$|healthz$|oembed$|[^/]+[.](?:xml|json|txt|ico|png|svg|webmanifest)$).+)',
    '/(.+)/',
    // Cookies are named as in `lib/session-cookies.ts`; this has to be text that Next can read without running it.
    {
      source: '/account/:path*',
      missing: [
        { type: 'cookie', key: 'authjs.session-token' },
        { type: 'cookie', key: '__Secure-authjs.session-token' },
        // An action answers who is signed out by itself: what was typed stays, and the sentence says so.
        { type: 'header', key: 'next-action' },
      ],
    },
    '/admin/:path*',
  ],
};
