import type { Flow } from './html-flow.ts';
import { noMarks } from './html-marks.ts';
import type { ElementReader, Reader } from './html-reader.ts';
import { alignClass, findTag, type Html, hasClass, isNote, isTag, styleOf, type Tag, textOf } from './html-tree.ts';
import { pageOfPlayer } from './player-urls.ts';
import { type DocumentNode, safeUrl } from './schema.ts';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const pixels = (value: string | null | undefined): number | null => {
  const number = Number.parseInt(value ?? '', 10);
  return Number.isSafeInteger(number) && number > 0 && number < 100_000 && !String(value).includes('%') ? number : null;
};

/** The file behind an address; null when the address can't be used. */
export function stored(
  reader: Reader,
  address: string | undefined,
  tag?: Tag,
): { fileId: string | null; src: string } | null {
  const url = address === undefined ? null : safeUrl(address);
  if (url === null || /^(mailto|tel|sms|geo|xmpp):/i.test(url)) return null;
  if (reader.options.resolvePicture) {
    const found = reader.options.resolvePicture(url);
    return found ? { fileId: found.fileId, src: found.src } : { fileId: null, src: reader.link(url) ?? url };
  }
  const fileId = tag?.attributes['data-file-id'];
  return { fileId: fileId !== undefined && uuid.test(fileId) ? fileId : null, src: url };
}

/** The attributes of a `picture` node for an `<img>`; null when there is nothing to show. */
function pictureAttrs(reader: Reader, tag: Tag): Record<string, unknown> | null {
  const a = tag.attributes;
  const lazy = a['data-src'] ?? a['data-lazy-src'] ?? a['data-original'];
  const address = a.src && !a.src.startsWith('data:') ? a.src : (lazy ?? a.srcset?.trim().split(/[\s,]+/)[0]);
  const url = address === undefined ? null : safeUrl(address);
  if (url === null) return null;
  const width = pixels(a.width) ?? pixels(styleOf(tag, 'width'));
  const height = pixels(a.height) ?? pixels(styleOf(tag, 'height'));
  // A pixel that only counts readers.
  if (width === 1 && height === 1) return null;
  const file = reader.options.resolvePicture?.(url) ?? null;
  const alt = a.alt?.trim() ?? '';
  const title = a.title?.trim() || null;
  return {
    ...(stored(reader, url, tag) ?? { fileId: null, src: url }),
    alt: alt || (a.alt === undefined ? (file?.alt ?? '') : ''),
    title: title === alt ? null : title,
    credit: a['data-credit'] || null,
    width: file?.width ?? width,
    height: file?.height ?? height,
    align: alignClass(tag) ?? (['left', 'right', 'center'].includes(a.align ?? '') ? a.align : null),
    href: null,
  };
}

const smallest = 100;

const image: ElementReader = (reader, tag, flow, marks) => {
  const attrs = pictureAttrs(reader, tag);
  if (attrs === null) {
    const { src = '', alt = '' } = tag.attributes;
    if (alt.trim() !== '') flow.text(alt, marks);
    else if (src.startsWith('data:image/')) reader.unknown('img', tag, flow, marks);
    return;
  }
  const a = tag.attributes;
  const width = pixels(a.width) ?? pixels(styleOf(tag, 'width')) ?? Number.POSITIVE_INFINITY;
  const height = pixels(a.height) ?? pixels(styleOf(tag, 'height')) ?? Number.POSITIVE_INFINITY;
  const glyph = /(?:^|\s)(?:wp-smiley|emoji|latex|inline)(?:\s|$)/.test(a.class ?? '');
  const little = Math.min(width, height) <= smallest && Math.max(width, height) <= 4 * smallest && attrs.align === null;
  const placed = attrs.align !== null || /(?:^|\s)(?:size-|wp-image-|attachment-)/.test(a.class ?? '');
  // Whoever gave a small picture no place of its own meant it to stand in its line.
  flow.picture(attrs, glyph ? true : little || !placed ? 'undecided' : false, marks);
};

/** Captions: `<figcaption>`, and what older WordPress wrote. */
const isCaption = (part: Tag): boolean =>
  part.name === 'figcaption' || hasClass(part, 'wp-caption-text') || hasClass(part, 'gallery-caption');

const isCredit = (part: Tag): boolean => hasClass(part, 'picture-credit');

/** A caption's line, and the credit that `documentToHtml` writes at its end. */
function captionOf(reader: Reader, parts: readonly Html[]): { content: DocumentNode[]; credit: string | null } {
  const credit = textOf(parts.filter((part) => isTag(part) && isCredit(part))).trim() || null;
  const { content } = reader.line(
    parts.filter((part) => !isTag(part) || !isCredit(part)),
    noMarks,
  );
  return { content, credit };
}

export const withContent = (node: DocumentNode, content: DocumentNode[]): DocumentNode =>
  content.length > 0 ? { ...node, content } : node;

export const count = (parts: readonly Html[], name: string): number =>
  parts.reduce((sum, part) => sum + (isTag(part) ? Number(part.name === name) + count(part.children, name) : 0), 0);

/** A picture with its caption, from `<figure>`, `.wp-caption`, `[caption]` or a gallery's item. */
export function pictureWith(
  reader: Reader,
  parts: readonly Html[],
  caption: readonly Html[],
  outer?: Tag,
): DocumentNode | null {
  const img = findTag(parts, (tag) => tag.name === 'img');
  const attrs = img ? pictureAttrs(reader, img) : null;
  if (!img || attrs === null) return null;
  const link = findTag(
    parts,
    (tag) => tag.name === 'a' && findTag(tag.children, (child) => child === img) !== undefined,
  );
  const { content, credit } = captionOf(reader, caption);
  const node: DocumentNode = {
    type: 'picture',
    attrs: {
      ...attrs,
      align: (outer ? alignClass(outer) : null) ?? attrs.align,
      credit: credit ?? attrs.credit,
      href: reader.link(link?.attributes.href),
    },
  };
  return withContent(node, content);
}

/** A figure of one thing and its caption; of anything else the parts one after another. */
export const pictureOfFigure: ElementReader = (reader, tag, flow, marks) => {
  flow.flush();
  const caption = tag.children.filter((part): part is Tag => isTag(part) && isCaption(part));
  const rest = tag.children.filter((part) => !isTag(part) || !isCaption(part));
  const words = caption.flatMap((part) => part.children);
  const pictures = count(rest, 'img');
  if (hasClass(tag, 'wp-block-gallery') || hasClass(tag, 'gallery') || (pictures > 1 && count(rest, 'p') === 0)) {
    return galleryOf(reader, tag, flow);
  }
  const readable = textOf(rest).trim() !== '';
  const embedded = embedOfFigure(tag, rest);
  const player = findTag(rest, (part) => part.name === 'audio' || part.name === 'video');
  let node: DocumentNode | null = null;
  if (embedded !== null) node = { type: 'embed', attrs: { url: embedded } };
  else if (player) node = playerOf(reader, player);
  else if (pictures === 1 && !readable) {
    const picture = pictureWith(reader, rest, words, tag);
    if (picture) return flow.block(picture);
  }
  if (node) return flow.block(withContent(node, captionOf(reader, words).content));
  reader.walk(rest, flow, marks);
  flow.flush();
  reader.walk(words, flow, marks);
  flow.flush();
};

/** The address of a figure that holds somebody else's page. */
function embedOfFigure(tag: Tag, rest: readonly Html[]): string | null {
  const frame = findTag(rest, (part) => part.name === 'iframe');
  const page = frame ? pageOfPlayer(frame.attributes.src ?? '') : null;
  if (!/(?:^|\s)wp-block-embed/.test(tag.attributes.class ?? '')) return textOf(rest).trim() === '' ? page : null;
  const text = textOf(rest).trim().split(/\s/)[0] ?? '';
  const link = findTag(rest, (part) => part.name === 'a')?.attributes.href;
  return (
    [tag.attributes['data-wp-url'], text, page, link].map((url) => webAddress(url)).find((url) => url !== null) ?? null
  );
}

export const webAddress = (url: string | null | undefined): string | null =>
  url && /^https?:\/\//i.test(url) && URL.canParse(url) ? (safeUrl(url) ?? null) : null;

/** All pictures below, each with its own caption, as one gallery; a caption of the whole comes after it. */
export function galleryOf(reader: Reader, tag: Tag, flow: Flow): void {
  flow.flush();
  const pictures: DocumentNode[] = [];
  const captions: Tag[] = [];
  const others: DocumentNode[] = [];
  const collect = (parts: readonly Html[]): void => {
    for (const part of parts) {
      if (!isTag(part)) {
        if (!isNote(part) && part.trim() !== '') others.push(...reader.blocks([part], noMarks));
      } else if (isCaption(part)) captions.push(part);
      else if (part.name === 'img' || count(part.children, 'img') === 1) {
        const inner = part.name === 'img' ? [part] : part.children;
        const caption = findTag(inner, isCaption);
        const picture = pictureWith(reader, inner, caption?.children ?? [], part);
        if (picture) pictures.push(picture);
      } else collect(part.children);
    }
  };
  collect(tag.children);
  const byClass = /(?:^|\s)(?:gallery-)?columns-(\d)/.exec(tag.attributes.class ?? '')?.[1];
  const columns = Number(tag.attributes['data-wp-columns'] ?? tag.attributes['data-columns'] ?? byClass ?? 3);
  if (pictures.length > 0) flow.block({ type: 'gallery', attrs: { columns: columnsOf(columns) }, content: pictures });
  for (const block of others) flow.block(block);
  for (const caption of captions) {
    reader.walk(caption.children, flow, noMarks);
    flow.flush();
  }
}

export const columnsOf = (value: number): number => (Number.isInteger(value) && value >= 1 && value <= 9 ? value : 3);

/** The node for `<audio>` or `<video>`. */
function playerOf(reader: Reader, tag: Tag): DocumentNode | null {
  const source = tag.attributes.src ?? findTag(tag.children, (part) => part.name === 'source')?.attributes.src;
  const file = stored(reader, source, tag);
  if (file === null) return null;
  if (tag.name === 'audio') return { type: 'audio', attrs: { ...file, title: tag.attributes.title || null } };
  const { width, height } = tag.attributes;
  const poster = stored(reader, tag.attributes.poster)?.src ?? null;
  return { type: 'video', attrs: { ...file, poster, width: pixels(width), height: pixels(height) } };
}

const player: ElementReader = (reader, tag, flow) => {
  const node = playerOf(reader, tag);
  if (node) flow.block(node);
  else reader.unknown(tag.name, tag, flow);
};

const frame: ElementReader = (reader, tag, flow) => {
  const nested = findTag(tag.children, (part) => part.name === 'embed' || part.name === 'iframe');
  const movie = findTag(tag.children, (part) => part.name === 'param' && part.attributes.name === 'movie');
  const { src, data } = tag.attributes;
  const lazy = tag.attributes['data-src'] ?? tag.attributes['data-lazy-src'];
  const addresses = [src, lazy, data, nested?.attributes.src, movie?.attributes.value];
  const page = addresses.map((address) => (address ? pageOfPlayer(address) : null)).find((found) => found !== null);
  if (page && !reader.options.comment) flow.block({ type: 'embed', attrs: { url: page } });
  else reader.unknown(tag.name, tag, flow);
};

/** Gutenberg's file block: a link to something to download. */
export const fileBlock: ElementReader = (reader, tag, flow, marks) => {
  const link = findTag(tag.children, (part) => part.name === 'a' && part.attributes.href !== undefined);
  const file = stored(reader, link?.attributes.href, link);
  if (!link || file === null) return reader.walk(tag.children, flow, marks);
  const name = textOf(link.children).replace(/\s+/g, ' ').trim() || decodeName(file.src);
  flow.block({ type: 'attachment', attrs: { ...file, name } });
};

const decodeName = (url: string): string => {
  const name = url.split(/[?#]/)[0]?.split('/').pop() ?? url;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** The picture behind a cover's words. */
export function coverPicture(reader: Reader, tag: Tag, flow: Flow): void {
  if (findTag(tag.children, (part) => part.name === 'img' && hasClass(part, 'wp-block-cover__image-background')))
    return;
  const painted = findTag([tag], (part) => (part.attributes.style ?? '').includes('background-image'));
  const address = /background-image\s*:\s*url\(["']?([^"')]+)/i.exec(painted?.attributes.style ?? '')?.[1];
  const src =
    address ??
    (/\.(?:jpe?g|png|gif|webp|avif)/i.test(tag.attributes['data-wp-url'] ?? '')
      ? tag.attributes['data-wp-url']
      : undefined);
  if (src === undefined) return;
  const img: Tag = {
    name: 'img',
    attributes: { src, alt: painted?.attributes['aria-label'] ?? '' },
    children: [],
    start: 0,
    end: 0,
  };
  const picture = pictureWith(reader, [img], [], tag);
  if (picture) flow.block(picture);
}

/** `<pre>` as a code block: with `<code>` directly inside, or a class that names a language; else null. */
export function codeOf(tag: Tag): DocumentNode | null {
  const parts = tag.children.filter((part) => typeof part !== 'string' || part.trim() !== '');
  const only = parts[0];
  const code = parts.length === 1 && isTag(only) && only.name === 'code' ? only : null;
  const names = `${tag.attributes.class ?? ''} ${code?.attributes.class ?? ''}`;
  const language =
    /(?:^|\s)(?:language-|lang-|brush:\s*)([\w+#.-]+)/.exec(names)?.[1] ??
    code?.attributes.lang ??
    tag.attributes['data-wp-language'] ??
    null;
  if (code === null && language === null && !hasClass(tag, 'wp-block-code')) return null;
  return codeNode(
    textOf(code ? code.children : tag.children)
      .replace(/^\n/, '')
      .replace(/\s+$/, ''),
    language,
  );
}

export const codeNode = (text: string, language: string | null): DocumentNode =>
  withContent({ type: 'codeBlock', attrs: { language } }, text === '' ? [] : [{ type: 'text', text }]);

export const mediaReaders: Record<string, ElementReader | undefined> = {
  img: image,
  audio: player,
  video: player,
  iframe: frame,
  object: frame,
  embed: frame,
};
