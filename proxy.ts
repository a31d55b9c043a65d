import { type NextRequest, NextResponse } from 'next/server';
import { getRedirect } from '#features/articles/queries';
import { siteUrl } from '#lib/env';

/**
 * Old addresses lead where their articles are now, by 301 (a page can answer only 308). Kept off every path
 * of the publication itself by `config.matcher`; it decides nothing about who may see what.
 */
export async function proxy(request: NextRequest) {
  const { pathname, searchParams } = request.nextUrl;
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  for (const address of addressesOf(path, searchParams)) {
    const target = await getRedirect(address);
    // Only ever to an address of ours.
    if (target && /^\/(?![/\\])/.test(target)) return NextResponse.redirect(new URL(encodeURI(target), siteUrl()), 301);
  }
  if (path === pathname) return NextResponse.next();
  const plain = request.nextUrl.clone();
  return NextResponse.redirect(new URL(`${path || '/'}${plain.search}`, siteUrl()), 301);
}

/** The forms under which an import stores an old address. */
function addressesOf(path: string, query: URLSearchParams): string[] {
  const found: string[] = [];
  for (const key of ['p', 'page_id', 'attachment_id']) {
    const id = query.get(key);
    if (id !== null && /^\d{1,18}$/.test(id)) found.push(`${path}?${key}=${id}`);
  }
  if (path !== '/') {
    found.push(path);
    try {
      const decoded = decodeURIComponent(path);
      if (decoded !== path) found.push(decoded);
    } catch {
      // Not UTF-8: nothing was stored under it.
    }
  }
  return found;
}

export const config = {
  matcher: [
    { source: '/', has: [{ type: 'query', key: 'p' }] },
    { source: '/', has: [{ type: 'query', key: 'page_id' }] },
    { source: '/', has: [{ type: 'query', key: 'attachment_id' }] },
    '/((?!_next/|api/|articles/|sections/|tags/|authors/|archive$|archive/|files/|sitemaps/|admin$|admin/|healthz$|oembed$|[^/]+[.](?:xml|json|txt|ico|png|svg|webmanifest)$).+)',
    '/(.+)/',
  ],
};
