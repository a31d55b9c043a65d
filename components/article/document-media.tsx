import type { CSSProperties, ReactNode } from 'react';
import { Embed, plainEmbed } from '#components/embed/embed';
import { Picture } from '#components/ui/picture';
import { decodeSegment, hostOf } from '#lib/addresses';
import type { DocumentNode } from '#lib/document/schema';
import {
  alignClass,
  classes,
  type Handlers,
  isEmpty,
  ownFile,
  type Rendering,
  sizeOf,
  textOf,
  urlOf,
} from './rendering.ts';

const sizes: Record<string, string> = {
  'at-full': '100vw',
  'at-wide': '(min-width: 64rem) 60rem, 100vw',
  'at-left': '(min-width: 48rem) 20rem, 100vw',
  'at-right': '(min-width: 48rem) 20rem, 100vw',
};

/** Pictures, sound, film, files and what stands on other sites. Nothing is ever loaded from another host. */
export function media(rendering: Rendering): Handlers {
  const { t, ugc, embeds, focuses } = rendering;
  const rel = ugc ? 'ugc nofollow noopener' : 'noopener';

  /** In place of what was never fetched: where it is, as a link that the reader may follow. */
  function elsewhere(node: DocumentNode, label: (host: string) => string, caption?: ReactNode, words?: string) {
    const src = urlOf(node, 'src');
    if (src === undefined) return isEmpty(caption) && !words ? null : <p>{isEmpty(caption) ? words : caption}</p>;
    return (
      <figure className="elsewhere">
        <p>
          <a href={src} rel={rel}>
            {label(hostOf(src))}
          </a>
          <span>{words || t.notFetched}</span>
        </p>
        {!isEmpty(caption) && <figcaption>{caption}</figcaption>}
      </figure>
    );
  }

  function image(node: DocumentNode, wide: string, className?: string) {
    const src = ownFile(node) as string;
    const width = sizeOf(node, 'width');
    const height = sizeOf(node, 'height');
    const focus = focuses?.[String(node.attrs?.fileId)];
    const shared = { src, alt: textOf(node, 'alt') ?? '', title: textOf(node, 'title'), className };
    if (width && height) return <Picture {...shared} focus={focus} width={width} height={height} sizes={wide} />;
    // biome-ignore lint/performance/noImgElement: the optimizer needs the size, which nobody knows here.
    return <img {...shared} alt={shared.alt} loading="lazy" decoding="async" />;
  }

  function picture({ node, parent, children }: Parameters<NonNullable<Handlers[string]>>[0]) {
    if (!ownFile(node)) return elsewhere(node, t.pictureAt, children, textOf(node, 'alt'));
    const inGallery = parent?.type === 'gallery';
    const align = alignClass(node);
    const narrow = (sizeOf(node, 'width') ?? 2000) < 560;
    const shown = image(
      node,
      inGallery ? '(min-width: 48rem) 20rem, 50vw' : (sizes[align ?? ''] ?? '(min-width: 40rem) 38rem, 100vw'),
    );
    // In a gallery the picture is cropped, so it leads to the whole of it.
    const href = urlOf(node, 'href') ?? (inGallery ? ownFile(node) : undefined);
    const credit = textOf(node, 'credit');
    return (
      <figure className={classes(inGallery ? undefined : 'picture', align, narrow && !align && 'is-small')}>
        {href ? (
          <a href={href} aria-label={textOf(node, 'alt') ? undefined : t.enlarge}>
            {shown}
          </a>
        ) : (
          shown
        )}
        {(!isEmpty(children) || credit) && (
          <figcaption>
            {children} {credit && <span className="credit">{credit}</span>}
          </figcaption>
        )}
      </figure>
    );
  }

  const caption = (children: ReactNode) => !isEmpty(children) && <figcaption>{children}</figcaption>;

  return {
    picture,
    gallery({ node, children }) {
      const wanted = sizeOf(node, 'columns') ?? 3;
      const columns = Math.min(wanted, 6, node.content?.length ?? wanted);
      return (
        <div className={classes('gallery', columns > 2 && 'at-wide')} style={{ '--columns': columns } as CSSProperties}>
          {children}
        </div>
      );
    },
    inlinePicture({ node }) {
      if (ownFile(node)) return image(node, '10rem', 'inline-picture');
      const src = urlOf(node, 'src');
      const words = textOf(node, 'alt');
      if (src === undefined) return words ?? null;
      return (
        <a href={src} rel={rel}>
          {words ?? t.pictureAt(hostOf(src))}
        </a>
      );
    },
    audio({ node, children }) {
      const src = ownFile(node);
      const title = textOf(node, 'title');
      if (!src) return elsewhere(node, t.audioAt, children, title);
      return (
        <figure className="audio">
          {title && <p className="media-title">{title}</p>}
          {/* biome-ignore lint/a11y/useMediaCaption: the schema has no tracks. */}
          <audio controls preload="none" src={src} />
          {caption(children)}
        </figure>
      );
    },
    video({ node, children }) {
      const src = ownFile(node);
      if (!src) return elsewhere(node, t.videoAt, children);
      const poster = textOf(node, 'poster');
      const size = { width: sizeOf(node, 'width'), height: sizeOf(node, 'height') };
      const ratio = size.width && size.height ? `${size.width} / ${size.height}` : '16 / 9';
      return (
        <figure className="video">
          <video
            controls
            playsInline
            preload="none"
            src={src}
            poster={poster?.startsWith('/files/') ? poster : undefined}
            style={{ aspectRatio: ratio }}
            {...size}
          />
          {caption(children)}
        </figure>
      );
    },
    attachment({ node }) {
      const src = ownFile(node) ?? urlOf(node, 'src');
      if (src === undefined) return null;
      const own = ownFile(node) !== undefined;
      const name = textOf(node, 'name') ?? decodeSegment(src.split('/').at(-1) ?? '') ?? src;
      return (
        <p className="attachment">
          <a href={src} {...(own ? { download: true } : { rel })}>
            {name}
          </a>
          <span>{own ? t.download : t.fileAt(hostOf(src))}</span>
        </p>
      );
    },
    embed({ node, parent, children }) {
      const url = urlOf(node, 'url');
      if (url === undefined) return isEmpty(children) ? null : <p>{children}</p>;
      // What a reader may see first should not wait for the layout.
      const eager = !ugc && parent?.type === 'doc' && (parent.content?.indexOf(node) ?? 9) < 3;
      const known = Object.hasOwn(embeds ?? {}, url) ? embeds?.[url] : undefined;
      return (
        <Embed {...{ rel, eager }} embed={known ?? plainEmbed(url)} edition={rendering} caption={caption(children)} />
      );
    },
  };
}
