import { Parser } from 'htmlparser2';

/** An element. `start` and `end` are where it stands in the source, for keeping it verbatim. */
export type Tag = {
  name: string;
  attributes: Record<string, string>;
  children: Html[];
  start: number;
  end: number;
};

export type Note = { note: string; start: number; end: number };

/** A part of parsed HTML: text with its entities decoded, a comment, or an element. */
export type Html = string | Note | Tag;

export const isTag = (part: Html | undefined): part is Tag => typeof part === 'object' && 'name' in part;
export const isNote = (part: Html | undefined): part is Note => typeof part === 'object' && 'note' in part;

/**
 * Elements nested deeper than this are unwrapped: their text and pictures stay, in order. Every walk below may
 * therefore recurse, whatever somebody sends.
 */
const deepest = 100;

/** Stands where a block began or ended that was unwrapped. */
export const boundary = 'x-boundary';

const inlineNames = new Set(
  `a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q ruby s samp small span
  strike strong sub sup time tt u var`.split(/\s+/),
);

/** The elements htmlparser2 never closes because HTML has them empty. */
const empties = new Set('area base br col embed frame hr img input link meta param source track wbr'.split(' '));

/** Parses HTML of any quality into a tree of bounded depth, in time linear in its length. */
export function parseHtml(source: string): Tag {
  const root: Tag = { name: '#root', attributes: {}, children: [], start: 0, end: source.length };
  const open: Tag[] = [root];
  let parent = root;
  // How many unwrapped elements are open: they get no `Tag`, so `open` does not hold them.
  let unwrapped = 0;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (unwrapped > 0 || open.length > deepest) {
          if (empties.has(name)) parent.children.push(leaf(name, attributes, parser.startIndex, parser.endIndex + 1));
          else if (!inlineNames.has(name)) parent.children.push(leaf(boundary, {}, 0, 0));
          unwrapped += 1;
          return;
        }
        const tag = leaf(name, attributes, parser.startIndex, parser.endIndex + 1);
        parent.children.push(tag);
        open.push(tag);
        parent = tag;
      },
      onclosetag(name) {
        if (unwrapped > 0) {
          unwrapped -= 1;
          if (!inlineNames.has(name) && !empties.has(name)) parent.children.push(leaf(boundary, {}, 0, 0));
          return;
        }
        if (open.length === 1) return;
        parent.end = Math.max(parent.end, parser.endIndex + 1);
        open.pop();
        parent = open[open.length - 1] ?? root;
      },
      ontext(text) {
        const last = parent.children.length - 1;
        const before = parent.children[last];
        if (typeof before === 'string') parent.children[last] = before + text;
        else parent.children.push(text);
      },
      oncomment(note) {
        parent.children.push({ note, start: parser.startIndex, end: parser.endIndex + 1 });
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(source);
  return root;
}

const leaf = (name: string, attributes: Record<string, string>, start: number, end: number): Tag => ({
  name,
  attributes,
  children: [],
  start,
  end,
});

/** The text inside, without markup, white space as it stands. */
export function textOf(parts: readonly Html[]): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (isTag(part) && part.name !== 'script' && part.name !== 'style') {
      text += part.name === 'br' ? '\n' : textOf(part.children);
    }
  }
  return text;
}

/** The first element below (or at) `parts` that `matches`, in document order. */
export function findTag(parts: readonly Html[], matches: (tag: Tag) => boolean): Tag | undefined {
  for (const part of parts) {
    if (!isTag(part)) continue;
    if (matches(part)) return part;
    const inside = findTag(part.children, matches);
    if (inside) return inside;
  }
  return undefined;
}

export const hasClass = (tag: Tag, name: string): boolean => (tag.attributes.class ?? '').split(/\s+/).includes(name);

/** The value of an inline CSS property, or null. */
export function styleOf(tag: Tag, property: string): string | null {
  const style = tag.attributes.style;
  if (!style) return null;
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon > 0 && declaration.slice(0, colon).trim().toLowerCase() === property) {
      return declaration
        .slice(colon + 1)
        .trim()
        .toLowerCase();
    }
  }
  return null;
}

/** left, right, center, wide or full, by WordPress's classes. */
export const alignClass = (tag: Tag): string | null =>
  /(?:^|\s)align(left|right|center|wide|full)(?:\s|$)/.exec(tag.attributes.class ?? '')?.[1] ?? null;
