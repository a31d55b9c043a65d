import { cachedArticle } from '#app/_cached/articles';
import { cachedSettings } from '#app/_cached/settings';
import { answer, refuse } from '#app/(feeds)/answer';
import { renderOembed, resolveArticle } from '#features/feeds/queries';
import { parseOembedQuery } from '#features/feeds/schema';
import { longestSlug } from '#lib/cache-tags';
import { siteUrl } from '#lib/env';
import { editionOf } from '#messages/edition';

/** Pictures in the sizes that the image route of next.config.ts makes, and no wider than an embed is. */
const thumbnails = {
  widths: [160, 320, 420, 640, 840, 1200],
  resized: (src: string, width: number) => `/_next/image?url=${encodeURIComponent(src)}&w=${width}&q=70`,
};

/** The oEmbed provider of our own articles (https://oembed.com). */
export async function GET(request: Request): Promise<Response> {
  const query = parseOembedQuery(new URL(request.url).searchParams);
  if ('status' in query) return refuse(query.status, query.message);
  // Not cached: a key would keep whatever the address carries, and only an old address asks the database.
  const slug = await resolveArticle(query.url, siteUrl());
  const article = slug === null || slug.length > longestSlug ? null : await cachedArticle(slug);
  if (article === null) return refuse(404, 'There is no article of ours at this address.');
  if (article.body === null) return refuse(401, 'This article is for readers who have its password.');
  const settings = await cachedSettings();
  const { format } = editionOf(settings);
  return answer(request, renderOembed(article, query, { settings, site: siteUrl(), format }, thumbnails), '');
}
