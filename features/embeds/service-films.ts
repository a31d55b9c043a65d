import { film } from './players.ts';
import type { Player } from './schema.ts';
import type { Found, Service } from './services.ts';

const enc = encodeURIComponent;
const one = (pattern: RegExp, value: string | null | undefined): string | null =>
  value !== null && value !== undefined && pattern.test(value) ? value : null;

/** Seconds in `62`, `62s`, `1h2m3s`; 0 for anything else. */
function secondsOf(value: string | null): number {
  const [, hours, minutes, seconds] = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/.exec(value ?? '') ?? [];
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

const tubeId = /^[\w-]{11}$/;
const listId = /^[\w-]{10,64}$/;

function youtube(url: URL, path: readonly string[]): Found | null {
  const query = url.searchParams;
  const [first = '', second] = path;
  if (first === 'attribution_link') {
    const inner = query.get('u') ?? '';
    if (!inner.startsWith('/watch?')) return null;
    return youtube(new URL(inner, 'https://www.youtube.com'), ['watch']);
  }
  const list = one(listId, query.get('list'));
  const byPath = ['shorts', 'live', 'embed', 'v', 'e', 'watch'].includes(first) ? second : undefined;
  const id = one(tubeId, url.hostname.endsWith('youtu.be') ? first : (byPath ?? query.get('v')));
  if (id === null || (byPath === undefined && !url.hostname.endsWith('youtu.be') && first !== 'watch')) {
    const isList = first === 'playlist' || second === 'videoseries';
    if (!isList || list === null) return null;
    return {
      id: `list-${list}`,
      url: `https://www.youtube.com/playlist?list=${list}`,
      player: film(`https://www.youtube-nocookie.com/embed/videoseries?list=${list}&rel=0`),
    };
  }
  const hash = new URLSearchParams(url.hash.slice(1));
  const start = secondsOf(query.get('t') ?? query.get('start') ?? query.get('time_continue') ?? hash.get('t'));
  const said = [...(start > 0 ? [`start=${start}`] : []), ...(list === null ? [] : [`list=${list}`]), 'rel=0'];
  return {
    id,
    url: `https://www.youtube.com/watch?v=${id}`,
    player: film(`https://www.youtube-nocookie.com/embed/${id}?${said.join('&')}`, {
      ratio: first === 'shorts' ? '9 / 16' : '16 / 9',
    }),
  };
}

function vimeo(url: URL, path: readonly string[]): Found | null {
  const at = path.findIndex((part) => /^\d{4,12}$/.test(part));
  const id = path[at];
  const before = path.slice(0, Math.max(at, 0));
  // `/album/12/video/34` has two numbers.
  if (before.length === 1 && /^(album|showcase|ondemand|event)$/.test(before[0] ?? '')) {
    const inside = path[at + 1] === 'video' ? one(/^\d{4,12}$/, path[at + 2]) : null;
    return inside === null ? null : vimeo(url, [inside]);
  }
  const known = /^(|video|channels\/[\w-]+|groups\/[\w-]+\/videos|ondemand\/[\w-]+)$/;
  if (id === undefined || !known.test(before.join('/'))) return null;
  const secret = one(/^[0-9a-f]{6,20}$/, path[at + 1] ?? url.searchParams.get('h'));
  const start = secondsOf(new URLSearchParams(url.hash.slice(1)).get('t'));
  return {
    // Without its secret a private film is not there: that says nothing about the film with it.
    id: secret === null ? id : `${id}-${secret}`,
    url: `https://vimeo.com/${id}${secret === null ? '' : `/${secret}`}`,
    player: film(
      `https://player.vimeo.com/video/${id}?dnt=1${secret === null ? '' : `&h=${secret}`}${start > 0 ? `#t=${start}s` : ''}`,
    ),
  };
}

function dailymotion(url: URL, path: readonly string[]): Found | null {
  const short = url.hostname.endsWith('dai.ly');
  const [first, second, third] = path;
  const raw = short
    ? first
    : first === 'video'
      ? second
      : first === 'embed' && second === 'video'
        ? third
        : first === 'player.html'
          ? url.searchParams.get('video')
          : null;
  const id = one(/^[a-z0-9]{5,12}$/i, raw?.split('_')[0]);
  if (id === null) return null;
  const start = secondsOf(url.searchParams.get('start'));
  return {
    id,
    url: `https://www.dailymotion.com/video/${id}`,
    player: film(`https://geo.dailymotion.com/player.html?video=${id}${start > 0 ? `&startTime=${start}` : ''}`),
  };
}

function ted(_: URL, [first, ...rest]: readonly string[]): Found | null {
  const slug = one(/^[a-z0-9_]{3,150}$/, rest[0]);
  if (first !== 'talks' || slug === null) return null;
  return {
    id: slug,
    url: `https://www.ted.com/talks/${slug}`,
    player: film(`https://embed.ted.com/talks/${slug}`, { starts: '' }),
  };
}

function twitch(url: URL, path: readonly string[]): Found | null {
  const [first = '', second, third] = path;
  const found = (id: string, page: string, player: Player): Found => ({ id, url: page, player });
  const clip = one(/^[\w-]{3,120}$/, url.hostname === 'clips.twitch.tv' ? first : second === 'clip' ? third : null);
  if (clip !== null && clip !== 'embed') {
    return found(
      `clip-${clip}`,
      `https://clips.twitch.tv/${clip}`,
      film(`https://clips.twitch.tv/embed?clip=${clip}&parent={host}&autoplay=false`, { starts: 'autoplay=true' }),
    );
  }
  const film_ = (what: string) =>
    film(`https://player.twitch.tv/?${what}&parent={host}&autoplay=false`, { starts: 'autoplay=true' });
  const video = one(/^\d{6,14}$/, first === 'videos' ? second : second === 'v' || second === 'video' ? third : null);
  if (video !== null) {
    const start = url.searchParams.get('t');
    const time = start !== null && /^(\d+h)?(\d+m)?(\d+s)?$/.test(start) && start !== '' ? `&time=${start}` : '';
    return found(`video-${video}`, `https://www.twitch.tv/videos/${video}`, film_(`video=${video}${time}`));
  }
  const isOwn = /^(directory|videos|settings|downloads|jobs|p|search|store|turbo|u|popout|embed)$/.test(first);
  if (path.length !== 1 || isOwn || !/^\w{3,25}$/.test(first) || url.hostname === 'clips.twitch.tv') return null;
  return found(`live-${first.toLowerCase()}`, `https://www.twitch.tv/${first}`, film_(`channel=${first}`));
}

function tiktok(url: URL, path: readonly string[]): Found | null {
  const [first = '', second, third] = path;
  if (/^v[mt]\.tiktok\.com$/.test(url.hostname) || (first === 't' && second)) {
    const code = one(/^\w{5,20}$/, first === 't' ? second : first);
    return code === null ? null : { id: `short-${code}`, url: url.href, short: true };
  }
  const isPost = first.startsWith('@') && (second === 'video' || second === 'photo');
  const isPlayer = first === 'embed' || (first === 'player' && second === 'v1');
  const id = one(/^\d{15,22}$/, isPost || (isPlayer && path.length > 2) ? third : isPlayer ? second : null);
  if (id === null) return null;
  const who = isPost && /^@[\w.]{1,30}$/.test(first) ? first : '@';
  return {
    id,
    url: `https://www.tiktok.com/${who}/video/${id}`,
    player: film(`https://www.tiktok.com/player/v1/${id}?rel=0`, { ratio: '9 / 16' }),
  };
}

const byId =
  (pattern: RegExp, page: (id: string) => string, player: (id: string) => string) =>
  (_: URL, path: readonly string[]): Found | null => {
    const id = pattern.exec(path.join('/'))?.[1];
    return id === undefined ? null : { id, url: page(id), player: film(player(id)) };
  };

/** Services of films. The least of tracking that each one offers is in its player's address. */
export const films: readonly Service[] = [
  {
    id: 'youtube',
    name: 'YouTube',
    kind: 'video',
    hosts: ['youtube.com', 'music.youtube.com', 'gaming.youtube.com', 'youtube-nocookie.com', 'youtu.be'],
    find: youtube,
    lookUp: { oembed: 'https://www.youtube.com/oembed' },
  },
  {
    id: 'vimeo',
    name: 'Vimeo',
    kind: 'video',
    hosts: ['vimeo.com', 'player.vimeo.com'],
    find: vimeo,
    lookUp: { oembed: 'https://vimeo.com/api/oembed.json' },
  },
  {
    id: 'dailymotion',
    name: 'Dailymotion',
    kind: 'video',
    hosts: ['dailymotion.com', 'geo.dailymotion.com', 'dai.ly'],
    find: dailymotion,
    lookUp: { oembed: 'https://www.dailymotion.com/services/oembed' },
  },
  {
    id: 'tiktok',
    name: 'TikTok',
    kind: 'video',
    hosts: ['tiktok.com', 'vm.tiktok.com', 'vt.tiktok.com'],
    find: tiktok,
    lookUp: { oembed: 'https://www.tiktok.com/oembed' },
  },
  {
    id: 'ted',
    name: 'TED',
    kind: 'video',
    hosts: ['ted.com', 'embed.ted.com'],
    find: ted,
    lookUp: { oembed: 'https://www.ted.com/services/v1/oembed.json' },
  },
  {
    id: 'twitch',
    name: 'Twitch',
    kind: 'video',
    hosts: ['twitch.tv', 'clips.twitch.tv'],
    find: twitch,
    lookUp: 'page',
  },
  {
    id: 'videopress',
    name: 'VideoPress',
    kind: 'video',
    hosts: ['videopress.com', 'video.wordpress.com'],
    find: byId(
      /^(?:v|embed)\/([A-Za-z0-9]{8})$/,
      (id) => `https://videopress.com/v/${id}`,
      (id) => `https://videopress.com/embed/${id}`,
    ),
    lookUp: { oembed: 'https://public-api.wordpress.com/oembed/?for=broadsheet' },
  },
  {
    id: 'streamable',
    name: 'Streamable',
    kind: 'video',
    hosts: ['streamable.com'],
    find: byId(
      /^(?:e\/)?([a-z0-9]{4,8})$/,
      (id) => `https://streamable.com/${id}`,
      (id) => `https://streamable.com/e/${id}`,
    ),
    lookUp: { oembed: 'https://api.streamable.com/oembed.json' },
  },
  {
    id: 'internet-archive',
    name: 'Internet Archive',
    kind: 'video',
    hosts: ['archive.org'],
    find: byId(
      /^(?:details|embed)\/([\w.-]{3,100})$/,
      (id) => `https://archive.org/details/${enc(id)}`,
      (id) => `https://archive.org/embed/${enc(id)}`,
    ),
    lookUp: 'page',
  },
];
