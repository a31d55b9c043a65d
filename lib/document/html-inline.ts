import { type Marks, markOfElement, noMarks, withMark } from './html-marks.ts';
import type { ElementReader } from './html-reader.ts';
import { hasClass, isTag, styleOf, type Tag, textOf } from './html-tree.ts';

/** A note's own id without what footnote plug-ins put before it: `fn-3`, `fn:3`, `footnote-3` are `3`. */
export const noteId = (id: string): string => id.replace(/^(?:fn|footnote|note)[-:_]/i, '');

const link: ElementReader = (reader, tag, flow, marks) => {
  const href = reader.link(tag.attributes.href);
  if (href === null) {
    const id = tag.attributes.id ?? tag.attributes.name;
    if (id && (tag.attributes.href === undefined || reader.referenced.has(id))) {
      flow.atom({ type: 'anchor', attrs: { id } }, noMarks);
    }
    reader.walk(tag.children, flow, marks);
    return;
  }
  reader.anchor(tag, flow);
  const attrs: Record<string, unknown> = { href };
  for (const name of ['title', 'rel', 'hreflang'] as const) {
    const value = tag.attributes[name]?.trim();
    if (value) attrs[name] = value;
  }
  if (reader.options.comment) attrs.rel = 'ugc nofollow';
  else if (typeof attrs.rel === 'string') {
    // What WordPress adds to every link that opens a tab says nothing about the link.
    const rel = attrs.rel.split(/\s+/).filter((token) => !['noopener', 'noreferrer'].includes(token));
    if (rel.length > 0) attrs.rel = rel.join(' ');
    else delete attrs.rel;
  }
  reader.walk(tag.children, flow, withMark(marks, { type: 'link', attrs }));
};

const superscript: ElementReader = (reader, tag, flow, marks) => {
  const id = tag.attributes['data-fn'] ?? tag.attributes['data-footnote'] ?? noteLink(tag);
  if (id) flow.atom({ type: 'footnoteReference', attrs: { id } }, noMarks);
  else reader.walk(tag.children, flow, withMark(marks, { type: 'superscript' }));
};

/** `<sup><a href="#fn-3">3</a></sup>`, as Markdown processors and footnote plug-ins write. */
function noteLink(tag: Tag): string | null {
  const children = tag.children.filter((part) => typeof part !== 'string' || part.trim() !== '');
  const only = children[0];
  if (children.length !== 1 || !isTag(only) || only.name !== 'a') return null;
  const id = /^#((?:fn|footnote|note)[-:_]\S+)$/i.exec(only.attributes.href ?? '')?.[1];
  return id === undefined ? null : noteId(id);
}

/** Elements that say how text looks: kept where that means something. */
const styled: ElementReader = (reader, tag, flow, marks) => {
  reader.anchor(tag, flow);
  reader.walk(tag.children, flow, styleMarks(tag, marks));
};

function styleMarks(tag: Tag, marks: Marks): Marks {
  let result = marks;
  const { lang, dir } = tag.attributes;
  const language = lang ?? tag.attributes['xml:lang'];
  const direction = dir === 'rtl' || dir === 'ltr' || dir === 'auto' ? dir : null;
  if (language || direction) {
    result = withMark(result, { type: 'span', attrs: { lang: language || null, dir: direction } });
  }
  const weight = styleOf(tag, 'font-weight');
  if (weight !== null && /^(bold|bolder|[6-9]00)$/.test(weight)) result = withMark(result, { type: 'bold' });
  if (styleOf(tag, 'font-style') === 'italic') result = withMark(result, { type: 'italic' });
  const line = styleOf(tag, 'text-decoration') ?? '';
  if (line.includes('line-through')) result = withMark(result, { type: 'strike' });
  if (line.includes('underline')) result = withMark(result, { type: 'underline' });
  return result;
}

const lineBreak: ElementReader = (_reader, _tag, flow) => flow.atom({ type: 'hardBreak' }, noMarks);

export const inlineReaders: Record<string, ElementReader | undefined> = {
  a: link,
  br: lineBreak,
  sup: superscript,
  span: styled,
  font: styled,
  bdo: styled,
  bdi: styled,
  q: (reader, tag, flow, marks) => {
    const cite = reader.link(tag.attributes.cite);
    reader.walk(tag.children, flow, withMark(marks, { type: 'quotation', attrs: { cite } }));
  },
  abbr: abbreviation,
  acronym: abbreviation,
  mark: (reader, tag, flow, marks) => {
    // Gutenberg writes coloured text as `<mark>` without a background.
    const coloured = /has-inline-color/.test(tag.attributes.class ?? '');
    reader.walk(tag.children, flow, coloured ? marks : withMark(marks, markOfElement.mark ?? { type: 'highlight' }));
  },
  rt: (reader, tag, flow, marks) => {
    flow.text('(', marks);
    reader.walk(tag.children, flow, marks);
    flow.text(')', marks);
  },
  input: (reader, tag, flow, marks) => {
    if (tag.attributes.type === 'checkbox') flow.text(tag.attributes.checked === undefined ? '☐ ' : '☑ ', marks);
    else if (tag.attributes.type !== 'hidden') reader.unknown('input', tag, flow, marks);
  },
  noscript: (reader, tag, flow, marks) => {
    // Its pictures repeat those that a script would have loaded.
    if (textOf(tag.children).trim() !== '' || !hasPicture(tag)) reader.walk(tag.children, flow, marks);
  },
};

const hasPicture = (tag: Tag): boolean => tag.children.some((part) => isTag(part) && part.name === 'img');

function abbreviation(...[reader, tag, flow, marks]: Parameters<ElementReader>): void {
  const title = tag.attributes.title ?? null;
  reader.walk(tag.children, flow, withMark(marks, { type: 'abbreviation', attrs: { title } }));
}

/** Where text stands, by class, style or attribute: left, right, center, justify; or null. */
export function textAlign(tag: Tag): string | null {
  const byClass = /(?:^|\s)has-text-align-(left|right|center|justify)/.exec(tag.attributes.class ?? '')?.[1];
  const value = byClass ?? styleOf(tag, 'text-align') ?? tag.attributes.align?.toLowerCase() ?? null;
  if (value !== null && ['left', 'right', 'center', 'justify'].includes(value)) return value;
  return tag.name === 'center' || (tag.name === 'p' && hasClass(tag, 'aligncenter')) ? 'center' : null;
}
