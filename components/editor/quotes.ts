import type { Node } from '@tiptap/pm/model';
import type { Quoted } from './text-notes.ts';

/** The most of it that is kept, in characters; the same as `features/newsroom` takes. */
const longestQuote = 500;
const longestBefore = 60;

/** All words of a text in one line, with single spaces, and where in the document each character of it stands. */
type Line = { text: string; positions: number[] };

function lineOf(doc: Node): Line {
  const parts: string[] = [];
  const positions: number[] = [];
  let spaced = true;
  const space = (pos: number) => {
    if (spaced) return;
    parts.push(' ');
    positions.push(pos);
    spaced = true;
  };
  doc.descendants((node, pos) => {
    if (node.isTextblock) space(pos);
    if (!node.isText) {
      if (node.isLeaf && node.isInline) space(pos);
      return;
    }
    const text = node.text ?? '';
    for (let at = 0; at < text.length; at++) {
      const character = text.charAt(at);
      if (/\s/.test(character)) space(pos + at);
      else {
        parts.push(character);
        positions.push(pos + at);
        spaced = false;
      }
    }
  });
  return { text: parts.join(''), positions };
}

/** The words between two places of the document, and some before them; null where there are none. */
export function quoteOf(doc: Node, from: number, to: number): Quoted | null {
  const { text, positions } = lineOf(doc);
  const start = positions.findIndex((pos) => pos >= from);
  if (start === -1) return null;
  const after = positions.findIndex((pos) => pos >= to);
  const quote = text
    .slice(start, after === -1 ? undefined : after)
    .trim()
    .slice(0, longestQuote)
    .trim();
  if (quote === '') return null;
  return { quote, before: text.slice(Math.max(0, start - longestBefore), start) };
}

const sharedEnd = (one: string, other: string): number => {
  let count = 0;
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count++;
  return count;
};

/**
 * Where the words of quotes stand now, in their order; null where they are gone. Where they stand several times, it is the place
 * in front of which stands most of what stood there before.
 */
export function findQuotes(doc: Node, quotes: readonly Quoted[]): ({ from: number; to: number } | null)[] {
  if (quotes.length === 0) return [];
  const { text, positions } = lineOf(doc);
  return quotes.map(({ quote, before }) => {
    const wanted = quote.replace(/\s+/g, ' ').trim();
    if (wanted === '') return null;
    const found = { at: -1, shared: -1 };
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
      const shared = sharedEnd(text.slice(Math.max(0, at - longestBefore), at), before);
      if (shared > found.shared) Object.assign(found, { at, shared });
    }
    const [from, last] = [positions[found.at], positions[found.at + wanted.length - 1]];
    return from === undefined || last === undefined ? null : { from, to: last + 1 };
  });
}

/** Whether the words between two places are still these: white space and what stands between blocks do not count. */
export const isQuote = (doc: Node, from: number, to: number, quote: string): boolean =>
  doc.textBetween(from, to, ' ', ' ').replace(/\s+/g, ' ').trim() === quote.replace(/\s+/g, ' ').trim();
