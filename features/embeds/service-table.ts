import { box, sound } from './players.ts';
import { films } from './service-films.ts';
import { mastodonId, posts } from './service-posts.ts';
import type { Found, Service } from './services.ts';

const enc = encodeURIComponent;
const one = (pattern: RegExp, value: string | null | undefined): string | null =>
  value !== null && value !== undefined && pattern.test(value) ? value : null;
const name = /^[\w-]{1,100}$/;

function soundcloud(url: URL, path: readonly string[]): Found | null {
  if (url.hostname === 'on.soundcloud.com' || url.hostname === 'snd.sc') {
    return path[0] ? { id: `short-${path[0].slice(0, 40)}`, url: url.href, short: true } : null;
  }
  const [who, what, set] = path;
  const isPlace = /^(discover|search|stream|upload|you|charts|pages|tags|terms-of-use|settings)$/;
  if (!name.test(who ?? '') || isPlace.test(who ?? '') || !name.test(what ?? '') || path.length > 4) return null;
  const isSet = what === 'sets';
  if (isSet && !name.test(set ?? '')) return null;
  if (!isSet && /^(tracks|albums|popular-tracks|likes|reposts|followers|following|comments)$/.test(what ?? ''))
    return null;
  const secret = one(/^s-\w{5,40}$/, isSet ? path[3] : set);
  const page = `https://soundcloud.com/${who}/${isSet ? `sets/${set}` : what}${secret === null ? '' : `/${secret}`}`;
  return {
    url: page,
    player: sound(
      `https://w.soundcloud.com/player/?url=${enc(page)}&show_teaser=false&hide_related=true`,
      isSet ? 450 : 166,
      {
        starts: 'auto_play=true',
      },
    ),
  };
}

function spotify(url: URL, path: readonly string[]): Found | null {
  if (url.hostname === 'spotify.link' || url.hostname === 'spoti.fi') {
    return path[0] ? { id: `short-${path[0].slice(0, 40)}`, url: url.href, short: true } : null;
  }
  const [what = '', id] = path.filter((part) => !/^(embed|embed-podcast|intl-[a-z]{2,5})$/.test(part));
  const code = one(/^[A-Za-z0-9]{15,30}$/, id);
  if (!/^(track|album|playlist|artist|episode|show)$/.test(what) || code === null) return null;
  return {
    id: `${what}-${code}`,
    url: `https://open.spotify.com/${what}/${code}`,
    player: sound(`https://open.spotify.com/embed/${what}/${code}`, /^(track|episode|show)$/.test(what) ? 152 : 352),
  };
}

function apple(url: URL, path: readonly string[]): Found | null {
  const isPodcast = url.hostname.includes('podcasts');
  const id = path.at(-1);
  if (path.length < 3 || path.length > 4 || !/^[\w.-]{5,60}$/.test(id ?? '')) return null;
  const track = one(/^\d{5,15}$/, url.searchParams.get('i'));
  const rest = `${path.map(encodeSegment).join('/')}${track === null ? '' : `?i=${track}`}`;
  const host = isPodcast ? 'podcasts.apple.com' : 'music.apple.com';
  const isSingle = track !== null || path[1] === 'song';
  return { url: `https://${host}/${rest}`, player: sound(`https://embed.${host}/${rest}`, isSingle ? 175 : 450) };
}

/** A segment of a path as it is, or written anew where it is not well written. */
const encodeSegment = (part: string): string => {
  try {
    return enc(decodeURIComponent(part));
  } catch {
    return enc(part);
  }
};

function mixcloud(_: URL, path: readonly string[]): Found | null {
  const [who = '', what = ''] = path;
  const isPlace = /^(discover|genres|upload|select|live|about|categories|search|tag)$/.test(who);
  if (path.length !== 2 || isPlace || /^(followers|following|favorites|uploads|playlists|stream|listens)$/.test(what))
    return null;
  const feed = `/${encodeSegment(who)}/${encodeSegment(what)}/`;
  return {
    url: `https://www.mixcloud.com${feed}`,
    player: sound(`https://player-widget.mixcloud.com/widget/iframe/?hide_cover=1&feed=${enc(feed)}`, 120),
  };
}

function codepen(_: URL, [who, what, id, inner]: readonly string[]): Found | null {
  const pen = one(/^[A-Za-z0-9]{5,40}$/, what === 'embed' && id === 'preview' ? inner : id);
  if (!name.test(who ?? '') || !/^(pen|full|details|embed|debug|live)$/.test(what ?? '') || pen === null) return null;
  return {
    id: `${who}-${pen}`,
    url: `https://codepen.io/${who}/pen/${pen}`,
    player: box(`https://codepen.io/${who}/embed/${pen}?default-tab=result`, { ratio: '16 / 10' }),
  };
}

function gist(_: URL, path: readonly string[]): Found | null {
  const id = one(/^[0-9a-f]{5,40}$/, (path.length > 1 ? path[1] : path[0])?.replace(/\.js$/, ''));
  if (id === null || path.length > 3) return null;
  const who = path.length > 1 ? one(/^[\w-]{1,40}$/, path[0]) : null;
  return { id, url: `https://gist.github.com/${who === null ? '' : `${who}/`}${id}` };
}

const mapHosts = /^(?:www\.|maps\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/;

function maps(url: URL, path: readonly string[]): Found | null {
  const query = url.searchParams;
  if (url.hostname === 'maps.app.goo.gl' || (url.hostname === 'goo.gl' && path[0] === 'maps')) {
    return { id: `short-${path.at(-1)?.slice(0, 40)}`, url: url.href, short: true };
  }
  const isMaps = url.hostname.startsWith('maps.') || path[0] === 'maps';
  if (!mapHosts.test(url.hostname) || !isMaps) return null;
  const show = (src: string): Found => ({ url: url.href, player: box(src) });
  const pb = query.get('pb');
  if (path[1] === 'embed') return pb === null ? null : show(`https://www.google.com/maps/embed?pb=${enc(pb)}`);
  const view = path.find((part) => part.startsWith('@'));
  const [, latitude, longitude, zoom] =
    /^@(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:,(\d{1,2})(?:\.\d+)?z)?/.exec(view ?? '') ?? [];
  const place = path[1] === 'place' || path[1] === 'search' ? path[2] : undefined;
  const words =
    (place === undefined || place.startsWith('@') ? null : decoded(place)) ??
    query.get('q') ??
    query.get('query') ??
    (latitude === undefined ? null : `${latitude},${longitude}`);
  if (words === null || words === '') return null;
  const at = latitude === undefined ? '' : `&ll=${latitude},${longitude}`;
  return show(`https://www.google.com/maps?q=${enc(words)}${at}${zoom === undefined ? '' : `&z=${zoom}`}&output=embed`);
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
};

function openStreetMap(url: URL, path: readonly string[]): Found | null {
  if (path[0] === 'export' && path[1] === 'embed.html') {
    const bounds = url.searchParams.get('bbox') ?? '';
    if (!/^-?[\d.]+(,-?[\d.]+){3}$/.test(bounds)) return null;
    return {
      url: url.href,
      player: box(`https://www.openstreetmap.org/export/embed.html?bbox=${enc(bounds)}&layer=mapnik`),
    };
  }
  const [, zoom, latitude, longitude] =
    /^#?map=(\d{1,2})\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)/.exec(url.hash.slice(1)) ?? [];
  if (zoom === undefined) return null;
  // As wide as the world divided by two for each step, seen through a box of 640 by 480.
  const width = (640 * 360) / (256 * 2 ** Number(zoom));
  const height = width * 0.75 * Math.cos((Number(latitude) * Math.PI) / 180);
  const [x, y] = [Number(longitude), Number(latitude)];
  const bounds = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    .map((value) => value.toFixed(5))
    .join(',');
  return {
    id: `${zoom}-${latitude}-${longitude}`,
    url: url.href,
    player: box(`https://www.openstreetmap.org/export/embed.html?bbox=${enc(bounds)}&layer=mapnik`),
  };
}

function flickr(url: URL, path: readonly string[]): Found | null {
  if (url.hostname === 'flic.kr') return path[0] === 'p' && name.test(path[1] ?? '') ? { url: url.href } : null;
  const id = one(/^\d{5,15}$/, path[2]);
  if (path[0] !== 'photos' || !/^[\w@.-]{2,60}$/.test(path[1] ?? '')) return null;
  if (id === null) return /^(sets|albums)$/.test(path[2] ?? '') && path[3] ? { url: url.href } : null;
  return { id, url: `https://www.flickr.com/photos/${path[1]}/${id}/` };
}

function mastodon(url: URL): Found | null {
  return mastodonId(url) === null ? null : { url: `https://${url.host}${url.pathname}` };
}

/** Every service we know better than the registry does. */
export const services: readonly Service[] = [
  ...films,
  ...posts,
  {
    id: 'soundcloud',
    name: 'SoundCloud',
    kind: 'audio',
    hosts: ['soundcloud.com', 'on.soundcloud.com', 'snd.sc'],
    find: soundcloud,
    lookUp: { oembed: 'https://soundcloud.com/oembed' },
  },
  {
    id: 'spotify',
    name: 'Spotify',
    kind: 'audio',
    hosts: ['open.spotify.com', 'play.spotify.com', 'spotify.link', 'spoti.fi'],
    find: spotify,
    lookUp: { oembed: 'https://open.spotify.com/oembed' },
  },
  {
    id: 'apple-music',
    name: 'Apple Music',
    kind: 'audio',
    hosts: ['music.apple.com', 'embed.music.apple.com'],
    find: apple,
    lookUp: 'page',
  },
  {
    id: 'apple-podcasts',
    name: 'Apple Podcasts',
    kind: 'audio',
    hosts: ['podcasts.apple.com', 'embed.podcasts.apple.com'],
    find: apple,
    lookUp: 'page',
  },
  {
    id: 'mixcloud',
    name: 'Mixcloud',
    kind: 'audio',
    hosts: ['mixcloud.com'],
    find: mixcloud,
    lookUp: { oembed: 'https://app.mixcloud.com/oembed/' },
  },
  {
    id: 'flickr',
    name: 'Flickr',
    kind: 'photo',
    hosts: ['flickr.com', 'secure.flickr.com', 'flic.kr'],
    find: flickr,
    lookUp: { oembed: 'https://www.flickr.com/services/oembed' },
  },
  {
    id: 'codepen',
    name: 'CodePen',
    kind: 'code',
    hosts: ['codepen.io'],
    find: codepen,
    lookUp: { oembed: 'https://codepen.io/api/oembed' },
  },
  { id: 'github-gist', name: 'GitHub Gist', kind: 'code', hosts: ['gist.github.com'], find: gist, lookUp: 'gist' },
  {
    id: 'google-maps',
    name: 'Google Maps',
    kind: 'map',
    hosts: ['google.com', 'maps.google.com', 'maps.app.goo.gl', 'goo.gl', ...googles()],
    find: maps,
    lookUp: 'none',
  },
  {
    id: 'openstreetmap',
    name: 'OpenStreetMap',
    kind: 'map',
    hosts: ['openstreetmap.org'],
    find: openStreetMap,
    lookUp: 'none',
  },
  // Anybody's host: told by the form of its addresses, and by its answer.
  { id: 'mastodon', name: 'Mastodon', kind: 'post', hosts: ['.'], find: mastodon, lookUp: 'page' },
];

/** The hosts under which Google has its maps elsewhere. */
function googles(): string[] {
  const lands = 'de fr es it nl pl pt ch at be dk se no fi ie cz gr hu ro ru ca cl in ae is'.split(' ');
  const others =
    'co.uk co.jp co.in co.kr co.nz co.za com.au com.br com.mx com.ar com.tr com.ua com.tw com.hk com.sg'.split(' ');
  return [...lands, ...others].flatMap((end) => [`google.${end}`, `maps.google.${end}`]);
}
