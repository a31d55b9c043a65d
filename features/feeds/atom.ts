import type { Feed, FeedEntry } from './schema.ts';
import { element, htmlText, lines, textElement, type Xml, xmlFile } from './xml.ts';

/** Every Atom feed has a time; one without entries has never changed. */
const never = '1970-01-01T00:00:00.000Z';

/** A feed as Atom (RFC 4287), with the threading of RFC 4685. */
export function atomOf(feed: Feed): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2005/Atom',
    'xmlns:thr': 'http://purl.org/syndication/thread/1.0',
    'xml:lang': feed.language,
  };
  return xmlFile(
    element(
      'feed',
      attributes,
      lines([
        element('id', {}, feed.home),
        element('title', {}, feed.title),
        textElement('subtitle', feed.description),
        element('updated', {}, feed.updatedAt ?? never),
        personOf(feed.publisher),
        element('link', { rel: 'self', type: 'application/atom+xml', href: feed.addresses.atom }),
        element('link', { rel: 'alternate', type: 'text/html', href: feed.home }),
        element('generator', {}, 'Broadsheet'),
        ...feed.entries.map(entryOf),
      ]),
    ),
  );
}

function entryOf(entry: FeedEntry): Xml {
  const { picture, responses, inReplyTo } = entry;
  return element(
    'entry',
    { 'xml:lang': entry.language },
    lines([
      element('id', {}, entry.id),
      element('title', {}, entry.title),
      element('published', {}, entry.publishedAt),
      element('updated', {}, entry.updatedAt),
      ...entry.authors.map(personOf),
      element('link', { rel: 'alternate', type: 'text/html', href: entry.url }),
      entry.sourceUrl !== null && element('link', { rel: 'via', href: entry.sourceUrl }),
      picture && element('link', { rel: 'enclosure', type: picture.type, length: picture.bytes, href: picture.url }),
      responses && element('link', { rel: 'replies', type: 'application/atom+xml', href: responses.atom }),
      inReplyTo && element('thr:in-reply-to', { ref: inReplyTo.id, href: inReplyTo.url, type: 'text/html' }),
      ...entry.categories.map((category) => element('category', category)),
      entry.whole ? textElement('summary', entry.summary) : element('summary', { type: 'html' }, htmlText(entry.html)),
      entry.whole && element('content', { type: 'html' }, htmlText(entry.html)),
    ]),
  );
}

const personOf = ({ name, url }: { name: string; url: string | null }): Xml =>
  element('author', {}, element('name', {}, name), textElement('uri', url));
