import { readMarkup } from '#lib/modest-markup';
import { PageWeight } from './weight.ts';

/** What leads from a page to another one, by element: links, and what is shown in it. */
const leading: Record<string, string> = {
  ...{ a: 'href', area: 'href', link: 'href' },
  ...{ img: 'src', audio: 'src', video: 'src', source: 'src', track: 'src', iframe: 'src', embed: 'src' },
  ...{ object: 'data', blockquote: 'cite', q: 'cite', del: 'cite', ins: 'cite' },
};

const blocks = new Set(
  'p li dd dt td th div section article blockquote figcaption h1 h2 h3 h4 h5 h6 body main pre'.split(' '),
);
const unread = new Set(['script', 'style', 'title', 'textarea', 'noscript']);

/** Links of a page that are looked at, and characters around one that are kept. */
const mostLinks = 20_000;
const longestAround = 1000;

/** Characters of an address that is read, and of all that are kept together. */
const longestAddress = 2000;
const mostCharacters = 2_000_000;

type SourceLink = { url: URL; around: () => string };

export type SourcePage = {
  /** Where it leads on the host that was asked for, in the order of the page, each once: absolute, http(s) only. */
  links: SourceLink[];
  title: string;
  /** `<meta>` by name or property, lower case; the first of each. */
  meta: ReadonlyMap<string, string>;
  /** Whether its microformats can be read in no time. */
  isModest: boolean;
};

/**
 * Reads where a page leads, and what it says of itself. What a browser does not read as part of the page is no link:
 * comments, the texts of scripts, what is escaped, and `<template>`, which is a form for parts that are not there.
 * `<noscript>` is, for whoever reads without scripts. `address` is where the page was found, after redirects;
 * `host` is the one whose links are looked for.
 */
export function readPage(html: string, address: string, host: string): SourcePage {
  const found: { value: string; block: { text: string } }[] = [];
  const meta = new Map<string, string>();
  const weight = new PageWeight(html);
  let base = address.length <= longestAddress ? address : undefined;
  if (base === undefined) weight.refuse();
  let based = false;
  let title: string | null = null;
  let inTitle = false;
  let templates = 0;
  let silent = 0;
  let written = false;
  let block = { text: '' };
  readMarkup(html, {
    onopentag(name, attributes, { index }) {
      weight.open(name, attributes, index);
      if (name === 'template') templates++;
      if (unread.has(name) && name !== 'noscript') silent++;
      if (blocks.has(name)) block = { text: '' };
      if (name === 'br') block.text += ' ';
      if (templates > 0) return;
      if (name === 'title' && title === null) {
        title = '';
        inTitle = true;
      }
      if (name === 'base' && !based && attributes.href !== undefined) {
        based = true;
        const { href } = URL.parse(attributes.href.slice(0, longestAddress + 1), address) ?? {};
        if (attributes.href.length > longestAddress || (href?.length ?? 0) > longestAddress) weight.refuse();
        else base = href ?? base;
      }
      if (name === 'meta') {
        const key = (attributes.property ?? attributes.name ?? '').trim().toLowerCase();
        if (key !== '' && attributes.content !== undefined && !meta.has(key)) meta.set(key, attributes.content);
      }
      const value = attributes[leading[name] ?? ''];
      if (value !== undefined && value.length <= longestAddress && found.length < mostLinks)
        found.push({ value: value.trim(), block });
    },
    ontext(text) {
      if (inTitle) title += text;
      else if (silent === 0 && templates === 0 && block.text.length < longestAround) block.text += text;
    },
    onclosetag(name, implied, { index }) {
      if (!written) weight.close(name, implied, index);
      if (name === 'template') templates = Math.max(0, templates - 1);
      if (unread.has(name) && name !== 'noscript') silent = Math.max(0, silent - 1);
      if (name === 'title') inTitle = false;
      if (blocks.has(name)) block = { text: '' };
    },
    onwritten() {
      written = true;
    },
  });
  const links = new Map<string, SourceLink>();
  let characters = 0;
  for (const { value, block: at } of found) {
    const url = URL.parse(value, base);
    if (url === null || url.host !== host || !/^https?:$/.test(url.protocol)) continue;
    const { href } = url;
    if (href.length > longestAddress || links.has(href)) continue;
    characters += href.length;
    if (characters > mostCharacters) break;
    links.set(href, { url, around: () => plain(at.text) });
  }
  return { links: [...links.values()], title: plain(title ?? ''), meta, isModest: weight.isModest };
}

/** Text in one line. */
export const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
