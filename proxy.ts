import { type NextRequest, NextResponse } from 'next/server';
import { getRedirect } from '#features/articles/queries';
import { siteUrl } from '#lib/env';

/**
 * Old addresses lead where their articles are now, by 301 (a page can answer only 308). Kept off the paths of
 * the publication itself by `config.matcher`. Who comes to a personal page without any session cookie is sent to sign in;
 * it decides nothing about who may see what.
 */
export async function proxy(request: NextRequest) {
  const { pathname, search, searchParams } = request.nextUrl;
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
      source: '/(account|admin)/:path*',
      missing: [
        { type: 'cookie', key: 'authjs.session-token' },
        { type: 'cookie', key: '__Secure-authjs.session-token' },
        // An action answers who is signed out by itself: what was typed stays, and the sentence says so.
        { type: 'header', key: 'next-action' },
      ],
    },
  ],
};
