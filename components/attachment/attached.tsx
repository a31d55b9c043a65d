import type { CSSProperties } from 'react';
import type { AttachmentView } from '#features/attachments/schema';
import { fileSize } from '#lib/file-size';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';

type Props = { files: AttachmentView[]; edition: Edition };
type OneProps = { file: AttachmentView; edition: Edition };

const isPicture = (file: AttachmentView): boolean => file.kind === 'image' && (file.large ?? file.thumb) !== null;
const isPlayed = ({ kind, playable, src }: AttachmentView): boolean =>
  playable && src !== null && (kind === 'audio' || kind === 'video');

/** The files of a response: pictures together, then players, then whatever is to be opened elsewhere; each in its order. */
export function Attached({ files, edition }: Props) {
  if (files.length === 0) return null;
  const pictures = files.filter(isPicture);
  const played = files.filter(isPlayed);
  const others = files.filter((file) => !isPicture(file) && !isPlayed(file));
  return (
    <div className="attached">
      {pictures.length > 0 && (
        <div className={`attached-pictures is-${['one', 'two'][pictures.length - 1] ?? 'many'}`}>
          {pictures.map((file) => (
            <Picture key={file.id} file={file} edition={edition} among={pictures.length} />
          ))}
        </div>
      )}
      {played.map((file) => (
        <Player key={file.id} file={file} edition={edition} />
      ))}
      {others.length > 0 && (
        <ul className="attached-files">
          {others.map((file) => (
            <Card key={file.id} file={file} edition={edition} />
          ))}
        </ul>
      )}
    </div>
  );
}

const widths = { one: '(min-width: 48rem) 42rem, 100vw', two: '(min-width: 48rem) 21rem, 50vw' };

/** A link to the large picture: where scripts run, it opens over the page. */
function Picture({ file, edition: { t }, among }: OneProps & { among: number }) {
  const { alt, caption, name, src } = file;
  const sizes = [file.thumb, file.large].filter((size) => size !== null);
  const large = sizes.at(-1);
  const shown = among === 1 ? large : sizes[0];
  if (!large || !shown) return null;
  const { width, height } = large;
  const wide = among === 1 ? widths.one : among === 2 ? widths.two : '(min-width: 48rem) 14rem, 33vw';
  const room = { '--ratio': (width / height).toFixed(4), '--wide': `${width}px` } as CSSProperties;
  return (
    <figure style={among === 1 ? room : undefined}>
      <a
        href={large.src}
        data-act="enlarge"
        data-size={`${width} ${height}`}
        data-file={src ?? undefined}
        data-name={name}
        aria-label={alt === '' ? t.pictureLarge : undefined}
      >
        {/* biome-ignore lint/performance/noImgElement: its sizes are made by us; the optimizer keeps what was deleted. */}
        <img
          src={shown.src}
          srcSet={sizes.length > 1 ? sizes.map((size) => `${size.src} ${size.width}w`).join(', ') : undefined}
          sizes={sizes.length > 1 ? wide : undefined}
          width={shown.width}
          height={shown.height}
          alt={alt}
          loading="lazy"
          decoding="async"
        />
      </a>
      <Caption words={caption} />
    </figure>
  );
}

function Player({ file, edition }: OneProps) {
  const { kind, name, src, poster, width, height, caption, alt } = file;
  const size = poster ?? (width && height ? { width, height } : null);
  if (src === null) return null;
  return (
    <figure className={`attached-${kind}`}>
      {kind === 'audio' ? (
        // biome-ignore lint/a11y/useMediaCaption: nobody made any.
        <audio controls preload="none" src={src} aria-label={alt || name} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: nobody made any.
        <video
          controls
          playsInline
          preload="none"
          src={src}
          poster={poster?.src}
          width={size?.width}
          height={size?.height}
          style={{ aspectRatio: size ? `${size.width} / ${size.height}` : '16 / 9' }}
          aria-label={alt || name}
        />
      )}
      <figcaption>
        {caption !== '' && <span dir="auto">{caption} </span>}
        <a href={src} download={name}>
          <bdi>{name}</bdi>
        </a>
        <span className="attached-facts">{factsOf(file, edition)}</span>
      </figcaption>
    </figure>
  );
}

/** What it is, its name, its size, and the way to get it. Nothing of the sort opens in the page. */
function Card({ file, edition }: OneProps) {
  const { t } = edition;
  const { kind, name, src, caption } = file;
  return (
    <li className="attached-file" data-kind={kind}>
      {src === null ? (
        <bdi className="attached-name">{name}</bdi>
      ) : (
        <a className="attached-name" href={src} download={name}>
          <bdi>{name}</bdi> <span className="attached-get">{t.fileDownload}</span>
        </a>
      )}
      <span className="attached-facts">{factsOf(file, edition)}</span>
      {caption !== '' && (
        <span className="attached-caption" dir="auto">
          {caption}
        </span>
      )}
    </li>
  );
}

const Caption = ({ words }: { words: string }) => (words === '' ? null : <figcaption dir="auto">{words}</figcaption>);

const kindOf = (t: Messages): Record<AttachmentView['kind'], string> => ({
  image: t.fileImage,
  audio: t.fileAudio,
  video: t.fileVideo,
  document: t.fileDocument,
  spreadsheet: t.fileSpreadsheet,
  interactive: t.fileInteractive,
  other: t.fileOther,
});

/** `Document, PDF, 1.2 MB` */
function factsOf({ kind, name, bytes }: AttachmentView, { t, language }: Edition): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase();
  return [kindOf(t)[kind], ending, fileSize(bytes, language)].filter(Boolean).join(', ');
}
