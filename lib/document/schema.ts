import { Schema } from 'prosemirror-model';

/**
 * The document tree in which every body is stored: ProseMirror JSON of the schema below. The importer writes
 * it, the renderer reads it, the editor edits it; all three take their node names and attributes from here.
 *
 * A change that old documents would not fit raises `documentVersion` and brings a migration of stored bodies.
 */
export const documentVersion = 1;

/** A mark on text, as stored. */
export type DocumentMark = { type: string; attrs?: Record<string, unknown> };

/** A node of the tree, as stored. `text` only with `type: 'text'`. */
export type DocumentNode = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: DocumentNode[];
  marks?: DocumentMark[];
  text?: string;
};

const optional = { default: null };
const block = { group: 'block' };

/**
 * `picture` names a file of ours by `fileId` (uuid); `src` is its address, or a remote one that was never
 * fetched. `width` and `height` are the file's own pixels. Its content is the caption.
 */
const media = { fileId: optional, src: { default: '' } };

export const documentSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { ...block, content: 'inline*', attrs: { align: optional, lang: optional, dir: optional } },
    heading: { ...block, content: 'inline*', attrs: { level: { default: 2 }, id: optional, align: optional } },
    blockquote: { ...block, content: 'block+', attrs: { cite: optional } },
    /** Words taken from the article itself and set large. */
    pullQuote: { ...block, content: 'block+', attrs: { citation: optional, align: optional } },
    bulletList: { ...block, content: 'listItem+' },
    /** `style`: the HTML `type` of the list: 1, a, A, i, I. */
    orderedList: {
      ...block,
      content: 'listItem+',
      attrs: { start: { default: 1 }, reversed: { default: false }, style: optional },
    },
    listItem: { content: 'block+' },
    definitionList: { ...block, content: '(definitionTerm | definitionDescription)+' },
    definitionTerm: { content: 'inline*' },
    definitionDescription: { content: 'block+' },
    codeBlock: { ...block, content: 'text*', marks: '', code: true, attrs: { language: optional } },
    /** White space is kept: verse, tabular text. */
    preformatted: { ...block, content: 'inline*' },
    horizontalRule: { ...block },
    /** Where a teaser ends (`<!--more-->`). */
    readMore: { ...block, attrs: { label: optional } },
    /** Where an imported article was cut into pages (`<!--nextpage-->`); readers get one page. */
    pageBreak: { ...block },
    table: { ...block, content: 'tableRow+', attrs: { caption: optional } },
    tableRow: { content: '(tableCell | tableHeader)*' },
    tableCell: {
      content: 'block+',
      attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, align: optional },
    },
    tableHeader: {
      content: 'block+',
      attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, align: optional },
    },
    /** `align`: left, right, center, wide, full. `href`: where a click leads. */
    picture: {
      ...block,
      content: 'inline*',
      attrs: {
        ...media,
        alt: { default: '' },
        title: optional,
        credit: optional,
        width: optional,
        height: optional,
        align: optional,
        href: optional,
      },
    },
    gallery: { ...block, content: 'picture+', attrs: { columns: { default: 3 } } },
    audio: { ...block, content: 'inline*', attrs: { ...media, title: optional } },
    video: { ...block, content: 'inline*', attrs: { ...media, poster: optional, width: optional, height: optional } },
    /** A file to download. */
    attachment: { ...block, attrs: { ...media, name: { default: '' } } },
    /** A page of another service, by its address alone: it becomes a player or a card when it is shown. */
    embed: { ...block, content: 'inline*', attrs: { url: {} } },
    button: { ...block, content: 'inline*', attrs: { href: optional } },
    details: { ...block, content: 'block+', attrs: { summary: { default: '' }, open: { default: false } } },
    columns: { ...block, content: 'column+' },
    column: { content: 'block+', attrs: { width: optional } },
    /** The notes themselves, at the end; `id` is what a `footnoteReference` names. */
    footnotes: { ...block, content: 'footnote+' },
    footnote: { content: 'block+', attrs: { id: { default: '' } } },
    /** What the schema does not know, kept as it came: `name` of the block or shortcode, `source` verbatim. */
    unknown: { ...block, attrs: { name: { default: '' }, source: { default: '' } } },
    text: { group: 'inline' },
    hardBreak: { group: 'inline', inline: true },
    inlinePicture: {
      group: 'inline',
      inline: true,
      attrs: { ...media, alt: { default: '' }, width: optional, height: optional },
    },
    footnoteReference: { group: 'inline', inline: true, attrs: { id: { default: '' } } },
    /** A place inside the text: `id` can be linked to. */
    anchor: { group: 'inline', inline: true, attrs: { id: { default: '' } } },
  },
  marks: {
    link: { attrs: { href: {}, title: optional, rel: optional, hreflang: optional }, inclusive: false },
    bold: {},
    italic: {},
    underline: {},
    strike: {},
    subscript: { excludes: 'superscript' },
    superscript: { excludes: 'subscript' },
    code: {},
    keyboard: {},
    highlight: {},
    small: {},
    citation: {},
    quotation: { attrs: { cite: optional } },
    insertion: {},
    abbreviation: { attrs: { title: optional } },
    /** A language or direction that differs from its surroundings. */
    span: { attrs: { lang: optional, dir: optional } },
  },
});

/**
 * The document as the schema has it, or throws a `RangeError` that names what does not fit. Everything that
 * stores a body passes it through here.
 */
export function checkDocument(json: DocumentNode): DocumentNode {
  const node = documentSchema.nodeFromJSON(json);
  node.check();
  return json;
}

/** Addresses a document may link to or load from; anything else (`javascript:`, `data:`, …) is dropped. */
export function safeUrl(value: string): string | null {
  const url = value.trim().replace(/[\p{Cc} ]+/gu, (run) => (run === ' ' ? '%20' : ''));
  if (url === '') return null;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return url;
  return ['http', 'https', 'mailto', 'tel', 'ftp', 'xmpp', 'sms', 'geo'].includes(scheme) ? url : null;
}
