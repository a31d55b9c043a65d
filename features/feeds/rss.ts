import { escapeXml } from '#lib/html';
import type { Feed, FeedEntry, FeedPicture } from './schema.ts';
import { element, htmlText, lines, textElement, type Xml, xmlFile } from './xml.ts';

const namespaces = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:wfw': 'http://wellformedweb.org/CommentAPI/',
};

/**
 * A feed as RSS 2.0 (https://www.rssboard.org/rss-specification), with what its best-practices profile asks for:
 * `atom:link` to itself, `dc:creator` for names without e-mail addresses, `content:encoded` for whole texts.
 */
export function rssOf(feed: Feed): string {
  return xmlFile(
    element(
      'rss',
      { version: '2.0', ...namespaces },
      element(
        'channel',
        {},
        lines([
          element('title', {}, feed.title),
          element('link', {}, feed.home),
          element('description', {}, feed.description || feed.title),
          element('language', {}, feed.language),
          textElement('lastBuildDate', feed.updatedAt && rfc822(feed.updatedAt)),
          element('generator', {}, 'Broadsheet'),
          element('atom:link', { href: feed.addresses.rss, rel: 'self', type: 'application/rss+xml' }),
          ...feed.entries.map(itemOf),
        ]),
      ),
    ),
  );
}

function itemOf(entry: FeedEntry): Xml {
  // A description is HTML, a title is text.
  const description = entry.whole ? entry.summary && escapeXml(entry.summary) : entry.html;
  return element(
    'item',
    {},
    lines([
      element('title', {}, entry.title),
      element('link', {}, entry.url),
      element('guid', { isPermaLink: entry.id === entry.url ? 'true' : 'false' }, entry.id),
      element('pubDate', {}, rfc822(entry.publishedAt)),
      entry.updatedAt !== entry.publishedAt && element('atom:updated', {}, entry.updatedAt),
      ...entry.authors.map(({ name }) => element('dc:creator', {}, name)),
      textElement('dc:language', entry.language),
      textElement('dc:source', entry.sourceUrl),
      ...entry.categories.map(({ label, scheme }) => element('category', { domain: scheme }, label)),
      description !== '' && element('description', {}, htmlText(description)),
      entry.whole && element('content:encoded', {}, htmlText(entry.html)),
      entry.picture && enclosureOf(entry.picture),
      entry.picture && mediaOf(entry.picture),
      entry.responses && element('comments', {}, entry.responses.page),
      entry.responses && element('wfw:commentRss', {}, entry.responses.rss),
    ]),
  );
}

const enclosureOf = ({ url, bytes, type }: FeedPicture): Xml => element('enclosure', { url, length: bytes, type });

/** Media RSS 1.5.1: what an enclosure can't say of a picture. */
const mediaOf = ({ url, bytes, type, width, height, alt, credit }: FeedPicture): Xml =>
  element(
    'media:content',
    { url, fileSize: bytes, type, medium: 'image', width, height },
    alt !== '' && element('media:description', { type: 'plain' }, alt),
    textElement('media:credit', credit),
  );

/** RFC 822 as RSS has it: four digits of year, and a zone that every parser knows. */
const rfc822 = (iso: string): string => new Date(iso).toUTCString();
