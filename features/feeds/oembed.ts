import type { ArticleView } from '#features/articles/schema';
import type { Settings } from '#features/settings/schema';
import { articlePath, authorPath, decodeSegment } from '#lib/addresses';
import type { Format } from '#lib/format';
import { escapeXml } from '#lib/html';
import type { OembedBox, Thumbnail } from './schema.ts';
import { element, lines, xmlFile } from './xml.ts';

/** The widest the quotation is asked to be shown, in pixels. */
const widest = 600;
/** Narrower than this it is no quotation any more. */
const narrowest = 180;

/** The path (without a slash at its end) and query that an address has on our site; null where it is not ours. */
export function ownAddress(address: string, site: string): { path: string; query: URLSearchParams } | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const own = new URL(`${site}/`);
  // Consumers keep addresses from before a site moved to https.
  if (!/^https?:$/.test(url.protocol) || url.host !== own.host || !url.pathname.startsWith(own.pathname)) return null;
  const path = `/${url.pathname.slice(own.pathname.length)}`;
  // Postgres has no NUL in its texts.
  if (path.includes('%00')) return null;
  return { path: path.length > 1 ? path.replace(/\/+$/, '') || '/' : path, query: url.searchParams };
}

/** The slug of the article whose page a path is, or null. Its responses are pages of it too. */
export function articleSlugOf(path: string): string | null {
  const [, segment] = /^\/articles\/([^/]+)(?:\/responses\/\d+)?$/.exec(path) ?? [];
  return segment === undefined ? null : decodeSegment(segment);
}

type Sources = {
  article: ArticleView;
  settings: Pick<Settings, 'name' | 'language'>;
  site: string;
  format: Format;
  box: OembedBox;
  thumbnail: Thumbnail | null;
};

/**
 * An article as oEmbed 1.0 (https://oembed.com): `rich`, a quotation with a link and no script. Where the box is too
 * small for the headline it is a `link`, which has no size.
 */
export function oembedOf({
  article,
  settings,
  site,
  format,
  box,
  thumbnail,
}: Sources): Record<string, string | number> {
  const authors = article.bylines.map(({ name }) => name);
  const [only] = article.bylines;
  const quotation = quotationOf({ article, settings, site, format, box });
  return {
    version: '1.0',
    type: quotation ? 'rich' : 'link',
    title: article.headline,
    ...(authors.length > 0 ? { author_name: format.list(authors) } : {}),
    ...(authors.length === 1 && only ? { author_url: site + authorPath(only.slug) } : {}),
    provider_name: settings.name,
    provider_url: `${site}/`,
    cache_age: 3600,
    ...(thumbnail
      ? { thumbnail_url: thumbnail.url, thumbnail_width: thumbnail.width, thumbnail_height: thumbnail.height }
      : {}),
    ...quotation,
  };
}

function quotationOf({
  article,
  settings,
  site,
  format,
  box,
}: Omit<Sources, 'thumbnail'>): { html: string; width: number; height: number } | null {
  const width = Math.min(widest, box.maxWidth ?? widest);
  if (width < narrowest) return null;
  const url = site + articlePath(article.slug);
  const names = format.list(article.bylines.map(({ name }) => name));
  const footer = [names, settings.name, article.publishedAt && format.date(article.publishedAt)]
    .filter(Boolean)
    .join(' — ');
  const teaser = article.excerpt || article.deck;
  for (const text of teaser ? [teaser, ''] : ['']) {
    const height = heightOf(
      [
        [article.headline, 20],
        [text, 16],
        [footer, 14],
      ],
      width,
    );
    if (box.maxHeight !== null && height > box.maxHeight) continue;
    const html =
      `<blockquote cite="${escapeXml(url)}" lang="${escapeXml(article.language ?? settings.language)}">` +
      `<p><a href="${escapeXml(url)}"><strong>${escapeXml(article.headline)}</strong></a></p>` +
      `${text && `<p>${escapeXml(text)}</p>`}<footer>${escapeXml(footer)}</footer></blockquote>`;
    return { html, width, height };
  }
  return null;
}

/** The pixels that paragraphs take at a width: letters of half an em, lines of an em and a half, and an em between. */
const heightOf = (paragraphs: readonly (readonly [text: string, em: number])[], width: number): number =>
  paragraphs
    .filter(([text]) => text !== '')
    .reduce(
      (sum, [text, em]) => sum + Math.ceil((cells(text) * em * 0.5) / (width - 40)) * Math.round(em * 1.5) + em,
      16,
    );

/** Letters, those of East Asian scripts twice. */
const cells = (text: string): number =>
  [...text].reduce(
    (sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  );

/**
 * The largest of `widths` (and the picture itself) that fits the box and is no larger than the picture, with the
 * height it then has; null where none fits. Without a box 1,200 pixels are enough for anybody.
 */
export function thumbnailSize(
  picture: { width: number; height: number },
  widths: readonly number[],
  box: OembedBox,
): { width: number; height: number } | null {
  const limit = Math.min(picture.width, box.maxWidth ?? 1200);
  for (const width of [...widths, picture.width].sort((a, b) => b - a)) {
    const height = Math.max(1, Math.round((picture.height * width) / picture.width));
    if (width <= limit && (box.maxHeight === null || height <= box.maxHeight)) return { width, height };
  }
  return null;
}

export function oembedXml(response: Record<string, string | number>): string {
  const fields = Object.entries(response).map(([name, value]) => element(name, {}, String(value)));
  return xmlFile(element('oembed', {}, lines(fields)));
}
