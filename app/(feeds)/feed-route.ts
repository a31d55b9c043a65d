import { cachedListMoved } from '#app/_cached/articles';
import { cachedFeed } from '#app/_cached/feeds';
import type { FeedFormat, FeedSubject } from '#features/feeds/schema';
import { decodeSegment } from '#lib/addresses';
import { longestSlug } from '#lib/cache-tags';
import { answer } from './answer.ts';

type Handler = (request: Request, context: { params: Promise<{ slug: string }> }) => Promise<Response>;

/** The handler of one feed of the site, or of each thing of a kind. */
export function feedRoute(kind: 'site', format: FeedFormat): (request: Request) => Promise<Response>;
export function feedRoute(kind: Exclude<FeedSubject['kind'], 'site'>, format: FeedFormat): Handler;
export function feedRoute(kind: FeedSubject['kind'], format: FeedFormat) {
  return async (request: Request, context: Parameters<Handler>[1]): Promise<Response> => {
    if (kind === 'site') return answer(request, await feedFor(request, { kind }, format), '');
    const slug = readSlug((await context.params).slug);
    const feed = slug === null ? null : await feedFor(request, { kind, slug }, format);
    if (feed === null && slug !== null && kind !== 'responses') {
      // Of a list that was renamed, or merged into another.
      const moved = await cachedListMoved(kind, slug);
      const file = new URL(request.url).pathname.split('/').at(-1);
      if (moved !== null) return new Response(null, { status: 301, headers: { Location: `${moved}/${file}` } });
    }
    return answer(request, feed, 'There is no such feed.');
  };
}

/** Reading a header first keeps the build from rendering feeds that nobody asked for. */
function feedFor(request: Request, subject: FeedSubject, format: FeedFormat) {
  request.headers.get('if-none-match');
  return cachedFeed(subject, format);
}

/** A slug as it is stored; null where nothing can be stored under it. */
function readSlug(segment: string): string | null {
  const slug = decodeSegment(segment);
  return slug === null || slug.length > longestSlug || slug.includes('\0') ? null : slug;
}
