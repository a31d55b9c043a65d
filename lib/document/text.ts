import type { DocumentNode } from './schema.ts';

/** Nodes whose neighbours run on in the same line. */
const inline = new Set(['text', 'hardBreak', 'inlinePicture', 'footnoteReference', 'anchor']);

/**
 * The words of a document as plain text, one space between blocks. What is only shown (addresses, file names, the
 * source of unknown blocks) is left out; captions, summaries and the words of notes are words too.
 */
export function documentText(doc: DocumentNode): string {
  const parts: string[] = [];
  collect(doc, parts);
  return (
    parts
      .join('')
      // Single spaces, of which there are most, need no replacing.
      .replace(/[^\S ]\s*| \s+|[\u200b\ufeff]\s*/g, ' ')
      .trim()
  );
}

function collect(node: DocumentNode, parts: string[]): void {
  if (node.type === 'text') {
    parts.push(node.text ?? '');
    return;
  }
  if (node.type === 'hardBreak') parts.push(' ');
  for (const name of ['summary', 'caption', 'citation']) {
    const value = node.attrs?.[name];
    if (typeof value === 'string' && value !== '') parts.push(' ', value, ' ');
  }
  for (const child of node.content ?? []) collect(child, parts);
  if (!inline.has(node.type)) parts.push(' ');
}

/** Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces between words. */
const unspaced =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ud840-\ud88f]/;
const segmenters = new Map<string, Intl.Segmenter>();

/** How many words `text` has in `language` (BCP 47). */
export function countWords(text: string, language = 'en'): number {
  if (unspaced.test(text)) return countSegments(text, language);
  let words = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index++) {
    const space = isSpace(text.charCodeAt(index));
    if (!space && !inWord) words += 1;
    inWord = !space;
  }
  return words;
}

const isSpace = (code: number): boolean =>
  code === 0x20 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200b);

function countSegments(text: string, language: string): number {
  let segmenter = segmenters.get(language);
  if (segmenter === undefined) {
    let locale: string | undefined = language;
    try {
      Intl.getCanonicalLocales(language);
    } catch {
      locale = undefined;
    }
    segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
    segmenters.set(language, segmenter);
  }
  let words = 0;
  for (const segment of segmenter.segment(text)) if (segment.isWordLike) words += 1;
  return words;
}

/** Minutes to read so many words at 230 a minute, at least one. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / 230));
}

/** Blocks whose words do not open an article: a teaser made of them would mislead. */
const beside = new Set(['footnotes', 'table', 'codeBlock', 'unknown', 'picture', 'gallery', 'audio', 'video', 'embed']);

/**
 * The first words of a document, cut between words, with an ellipsis where it goes on. `maxLength` in UTF-16
 * units. Stops at `readMore`, where its author cut the teaser.
 */
export function excerptOf(doc: DocumentNode, maxLength = 240): string {
  const blocks = doc.content ?? [];
  const cut = blocks.findIndex((block) => block.type === 'readMore');
  const teaser = (cut > 0 ? blocks.slice(0, cut) : blocks).filter((block) => !beside.has(block.type));
  const parts: string[] = [];
  let length = 0;
  // A heading is no sentence; it opens a teaser only where nothing else is there.
  const sentences = teaser.filter((block) => block.type !== 'heading');
  for (const block of sentences.length > 0 ? sentences : teaser) {
    const text = documentText(block);
    if (text === '') continue;
    parts.push(text);
    length += text.length + 1;
    if (length > maxLength) break;
  }
  return shorten(parts.join(' '), maxLength);
}

/** `text` cut between words to at most `maxLength`, with an ellipsis where something was cut. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const room = text.slice(0, maxLength - 1);
  const space = room.lastIndexOf(' ');
  const cut = space > maxLength * 0.6 ? room.slice(0, space) : room.replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/[\s,;:–—-]+$/, '')}…`;
}
