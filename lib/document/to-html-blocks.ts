import { attribute, escapeAttribute, escapeText } from './html-escape.ts';
import type { DocumentNode } from './schema.ts';
import type { Writing } from './to-html.ts';

/** One block as HTML; with `wordpress` between the delimiters of Gutenberg's block for it. */
export function blockHtml(node: DocumentNode, writing: Writing): string {
  const write = writers[node.type];
  if (!write) return '';
  const [html, name, attributes] = write(node, writing);
  if (!writing.wordpress || html === '' || name === null) return html;
  return delimited(name, attributes ?? {}, html);
}

/** HTML, the name of Gutenberg's block (null: it needs no delimiters) and what the delimiter says. */
type Written = readonly [html: string, name: string | null, attributes?: Record<string, unknown>];
type Writer = (node: DocumentNode, writing: Writing) => Written;

function delimited(name: string, attributes: Record<string, unknown>, html: string): string {
  const said = Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
  );
  // As WordPress's own serializer does, so that nothing in it can end the comment.
  const json = JSON.stringify(said).replace(/--|[<>&]/g, (found) =>
    [...found].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
  return `<!-- wp:${name}${json === '{}' ? '' : ` ${json}`} -->\n${html}\n<!-- /wp:${name} -->`;
}

const classes = (...names: (string | false | null | undefined)[]): string =>
  attribute('class', names.filter(Boolean).join(' '));

const aligned = (align: unknown): string | null => (align ? `align${String(align)}` : null);
const textAligned = (align: unknown): string | null => (align ? `has-text-align-${String(align)}` : null);

const paragraph: Writer = ({ attrs = {}, content }, writing) => {
  const empty = writing.wordpress && !content?.length && 'is-empty';
  const open = `<p${classes(textAligned(attrs.align), empty)}${attribute('lang', attrs.lang)}${attribute('dir', attrs.dir)}>`;
  return [`${open}${writing.line(content)}</p>`, 'paragraph', { align: attrs.align }];
};

const heading: Writer = ({ attrs = {}, content }, writing) => {
  const level = Math.min(Math.max(Number(attrs.level ?? 2), 1), 6);
  const open = `<h${level}${classes(writing.wordpress && 'wp-block-heading', textAligned(attrs.align))}${attribute('id', attrs.id)}>`;
  const said = { textAlign: attrs.align, level: level === 2 ? null : level };
  return [`${open}${writing.line(content)}</h${level}>`, 'heading', said];
};

/** The blocks of an item or cell; a plain first paragraph needs no `<p>`. */
function inner(nodes: readonly DocumentNode[] | undefined, writing: Writing, lists: boolean): string {
  const [first, ...rest] = nodes ?? [];
  const bare = first?.type === 'paragraph' && !first.attrs?.align && !first.attrs?.lang && !first.attrs?.dir;
  const follows = rest.every((node) => lists && (node.type === 'bulletList' || node.type === 'orderedList'));
  const quiet: Writing = { ...writing, wordpress: writing.wordpress };
  if (bare && follows) return [quiet.line(first.content), ...rest.map((node) => raw(node, quiet))].join('');
  return (nodes ?? []).map((node) => raw(node, quiet)).join('');
}

/** A block without delimiters, for where Gutenberg has none. */
function raw(node: DocumentNode, writing: Writing): string {
  return writers[node.type]?.(node, writing)[0] ?? '';
}

const listItems = (node: DocumentNode, writing: Writing): string =>
  (node.content ?? []).map((item) => `<li>${inner(item.content, writing, true)}</li>`).join('');

const bulletList: Writer = (node, writing) => [`<ul>${listItems(node, writing)}</ul>`, 'list'];

const orderedList: Writer = (node, writing) => {
  const { start = 1, reversed = false, style = null } = node.attrs ?? {};
  const open = `<ol${start === 1 ? '' : attribute('start', start)}${reversed ? ' reversed' : ''}${attribute('type', style)}>`;
  const said = { ordered: true, start: start === 1 ? null : start, reversed: reversed || null };
  return [`${open}${listItems(node, writing)}</ol>`, 'list', said];
};

const definitionList: Writer = ({ content = [] }, writing) => {
  const rows = content.map((node) =>
    node.type === 'definitionTerm'
      ? `<dt>${writing.line(node.content)}</dt>`
      : `<dd>${inner(node.content, writing, false)}</dd>`,
  );
  return [`<dl>${rows.join('')}</dl>`, 'html'];
};

const blockquote: Writer = ({ attrs = {}, content }, writing) => {
  const cite = attrs.cite ? ` cite="${writing.url(attrs.cite)}"` : '';
  return [
    `<blockquote${classes(writing.wordpress && 'wp-block-quote')}${cite}>${writing.blocks(content)}</blockquote>`,
    'quote',
  ];
};

const pullQuote: Writer = ({ attrs = {}, content }, writing) => {
  const cite = attrs.citation ? `<cite>${escapeLiteral(attrs.citation, writing)}</cite>` : '';
  const inside = (content ?? []).map((node) => raw(node, writing)).join('');
  if (!writing.wordpress) return [`<aside class="pull-quote">${inside}${cite}</aside>`, null];
  const open = `<figure${classes('wp-block-pullquote', aligned(attrs.align))}>`;
  return [`${open}<blockquote>${inside}${cite}</blockquote></figure>`, 'pullquote', { align: attrs.align }];
};

const escapeLiteral = (value: unknown, writing: Writing): string =>
  writing.wordpress ? escapeText(String(value)).replaceAll('[', '&#91;') : escapeText(String(value));

const codeBlock: Writer = ({ attrs = {}, content }, writing) => {
  const text = (content ?? []).map((node) => node.text ?? '').join('');
  const code = `<code${attrs.language ? attribute('class', `language-${attrs.language}`) : ''}>${escapeLiteral(text, writing)}</code>`;
  return [`<pre${classes(writing.wordpress && 'wp-block-code')}>${code}</pre>`, 'code'];
};

const preformatted: Writer = ({ content }, writing) => {
  const text = writing.line(content);
  // HTML drops one line break at the start of `<pre>`.
  const first = text.startsWith('\n') ? '\n' : '';
  return [`<pre${classes(writing.wordpress && 'wp-block-preformatted')}>${first}${text}</pre>`, 'preformatted'];
};

const table: Writer = ({ attrs = {}, content = [] }, writing) => {
  const isHead = (row: DocumentNode) => (row.content ?? []).every((cell) => cell.type === 'tableHeader');
  const head = content.findIndex((row) => !isHead(row));
  const cut = head < 0 ? (content.length > 1 ? 1 : 0) : head;
  const rows = (list: readonly DocumentNode[]) => list.map((row) => rowHtml(row, writing)).join('');
  const thead = cut > 0 ? `<thead>${rows(content.slice(0, cut))}</thead>` : '';
  const html = `<table>${thead}<tbody>${rows(content.slice(cut))}</tbody></table>`;
  if (!writing.wordpress && !attrs.caption) return [html, null];
  const caption = attrs.caption ? `<figcaption>${escapeLiteral(attrs.caption, writing)}</figcaption>` : '';
  return [`<figure${classes(writing.wordpress && 'wp-block-table')}>${html}${caption}</figure>`, 'table'];
};

function rowHtml(row: DocumentNode, writing: Writing): string {
  const cells = (row.content ?? []).map(({ type, attrs = {}, content }) => {
    const name = type === 'tableHeader' ? 'th' : 'td';
    const spans = (['colspan', 'rowspan'] as const).map((key) =>
      Number(attrs[key] ?? 1) > 1 ? attribute(key, attrs[key]) : '',
    );
    return `<${name}${classes(textAligned(attrs.align))}${spans.join('')}>${inner(content, writing, false)}</${name}>`;
  });
  return `<tr>${cells.join('')}</tr>`;
}

const figcaption = (content: readonly DocumentNode[] | undefined, credit: unknown, writing: Writing): string => {
  const words = writing.line(content);
  const by = credit ? `<small class="picture-credit">${escapeLiteral(credit, writing)}</small>` : '';
  return words || by ? `<figcaption>${words}${words && by ? ' ' : ''}${by}</figcaption>` : '';
};

const fileId = (attrs: Record<string, unknown>, writing: Writing): string =>
  writing.wordpress ? attribute('data-file-id', attrs.fileId) : '';

const picture: Writer = ({ attrs = {}, content }, writing) => {
  const img =
    `<img src="${writing.url(attrs.src)}" alt="${escapeAttribute(String(attrs.alt ?? ''))}"${attribute('title', attrs.title)}` +
    `${attribute('width', attrs.width)}${attribute('height', attrs.height)}${fileId(attrs, writing)}>`;
  const shown = attrs.href ? `<a href="${writing.url(attrs.href)}">${img}</a>` : img;
  const figure = `<figure${classes(writing.wordpress && 'wp-block-image', aligned(attrs.align))}>`;
  return [`${figure}${shown}${figcaption(content, attrs.credit, writing)}</figure>`, 'image', { align: attrs.align }];
};

const gallery: Writer = ({ attrs = {}, content }, writing) => {
  const columns = Number(attrs.columns ?? 3);
  const open = writing.wordpress ? `<figure class="wp-block-gallery has-nested-images columns-${columns}">` : '<div>';
  return [
    `${open}${writing.blocks(content)}${writing.wordpress ? '</figure>' : '</div>'}`,
    'gallery',
    { columns, linkTo: 'none' },
  ];
};

const figureOf = (
  kind: string,
  media: string,
  content: readonly DocumentNode[] | undefined,
  writing: Writing,
): string =>
  `<figure${classes(writing.wordpress && `wp-block-${kind}`)}>${media}${figcaption(content, null, writing)}</figure>`;

const audio: Writer = ({ attrs = {}, content }, writing) => {
  const media = `<audio controls src="${writing.url(attrs.src)}"${attribute('title', attrs.title)}${fileId(attrs, writing)}></audio>`;
  return [figureOf('audio', media, content, writing), 'audio'];
};

const video: Writer = ({ attrs = {}, content }, writing) => {
  const poster = attrs.poster ? ` poster="${writing.url(attrs.poster)}"` : '';
  const size = attribute('width', attrs.width) + attribute('height', attrs.height);
  const media = `<video controls${size}${poster} src="${writing.url(attrs.src)}"${fileId(attrs, writing)}></video>`;
  return [figureOf('video', media, content, writing), 'video'];
};

const attachment: Writer = ({ attrs = {} }, writing) => {
  const link = `<a href="${writing.url(attrs.src)}" download${fileId(attrs, writing)}>${escapeLiteral(attrs.name ?? '', writing)}</a>`;
  if (!writing.wordpress) return [`<p>${link}</p>`, null];
  return [`<div class="wp-block-file">${link}</div>`, 'file', { href: String(attrs.src ?? '') }];
};

const embed: Writer = ({ attrs = {}, content }, writing) => {
  const url = String(attrs.url ?? '');
  if (!writing.wordpress) {
    const caption = figcaption(content, null, writing);
    return [`<figure><a href="${writing.url(url)}">${escapeText(url)}</a>${caption}</figure>`, null];
  }
  const wrapper = `<div class="wp-block-embed__wrapper">\n${escapeLiteral(url, writing)}\n</div>`;
  return [`<figure class="wp-block-embed">${wrapper}${figcaption(content, null, writing)}</figure>`, 'embed', { url }];
};

const button: Writer = ({ attrs = {}, content }, writing) => {
  const href = attrs.href ? ` href="${writing.url(attrs.href)}"` : '';
  if (!writing.wordpress) return [`<p><a${href}>${writing.line(content)}</a></p>`, null];
  const link = `<a class="wp-block-button__link wp-element-button"${href}>${writing.line(content)}</a>`;
  const html = delimited('button', {}, `<div class="wp-block-button">${link}</div>`);
  return [`<div class="wp-block-buttons">${html}</div>`, 'buttons'];
};

const details: Writer = ({ attrs = {}, content }, writing) => {
  const open = `<details${classes(writing.wordpress && 'wp-block-details')}${attrs.open ? ' open' : ''}>`;
  return [
    `${open}<summary>${escapeLiteral(attrs.summary ?? '', writing)}</summary>${writing.blocks(content)}</details>`,
    'details',
  ];
};

const columns: Writer = ({ content = [] }, writing) => {
  if (!writing.wordpress) return [content.map((column) => writing.blocks(column.content)).join('\n'), null];
  const parts = content.map(({ attrs = {}, content: inside }) => {
    const style = attrs.width ? attribute('style', `flex-basis:${attrs.width}`) : '';
    const html = `<div class="wp-block-column"${style}>${writing.blocks(inside)}</div>`;
    return delimited('column', { width: attrs.width }, html);
  });
  return [`<div class="wp-block-columns">${parts.join('\n')}</div>`, 'columns'];
};

const footnotes: Writer = ({ content = [] }, writing) => {
  const notes = content.map((note) => {
    const id = escapeAttribute(String(note.attrs?.id ?? ''));
    return `<li id="fn-${id}">${inner(note.content, writing, false)}</li>`;
  });
  return [`<ol class="footnotes">${notes.join('')}</ol>`, 'html'];
};

const unknown: Writer = ({ attrs = {} }, writing) => {
  const source = String(attrs.source ?? '');
  if (!writing.wordpress) return ['', null];
  return [
    source,
    source.startsWith('<') && !source.startsWith('<!--') ? 'html' : source.startsWith('[') ? 'shortcode' : null,
  ];
};

const writers: Record<string, Writer | undefined> = {
  paragraph,
  heading,
  bulletList,
  orderedList,
  definitionList,
  blockquote,
  pullQuote,
  codeBlock,
  preformatted,
  table,
  picture,
  gallery,
  audio,
  video,
  attachment,
  embed,
  button,
  details,
  columns,
  footnotes,
  unknown,
  horizontalRule: (_, { wordpress }) => [`<hr${classes(wordpress && 'wp-block-separator')}>`, 'separator'],
  readMore: ({ attrs = {} }, { wordpress }) => {
    const label = String(attrs.label ?? '').replaceAll('--', '- -');
    return wordpress ? [`<!--more${label ? ` ${label}` : ''}-->`, 'more'] : ['', null];
  },
  pageBreak: (_, { wordpress }) => (wordpress ? ['<!--nextpage-->', 'nextpage'] : ['', null]),
};
