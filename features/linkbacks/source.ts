import type { DocumentNode } from '#lib/document/schema';
import { safeUrl } from '#lib/document/schema';
import { shorten } from '#lib/document/text';
import { siteUrl } from '#lib/env';
import { withoutForbidden } from '#lib/html';
import { withoutUnseen } from '#lib/unseen';
import { charsetOf, charsetOfPage, decodeText } from './charset.ts';
import { type LinkbackKind, readEntry } from './entry.ts';
import { plain, readPage } from './page.ts';
import type { LinkbackWords } from './schema.ts';

const longestName = 80;
const longestTitle = 200;
const longestExcerpt = 400;
/** Addresses of an entry that are looked at. */
const mostCompared = 20_000;

/** What a source says, ready to be stored: plain texts without control characters, cut to their lengths. */
export type FoundLinkback = {
  kind: LinkbackKind;
  name: string;
  /** http(s), or null. */
  authorUrl: string | null;
  photo: string | null;
  title: string;
  siteName: string;
  excerpt: string;
  publishedAt: Date | null;
};

type Fetched = { body: Uint8Array; url: string; contentType: string | null };

/**
 * What a fetched page says, or null where it has no link to the target. `isTarget` knows an absolute address of ours.
 * What a trackback said of itself counts where the page does not say it.
 */
export async function readSource(
  { body, url, contentType }: Fetched,
  isTarget: (links: readonly URL[]) => Promise<ReadonlySet<string>>,
  said: LinkbackWords | null,
): Promise<FoundLinkback | null> {
  const html = decodeText(body, charsetOf(contentType), charsetOfPage(body));
  const page = readPage(html, url, new URL(siteUrl()).host);
  const ours = await isTarget(page.links.map((link) => link.url));
  const link = page.links.find((each) => ours.has(each.url.href));
  if (!link) return null;
  let compared = 0;
  const matches = (address: string) =>
    ++compared <= mostCompared && address.length <= 2000 && ours.has(URL.parse(address, url)?.href ?? '');
  const entry = page.isModest ? readEntry(html, url, matches) : null;
  const meta = (...names: string[]) =>
    names.map((name) => page.meta.get(name) ?? '').find((text) => plain(text) !== '');
  const siteName = clean(meta('og:site_name') ?? said?.blogName ?? '', longestName);
  const kind = entry?.kind ?? 'mention';
  const quiet = kind === 'like' || kind === 'repost' || kind === 'bookmark';
  const words =
    entry?.excerpt || meta('og:description', 'description', 'twitter:description') || said?.excerpt || link.around();
  return {
    kind,
    name: clean(entry?.author || meta('author', 'article:author_name') || '', longestName),
    authorUrl: webAddress(entry?.authorUrl, url),
    photo: webAddress(entry?.photo, url),
    title: clean(entry?.title || meta('og:title', 'twitter:title') || page.title || said?.title || '', longestTitle),
    siteName,
    excerpt: quiet ? '' : clean(words, longestExcerpt),
    publishedAt: dateOf(entry?.published || meta('article:published_time', 'date', 'dc.date') || ''),
  };
}

/** Plain text in one line: without what XML forbids and what turns the direction of what stands beside it. */
const clean = (text: string, longest: number): string =>
  shorten(plain(withoutUnseen(withoutForbidden(plain(text.slice(0, longest * 20))))), longest);

/** The text as a document: one paragraph, or none. */
export const documentOf = (text: string): DocumentNode => ({
  type: 'doc',
  content: [{ type: 'paragraph', ...(text !== '' && { content: [{ type: 'text', text }] }) }],
});

function webAddress(value: string | undefined, base: string): string | null {
  if (!value || !URL.canParse(value, base)) return null;
  const url = safeUrl(new URL(value, base).href);
  return url !== null && /^https?:\/\//i.test(url) && url.length <= 2000 ? url : null;
}

/** When it was published there; a date to come is none. */
function dateOf(value: string): Date | null {
  const time = Date.parse(value.trim());
  const early = Date.UTC(1990, 0, 1);
  return Number.isNaN(time) || time < early || time > Date.now() + 24 * 3600_000 ? null : new Date(time);
}
