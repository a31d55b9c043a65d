import type { Mark, Node, TagParseRule } from '@tiptap/pm/model';
import { safeUrl } from '#lib/document/schema';

/*
 * How the nodes and marks of the schema stand in the editor's page: the elements and classes that readers get, so that the
 * styles of the article fit. What has more to show than its text has a view (`media-views.ts`, `block-views.ts`).
 */

type Markup = readonly [string, ...unknown[]];
type Attributes = Record<string, string | undefined>;

const text = (of: Node | Mark, name: string): string | undefined => {
  const value = of.attrs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The class of an alignment, as readers get it. */
export const alignClassOf = (node: Node): string | undefined => {
  const align = text(node, 'align');
  return align && /^(left|right|center|justify|wide|full)$/.test(align) ? `at-${align}` : undefined;
};

const classed = (...names: (string | undefined)[]): Attributes => {
  const known = names.filter(Boolean).join(' ');
  return known ? { class: known } : {};
};

const url = (of: Node | Mark, name: string): string | undefined => safeUrl(text(of, name) ?? '') ?? undefined;

function cell(tag: string) {
  return (node: Node): Markup => [
    tag,
    {
      ...classed(alignClassOf(node)),
      colspan: node.attrs.colspan > 1 ? String(node.attrs.colspan) : undefined,
      rowspan: node.attrs.rowspan > 1 ? String(node.attrs.rowspan) : undefined,
    },
    0,
  ];
}

/** By node; those that are not here are shown by their view, and copied as plain boxes. */
export const nodeMarkup: Record<string, (node: Node) => Markup> = {
  paragraph: (node) => ['p', { ...classed(alignClassOf(node)), lang: text(node, 'lang'), dir: text(node, 'dir') }, 0],
  heading: (node) => [`h${Math.min(6, Math.max(2, Number(node.attrs.level) || 2))}`, classed(alignClassOf(node)), 0],
  blockquote: () => ['blockquote', 0],
  pullQuote: (node) => [
    'figure',
    { ...classed('pull-quote', alignClassOf(node)), 'data-citation': text(node, 'citation') },
    ['blockquote', 0],
  ],
  bulletList: () => ['ul', 0],
  orderedList: (node) => [
    'ol',
    {
      start: node.attrs.start === 1 ? undefined : String(node.attrs.start),
      reversed: node.attrs.reversed === true ? '' : undefined,
      type: /^[1aAiI]$/.test(text(node, 'style') ?? '') ? text(node, 'style') : undefined,
    },
    0,
  ],
  listItem: () => ['li', 0],
  definitionList: () => ['dl', 0],
  definitionTerm: () => ['dt', 0],
  definitionDescription: () => ['dd', 0],
  codeBlock: (node) => [
    'div',
    { class: 'code', 'data-language': text(node, 'language'), spellcheck: 'false', translate: 'no' },
    ['pre', ['code', 0]],
  ],
  preformatted: () => ['div', { class: 'verse' }, 0],
  horizontalRule: () => ['hr'],
  readMore: (node) => ['div', { class: 'editor-marker', 'data-marker': 'readMore', 'data-label': text(node, 'label') }],
  pageBreak: () => ['div', { class: 'editor-marker', 'data-marker': 'pageBreak' }],
  table: (node) => ['div', { class: 'table-scroll', 'data-caption': text(node, 'caption') }, ['table', ['tbody', 0]]],
  tableRow: () => ['tr', 0],
  tableCell: cell('td'),
  tableHeader: cell('th'),
  gallery: (node) => {
    const columns = Math.max(1, Math.min(Number(node.attrs.columns) || 3, 6, node.childCount));
    return ['div', { ...classed('gallery', columns > 2 ? 'at-wide' : undefined), style: `--columns: ${columns}` }, 0];
  },
  button: (node) => ['p', { class: 'button-line' }, ['span', { title: url(node, 'href') }, 0]],
  columns: () => ['div', { class: 'columns at-wide' }, 0],
  column: (node) => {
    const share = /^\d+(\.\d+)?%$/.test(text(node, 'width') ?? '')
      ? Number.parseFloat(text(node, 'width') ?? '')
      : null;
    return ['div', share === null ? {} : { style: `--share: ${share}` }, 0];
  },
  footnotes: () => ['section', { class: 'footnotes' }, ['ol', 0]],
  footnote: () => ['li', 0],
  hardBreak: () => ['br'],
  footnoteReference: () => ['sup', { class: 'footnote-reference' }],
  anchor: (node) => ['span', { class: 'editor-anchor', title: `#${text(node, 'id') ?? ''}` }],
};

export const markMarkup: Record<string, (mark: Mark) => Markup> = {
  link: (mark) => ['a', { href: url(mark, 'href'), title: text(mark, 'title'), rel: text(mark, 'rel') }, 0],
  bold: () => ['strong', 0],
  italic: () => ['em', 0],
  underline: () => ['u', 0],
  strike: () => ['s', 0],
  subscript: () => ['sub', 0],
  superscript: () => ['sup', 0],
  code: () => ['code', { spellcheck: 'false' }, 0],
  keyboard: () => ['kbd', 0],
  highlight: () => ['mark', 0],
  small: () => ['small', 0],
  citation: () => ['cite', 0],
  quotation: () => ['q', 0],
  insertion: () => ['ins', 0],
  abbreviation: (mark) => ['abbr', { title: text(mark, 'title') }, 0],
  span: (mark) => ['span', { lang: text(mark, 'lang'), dir: text(mark, 'dir') }, 0],
};

/**
 * What the browser itself may write into the page while somebody types. Pasted HTML is not read by these: it goes through
 * `lib/document/from-html`.
 */
export const typedNodes: Record<string, readonly TagParseRule[]> = {
  paragraph: [{ tag: 'p' }, { tag: 'div' }],
  heading: [2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  blockquote: [{ tag: 'blockquote' }],
  bulletList: [{ tag: 'ul' }],
  orderedList: [{ tag: 'ol' }],
  listItem: [{ tag: 'li' }],
  hardBreak: [{ tag: 'br' }],
};

export const typedMarks: Record<string, readonly TagParseRule[]> = {
  link: [{ tag: 'a[href]', getAttrs: (element) => linkOf(element) }],
  bold: [{ tag: 'strong' }, { tag: 'b' }],
  italic: [{ tag: 'em' }, { tag: 'i' }],
  underline: [{ tag: 'u' }],
  strike: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }],
  subscript: [{ tag: 'sub' }],
  superscript: [{ tag: 'sup' }],
  code: [{ tag: 'code' }],
};

function linkOf(element: HTMLElement): { href: string } | false {
  const href = safeUrl(element.getAttribute('href') ?? '');
  return href === null ? false : { href };
}
