import { element, lines, textElement, type Xml, xmlFile } from './xml.ts';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** An address of a sitemap, absolute; `changedAt` is ISO 8601, null where it is not known. */
export type Place = { url: string; changedAt: string | null };

const place = (name: string, { url, changedAt }: Place): Xml =>
  element(name, {}, element('loc', {}, url), textElement('lastmod', changedAt));

/** The list of sitemaps (https://www.sitemaps.org/protocol.html#index). */
export const sitemapIndex = (parts: readonly Place[]): string =>
  xmlFile(element('sitemapindex', { xmlns: namespace }, lines(parts.map((part) => place('sitemap', part)))));

/** One sitemap: at most 50,000 addresses and 50 MB, says the protocol; its caller sees to that. */
export const sitemap = (places: readonly Place[]): string =>
  xmlFile(element('urlset', { xmlns: namespace }, lines(places.map((each) => place('url', each)))));

export type NewsItem = { url: string; headline: string; language: string; publishedAt: string };

/**
 * What was published in the last two days, as Google News reads it
 * (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
 */
export function newsSitemap(publication: string, items: readonly NewsItem[]): string {
  const urls = items.map(({ url, headline, language, publishedAt }) =>
    element(
      'url',
      {},
      element('loc', {}, url),
      element(
        'news:news',
        {},
        element(
          'news:publication',
          {},
          element('news:name', {}, publication),
          element('news:language', {}, newsLanguage(language)),
        ),
        element('news:publication_date', {}, publishedAt),
        element('news:title', {}, headline),
      ),
    ),
  );
  const namespaces = { xmlns: namespace, 'xmlns:news': 'http://www.google.com/schemas/sitemap-news/0.9' };
  return xmlFile(element('urlset', namespaces, lines(urls)));
}

/** ISO 639, without a region; Chinese alone is told apart, by script. */
function newsLanguage(tag: string): string {
  if (!/^[a-z]{2,3}(-|$)/i.test(tag)) return 'en';
  const { language, script } = new Intl.Locale(tag.split('-x-')[0] ?? tag).maximize();
  return language === 'zh' ? (script === 'Hant' ? 'zh-tw' : 'zh-cn') : language;
}

/** The Robots Exclusion Protocol (RFC 9309): `$` keeps pages whose names only begin like these open. */
export const robotsText = (site: string): string =>
  [
    'User-agent: *',
    'Disallow: /admin$',
    'Disallow: /admin/',
    'Disallow: /api/',
    '',
    `Sitemap: ${site}/sitemap.xml`,
    `Sitemap: ${site}/sitemaps/news.xml`,
    '',
  ].join('\n');
