import { withoutForbidden } from '#lib/html';
import type { Feed, FeedEntry } from './schema.ts';

/** A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeedOf(feed: Feed): string {
  const json = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.addresses.json,
    description: feed.description || undefined,
    language: feed.language,
    authors: [feed.publisher],
    items: feed.entries.map(itemOf),
  };
  // Characters that XML can't have are of no use here either, and some parsers stop at them.
  return `${JSON.stringify(json, (_, value: unknown) => (typeof value === 'string' ? withoutForbidden(value) : value), 1)}\n`;
}

const itemOf = (entry: FeedEntry) => ({
  id: entry.id,
  url: entry.url,
  external_url: entry.sourceUrl ?? undefined,
  title: entry.title,
  content_html: entry.html,
  summary: entry.whole && entry.summary ? entry.summary : undefined,
  image: entry.picture?.url,
  date_published: entry.publishedAt,
  date_modified: entry.updatedAt === entry.publishedAt ? undefined : entry.updatedAt,
  authors:
    entry.authors.length > 0 ? entry.authors.map(({ name, url }) => ({ name, url: url ?? undefined })) : undefined,
  tags: entry.categories.length > 0 ? entry.categories.map(({ label }) => label) : undefined,
  language: entry.language ?? undefined,
  attachments: entry.picture
    ? [{ url: entry.picture.url, mime_type: entry.picture.type, size_in_bytes: entry.picture.bytes }]
    : undefined,
});
