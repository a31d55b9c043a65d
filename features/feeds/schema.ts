import type { ListName } from '#features/articles/schema';
import { articlePath, authorPath, sectionPath, tagPath } from '#lib/addresses';

/** Entries of one feed. */
export const feedSize = 30;

/** Each format under its file name: the same in every folder that has feeds. */
const feedFiles = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const;
export type FeedFormat = keyof typeof feedFiles;

/** What a feed follows: the site, one list, or the responses to one article. */
export type FeedSubject = { kind: 'site' } | ListName | { kind: 'responses'; slug: string };

const folders: Record<FeedSubject['kind'], (slug: string) => string> = {
  site: () => '',
  section: sectionPath,
  tag: tagPath,
  author: authorPath,
  responses: (slug) => `${articlePath(slug)}/responses`,
};

/** Where a feed is, from the root of the site. */
export const feedPath = (subject: FeedSubject, format: FeedFormat): string =>
  `${folders[subject.kind]('slug' in subject ? subject.slug : '')}/${feedFiles[format]}`;

/** A feed before it is written in one of the formats. Every address is absolute, every time ISO 8601 in UTC. */
export type Feed = {
  title: string;
  description: string;
  /** BCP 47 */
  language: string;
  /** The publication: who made what has no byline. */
  publisher: { name: string; url: string };
  /** The page the feed belongs to. */
  home: string;
  addresses: Record<FeedFormat, string>;
  /** When anything in it last changed; null while it is empty. */
  updatedAt: string | null;
  entries: FeedEntry[];
};

export type FeedEntry = {
  /** Stays the same for ever: an address, though not always the one to go to. */
  id: string;
  url: string;
  title: string;
  /** Plain text; may be empty. */
  summary: string;
  /** What is shown: the whole text, or an excerpt of it (`whole` is false). */
  html: string;
  whole: boolean;
  publishedAt: string;
  /** Not before `publishedAt`. */
  updatedAt: string;
  /** BCP 47 where it is not the feed's. */
  language: string | null;
  authors: { name: string; url: string | null }[];
  categories: { term: string; label: string; scheme: string }[];
  picture: FeedPicture | null;
  /** Where a syndicated story was first published. */
  sourceUrl: string | null;
  /** The responses to it: their page, and their feeds. */
  responses: { page: string; rss: string; atom: string } | null;
  /** What it answers (RFC 4685), by its id and address. */
  inReplyTo: { id: string; url: string } | null;
};

/** `bytes` is the length of the file as it is served. */
export type FeedPicture = {
  url: string;
  type: string;
  bytes: number;
  width: number;
  height: number;
  alt: string;
  credit: string;
};

/** A file as it is sent, with what a conditional request compares. */
export type Rendition = { type: string; body: string; etag: string; modifiedAt: string | null };

/** The words feeds need; `messages/` has them in the language of the publication. */
export type FeedWords = {
  sourceLine: string;
  firstPublished(date: string): string;
  firstPublishedUndated: string;
  sourceAuthor(name: string): string;
  licence(name: string): string;
  correction: string;
  update: string;
  protectedText: string;
  responsesTo: string;
  anonymous: string;
  comment: string;
  trackback: string;
  pingback: string;
  webmention: string;
};

/** `pages`: the front page, the pages (About, …) and the sections. */
export type SitemapPart = { kind: 'pages' | 'articles' | 'tags' | 'authors'; part: number };

export const sitemapPath = ({ kind, part }: SitemapPart): string =>
  kind === 'pages' ? '/sitemaps/pages.xml' : `/sitemaps/${kind}-${part}.xml`;

/** The part of the sitemap that a file name stands for: `articles-2.xml` is articles, part 2. Null for anything else. */
export function sitemapPartOf(fileName: string): SitemapPart | null {
  if (fileName === 'pages.xml') return { kind: 'pages', part: 1 };
  const [, kind, part] = /^(articles|tags|authors)-([1-9]\d{0,8})\.xml$/.exec(fileName) ?? [];
  return kind ? { kind: kind as SitemapPart['kind'], part: Number(part) } : null;
}

/** The box an embed has to fit, in pixels; null: any size. */
export type OembedBox = { maxWidth: number | null; maxHeight: number | null };

export type Thumbnail = { url: string; width: number; height: number };

export type OembedRequest = { url: string; format: 'json' | 'xml'; box: OembedBox };

/** What is wrong with a request for oEmbed, as its specification has it (https://oembed.com, 2.3.4). */
export type OembedProblem = { status: 400 | 501; message: string };

const pixels = (value: string | null): number | null =>
  value !== null && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : null;

/** Reads the query of a request for oEmbed. A size that is no number counts as none. */
export function parseOembedQuery(query: URLSearchParams): OembedRequest | OembedProblem {
  const format = query.get('format') ?? 'json';
  if (format !== 'json' && format !== 'xml') return { status: 501, message: 'There are the formats json and xml.' };
  const url = query.get('url')?.trim();
  if (!url) return { status: 400, message: 'Say which article: /oembed?url=https://…' };
  return { url, format, box: { maxWidth: pixels(query.get('maxwidth')), maxHeight: pixels(query.get('maxheight')) } };
}
