import type { CSSProperties, ReactNode } from 'react';
import type { EmbedView } from '#features/embeds/schema';
import type { Edition } from '#messages/edition';
import { serviceOf } from './service-names.ts';

type Props = { embed: EmbedView; edition: Edition; rel: string; caption?: ReactNode; eager?: boolean };

/**
 * A link that stands alone on its line: a still of ours, its title, its service, and where it leads. Nothing in it is of
 * another host. `show-players.ts` puts the player in place of the still; until then, and without it, all are links.
 */
export function Embed({ embed, edition: { t }, rel, caption, eager = false }: Props) {
  const { url, serviceName, state, title, author, description, poster, player, kind } = embed;
  const name = title || shortened(url);
  if (state === 'gone') {
    return (
      <figure className="embed is-gone">
        <div className="embed-words">
          <p className="embed-gone">{t.embedGone(serviceName)}</p>
          <p className="embed-title">
            <a href={url} rel={rel}>
              <bdi>{name}</bdi>
            </a>
          </p>
        </div>
        {caption}
      </figure>
    );
  }
  const shape = shapeOf(embed);
  return (
    <figure className={`embed is-${shape} is-${kind}`} {...playerData(embed)} data-name={serviceName} data-title={name}>
      {shape === 'film' && (
        <div className="embed-stage" style={styleOf(embed)}>
          <a
            className="embed-open"
            href={url}
            rel={rel}
            aria-label={player ? t.embedPlay(name, serviceName) : t.embedOf(name, serviceName)}
          >
            {poster && <Still poster={poster} eager={eager} />}
            {player && <Mark />}
          </a>
        </div>
      )}
      {shape === 'card' && poster && (
        <div className="embed-stage">
          <Still poster={poster} eager={eager} />
        </div>
      )}
      <div className="embed-words">
        <p className="embed-service">
          <span>{serviceName}</span>
          {author && (
            <>
              {' '}
              <bdi>{author}</bdi>
            </>
          )}
        </p>
        {description && kind === 'post' && (
          <blockquote dir="auto">
            <p>{description}</p>
          </blockquote>
        )}
        <p className={title ? 'embed-title' : 'embed-title is-address'}>
          <a href={url} rel={rel}>
            <bdi>{name}</bdi>
          </a>
        </p>
        {description && kind === 'code' && (
          <pre>
            <code>{description}</code>
          </pre>
        )}
        {description && kind !== 'code' && kind !== 'post' && shape === 'card' && (
          <p className="embed-about" dir="auto">
            {description}
          </p>
        )}
        {player && shape !== 'film' && (
          <p className="embed-show">
            <a className="embed-open" href={url} rel={rel}>
              {t.embedShow}
              <span className="sr-only">{t.embedShowOf(name, serviceName)}</span>
            </a>{' '}
            <span>{t.embedLearns(serviceName)}</span>
          </p>
        )}
      </div>
      {caption}
    </figure>
  );
}

/** A link of which nothing is known yet. */
export const plainEmbed = (url: string): EmbedView => ({
  ...{ key: '', service: 'link', serviceName: serviceOf(url), kind: 'link', url, state: 'waiting' },
  ...{ title: '', author: '', description: '', poster: null, player: null },
});

/** A film, a map or a picture stands in a frame of its own shape, where there is a still of it; all else is a card. */
function shapeOf({ player, poster, kind }: EmbedView): 'film' | 'card' {
  if (poster === null) return 'card';
  return player === null
    ? kind === 'photo'
      ? 'film'
      : 'card'
    : player.ratio === null || kind === 'audio'
      ? 'card'
      : 'film';
}

function playerData({ player, service }: EmbedView): Record<`data-${string}`, string> {
  if (player === null) return {};
  const { src, starts, sandbox, allow, ratio, height, grows } = player;
  return {
    'data-player': src,
    // Anybody can run an instance: what a reader remembers is remembered of one.
    'data-service': service === 'mastodon' ? new URL(src).hostname : service,
    'data-sandbox': sandbox,
    'data-allow': allow,
    ...(starts && { 'data-starts': starts }),
    ...(ratio && { 'data-ratio': ratio }),
    ...(height !== null && { 'data-height': String(height) }),
    ...(grows && { 'data-grows': '' }),
  };
}

function styleOf({ player, poster }: EmbedView): CSSProperties {
  return { aspectRatio: player?.ratio ?? (poster ? `${poster.width} / ${poster.height}` : '16 / 9') };
}

/** Beside words that say what it is. */
function Still({
  poster: { src, width, height },
  eager,
}: {
  poster: NonNullable<EmbedView['poster']>;
  eager: boolean;
}) {
  // biome-ignore lint/performance/noImgElement: made once in the one size that is shown; the optimizer would keep it when it is gone.
  return <img src={src} alt="" width={width} height={height} loading={eager ? undefined : 'lazy'} decoding="async" />;
}

function Mark() {
  return (
    <span className="embed-mark" aria-hidden="true">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d="M7 4.5v15l12.5-7.5z" />
      </svg>
    </span>
  );
}

const shortened = (url: string): string => url.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
