import type { Rendition } from '#features/feeds/schema';
import { isNotModified } from '#lib/conditional-request';

/**
 * Everything here is asked for again each time, which costs a 304: a cache that kept it for some minutes would go on
 * handing out an article that has been withdrawn.
 */
const cacheControl = 'public, max-age=0, must-revalidate';

/** A rendition as the answer to a GET or HEAD; 404 where there is none. Scripts of any site may read it. */
export function answer(request: Request, rendition: Rendition | null, missing: string): Response {
  if (rendition === null) return refuse(404, missing);
  const headers = new Headers({
    'Cache-Control': cacheControl,
    ETag: rendition.etag,
    'Access-Control-Allow-Origin': '*',
    // Feeds and sitemaps are not results of a search; what they name is.
    'X-Robots-Tag': 'noindex',
  });
  if (rendition.modifiedAt !== null) headers.set('Last-Modified', new Date(rendition.modifiedAt).toUTCString());
  if (isNotModified(request.headers, rendition)) return new Response(null, { status: 304, headers });
  headers.set('Content-Type', rendition.type);
  return new Response(rendition.body, { headers });
}

/** A refusal in one sentence of plain text. */
export const refuse = (status: number, message: string): Response =>
  new Response(`${message}\n`, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
      'X-Robots-Tag': 'noindex',
    },
  });
