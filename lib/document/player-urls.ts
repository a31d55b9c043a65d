/**
 * The address of the page behind a player's frame: `https://www.youtube.com/embed/ID` is
 * `https://www.youtube.com/watch?v=ID`. Null for a frame of nobody we know.
 */
export function pageOfPlayer(source: string): string | null {
  const address = source.startsWith('//') ? `https:${source}` : source;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const host = url.hostname.replace(/^www\./, '');
  for (const [hosts, page] of players) {
    if (!hosts.test(host)) continue;
    const found = page(url);
    if (found !== null) return found;
  }
  return null;
}

/** The part of the path that `pattern` captures, put behind `prefix`. */
const byPath =
  (pattern: RegExp, prefix: string, suffix = '') =>
  (url: URL): string | null => {
    const found = pattern.exec(url.pathname)?.[1];
    return found === undefined ? null : `${prefix}${found}${suffix}`;
  };

const byQuery =
  (name: string) =>
  (url: URL): string | null => {
    const value = url.searchParams.get(name);
    return value !== null && /^https?:\/\//.test(value) ? value : null;
  };

function youtube(url: URL): string | null {
  const id = /^\/(?:embed|v|e|shorts|live)\/([\w-]+)/.exec(url.pathname)?.[1];
  const list = url.searchParams.get('list');
  if (id === 'videoseries' && list) return `https://www.youtube.com/playlist?list=${list}`;
  if (id === undefined) return null;
  const start = url.searchParams.get('start') ?? url.searchParams.get('t');
  return `https://www.youtube.com/watch?v=${id}${start && /^\d+/.test(start) ? `&t=${Number.parseInt(start, 10)}` : ''}`;
}

function spotify(url: URL): string | null {
  const path = /^\/embed(?:-podcast)?\/(\w+\/\w+)/.exec(url.pathname)?.[1];
  return path === undefined ? null : `https://open.spotify.com/${path}`;
}

function soundcloud(url: URL): string | null {
  return byQuery('url')(url);
}

const players: readonly (readonly [RegExp, (url: URL) => string | null])[] = [
  [/^(m\.)?youtube(-nocookie)?\.com$/, youtube],
  [/^player\.vimeo\.com$/, byPath(/^\/video\/(\d+)/, 'https://vimeo.com/')],
  [/^vimeo\.com$/, (url) => (url.pathname === '/moogaloop.swf' ? vimeoClip(url) : null)],
  [/^(geo\.)?dailymotion\.com$/, byPath(/^\/(?:embed\/video|swf)\/(\w+)/, 'https://www.dailymotion.com/video/')],
  [/^w\.soundcloud\.com$/, soundcloud],
  [/^open\.spotify\.com$/, spotify],
  [/^embed\.ted\.com$/, byPath(/^\/talks\/([\w/]+)/, 'https://www.ted.com/talks/')],
  [/^(player\.)?mixcloud\.com$/, (url) => mixcloud(url)],
  [/^embed\.music\.apple\.com$/, (url) => `https://music.apple.com${url.pathname}${url.search}`],
  [/^embed\.podcasts\.apple\.com$/, (url) => `https://podcasts.apple.com${url.pathname}${url.search}`],
  [/^player\.twitch\.tv$/, (url) => twitch(url)],
  [/^clips\.twitch\.tv$/, (url) => prefixed('https://clips.twitch.tv/', url.searchParams.get('clip'))],
  [/^videopress\.com$|^video\.wordpress\.com$/, byPath(/^\/embed\/(\w+)/, 'https://videopress.com/v/')],
  [
    /^speakerdeck\.com$/,
    (url) => (url.pathname.startsWith('/player/') ? `https://speakerdeck.com${url.pathname}` : null),
  ],
  [/^slideshare\.net$/, (url) => (url.pathname.includes('/embed_code/') ? url.href : null)],
  [/^issuu\.com$|^e\.issuu\.com$/, (url) => url.href],
  [/^codepen\.io$/, byPath(/^\/([\w-]+\/embed\/(?:preview\/)?\w+)/, 'https://codepen.io/')],
  [/^facebook\.com$/, byQuery('href')],
  [/^instagram\.com$/, byPath(/^\/((?:p|reel|tv)\/[\w-]+)\/embed/, 'https://www.instagram.com/', '/')],
  [/^platform\.twitter\.com$/, (url) => prefixed('https://twitter.com/i/status/', url.searchParams.get('id'))],
  [/^tiktok\.com$/, byPath(/^\/(?:embed(?:\/v2)?|player\/v1)\/(\d+)/, 'https://www.tiktok.com/@/video/')],
  [/^archive\.org$/, byPath(/^\/embed\/([^/]+)/, 'https://archive.org/details/')],
  [/^bandcamp\.com$/, (url) => (url.pathname.startsWith('/EmbeddedPlayer') ? url.href : null)],
  [/^google\.com$/, (url) => (url.pathname.startsWith('/maps/embed') ? url.href : null)],
  [/^openstreetmap\.org$/, (url) => (url.pathname.startsWith('/export/embed') ? url.href : null)],
  [/^redditmedia\.com$|^embed\.reddit\.com$/, byPath(/^\/(r\/\w+\/comments\/\w+)/, 'https://www.reddit.com/')],
  [/^datawrapper\.dwcdn\.net$/, byPath(/^\/(\w+)/, 'https://datawrapper.dwcdn.net/', '/')],
];

const prefixed = (prefix: string, value: string | null): string | null =>
  value !== null && /^[\w-]+$/.test(value) ? prefix + value : null;

const vimeoClip = (url: URL): string | null => prefixed('https://vimeo.com/', url.searchParams.get('clip_id'));

function mixcloud(url: URL): string | null {
  const feed = url.searchParams.get('feed');
  if (feed === null) return null;
  return feed.startsWith('/') ? `https://www.mixcloud.com${feed}` : feed;
}

function twitch(url: URL): string | null {
  return (
    prefixed('https://www.twitch.tv/videos/', url.searchParams.get('video')?.replace(/^v/, '') ?? null) ??
    prefixed('https://www.twitch.tv/', url.searchParams.get('channel'))
  );
}
