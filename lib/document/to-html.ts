import { attribute, escapeAttribute, escapeText } from './html-escape.ts';
import type { DocumentMark, DocumentNode } from './schema.ts';
import { blockHtml } from './to-html-blocks.ts';

export type ToHtmlOptions = {
  /** Makes an address absolute; feeds need that. */
  absolute?: (url: string) => string;
  /** As WordPress keeps it: Gutenberg's blocks, which `documentFromHtml` reads back without loss. */
  wordpress?: boolean;
};

/** What the writers of single nodes share. */
export type Writing = {
  wordpress: boolean;
  /** An address as an attribute's value. */
  url: (value: unknown) => string;
  line: (nodes: readonly DocumentNode[] | undefined) => string;
  blocks: (nodes: readonly DocumentNode[] | undefined) => string;
  /** The number readers see for a footnote: the order in which the notes are first referred to. */
  noteNumber: (id: string) => number;
};

/**
 * A document as HTML: every text and attribute is escaped, addresses are those of the document (which are safe).
 * Unknown blocks are left out, except with `wordpress`, where their source is what WordPress needs.
 *
 * Not `@tiptap/static-renderer`: the markup here is WordPress's and feed readers', not the editor's, so each node
 * would need a function all the same; and a plain switch writes 10 KB in a fraction of a millisecond.
 */
export function documentToHtml(doc: DocumentNode, options: ToHtmlOptions = {}): string {
  const absolute = options.absolute ?? ((url) => url);
  const numbers = new Map<string, number>();
  const writing: Writing = {
    wordpress: options.wordpress ?? false,
    url: (value) => escapeAttribute(absolute(String(value ?? ''))),
    line: (nodes) => lineHtml(nodes ?? [], writing),
    blocks: (nodes) =>
      (nodes ?? [])
        .map((node) => blockHtml(node, writing))
        .filter(Boolean)
        .join('\n'),
    noteNumber: (id) => {
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return number;
    },
  };
  return (doc.content ?? [])
    .map((node) => blockHtml(node, writing))
    .filter(Boolean)
    .join(writing.wordpress ? '\n\n' : '\n');
}

function lineHtml(nodes: readonly DocumentNode[], writing: Writing): string {
  let html = '';
  let open: DocumentMark[] = [];
  for (const node of nodes) {
    const marks = node.marks ?? [];
    let same = 0;
    while (same < open.length && same < marks.length && equal(open[same], marks[same])) same++;
    for (const mark of open.slice(same).reverse()) html += markTags(mark, writing)[1];
    for (const mark of marks.slice(same)) html += markTags(mark, writing)[0];
    open = marks;
    html += inlineHtml(node, writing);
  }
  for (const mark of [...open].reverse()) html += markTags(mark, writing)[1];
  return html;
}

const equal = (a: DocumentMark | undefined, b: DocumentMark | undefined): boolean =>
  a !== undefined && b !== undefined && a.type === b.type && JSON.stringify(a.attrs) === JSON.stringify(b.attrs);

function inlineHtml(node: DocumentNode, writing: Writing): string {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'text': {
      const text = escapeText(node.text ?? '');
      // What looks like a shortcode in our text is text, and WordPress must not run it.
      return writing.wordpress ? text.replaceAll('[', '&#91;') : text;
    }
    case 'hardBreak':
      return '<br>';
    case 'inlinePicture':
      return (
        `<img class="inline" src="${writing.url(attrs.src)}" alt="${escapeAttribute(String(attrs.alt ?? ''))}"` +
        `${attribute('width', attrs.width)}${attribute('height', attrs.height)}` +
        `${writing.wordpress ? attribute('data-file-id', attrs.fileId) : ''}>`
      );
    case 'footnoteReference': {
      const id = escapeAttribute(String(attrs.id ?? ''));
      return `<sup data-footnote="${id}"><a href="#fn-${id}">${writing.noteNumber(String(attrs.id ?? ''))}</a></sup>`;
    }
    case 'anchor':
      return `<a id="${escapeAttribute(String(attrs.id ?? ''))}"></a>`;
    default:
      return '';
  }
}

const elements: Record<string, string> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  subscript: 'sub',
  superscript: 'sup',
  code: 'code',
  keyboard: 'kbd',
  highlight: 'mark',
  small: 'small',
  citation: 'cite',
  insertion: 'ins',
};

function markTags(mark: DocumentMark, writing: Writing): [string, string] {
  const attrs = mark.attrs ?? {};
  const element = elements[mark.type];
  if (element) return [`<${element}>`, `</${element}>`];
  switch (mark.type) {
    case 'link': {
      const rest =
        attribute('title', attrs.title) + attribute('rel', attrs.rel) + attribute('hreflang', attrs.hreflang);
      return [`<a href="${writing.url(attrs.href)}"${rest}>`, '</a>'];
    }
    case 'quotation':
      return [`<q${attrs.cite ? ` cite="${writing.url(attrs.cite)}"` : ''}>`, '</q>'];
    case 'abbreviation':
      return [`<abbr${attribute('title', attrs.title)}>`, '</abbr>'];
    case 'span':
      return [`<span${attribute('lang', attrs.lang)}${attribute('dir', attrs.dir)}>`, '</span>'];
    default:
      return ['', ''];
  }
}
