import { Parser } from 'htmlparser2';

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

/** Elements in each other; browsers stop at 512, and the parser takes longer for each further one. */
const deepest = 600;
class TooDeep extends Error {}

type SourceLink = { url: URL; around: () => string };

export type SourcePage = {
  /** Where it leads, in the order of the page: absolute, http(s) only. */
  links: SourceLink[];
  title: string;
  /** `<meta>` by name or property, lower case; the first of each. */
  meta: ReadonlyMap<string, string>;
  /** Elements, and how deep they stand in each other where nothing closes them. */
  elements: number;
  depth: number;
};

/**
 * Reads where a page leads, and what it says of itself. What a browser does not read as part of the page is no link:
 * comments, the texts of scripts, what is escaped, and `<template>`, which is a form for parts that are not there.
 * `<noscript>` is, for whoever reads without scripts. `address` is where the page was found, after redirects.
 */
export function readPage(html: string, address: string): SourcePage {
  const found: { value: string; block: { text: string } }[] = [];
  const meta = new Map<string, string>();
  let base = address;
  let based = false;
  let title: string | null = null;
  let inTitle = false;
  let templates = 0;
  let silent = 0;
  let elements = 0;
  let open = 0;
  let depth = 0;
  let block = { text: '' };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        elements++;
        depth = Math.max(depth, ++open);
        if (depth > deepest) throw new TooDeep();
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
          if (URL.canParse(attributes.href, address)) base = new URL(attributes.href, address).href;
        }
        if (name === 'meta') {
          const key = (attributes.property ?? attributes.name ?? '').trim().toLowerCase();
          if (key !== '' && attributes.content !== undefined && !meta.has(key)) meta.set(key, attributes.content);
        }
        const value = attributes[leading[name] ?? ''];
        if (value !== undefined && found.length < mostLinks) found.push({ value: value.trim(), block });
      },
      ontext(text) {
        if (inTitle) title += text;
        else if (silent === 0 && templates === 0 && block.text.length < longestAround) block.text += text;
      },
      onclosetag(name) {
        open--;
        if (name === 'template') templates = Math.max(0, templates - 1);
        if (unread.has(name) && name !== 'noscript') silent = Math.max(0, silent - 1);
        if (name === 'title') inTitle = false;
        if (blocks.has(name)) block = { text: '' };
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  try {
    parser.write(html);
    parser.end();
  } catch (error) {
    // What was read until there counts.
    if (!(error instanceof TooDeep)) throw error;
  }
  const links: SourceLink[] = [];
  for (const { value, block: at } of found) {
    if (!URL.canParse(value, base)) continue;
    const url = new URL(value, base);
    if (url.protocol === 'http:' || url.protocol === 'https:') links.push({ url, around: () => plain(at.text) });
  }
  return { links, title: plain(title ?? ''), meta, elements, depth };
}

/** Text in one line. */
export const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
