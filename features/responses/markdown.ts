import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { checkDocument, type DocumentMark, type DocumentNode, documentSchema, safeUrl } from '#lib/document/schema';
import { documentText } from '#lib/document/text';
import { PersonError } from '#lib/errors';
import { isBlank, withoutUnseen } from '#lib/unseen';
import { longestNote, longestResponse } from './schema.ts';

/** Quotes and lists inside each other; what is deeper stands at this depth. */
const deepest = 10;
/** Marks on one letter; no writing needs more, and more of them climb over the lines above. */
const mostMarks = 4;
/** Of what opens emphasis or a link, and of lines: with thousands the parser takes seconds, and nobody meant them. */
const mostMarkers = 400;
const mostLines = 1000;

/**
 * What a person typed, as it may be stored: NFC, one kind of line ending, without what is not seen and has no business
 * there (`withoutUnseen`), and without towers of marks.
 */
const clean = (text: string): string =>
  withoutUnseen(text.toWellFormed().replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n'))
    .normalize('NFC')
    .replace(new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu'), '$1')
    .replace(/^\s*\n/, '')
    .replace(/\n{6,}/g, '\n'.repeat(5))
    .trimEnd();

/**
 * Reads the small Markdown of responses: emphasis, links, quotes, code, lists and line breaks. `source` is what was
 * typed, cleaned; `body` what it says as a document. All else, such as headings, tables and HTML, stays as text.
 *
 * Throws a `PersonError` where nothing, or more than `longestResponse` characters, was typed.
 */
export function readMarkdown(typed: string): { source: string; body: DocumentNode } {
  // Far too long: not worth cleaning before it is refused.
  const source = typed.length > longestResponse * 4 ? typed : clean(typed);
  if (source.length > longestResponse) {
    const number = new Intl.NumberFormat('en');
    throw new PersonError(
      'invalid',
      `This is ${number.format(source.length)} characters long; a response may have ${number.format(longestResponse)}. Shorten it, or post it in parts.`,
    );
  }
  if (isBlank(source))
    throw new PersonError('invalid', 'There is nothing in your response yet. Write something first.');
  const body = documentOf(source);
  if (isBlank(documentText(body)) && !hasEmbed(body)) {
    throw new PersonError('invalid', 'There are no words in your response yet. Write something first.');
  }
  return { source, body };
}

/** A few sentences for a moderator, as plain text. Throws a `PersonError` where they are too many. */
export function cleanNote(typed: string): string {
  const text = typed.length > longestNote * 4 ? typed : clean(typed).trim();
  if (text.length > longestNote) {
    throw new PersonError('invalid', `Say it in ${longestNote} characters or fewer; these are ${text.length}.`);
  }
  return isBlank(text) ? '' : text;
}

function documentOf(source: string): DocumentNode {
  const lines = source.split('\n');
  if (lines.length > mostLines || isPlain.test(source)) return checkDocument(plainDocument(source));
  const text = lines.map(limitNesting).join('\n');
  const tree = fromMarkdown(text, {
    extensions: [
      ...(isHardToLink.test(text) ? [] : [gfmAutolinkLiteral()]),
      {
        disable: {
          null: [
            ...asText,
            ...(count(text, /[*_]/g) > mostMarkers ? emphasis : []),
            ...(count(text, /\[/g) > mostMarkers ? links : []),
          ],
        },
      },
    ],
    mdastExtensions: isHardToLink.test(text) ? [] : [gfmAutolinkLiteralFromMarkdown()],
  });
  const content = new Reader(text).blocks(tree.children, 0);
  return checkDocument({ type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] });
}

/** What may stand at the end of an address without being of it, in a row: finding the end takes the square of its length. */
const isHardToLink = /(?:[!"'()*,.:;<?_~\]]|&[a-z]+;){60}/i;

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/** What is no part of the small Markdown, by the parser's names. References to characters would bring back what was cleaned away. */
const asText = [
  'headingAtx',
  'setextUnderline',
  'htmlFlow',
  'htmlText',
  'codeIndented',
  'definition',
  'characterReference',
];

const emphasis = ['attention'];
const links = ['labelStartLink', 'labelStartImage', 'labelEnd'];

const opener = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y;

/** Cuts what opens more quotes and lists in one line than `deepest`: the parser takes minutes for thousands of them. */
function limitNesting(line: string): string {
  let kept = 0;
  opener.lastIndex = 0;
  for (let depth = 1, end = 0; ; depth++) {
    if (!opener.test(line)) return depth > deepest + 1 ? `${line.slice(0, kept)} ${line.slice(end).trimStart()}` : line;
    end = opener.lastIndex;
    if (depth <= deepest) kept = end;
  }
}

/** Nothing in it can mean more than itself. Most responses are so, and need no parser. */
const isPlain = /^(?!\s*(?:[-+#]|\d+[.)]))(?:(?![*_`~[\]<>&\\@|]|:\/\/|www\.|\n\s*(?:[-+#]|\d+[.)])).)*$/isu;

const plainDocument = (text: string): DocumentNode => ({
  type: 'doc',
  content: text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => ({
      type: 'paragraph',
      content: linesOf(
        part
          .split('\n')
          .map((line) => line.trim())
          .join('\n')
          .trim(),
        [],
      ),
    })),
});

/** Text with its line ends as breaks: who presses Enter means a new line. */
function linesOf(text: string, marks: DocumentMark[]): DocumentNode[] {
  return text
    .split('\n')
    .flatMap((line, index): DocumentNode[] => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line === '' ? [] : [textNode(line, marks)]),
    ]);
}

const ranks = Object.keys(documentSchema.marks);
const rankOf = ({ type }: DocumentMark): number => ranks.indexOf(type);

/** A link that is its own words, as it is when it was typed as an address. */
function addressOf(node: DocumentNode | undefined): string | null {
  const href = node?.marks?.length === 1 && node.marks[0]?.type === 'link' ? node.marks[0].attrs?.href : undefined;
  if (typeof href !== 'string' || href.length > 2000 || !URL.canParse(href)) return null;
  return node?.text === href || node?.text === decodedOf(href) ? href : null;
}

const decodedOf = (href: string): string => {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
};

/** A paragraph, parted where an address stands alone on its line: that becomes a player or a card. */
function withEmbeds(content: DocumentNode[]): DocumentNode[] {
  const blocks: DocumentNode[] = [];
  let rest: DocumentNode[] = [];
  let line: DocumentNode[] = [];
  const endParagraph = () => {
    while (rest.at(-1)?.type === 'hardBreak') rest.pop();
    if (rest.length > 0) blocks.push({ type: 'paragraph', content: rest });
    rest = [];
  };
  for (const node of [...content, { type: 'hardBreak' }]) {
    if (node.type !== 'hardBreak') {
      line.push(node);
      continue;
    }
    const url = line.length === 1 ? addressOf(line[0]) : null;
    if (url !== null && /^https?:/i.test(url)) {
      endParagraph();
      blocks.push({ type: 'embed', attrs: { url } });
    } else if (line.length > 0 || rest.length > 0) rest.push(...line, node);
    line = [];
  }
  endParagraph();
  return blocks;
}

const hasEmbed = (node: DocumentNode): boolean => node.type === 'embed' || (node.content ?? []).some(hasEmbed);

const textNode = (text: string, marks: DocumentMark[]): DocumentNode =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks };

/** The marks with one more, in the order of the schema; one inside another of its kind is the same one. */
const withMark = (marks: DocumentMark[], mark: DocumentMark): DocumentMark[] =>
  marks.some(({ type }) => type === mark.type) ? marks : [...marks, mark].sort((a, b) => rankOf(a) - rankOf(b));

type Nodes = ReturnType<typeof fromMarkdown>['children'][number];
type PhrasingContent = Extract<Nodes, { type: 'paragraph' }>['children'][number];

class Reader {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  blocks(nodes: readonly Nodes[], depth: number): DocumentNode[] {
    return nodes.flatMap((node) => this.#block(node, depth));
  }

  #block(node: Nodes, depth: number): DocumentNode[] {
    switch (node.type) {
      case 'paragraph': {
        const content = this.#inline(node.children, []);
        if (depth === 0) return withEmbeds(content);
        return content.length === 0 ? [] : [{ type: 'paragraph', content }];
      }
      case 'blockquote': {
        const content = this.blocks(node.children, depth + 1);
        return content.length === 0 || depth >= deepest ? content : [{ type: 'blockquote', content }];
      }
      case 'list': {
        if (depth >= deepest) return node.children.flatMap((item) => this.blocks(item.children, depth));
        const content = node.children.map((item): DocumentNode => {
          const inside = this.blocks(item.children, depth + 1);
          return { type: 'listItem', content: inside.length > 0 ? inside : [{ type: 'paragraph' }] };
        });
        if (!node.ordered) return [{ type: 'bulletList', content }];
        const start = node.start ?? 1;
        return [{ type: 'orderedList', ...(start === 1 ? {} : { attrs: { start } }), content }];
      }
      case 'code': {
        const info = [node.lang, node.meta].filter(Boolean).join(' ');
        const language = /^[\w+#.-]{1,30}$/.test(info) ? info : null;
        const text = language === null && info !== '' ? `${info}\n${node.value}` : node.value;
        const content = text === '' ? {} : { content: [{ type: 'text', text }] };
        return [{ type: 'codeBlock', ...(language === null ? {} : { attrs: { language } }), ...content }];
      }
      default: {
        const content = linesOf(this.#sourceOf(node).trim(), []);
        return content.length === 0 ? [] : [{ type: 'paragraph', content }];
      }
    }
  }

  #inline(nodes: readonly PhrasingContent[], marks: DocumentMark[]): DocumentNode[] {
    return nodes.flatMap((node): DocumentNode[] => {
      switch (node.type) {
        case 'text':
          return linesOf(node.value, marks);
        case 'emphasis':
          return this.#inline(node.children, withMark(marks, { type: 'italic' }));
        case 'strong':
          return this.#inline(node.children, withMark(marks, { type: 'bold' }));
        case 'inlineCode':
          return node.value === ''
            ? []
            : [textNode(node.value.replaceAll('\n', ' '), withMark(marks, { type: 'code' }))];
        case 'break':
          return [{ type: 'hardBreak' }];
        case 'link':
          return this.#link(node.url, (inside) => this.#inline(node.children, inside), marks);
        case 'image':
          // A picture of elsewhere would be a request the reader did not ask for.
          return this.#link(node.url, (inside) => (node.alt ? [textNode(node.alt, inside)] : []), marks);
        default:
          return linesOf(this.#sourceOf(node), marks);
      }
    });
  }

  #link(url: string, words: (marks: DocumentMark[]) => DocumentNode[], marks: DocumentMark[]): DocumentNode[] {
    const href = safeUrl(clean(url));
    if (href !== null && /^(?:https?:\/\/[^/]|mailto:.)/i.test(href)) {
      const linked = withMark(marks, { type: 'link', attrs: { href } });
      const content = words(linked);
      return content.length > 0 ? content : [textNode(href, linked)];
    }
    // What can't be a link is still what somebody wrote.
    const content = words(marks);
    const address = clean(url);
    if (address === '') return content;
    return content.length > 0 ? [...content, textNode(` (${address})`, marks)] : [textNode(address, marks)];
  }

  #sourceOf(node: Nodes): string {
    return this.#text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  }
}
