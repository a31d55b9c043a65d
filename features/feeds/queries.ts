import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { tagExpiry } from '#db/schema/index';
import {
  getAuthor,
  getRedirect,
  getSection,
  getTag,
  listForFeed,
  listNews,
  listSections,
  listSitemapArticles,
  listSitemapNames,
  listSitemapPages,
  listSitemapParts,
} from '#features/articles/queries';
import type { ArticleView, ListName } from '#features/articles/schema';
import { listNewestResponses } from '#features/responses/queries';
import type { Settings } from '#features/settings/schema';
import { articlePath, authorPath, decodeSegment, pagePath, sectionPath, tagPath, threadPath } from '#lib/addresses';
import type { Format } from '#lib/format';
import { withoutForbidden } from '#lib/html';
import { atomOf } from './atom.ts';
import { articleEntry, newest, responseEntry } from './entries.ts';
import { jsonFeedOf } from './json-feed.ts';
import { articleSlugOf, oembedOf, oembedXml, ownAddress, thumbnailSize } from './oembed.ts';
import { rssOf } from './rss.ts';
import {
  type Feed,
  type FeedFormat,
  type FeedSubject,
  type FeedWords,
  feedPath,
  feedSize,
  type OembedRequest,
  type Rendition,
  type SitemapPart,
  sitemapPath,
} from './schema.ts';
import { newsSitemap, type Place, robotsText, sitemap, sitemapIndex } from './sitemap.ts';

/** What everything here is written with: the settings, the address of the site (no slash at its end), the language. */
export type Edition = { settings: Settings; site: string; words: FeedWords; format: Format };

/** The feed of the site or of one list; null where there is no such list. */
export async function getFeed(subject: { kind: 'site' } | ListName, edition: Edition): Promise<Feed | null> {
  const head = subject.kind === 'site' ? { name: '', description: '' } : await headOf(subject);
  if (head === null) return null;
  const { settings, site } = edition;
  const articles = await listForFeed(feedSize, subject.kind === 'site' ? undefined : subject);
  const writing = { ...edition, whole: settings.feedText === 'full' };
  return feedOf(subject, edition, {
    title: subject.kind === 'site' ? settings.name : `${head.name} — ${settings.name}`,
    description: head.description || settings.tagline,
    language: settings.language,
    home: subject.kind === 'site' ? `${site}/` : site + listPaths[subject.kind](subject.slug),
    entries: articles.map((article) => articleEntry(article, writing)),
  });
}

/** The feed of the responses to an article that readers can read. */
export async function getResponsesFeed(
  article: Pick<ArticleView, 'id' | 'slug' | 'headline' | 'language'>,
  edition: Edition,
): Promise<Feed> {
  const { settings, site, words } = edition;
  const responses = await listNewestResponses(article.id, feedSize);
  const subject = { kind: 'responses', slug: article.slug } as const;
  return feedOf(subject, edition, {
    title: `${words.responsesTo} “${article.headline}” — ${settings.name}`,
    description: '',
    language: article.language ?? settings.language,
    home: site + threadPath(article.slug, 1),
    entries: responses.map((response) => responseEntry(response, article.slug, { ...edition, whole: true })),
  });
}

type Own = Pick<Feed, 'title' | 'description' | 'language' | 'home' | 'entries'>;

function feedOf(subject: FeedSubject, { settings, site }: Edition, own: Own): Feed {
  const addressOf = (format: FeedFormat) => site + feedPath(subject, format);
  return {
    ...own,
    publisher: { name: settings.name, url: `${site}/` },
    addresses: { rss: addressOf('rss'), atom: addressOf('atom'), json: addressOf('json') },
    updatedAt: newest(own.entries.map((entry) => entry.updatedAt)) || null,
  };
}

const listPaths: Record<ListName['kind'], (slug: string) => string> = {
  section: sectionPath,
  tag: tagPath,
  author: authorPath,
};

async function headOf({ kind, slug }: ListName): Promise<{ name: string; description: string } | null> {
  if (kind === 'section') return getSection(slug);
  if (kind === 'author') {
    const author = await getAuthor(slug);
    return author && { name: author.name, description: author.bio };
  }
  const tag = await getTag(slug);
  return tag && { name: tag.name, description: '' };
}

const writers: Record<FeedFormat, [type: string, write: (feed: Feed) => string]> = {
  rss: ['application/rss+xml', rssOf],
  atom: ['application/atom+xml', atomOf],
  json: ['application/feed+json', jsonFeedOf],
};

/**
 * A feed in one format. `tags` are the cache tags it stands under: an article that is withdrawn leaves nothing
 * behind that tells when the feed changed, but the expiry of its tags does.
 */
export async function renderFeed(feed: Feed, format: FeedFormat, tags: readonly string[]): Promise<Rendition> {
  const [type, write] = writers[format];
  return renditionOf(type, write(feed), [feed.updatedAt, await getLastExpiry(tags)]);
}

/** When any of the tags was last expired, in the time of the database; null if none ever was. */
async function getLastExpiry(tags: readonly string[]): Promise<string | null> {
  if (tags.length === 0) return null;
  const [row] = await db
    .select({ at: sql<string | null>`max(${tagExpiry.expiredAt})` })
    .from(tagExpiry)
    .where(inArray(tagExpiry.tag, [...tags]));
  return row?.at ? new Date(row.at).toISOString() : null;
}

function renditionOf(type: string, body: string, changes: readonly (string | null)[]): Rendition {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const changed = newest(changes.filter((at) => at !== null));
  // A server must not name a time that is still to come (RFC 9110, 8.8.2.1).
  const [modifiedAt = null] = changed === '' ? [] : [changed, new Date().toISOString()].sort();
  return { type: `${type}; charset=utf-8`, body, etag, modifiedAt };
}

/** Ids in one part of the sitemap: far below the 50,000 addresses and the 50 MB that the protocol allows. */
const sitemapPartSize = 10_000;

/** The list of the sitemaps that have something in them. */
export async function getSitemapIndex(site: string, tags: readonly string[]): Promise<Rendition> {
  const parts = await listSitemapParts(sitemapPartSize);
  const changedAt = newest(parts.articles.map((part) => part.changedAt)) || null;
  const place = (part: SitemapPart, at: string | null): Place => ({ url: site + sitemapPath(part), changedAt: at });
  const places = [
    place({ kind: 'pages', part: 1 }, null),
    ...parts.articles.map(({ part, changedAt: at }) => place({ kind: 'articles', part }, at)),
    ...parts.tags.map((part) => place({ kind: 'tags', part }, null)),
    ...parts.authors.map((part) => place({ kind: 'authors', part }, null)),
  ];
  return renditionOf('application/xml', sitemapIndex(places), [changedAt, await getLastExpiry(tags)]);
}

/** One sitemap; null where there is nothing in it. */
export async function getSitemap(part: SitemapPart, site: string, tags: readonly string[]): Promise<Rendition | null> {
  const places = await placesOf(part, site);
  if (places.length === 0) return null;
  const changes = places.map(({ changedAt }) => changedAt);
  return renditionOf('application/xml', sitemap(places), [...changes, await getLastExpiry(tags)]);
}

async function placesOf({ kind, part }: SitemapPart, site: string): Promise<Place[]> {
  switch (kind) {
    case 'articles': {
      const articles = await listSitemapArticles(part, sitemapPartSize);
      return articles.map(({ slug, changedAt }) => ({ url: site + articlePath(slug), changedAt }));
    }
    case 'pages': {
      const [pages, sections] = await Promise.all([listSitemapPages(sitemapPartSize), listSections()]);
      return [
        { url: `${site}/`, changedAt: null },
        ...sections.map(({ slug }) => ({ url: site + sectionPath(slug), changedAt: null })),
        ...pages.map(({ slug, changedAt }) => ({ url: site + pagePath(slug), changedAt })),
      ];
    }
    default: {
      const [name, path] = kind === 'tags' ? (['tag', tagPath] as const) : (['author', authorPath] as const);
      const names = await listSitemapNames(name, part, sitemapPartSize);
      return names.map(({ slug }) => ({ url: site + path(slug), changedAt: null }));
    }
  }
}

const twoDays = 48 * 3_600_000;
/** What Google takes in one news sitemap. */
const newsLimit = 1000;

/** What was published in the 48 hours before `now`. It has no time of change: articles leave it as they age. */
export async function getNewsSitemap(settings: Settings, site: string, now: Date): Promise<Rendition> {
  const articles = await listNews(new Date(now.getTime() - twoDays), newsLimit);
  const items = articles.map(({ slug, headline, language, publishedAt }) => ({
    url: site + articlePath(slug),
    headline,
    language: language ?? settings.language,
    publishedAt,
  }));
  return renditionOf('application/xml', newsSitemap(settings.name, items), []);
}

export const getRobots = (site: string): Rendition => renditionOf('text/plain', robotsText(site), []);

/** The slug of the article that an address names: its own, or an old one that leads to it. Null where it is none of ours. */
export async function resolveArticle(address: string, site: string): Promise<string | null> {
  const own = ownAddress(address, site);
  if (own === null) return null;
  const slug = articleSlugOf(own.path);
  if (slug !== null) return slug;
  const moved = await getRedirect(decodeSegment(own.path) ?? own.path, own.query);
  return moved === null ? null : articleSlugOf(encodeURI(moved));
}

/**
 * The oEmbed response for an article. `resized` gives the address of a picture of ours in one of `widths`; a drawing
 * (SVG) has every size.
 */
export function renderOembed(
  article: ArticleView,
  { format: as, box }: OembedRequest,
  { settings, site, format }: Pick<Edition, 'settings' | 'site' | 'format'>,
  { widths, resized }: { widths: readonly number[]; resized(src: string, width: number): string },
): Rendition {
  const { picture } = article;
  const isDrawing = picture?.src.endsWith('.svg') ?? false;
  const size = picture && thumbnailSize(picture, widths, box);
  const whole = isDrawing || size?.width === picture?.width;
  const thumbnail = picture &&
    size && { ...size, url: site + (whole ? picture.src : resized(picture.src, size.width)) };
  const response = oembedOf({ article, settings, site, format, box, thumbnail });
  return as === 'xml'
    ? renditionOf('text/xml', oembedXml(response), [])
    : renditionOf('application/json', withoutForbiddenJson(response), []);
}

const withoutForbiddenJson = (response: object): string =>
  JSON.stringify(response, (_, value: unknown) => (typeof value === 'string' ? withoutForbidden(value) : value));
