import type { Flow } from './html-flow.ts';
import { type Marks, noMarks } from './html-marks.ts';
import { codeNode, columnsOf, count, pictureWith, pixels, stored, webAddress, withContent } from './html-media.ts';
import type { Reader } from './html-reader.ts';
import { isTag, parseHtml, type Tag, textOf } from './html-tree.ts';
import type { DocumentNode } from './schema.ts';
import type { Shortcode } from './wordpress-source.ts';

/** Reads a shortcode; what it wraps are the children of `tag`. */
export function shortcode(reader: Reader, tag: Tag, found: Shortcode, flow: Flow, marks: Marks): void {
  const { name, attributes } = found;
  flow.flush();
  const language = attributes.language ?? attributes.lang ?? null;
  const page = pageOf(found);
  if (name === 'caption' || name === 'wp_caption') caption(reader, tag, attributes, flow, marks);
  else if (name === 'gallery') pictureList(reader, found, flow);
  else if (name === 'playlist') playlist(reader, found, flow);
  else if (name === 'audio' || name === 'video') media(reader, found, flow);
  else if (name === 'code' || name === 'sourcecode') {
    flow.block(codeNode(decodeText(found.content).replace(/^\n|\s+$/g, ''), language));
  } else if (page !== null && !reader.options.comment) flow.block({ type: 'embed', attrs: { url: page } });
  else {
    reader.keep(name, found.source, flow);
    reader.walk(tag.children, flow, marks);
  }
}

const embeds = new Set(['embed', 'youtube', 'vimeo', 'tweet', 'soundcloud', 'dailymotion']);

/** The page that a shortcode embeds, or null. */
function pageOf({ name, attributes, content }: Shortcode): string | null {
  if (!embeds.has(name)) return null;
  const first = attributes['0'] ?? '';
  if (name === 'vimeo' && /^\d+$/.test(first)) return `https://vimeo.com/${first}`;
  return webAddress(decodeText(content.trim() || attributes.url || attributes.src || first));
}

const decodeText = (text: string): string =>
  text.includes('&') || text.includes('<') ? textOf(parseHtml(text).children) : text;

function caption(reader: Reader, tag: Tag, attributes: Record<string, string>, flow: Flow, marks: Marks): void {
  const end = tag.children.findIndex((part) => isTag(part) && (part.name === 'img' || count(part.children, 'img') > 0));
  const spoken =
    attributes.caption === undefined ? tag.children.slice(end + 1) : parseHtml(attributes.caption).children;
  const align: Tag = { ...tag, attributes: { class: attributes.align ?? '' } };
  const picture = end < 0 ? null : pictureWith(reader, tag.children.slice(0, end + 1), spoken, align);
  if (picture) flow.block(picture);
  else reader.walk(tag.children, flow, marks);
}

/** The ids a shortcode names, or those of the item's own attachments. */
function idsOf(reader: Reader, { attributes }: Shortcode): string[] {
  const named = attributes.ids ?? attributes.include;
  const excluded = new Set((attributes.exclude ?? '').split(/[\s,]+/));
  if (named !== undefined) return named.split(/[\s,]+/).filter((id) => /^\d+$/.test(id));
  return (reader.options.attached?.() ?? []).filter((id) => !excluded.has(id));
}

const isPlayable = /\.(?:mp3|m4a|ogg|oga|wav|flac|aac|wma|mp4|m4v|mov|webm|ogv|avi|wmv|mpe?g|3gp)$/i;

function pictureList(reader: Reader, found: Shortcode, flow: Flow): void {
  const content: DocumentNode[] = [];
  for (const id of idsOf(reader, found)) {
    const file = reader.options.resolvePicture?.(id) ?? null;
    if (file === null || isPlayable.test(file.src)) continue;
    const { caption = '', ...rest } = file;
    const picture = { type: 'picture', attrs: { ...rest, title: null, credit: null, align: null, href: null } };
    content.push(withContent(picture, caption ? reader.line(parseHtml(caption).children, noMarks).content : []));
  }
  const columns = columnsOf(Number(found.attributes.columns ?? 3));
  if (content.length > 0) flow.block({ type: 'gallery', attrs: { columns }, content });
  else reader.keep(found.name, found.source, flow);
}

function playlist(reader: Reader, found: Shortcode, flow: Flow): void {
  const type = found.attributes.type === 'video' ? 'video' : 'audio';
  let brought = 0;
  for (const id of idsOf(reader, found)) {
    const file = reader.options.resolvePicture?.(id) ?? null;
    if (file === null || !isPlayable.test(file.src)) continue;
    const own = { fileId: file.fileId, src: file.src };
    const attrs =
      type === 'audio'
        ? { ...own, title: file.alt || null }
        : { ...own, poster: null, width: file.width, height: file.height };
    flow.block({ type, attrs });
    brought += 1;
  }
  if (brought === 0) reader.keep(found.name, found.source, flow);
}

function media(reader: Reader, found: Shortcode, flow: Flow): void {
  const { name, attributes } = found;
  const formats = ['src', 'mp3', 'm4a', 'ogg', 'wav', 'wma', 'flac', 'mp4', 'm4v', 'webm', 'ogv', 'flv', '0'];
  const inside = decodeText(found.content).trim();
  const address =
    formats.map((key) => attributes[key]).find((value) => value) ?? (/^https?:\S+$/.test(inside) ? inside : undefined);
  const file = stored(reader, address);
  const page = webAddress(address);
  if (file === null) reader.keep(name, found.source, flow);
  else if (name === 'audio') flow.block({ type: 'audio', attrs: { ...file, title: attributes.title || null } });
  else if (page !== null && !isPlayable.test(page.split(/[?#]/)[0] ?? '')) {
    // `[video]` takes players' pages too.
    flow.block({ type: 'embed', attrs: { url: page } });
  } else {
    const poster = stored(reader, attributes.poster)?.src ?? null;
    const { width, height } = attributes;
    flow.block({ type: 'video', attrs: { ...file, poster, width: pixels(width), height: pixels(height) } });
  }
}
