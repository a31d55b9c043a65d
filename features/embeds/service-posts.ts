import { film, post } from './players.ts';
import type { Found, Service } from './services.ts';

const enc = encodeURIComponent;
const one = (pattern: RegExp, value: string | null | undefined): string | null =>
  value !== null && value !== undefined && pattern.test(value) ? value : null;

function x(_: URL, path: readonly string[]): Found | null {
  // `/NAME/status/ID`, `/i/status/ID`, `/i/web/status/ID`, with `/photo/1` or so behind it.
  const at = path.findIndex((part) => part === 'status' || part === 'statuses');
  const id = one(/^\d{1,20}$/, path[at + 1]);
  if (at < 1 || at > 2 || id === null) return null;
  const who = one(/^\w{1,20}$/, path[0]) ?? 'i';
  return {
    id,
    url: `https://x.com/${who}/status/${id}`,
    player: post(`https://platform.twitter.com/embed/Tweet.html?id=${id}&dnt=true`),
  };
}

const facebookPage = /^https:\/\/(?:[\w-]+\.)?(?:facebook\.com|fb\.watch|fb\.com)\//;

function facebook(url: URL, path: readonly string[]): Found | null {
  const query = url.searchParams;
  const [first = '', second = '', third = ''] = path;
  if (first === 'plugins') {
    const href = query.get('href') ?? '';
    if (!facebookPage.test(href) || !URL.canParse(href)) return null;
    const inner = new URL(href);
    const segments = inner.pathname.split('/').filter(Boolean);
    return segments[0] === 'plugins' ? null : facebook(inner, segments);
  }
  const number = /^\d{5,20}$/;
  const isWatch = url.hostname.endsWith('fb.watch');
  const video = isWatch
    ? one(/^[\w-]{6,20}$/, first)
    : first === 'watch'
      ? one(number, query.get('v'))
      : first === 'reel' || (first === 'share' && (second === 'v' || second === 'r'))
        ? one(/^[\w-]{5,24}$/, first === 'reel' ? second : third)
        : first === 'video.php'
          ? one(number, query.get('v'))
          : second === 'videos'
            ? one(number, path.at(-1))
            : null;
  const story = one(/^[\w.]{5,140}$/, query.get('story_fbid') ?? query.get('fbid'));
  const isPost =
    (second === 'posts' && third !== '') ||
    (first === 'share' && second === 'p' && third !== '') ||
    (first === 'groups' && (path[2] === 'posts' || path[2] === 'permalink') && path.length > 3) ||
    (second === 'photos' && path.length > 2) ||
    (/^(permalink|story|photo)\.php$|^photo$/.test(first) && story !== null);
  if (video === null && !isPost) return null;
  const page = new URL(isWatch ? `https://fb.watch${url.pathname}` : `https://www.facebook.com${url.pathname}`);
  for (const name of ['v', 'story_fbid', 'fbid', 'id', 'set']) {
    const value = one(/^[\w.]{1,140}$/, query.get(name));
    if (value !== null) page.searchParams.set(name, value);
  }
  const href = enc(page.href);
  return video !== null
    ? {
        url: page.href,
        kind: 'video',
        player: film(`https://www.facebook.com/plugins/video.php?href=${href}&show_text=false&lazy=true`, {
          starts: 'autoplay=true',
          ratio: first === 'reel' ? '9 / 16' : '16 / 9',
        }),
      }
    : { url: page.href, player: post(`https://www.facebook.com/plugins/post.php?href=${href}&show_text=true`, 560) };
}

function instagram(_: URL, path: readonly string[]): Found | null {
  const at = path.findIndex((part) => /^(p|reel|reels|tv)$/.test(part));
  const code = one(/^[\w-]{5,40}$/, path[at + 1]);
  if (at < 0 || at > 1 || code === null) return null;
  const what = path[at] === 'p' ? 'p' : path[at] === 'tv' ? 'tv' : 'reel';
  const url = `https://www.instagram.com/${what}/${code}/`;
  return { id: code, url, kind: what === 'p' ? 'post' : 'video', player: post(`${url}embed/captioned/`, 640) };
}

function threads(_: URL, path: readonly string[]): Found | null {
  const [who = '', what, code] = path;
  const isPost = /^@[\w.]{1,30}$/.test(who) && what === 'post';
  const id = one(/^[\w-]{5,40}$/, isPost ? code : who === 't' ? what : null);
  if (id === null) return null;
  const url = isPost ? `https://www.threads.com/${who}/post/${id}` : `https://www.threads.com/t/${id}`;
  return { id, url, player: post(`${url}/embed`, 560) };
}

const didOrHandle = /^(?:did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{3,100})|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;
const blueskyPlayer = (did: string, key: string) =>
  post(`https://embed.bsky.app/embed/${did}/app.bsky.feed.post/${key}?colorMode=system`, 400);

function bluesky(_: URL, [first, raw, what, key]: readonly string[]): Found | null {
  const who = one(didOrHandle, raw && decodeURIComponentSafely(raw));
  const id = one(/^[a-z0-9]{8,20}$/i, key);
  if (first !== 'profile' || what !== 'post' || who === null || id === null) return null;
  return {
    id: `${who.toLowerCase()}-${id}`,
    url: `https://bsky.app/profile/${who}/post/${id}`,
    player: who.startsWith('did:') ? blueskyPlayer(who, id) : null,
  };
}

const decodeURIComponentSafely = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
};

function reddit(url: URL, path: readonly string[]): Found | null {
  if (url.hostname.endsWith('redd.it')) {
    const id = one(/^[a-z0-9]{4,10}$/, path[0]);
    return id === null || url.hostname !== 'redd.it' ? null : { id: `short-${id}`, url: url.href, short: true };
  }
  const [first = '', name = '', what, id, slug, comment] = path;
  if (!/^(r|user|u)$/.test(first) || !/^[\w-]{2,30}$/.test(name)) return null;
  if (what === 's') return { id: `share-${id ?? ''}`, url: url.href, short: true };
  if (what !== 'comments' || !/^[a-z0-9]{4,10}$/.test(id ?? '')) return null;
  const title = one(/^[\p{L}\p{N}_%-]{1,200}$/u, slug) ?? '';
  const reply = one(/^[a-z0-9]{4,10}$/, comment);
  const page = `/${first}/${name}/comments/${id}/${title && `${title}/`}${title && reply ? `${reply}/` : ''}`;
  return {
    id: `${id}${reply === null ? '' : `-${reply}`}`,
    url: `https://www.reddit.com${page}`,
    player: post(`https://embed.reddit.com${page}?embed=true&ref_source=embed&ref=share&showmedia=true`, 420),
  };
}

/** An instance of Mastodon shows in its answer; before it, the form of the address is only a guess. */
export function mastodonId(url: URL): string | null {
  return /^\/@[\w.-]+(?:@[\w.-]+)?\/(\d{12,20})$/.exec(url.pathname)?.[1] ?? null;
}

function pinterest(url: URL, path: readonly string[]): Found | null {
  if (url.hostname === 'pin.it')
    return path[0] ? { id: `short-${path[0].slice(0, 20)}`, url: url.href, short: true } : null;
  const id = one(/^\d{6,22}$/, path[0] === 'pin' ? path[1]?.split('--').at(-1) : null);
  if (id === null) return null;
  return {
    id,
    url: `https://www.pinterest.com/pin/${id}/`,
    player: post(`https://assets.pinterest.com/ext/embed.html?id=${id}`, 560),
  };
}

/** Networks of posts. */
export const posts: readonly Service[] = [
  {
    id: 'x',
    name: 'X',
    kind: 'post',
    hosts: ['x.com', 'twitter.com'],
    find: x,
    lookUp: { oembed: 'https://publish.twitter.com/oembed?omit_script=1&dnt=true' },
  },
  {
    id: 'facebook',
    name: 'Facebook',
    kind: 'post',
    // It shows strangers nothing but a form for signing in.
    hosts: ['facebook.com', 'fb.com', 'fb.watch', 'web.facebook.com', 'mbasic.facebook.com', 'business.facebook.com'],
    find: facebook,
    lookUp: 'none',
  },
  {
    id: 'instagram',
    name: 'Instagram',
    kind: 'post',
    hosts: ['instagram.com', 'instagr.am'],
    find: instagram,
    lookUp: 'none',
  },
  {
    id: 'threads',
    name: 'Threads',
    kind: 'post',
    hosts: ['threads.com', 'threads.net'],
    find: threads,
    lookUp: 'none',
  },
  {
    id: 'bluesky',
    name: 'Bluesky',
    kind: 'post',
    hosts: ['bsky.app'],
    find: bluesky,
    lookUp: { oembed: 'https://embed.bsky.app/oembed' },
    playerFrom(html) {
      const [, did = '', key = ''] =
        /data-bluesky-uri="at:\/\/(did:[a-z0-9:.-]{5,110})\/app\.bsky\.feed\.post\/([a-z0-9]{8,20})"/i.exec(html) ?? [];
      return didOrHandle.test(did) ? blueskyPlayer(did, key) : null;
    },
  },
  {
    id: 'reddit',
    name: 'Reddit',
    kind: 'post',
    hosts: ['reddit.com', 'old.reddit.com', 'new.reddit.com', 'np.reddit.com', 'redd.it'],
    find: reddit,
    lookUp: { oembed: 'https://www.reddit.com/oembed' },
  },
  {
    id: 'pinterest',
    name: 'Pinterest',
    kind: 'photo',
    hosts: [
      'pinterest.com',
      'pinterest.co.uk',
      'pinterest.de',
      'pinterest.fr',
      'pinterest.es',
      'pinterest.it',
      'pin.it',
    ],
    find: pinterest,
    lookUp: { oembed: 'https://www.pinterest.com/oembed.json' },
  },
];
