import { blockReaders } from './html-blocks.ts';
import { Flow, type TextRules, textNode } from './html-flow.ts';
import { inlineReaders } from './html-inline.ts';
import { type Marks, markOfElement, noMarks, withMark } from './html-marks.ts';
import { mediaReaders } from './html-media.ts';
import { shortcode } from './html-shortcodes.ts';
import { boundary, type Html, isNote, isTag, type Tag } from './html-tree.ts';
import { type DocumentNode, safeUrl } from './schema.ts';
import { blockDelimiter, restoreShortcodes, type Shortcode, shortcodeElement } from './wordpress-source.ts';

/** A file of ours that stands for an address or an attachment's id. `fileId` null: known, but not stored here. */
export type ResolvedFile = {
  fileId: string | null;
  src: string;
  width: number | null;
  height: number | null;
  alt: string;
  caption?: string;
};

export type FromHtmlOptions = {
  /** The HTML is WordPress's: block comments, shortcodes, text without `<p>`, addresses alone on a line. */
  wordpress?: boolean;
  /** The HTML is a reader's comment: no players' code, no unknown blocks; addresses in it become links, or embeds. */
  comment?: boolean;
  /** The new address of what an old one (absolute or not) leads to. */
  resolveLink?: (url: string) => string;
  /** The stored file behind the address of a picture, audio, video, or behind an attachment's id; else null. */
  resolvePicture?: (urlOrId: string) => ResolvedFile | null;
  /** The ids of the attachments of the item itself, for `[gallery]` without ids. */
  attached?: () => readonly string[];
  /** The notes that Gutenberg keeps apart from the text (post meta `footnotes`). */
  footnotes?: readonly { id: string; content: string }[];
  /** The HTML of a reusable block (`wp:block {"ref": …}`), or null. */
  resolveBlock?: (id: string) => string | null;
  /** HTML of a reusable block or note inside; for keeping recursion finite. */
  depth?: number;
};

/** Reads one kind of element into `flow`. */
export type ElementReader = (reader: Reader, tag: Tag, flow: Flow, marks: Marks) => void;

/** Never read, whatever is inside. */
const silent = new Set(
  'script style template head title link meta base noframes param source track col colgroup rp area wbr'.split(' '),
);

/** Not understood, and kept as `unknown` with the source. */
const foreign = new Set(
  'form select textarea button object embed applet canvas svg math map iframe frame frameset fieldset dialog input'.split(
    ' ',
  ),
);

/** Only divide the text. */
const transparentBlocks = new Set(
  `div section article main header footer nav address center hgroup body html aside search li dt dd tr td th thead tbody
  tfoot caption figcaption legend summary option optgroup noembed p x-boundary`.split(/\s+/),
);

/** Blocks that show something of the site, not of the text: their inner markup is a template. */
const templates = new Set(
  `query comments navigation post-template comment-template template-part post-content query-pagination
  query-no-results latest-posts latest-comments archives calendar categories tag-cloud rss search loginout page-list`.split(
    /\s+/,
  ),
);

/** Blocks whose saved HTML says everything. Any other is kept as unknown unless its HTML can be read. */
const plainBlocks = new Set(
  `paragraph heading list list-item quote pullquote code preformatted verse image gallery audio video file media-text
  cover group columns column text-columns buttons button separator spacer table html freeform shortcode more nextpage
  details embed footnotes social-links missing classic subhead cover-image cite pattern`.split(/\s+/),
);

/** By element. A map: the names come from the source, and `constructor` is one that objects answer to. */
const readers = new Map<string, ElementReader | undefined>(
  [inlineReaders, blockReaders, mediaReaders].flatMap((table) => Object.entries(table)),
);

/** Reads a tree of HTML into document nodes. One for each body. */
export class Reader {
  readonly options: FromHtmlOptions;
  readonly rules: TextRules;
  /** Fragments that links of this document lead to: only those ids are kept as anchors. */
  readonly referenced: ReadonlySet<string>;
  readonly #source: string;
  readonly #shortcodes: readonly Shortcode[];

  constructor(source: string, shortcodes: readonly Shortcode[], rules: TextRules, options: FromHtmlOptions) {
    this.#source = source;
    this.#shortcodes = shortcodes;
    this.rules = rules;
    this.options = options;
    this.referenced = new Set([...source.matchAll(/href=["']?#([^"'\s>]+)/gi)].map((found) => found[1] ?? ''));
  }

  walk(parts: readonly Html[], flow: Flow, marks: Marks = noMarks): void {
    const closings = blockPairs(parts);
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (typeof part === 'string') flow.text(part, marks);
      else if (isTag(part)) this.element(part, flow, marks);
      else if (isNote(part)) index = this.#note(parts, index, closings, flow);
    }
  }

  element(tag: Tag, flow: Flow, marks: Marks): void {
    const { name } = tag;
    const found = name === shortcodeElement ? this.#shortcodes[Number(tag.attributes.n)] : undefined;
    const reader = readers.get(name);
    if (silent.has(name)) return;
    if (name === boundary) flow.flush();
    else if (found) shortcode(this, tag, found, flow, marks);
    else if (reader) reader(this, tag, flow, marks);
    else if (foreign.has(name)) this.unknown(name, tag, flow, marks);
    else if (transparentBlocks.has(name)) {
      flow.flush();
      this.anchor(tag, flow);
      this.walk(tag.children, flow, marks);
      flow.flush();
    } else {
      this.anchor(tag, flow);
      const mark = Object.hasOwn(markOfElement, name) ? markOfElement[name] : undefined;
      this.walk(tag.children, flow, mark ? withMark(marks, mark) : marks);
    }
  }

  /** The blocks inside an element that holds blocks; at least one. */
  blocks(parts: readonly Html[], marks: Marks, rules: Partial<TextRules> = {}, align: string | null = null) {
    const flow = new Flow({ ...this.rules, ...rules });
    flow.align = align;
    this.walk(parts, flow, marks);
    flow.flush();
    return flow.blocks.length > 0 ? flow.blocks : [{ type: 'paragraph' }];
  }

  /** The content of an element that holds a line of text; `spilled` are blocks that no line can hold. */
  line(parts: readonly Html[], marks: Marks): { content: DocumentNode[]; spilled: DocumentNode[] } {
    const content: DocumentNode[] = [];
    const spilled: DocumentNode[] = [];
    const lift = (nodes: readonly DocumentNode[]): void => {
      for (const node of nodes) {
        if (node.type === 'paragraph' || node.type === 'heading') {
          if (!node.content) continue;
          if (content.length > 0) content.push({ type: 'hardBreak' });
          content.push(...node.content);
        } else spilled.push(node);
      }
    };
    lift(this.blocks(parts, marks, { embeds: false }));
    return { content, spilled };
  }

  /** A safe address, rewritten where the site moved; null for one that may not be linked to. */
  link(href: string | undefined): string | null {
    if (href === undefined) return null;
    const url = safeUrl(href);
    if (url === null) return null;
    return this.options.resolveLink ? safeUrl(this.options.resolveLink(url)) : url;
  }

  /** Keeps the place that `id` names, if something here links to it. */
  anchor(tag: Tag, flow: Flow): void {
    const id = tag.attributes.id ?? (tag.name === 'a' ? tag.attributes.name : undefined);
    if (id && this.referenced.has(id)) flow.atom({ type: 'anchor', attrs: { id } }, noMarks);
  }

  /** Keeps an element that is not understood; in a comment only its words. */
  unknown(name: string, tag: Tag, flow: Flow, marks: Marks = noMarks): void {
    if (!this.options.comment) {
      this.keep(name, this.sourceOf(tag.start, tag.end), flow);
      return;
    }
    flow.flush();
    if (name !== 'iframe' && name !== 'svg') this.walk(tag.children, flow, marks);
    flow.flush();
  }

  keep(name: string, source: string, flow: Flow): void {
    if (this.options.comment) flow.text(source, noMarks);
    else flow.block({ type: 'unknown', attrs: { name, source: source.trim() } });
  }

  sourceOf(start: number, end: number): string {
    return restoreShortcodes(this.#source.slice(start, end), this.#shortcodes);
  }

  /** Reads a comment of the source; returns the index of the last part that it used. */
  #note(parts: readonly Html[], index: number, pairs: ReadonlyMap<number, number>, flow: Flow): number {
    const part = parts[index];
    if (!isNote(part) || !this.options.wordpress) return index;
    const text = part.note.trim();
    const more = /^more(?:\s+([\s\S]*))?$/.exec(text);
    if (more) {
      flow.block({ type: 'readMore', attrs: { label: more[1]?.trim() || null } });
      return index;
    }
    if (text === 'nextpage') {
      flow.block({ type: 'pageBreak' });
      return index;
    }
    const delimiter = blockDelimiter(text);
    if (delimiter === null || delimiter.kind === 'close') return index;
    const { name, attributes } = delimiter;
    if (name === 'footnotes') {
      this.#footnotes(flow);
      return index;
    }
    if (name === 'block' && this.#reusable(attributes.ref, flow)) return index;
    if (delimiter.kind === 'only') {
      if (name === 'separator') flow.block({ type: 'horizontalRule' });
      else if (name !== 'spacer') this.keep(name, this.sourceOf(part.start, part.end), flow);
      return index;
    }
    if (plainBlocks.has(name)) {
      tell(parts, index, attributes);
      return index;
    }
    const close = pairs.get(index);
    const end = close === undefined ? undefined : parts[close];
    if (close === undefined || !isNote(end)) return index;
    if (!templates.has(name) && isReadable(parts, index + 1, close)) return index;
    this.keep(name, this.sourceOf(part.start, end.end), flow);
    return close;
  }

  #footnotes(flow: Flow): void {
    const notes = (this.options.footnotes ?? []).map(({ id, content }) => ({
      type: 'footnote',
      attrs: { id },
      content: this.fragment(content),
    }));
    if (notes.length > 0) flow.block({ type: 'footnotes', content: notes });
  }

  #reusable(ref: unknown, flow: Flow): boolean {
    const html = this.options.resolveBlock?.(String(ref)) ?? null;
    if (html === null || (this.options.depth ?? 0) > 3) return false;
    for (const block of this.fragment(html)) flow.block(block);
    return true;
  }

  /** HTML that stands elsewhere, read by the same rules. Set by `documentFromHtml`, which knows how to parse. */
  fragment: (html: string) => DocumentNode[] = (html) => [{ type: 'paragraph', content: [textNode(html, noMarks)] }];
}

/** Which delimiter closes which, among siblings; in one pass, however they are nested. */
function blockPairs(parts: readonly Html[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const open = new Map<string, number[]>();
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!isNote(part)) continue;
    const found = /^\s*(\/?)wp:([a-z][a-z0-9/_-]*)/.exec(part.note);
    if (!found || /\/\s*$/.test(part.note)) continue;
    const name = found[2] ?? '';
    const stack = open.get(name);
    if (!found[1]) {
      if (stack) stack.push(index);
      else open.set(name, [index]);
    } else {
      const start = stack?.pop();
      if (start !== undefined) pairs.set(start, index);
    }
  }
  return pairs;
}

/** Some things a block says only in its delimiter; its first element gets them as attributes. */
function tell(parts: readonly Html[], index: number, attributes: Record<string, unknown>): void {
  for (let next = index + 1; next < parts.length; next++) {
    const part = parts[next];
    if (isNote(part) || (typeof part === 'string' && part.trim() !== '')) return;
    if (!isTag(part)) continue;
    for (const key of ['url', 'columns', 'ids', 'language'] as const) {
      const value = attributes[key];
      if (typeof value === 'string' || typeof value === 'number') part.attributes[`data-wp-${key}`] = String(value);
    }
    return;
  }
}

function isReadable(parts: readonly Html[], from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const part = parts[index];
    if (typeof part === 'string' ? /[^\s\u00a0]/.test(part) : isTag(part) && isReadableTag(part)) return true;
  }
  return false;
}

function isReadableTag(tag: Tag): boolean {
  if (silent.has(tag.name) || foreign.has(tag.name)) return false;
  if (tag.name === 'img' || tag.name === 'audio' || tag.name === 'video') return true;
  return isReadable(tag.children, 0, tag.children.length);
}
