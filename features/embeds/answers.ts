import { z } from 'zod';
import { shorten } from '#lib/document/text';
import { readMarkup } from '#lib/modest-markup';
import { withoutUnseen } from '#lib/unseen';

/*
 * What others answer. All of it is anybody's text: nothing of their HTML is kept, only words and addresses.
 */

/** Characters of a title, an author and a text that are kept. */
const longest = { title: 300, author: 120, text: 600 };

/** Words of somebody else on one line, as they may stand in a page. */
export const lineOf = (value: unknown, what: keyof typeof longest): string =>
  typeof value === 'string'
    ? shorten(
        withoutUnseen(value.slice(0, 20_000).toWellFormed()).normalize('NFC').replace(/\s+/g, ' ').trim(),
        longest[what],
      )
    : '';

const words = z.union([z.string(), z.number().transform(String)]).catch('');
const pixels = z.coerce.number().finite().positive().max(20_000).transform(Math.round).nullable().catch(null);

/** An answer of oEmbed 1.0 (https://oembed.com, 2.3.4), as far as it is used. Whatever is of another type counts as missing. */
const OembedAnswer = z.object({
  type: z.string().catch('link'),
  title: words,
  author_name: words,
  provider_name: words,
  thumbnail_url: words,
  url: words,
  html: words,
  width: pixels,
  height: pixels,
});
export type OembedAnswer = z.infer<typeof OembedAnswer>;

/** The answer, or null where the bytes are no JSON object. */
export function readOembed(bytes: Buffer): OembedAnswer | null {
  try {
    const parsed = OembedAnswer.safeParse(JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The first iframe in a piece of HTML, and its words: of its paragraphs, where it has any. */
export function readSnippet(html: string): { frame: string | null; text: string } {
  let frame: string | null = null;
  let text = '';
  let said = '';
  let silent = 0;
  let paragraphs = 0;
  readMarkup(html.slice(0, 50_000), {
    onopentag(name, attributes) {
      if (name === 'iframe') frame ??= attributes.src ?? null;
      if (name === 'script' || name === 'style' || name === 'iframe') silent++;
      if (name === 'p') paragraphs++;
      if (/^(p|br|div|blockquote)$/.test(name)) {
        text += ' ';
        said += ' ';
      }
    },
    ontext(data) {
      if (silent > 0) return;
      text += data;
      if (paragraphs > 0) said += data;
    },
    onclosetag(name) {
      if (name === 'p') paragraphs--;
      if (name === 'script' || name === 'style' || name === 'iframe') silent--;
    },
  });
  // Networks write what was said as paragraphs, and who said it and when behind them.
  return { frame, text: lineOf(said, 'text') || lineOf(text, 'text') };
}

/** What the head of a page says of it: Open Graph (https://ogp.me), Twitter's cards, `<title>`, and where oEmbed is. */
export type PageFacts = {
  title: string;
  description: string;
  site: string;
  author: string;
  picture: string | null;
  type: string;
  /** Absolute. */
  oembed: string | null;
};

const absolute = (address: string | undefined, base: string): string | null =>
  address && URL.canParse(address, base) && /^https?:$/.test(new URL(address, base).protocol)
    ? new URL(address, base).href
    : null;

export function readPage(bytes: Buffer, contentType: string | null, url: string): PageFacts {
  const meta = new Map<string, string>();
  let title = '';
  let inTitle = false;
  let oembed: string | null = null;
  readMarkup(decode(bytes, contentType), {
    onopentag(name, attributes, { stop }) {
      if (name === 'title' && title === '') inTitle = true;
      if (name === 'meta') {
        const key = (attributes.property ?? attributes.name ?? '').toLowerCase();
        if (key && attributes.content && !meta.has(key)) meta.set(key, attributes.content);
      }
      const isOembed = attributes.type?.toLowerCase() === 'application/json+oembed';
      if (name === 'link' && isOembed && /\balternate?\b|\balternative\b/i.test(attributes.rel ?? '')) {
        oembed ??= absolute(attributes.href, url);
      }
      if (name === 'body') stop();
    },
    ontext(data) {
      if (inTitle) title += data;
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
    },
  });
  const first = (...names: string[]) => names.map((key) => meta.get(key)).find((value) => value?.trim());
  return {
    title: lineOf(first('og:title', 'twitter:title') ?? title, 'title'),
    description: lineOf(first('og:description', 'twitter:description', 'description'), 'text'),
    site: lineOf(first('og:site_name', 'application-name'), 'author'),
    author: lineOf(first('author', 'article:author_name'), 'author'),
    picture: absolute(
      first('og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'),
      url,
    ),
    type: first('og:type') ?? '',
    oembed,
  };
}

/** A page in the encoding that it or its server names; UTF-8 where that is none. */
function decode(bytes: Buffer, contentType: string | null): string {
  const named =
    /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1] ??
    /<meta[^>]{0,200}charset=["']?([\w-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'))?.[1] ??
    'utf-8';
  try {
    return new TextDecoder(named).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
