import { paragraph } from './html-flow.ts';
import { noteId, textAlign } from './html-inline.ts';
import type { ElementReader, Reader } from './html-reader.ts';
import { type Marks, noMarks } from './html-marks.ts';
import { codeOf, fileBlock, galleryOf, pictureOfFigure, coverPicture } from './html-media.ts';
import { findTag, hasClass, type Html, isNote, isTag, styleOf, type Tag, textOf } from './html-tree.ts';
import type { DocumentNode } from './schema.ts';
import { blockDelimiter } from './wordpress-source.ts';

const direction = (tag: Tag): string | null => {
  const value = tag.attributes.dir?.toLowerCase();
  return value === 'rtl' || value === 'ltr' || value === 'auto' ? value : null;
};

const paragraphReader: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  reader.anchor(tag, flow);
  reader.walk(tag.children, flow, marks);
  const attributes = { align: textAlign(tag), lang: tag.attributes.lang || null, dir: direction(tag) };
  flow.flush(attributes, hasClass(tag, 'is-empty'));
};

const heading =
  (level: number): ElementReader =>
  (reader, tag, flow, marks) => {
    flow.flush();
    const { content, spilled } = reader.line(tag.children, marks);
    if (content.length > 0) {
      const attrs = { level, id: tag.attributes.id || null, align: textAlign(tag) ?? flow.align };
      flow.block({ type: 'heading', attrs, content });
    }
    for (const block of spilled) flow.block(block);
  };

const list: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  if (tag.name === 'ol' && (hasClass(tag, 'footnotes') || hasClass(tag, 'wp-block-footnotes'))) {
    return footnotes(reader, tag, flow, marks);
  }
  if (hasClass(tag, 'wp-block-social-links')) return socialLinks(reader, tag, flow, marks);
  if (hasClass(tag, 'wp-block-gallery') || hasClass(tag, 'blocks-gallery-grid')) return galleryOf(reader, tag, flow);
  const items = listItems(reader, tag.children, marks);
  if (items.length === 0) return;
  if (tag.name !== 'ol') return flow.block({ type: 'bulletList', content: items });
  const start = Number.parseInt(tag.attributes.start ?? '1', 10);
  const style = tag.attributes.type;
  flow.block({
    type: 'orderedList',
    attrs: {
      start: Number.isSafeInteger(start) ? start : 1,
      reversed: tag.attributes.reversed !== undefined,
      style: style !== undefined && /^[1aAiI]$/.test(style) ? style : null,
    },
    content: items,
  });
};

function listItems(reader: Reader, parts: readonly Html[], marks: Marks): DocumentNode[] {
  const items: DocumentNode[] = [];
  for (const part of parts) {
    if (isNote(part) || (typeof part === 'string' && part.trim() === '')) continue;
    const nested = isTag(part) && (part.name === 'ul' || part.name === 'ol');
    if (isTag(part) && part.name === 'li') {
      const content = reader.blocks(anchored(reader, part), marks, { embeds: false });
      items.push({ type: 'listItem', content });
      continue;
    }
    const blocks = reader.blocks([part], marks, { embeds: false });
    const last = items[items.length - 1];
    // A list directly in a list belongs to the item before it.
    if (nested && last) last.content = [...(last.content ?? []), ...blocks];
    else if (blocks.some((block) => block.type !== 'paragraph' || block.content)) {
      items.push({ type: 'listItem', content: blocks });
    }
  }
  return items;
}

/** The children, with a stand-in for the element's own id where a link leads there. */
function anchored(reader: Reader, tag: Tag): readonly Html[] {
  const { id } = tag.attributes;
  if (!id || !reader.referenced.has(id)) return tag.children;
  return [{ name: 'a', attributes: { id }, children: [], start: 0, end: 0 }, ...tag.children];
}

function footnotes(...[reader, tag, flow, marks]: Parameters<ElementReader>): void {
  const notes: DocumentNode[] = [];
  for (const part of tag.children) {
    if (!isTag(part) || part.name !== 'li') continue;
    const id = noteId(part.attributes.id ?? part.attributes['data-footnote'] ?? String(notes.length + 1));
    const content = reader.blocks(withoutBacklinks(part.children), marks, { embeds: false });
    notes.push({ type: 'footnote', attrs: { id }, content });
  }
  if (notes.length > 0) flow.block({ type: 'footnotes', content: notes });
}

/** Links from a note back to the text are made anew where notes are shown. */
function withoutBacklinks(parts: readonly Html[]): Html[] {
  return parts.flatMap((part): Html[] => {
    if (!isTag(part)) return [part];
    const back = part.name === 'a' && (part.attributes.href ?? '').startsWith('#') && !/[\p{L}\p{N}]/u.test(textOf([part]));
    return back ? [] : [{ ...part, children: withoutBacklinks(part.children) }];
  });
}

function socialLinks(...[reader, tag, flow, marks]: Parameters<ElementReader>): void {
  const items: DocumentNode[] = [];
  for (const part of tag.children) {
    if (!isNote(part)) continue;
    const block = blockDelimiter(part.note.trim());
    if (block?.name !== 'social-link') continue;
    const { url, service, label } = block.attributes;
    const href = reader.link(typeof url === 'string' ? url : undefined);
    const text = typeof label === 'string' && label ? label : typeof service === 'string' ? service : href;
    if (href === null || !text) continue;
    const name = text.charAt(0).toUpperCase() + text.slice(1);
    const words: DocumentNode = { type: 'text', text: name, marks: [{ type: 'link', attrs: { href } }] };
    items.push({ type: 'listItem', content: [paragraph([words])] });
  }
  if (items.length > 0) flow.block({ type: 'bulletList', content: items });
  else reader.walk(tag.children, flow, marks);
}

const definitionList: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  const content: DocumentNode[] = [];
  const spilled: DocumentNode[] = [];
  const read = (parts: readonly Html[]): void => {
    for (const part of parts) {
      if (!isTag(part)) {
        if (typeof part !== 'string' || part.trim() === '') continue;
        content.push({ type: 'definitionDescription', content: reader.blocks([part], marks, { embeds: false }) });
      } else if (part.name === 'dt') {
        const term = reader.line(part.children, marks);
        content.push({ type: 'definitionTerm', ...(term.content.length > 0 && { content: term.content }) });
        spilled.push(...term.spilled);
      } else if (part.name === 'div' || part.name === 'x-boundary') read(part.children);
      else {
        const parts = part.name === 'dd' ? part.children : [part];
        content.push({ type: 'definitionDescription', content: reader.blocks(parts, marks, { embeds: false }) });
      }
    }
  };
  read(tag.children);
  if (content.length > 0) flow.block({ type: 'definitionList', content });
  for (const block of spilled) flow.block(block);
};

const blockquote: ElementReader = (reader, tag, flow, marks) => {
  if (hasClass(tag, 'pullquote') || hasClass(tag, 'pull-quote') || hasClass(tag, 'wp-block-pullquote')) {
    return pullQuote(reader, tag, flow, marks);
  }
  const cite = reader.link(tag.attributes.cite);
  flow.block({ type: 'blockquote', attrs: { cite }, content: reader.blocks(tag.children, marks) });
};

/** A pull quote in any of its forms: its last `<cite>` (or footer) is who said it. */
export const pullQuote: ElementReader = (reader, tag, flow, marks) => {
  const outer = hasClass(tag, 'wp-block-pullquote') || tag.name !== 'blockquote';
  const inner = outer ? (findTag(tag.children, (child) => child.name === 'blockquote') ?? tag) : tag;
  const said = (part: Html): part is Tag => isTag(part) && (part.name === 'cite' || part.name === 'footer');
  const citation = [...inner.children, ...(inner === tag ? [] : tag.children)].filter(said).map((part) => textOf([part]));
  const content = reader.blocks(inner.children.filter((part) => !said(part)), marks, { embeds: false });
  flow.block({
    type: 'pullQuote',
    attrs: { citation: citation.join(' ').replace(/\s+/g, ' ').trim() || null, align: alignClass(tag) },
    content,
  });
};

/** left, right, center, wide or full, by WordPress's classes. */
export const alignClass = (tag: Tag): string | null =>
  /(?:^|\s)align(left|right|center|wide|full)(?:\s|$)/.exec(tag.attributes.class ?? '')?.[1] ?? null;

const preformatted: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  const code = codeOf(tag);
  if (code) return flow.block(code);
  const content = keptSpace(reader, tag, marks);
  if (content.length > 0) flow.block({ type: 'preformatted', content });
};

/** Inline content with its white space as it stands; one line break at the start is HTML's own. */
function keptSpace(reader: Reader, tag: Tag, marks: Marks): DocumentNode[] {
  const content: DocumentNode[] = [];
  const flow = new KeptSpace(content);
  reader.walk(tag.children, flow.asFlow(reader), marks);
  return flow.done();
}

/** Reads text literally by standing a private-use character in for each kind of white space. */
class KeptSpace {
  readonly #content: DocumentNode[];

  constructor(content: DocumentNode[]) {
    this.#content = content;
  }

  asFlow(reader: Reader) {
    const content = this.#content;
    const FlowClass = flowClassOf(reader);
    const flow = new FlowClass({ classic: false, embeds: false, links: false });
    flow.text = (value: string, marks: Marks) => {
      if (value !== '') content.push(marks.length > 0 ? { type: 'text', text: value, marks: [...marks] } : { type: 'text', text: value });
    };
    return flow;
  }

  done(): DocumentNode[] {
    return this.#content;
  }
}
