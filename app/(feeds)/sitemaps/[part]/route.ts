import { cachedSitemap } from '#app/_cached/feeds';
import { answer } from '#app/(feeds)/answer';
import { sitemapPartOf } from '#features/feeds/schema';

/** One sitemap: `articles-1.xml`, `pages.xml`, … */
export async function GET(request: Request, { params }: RouteContext<'/sitemaps/[part]'>): Promise<Response> {
  const part = sitemapPartOf((await params).part);
  return answer(request, part && (await cachedSitemap(part)), 'There is no such sitemap.');
}
