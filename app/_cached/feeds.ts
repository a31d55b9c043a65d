import {
  getFeed,
  getNewsSitemap,
  getResponsesFeed,
  getSitemap,
  getSitemapIndex,
  renderFeed,
} from '#features/feeds/queries';
import type { FeedFormat, FeedSubject, Rendition, SitemapPart } from '#features/feeds/schema';
import { cacheTags } from '#lib/cache-tags';
import { siteUrl } from '#lib/env';
import { editionOf } from '#messages/edition';
import { cachedArticle } from './articles.ts';
import { keepUntilChanged } from './life.ts';
import { cachedSettings } from './settings.ts';

/** A feed as it is sent, or null where there is nothing to follow. */
export async function cachedFeed(subject: FeedSubject, format: FeedFormat): Promise<Rendition | null> {
  'use cache';
  const settings = await cachedSettings();
  const { t, format: dates } = editionOf(settings);
  const edition = { settings, site: siteUrl(), words: t, format: dates };
  if (subject.kind === 'responses') {
    const article = await cachedArticle(subject.slug);
    const tags = [cacheTags.article(subject.slug), ...(article ? [cacheTags.responses(article.id)] : [])];
    await keepUntilChanged(...tags);
    // What is said about a protected article may quote it.
    if (!article?.body) return null;
    return renderFeed(await getResponsesFeed(article, edition), format, [...tags, ...everywhere]);
  }
  const tags = [subject.kind === 'site' ? cacheTags.lists : cacheTags[subject.kind](subject.slug)];
  await keepUntilChanged(...tags);
  const feed = await getFeed(subject, edition);
  return feed && renderFeed(feed, format, [...tags, ...everywhere]);
}

const everywhere = [cacheTags.everything, cacheTags.settings];

export async function cachedSitemapIndex(): Promise<Rendition> {
  'use cache';
  await keepUntilChanged(...sitemapTags);
  return getSitemapIndex(siteUrl(), [...sitemapTags, cacheTags.everything]);
}

export async function cachedSitemap(part: SitemapPart): Promise<Rendition | null> {
  'use cache';
  await keepUntilChanged(...sitemapTags);
  return getSitemap(part, siteUrl(), [...sitemapTags, cacheTags.everything]);
}

/** Which pages there are is no list of articles, but of the navigation. */
const sitemapTags = [cacheTags.lists, cacheTags.navigation];

/** The news sitemap of one moment, in ISO 8601: its caller asks with the same moment for some minutes. */
export async function cachedNewsSitemap(now: string): Promise<Rendition> {
  'use cache';
  const settings = await cachedSettings();
  await keepUntilChanged(cacheTags.lists);
  return getNewsSitemap(settings, siteUrl(), new Date(now));
}
