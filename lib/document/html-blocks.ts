import { paragraph } from './html-flow.ts';
import { noteId, textAlign } from './html-inline.ts';
import { type Marks, noMarks, sameMarks } from './html-marks.ts';
import { codeOf, coverPicture, fileBlock, galleryOf, pictureOfFigure } from './html-media.ts';
import type { ElementReader, Reader } from './html-reader.ts';
import { alignClass, findTag, type Html, hasClass, isNote, isTag, styleOf, type Tag, textOf } from './html-tree.ts';
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
    const back =
      part.name === 'a' && (part.attributes.href ?? '').startsWith('#') && !/[\p{L}\p{N}]/u.test(textOf([part]));
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
const pullQuote: ElementReader = (reader, tag, flow, marks) => {
  const outer = hasClass(tag, 'wp-block-pullquote') || tag.name !== 'blockquote';
  const inner = outer ? (findTag(tag.children, (child) => child.name === 'blockquote') ?? tag) : tag;
  const said = (part: Html): part is Tag => isTag(part) && (part.name === 'cite' || part.name === 'footer');
  const citation = [...inner.children, ...(inner === tag ? [] : tag.children)]
    .filter(said)
    .map((part) => textOf([part]));
  const content = reader.blocks(
    inner.children.filter((part) => !said(part)),
    marks,
    { embeds: false },
  );
  flow.block({
    type: 'pullQuote',
    attrs: { citation: citation.join(' ').replace(/\s+/g, ' ').trim() || null, align: alignClass(tag) },
    content,
  });
};

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
  for (const block of reader.blocks(tag.children, marks, { literal: true, embeds: false, links: false })) {
    if (content.length > 0) content.push({ type: 'text', text: '\n' });
    content.push(...(block.content ?? []).filter((node) => node.type !== 'paragraph'));
  }
  const first = content[0];
  if (first?.type === 'text') content[0] = { ...first, text: (first.text ?? '').replace(/^\n/, '') };
  const last = content[content.length - 1];
  if (last?.type === 'text') content[content.length - 1] = { ...last, text: (last.text ?? '').replace(/\s+$/, '') };
  return mergeText(content.filter((node) => isInline(node) && (node.type !== 'text' || node.text !== '')));
}

const isInline = (node: DocumentNode): boolean =>
  ['text', 'hardBreak', 'inlinePicture', 'footnoteReference', 'anchor'].includes(node.type);

/** Neighbouring texts with the same marks as one, as the editor keeps them. */
function mergeText(content: readonly DocumentNode[]): DocumentNode[] {
  const merged: DocumentNode[] = [];
  for (const node of content) {
    const last = merged[merged.length - 1];
    if (node.type === 'text' && last?.type === 'text' && sameMarks(last.marks, node.marks)) {
      merged[merged.length - 1] = { ...last, text: `${last.text ?? ''}${node.text ?? ''}` };
    } else merged.push(node);
  }
  return merged;
}

const rule: ElementReader = (_reader, _tag, flow) => flow.block({ type: 'horizontalRule' });

const span = (value: string | undefined): number => {
  const number = Number.parseInt(value ?? '1', 10);
  return Number.isSafeInteger(number) ? Math.min(Math.max(number, 1), 1000) : 1;
};

/** A table, with the caption it has or the figure around it gives. */
function tableOf(reader: Reader, tag: Tag, caption: string | null, marks: Marks): DocumentNode[] {
  const rows: DocumentNode[] = [];
  const around: DocumentNode[] = [];
  let words = caption;
  const read = (parts: readonly Html[]): void => {
    for (const part of parts) {
      if (!isTag(part)) {
        if (typeof part === 'string' && part.trim() !== '') around.push(...reader.blocks([part], marks));
      } else if (part.name === 'tr') {
        const cells = part.children.flatMap((cell) => tableCell(reader, cell, marks, part));
        if (cells.length > 0) rows.push({ type: 'tableRow', content: cells });
      } else if (part.name === 'caption') words = textOf(part.children).replace(/\s+/g, ' ').trim() || words;
      else if (['thead', 'tbody', 'tfoot'].includes(part.name)) read(part.children);
      else if (part.name !== 'colgroup' && part.name !== 'col') around.push(...reader.blocks([part], marks));
    }
  };
  read(tag.children);
  const readable = around.filter((block) => block.type !== 'paragraph' || block.content);
  if (rows.length === 0) return readable;
  return [...readable, { type: 'table', attrs: { caption: words || null }, content: rows }];
}

function tableCell(reader: Reader, cell: Html, marks: Marks, row: Tag): DocumentNode[] {
  if (!isTag(cell)) {
    if (typeof cell !== 'string' || cell.trim() === '') return [];
    const attrs = { colspan: 1, rowspan: 1, align: null };
    return [{ type: 'tableCell', attrs, content: reader.blocks([cell], marks, { embeds: false }) }];
  }
  if (cell.name === 'script' || cell.name === 'style' || cell.name === 'template') return [];
  const attrs = {
    colspan: span(cell.attributes.colspan),
    rowspan: span(cell.attributes.rowspan),
    align: textAlign(cell) ?? textAlign(row),
  };
  const parts = cell.name === 'td' || cell.name === 'th' ? anchored(reader, cell) : [cell];
  const type = cell.name === 'th' ? 'tableHeader' : 'tableCell';
  return [{ type, attrs, content: reader.blocks(parts, marks, { embeds: false }) }];
}

const table: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  for (const block of tableOf(reader, tag, null, marks)) flow.block(block);
};

const details: ElementReader = (reader, tag, flow, marks) => {
  const isSummary = (part: Html): part is Tag => isTag(part) && part.name === 'summary';
  const summary = textOf(tag.children.filter(isSummary)).replace(/\s+/g, ' ').trim();
  flow.block({
    type: 'details',
    attrs: { summary, open: tag.attributes.open !== undefined },
    content: reader.blocks(
      tag.children.filter((part) => !isSummary(part)),
      marks,
    ),
  });
};

const figure: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  if (hasClass(tag, 'wp-block-pullquote')) return pullQuote(reader, tag, flow, marks);
  const inner = tag.children.filter((part) => isTag(part) && part.name === 'table');
  const only = inner[0];
  if (inner.length === 1 && isTag(only)) {
    const caption = textOf(tag.children.filter((part) => isTag(part) && part.name === 'figcaption'));
    for (const block of tableOf(reader, only, caption.replace(/\s+/g, ' ').trim() || null, marks)) flow.block(block);
    return;
  }
  pictureOfFigure(reader, tag, flow, marks);
};

const aside: ElementReader = (reader, tag, flow, marks) => {
  if (hasClass(tag, 'pull-quote') || hasClass(tag, 'pullquote')) return pullQuote(reader, tag, flow, marks);
  division(reader, tag, flow, marks);
};

/** A division is read by what WordPress calls it; without a name that means something it is unwrapped. */
const division: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  if (hasClass(tag, 'wp-block-columns')) return columns(reader, tag, flow, marks);
  if (hasClass(tag, 'wp-block-button')) return button(reader, tag, flow, marks);
  if (hasClass(tag, 'wp-block-file')) return fileBlock(reader, tag, flow, marks);
  if (hasClass(tag, 'wp-caption')) return pictureOfFigure(reader, tag, flow, marks);
  if (hasClass(tag, 'gallery') || hasClass(tag, 'tiled-gallery')) return galleryOf(reader, tag, flow);
  if (hasClass(tag, 'wp-block-spacer')) return;
  if (hasClass(tag, 'footnotes')) markNotes(tag);
  if (/(?:^|\s)wp-block-cover(?:\s|$)/.test(tag.attributes.class ?? '')) coverPicture(reader, tag, flow);
  reader.anchor(tag, flow);
  const around = flow.align;
  flow.align = textAlign(tag) ?? around;
  reader.walk(tag.children, flow, marks);
  flow.flush();
  flow.align = around;
};

/** The list in `<div class="footnotes">` is one of notes. */
function markNotes(tag: Tag): void {
  const notes = findTag(tag.children, (child) => child.name === 'ol');
  if (notes) notes.attributes.class = `${notes.attributes.class ?? ''} footnotes`;
}

function columns(...[reader, tag, flow, marks]: Parameters<ElementReader>): void {
  const content: DocumentNode[] = [];
  for (const part of tag.children) {
    if (isNote(part) || (typeof part === 'string' && part.trim() === '')) continue;
    const isColumn = isTag(part) && hasClass(part, 'wp-block-column');
    const width = isColumn ? styleOf(part, 'flex-basis') : null;
    content.push({
      type: 'column',
      attrs: { width: width !== null && /^[\d.]+(?:%|px|r?em|vw)$/.test(width) ? width : null },
      content: reader.blocks(isColumn ? part.children : [part], marks),
    });
  }
  if (content.length > 0) flow.block({ type: 'columns', content });
}

function button(...[reader, tag, flow, marks]: Parameters<ElementReader>): void {
  const link = findTag(tag.children, (child) => child.name === 'a' || child.name === 'button') ?? tag;
  const { content, spilled } = reader.line(link.children, marks.length > 0 ? marks : noMarks);
  if (content.length > 0) {
    flow.block({ type: 'button', attrs: { href: reader.link(link.attributes.href) }, content });
  }
  for (const block of spilled) flow.block(block);
}

export const blockReaders: Record<string, ElementReader | undefined> = {
  p: paragraphReader,
  h1: heading(2),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  ul: list,
  ol: list,
  menu: list,
  dir: list,
  dl: definitionList,
  blockquote,
  pre: preformatted,
  listing: preformatted,
  xmp: preformatted,
  hr: rule,
  table,
  details,
  figure,
  aside,
  div: division,
  section: division,
  center: division,
};
