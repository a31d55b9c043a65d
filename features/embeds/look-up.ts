import { PersonError } from '#lib/errors';
import { type SafeFetchOptions, type SafeResponse, safeFetch } from '#lib/safe-fetch';
import { lineOf, type OembedAnswer, readOembed, readPage, readSnippet } from './answers.ts';
import { fetchPoster } from './posters.ts';
import type { EmbedKind } from './schema.ts';
import { type Place, recognise } from './services.ts';

/** The way out; tests give one that leads to a server of theirs. */
export type Ask = (address: string, options: SafeFetchOptions) => Promise<SafeResponse>;

/** What was found out about a thing. */
export type LookedUp = {
  kind: EmbedKind;
  title: string;
  author: string;
  description: string;
  /** WebP. */
  poster: Buffer | null;
  /** The address of a player, of a host on the provider's list. */
  player: string | null;
  width: number | null;
  height: number | null;
  /** Where a short address led to. */
  target: string | null;
};

const json = ['application/json', 'application/json+oembed', 'text/json', 'application/vnd.github+json'];
const html = ['text/html', 'application/xhtml+xml'];
const gone = (status: number): boolean => status === 404 || status === 410;
const refusal = (message: string): PersonError => new PersonError('unavailable', message);

const nothing = { author: '', description: '', poster: null, player: null, width: null, height: null, target: null };

/**
 * Asks the service of a place about it. Null: the thing is gone at its source. Throws a `PersonError` where nothing could
 * be learned: asked again later, it may be otherwise.
 */
export async function lookUp(place: Place, ask: Ask = safeFetch): Promise<LookedUp | null> {
  if (place.lookUp === 'none') return { ...nothing, kind: place.kind, title: '' };
  if (place.lookUp === 'gist') return lookUpGist(place, ask);
  if (place.lookUp !== 'page') {
    const known = await askOembed(place, oembedAddress(place.lookUp.oembed, place.url), ask);
    if (known !== 'unknown') return known;
    // The registry is not always right about its providers; the page itself is.
    if (place.player) return null;
  }
  return lookUpPage(place, ask);
}

function oembedAddress(endpoint: string, url: string): string {
  const address = new URL(endpoint);
  address.searchParams.set('url', url);
  address.searchParams.set('format', 'json');
  address.searchParams.set('maxwidth', '1280');
  return address.href;
}

/** `unknown` where the provider knows nothing of the address. */
async function askOembed(place: Place, address: string, ask: Ask): Promise<LookedUp | 'unknown'> {
  const answer = await ask(address, { accept: json });
  if (gone(answer.status)) return 'unknown';
  if (answer.status !== 200) throw refusal(`${new URL(address).host} answered with ${answer.status}.`);
  const oembed = readOembed(answer.body);
  if (oembed === null) throw refusal(`${new URL(address).host} answered with something that is no oEmbed.`);
  return fromOembed(place, oembed, address, ask);
}

async function fromOembed(place: Place, oembed: OembedAnswer, address: string, ask: Ask): Promise<LookedUp> {
  const { frame, text } = readSnippet(oembed.html);
  const own = place.playerFrom?.(oembed.html)?.src ?? null;
  const title = lineOf(oembed.title, 'title');
  const still = (value: string) => (URL.canParse(value, address) ? new URL(value, address).href : null);
  const poster = await fetchPoster(ask, [
    ...largerStills(place),
    oembed.type === 'photo' ? still(oembed.url) : null,
    oembed.thumbnail_url === '' ? null : still(oembed.thumbnail_url),
  ]);
  return {
    kind: place.service === 'link' || place.kind === 'link' ? kindOf(oembed) : place.kind,
    title,
    author: lineOf(oembed.author_name, 'author'),
    // Networks say in HTML what their posts say; where there is a title it repeats that.
    description: place.kind === 'post' && text !== title ? text : '',
    poster,
    player: own ?? (place.player ? null : framed(frame, address, place.frames)),
    width: oembed.width,
    height: oembed.height,
    target: null,
  };
}

const kindOf = ({ type }: OembedAnswer): EmbedKind =>
  type === 'video' ? 'video' : type === 'photo' ? 'photo' : type === 'rich' ? 'document' : 'link';

/** YouTube names a still with bars over and under it; the large one has none, and not every film has it. */
function largerStills({ service, key }: Place): string[] {
  const id = service === 'youtube' ? /^youtube:([\w-]{11})$/.exec(key)?.[1] : undefined;
  return id === undefined
    ? []
    : [`https://i.ytimg.com/vi/${id}/maxresdefault.jpg`, `https://i.ytimg.com/vi/${id}/hq720.jpg`];
}

/** The `src` of an iframe, where its host is one that may be framed; null for any other. */
function framed(src: string | null, base: string, hosts: readonly string[]): string | null {
  if (src === null || src.length > 2000 || !URL.canParse(src, base)) return null;
  const url = new URL(src, base);
  const listed = hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return url.protocol === 'https:' && url.port === '' && url.username === '' && listed ? url.href : null;
}

async function lookUpPage(place: Place, ask: Ask): Promise<LookedUp | null> {
  const answer = await ask(place.url, { accept: html, maxBytes: 3_000_000 });
  if (gone(answer.status)) return null;
  if (answer.status !== 200) throw refusal(`${new URL(place.url).host} answered with ${answer.status}.`);
  const led = place.short ? recognise(answer.url) : null;
  if (led !== null && !led.short && led.service !== 'link') {
    const found = await lookUp(led, ask);
    return found && { ...found, target: led.url };
  }
  const page = readPage(answer.body, answer.headers.get('content-type'), answer.url);
  const discovered = page.oembed === null ? null : await discover(place, page.oembed, ask);
  const { title, description } = page;
  const poster = discovered?.poster ?? (await fetchPoster(ask, [page.picture]));
  if (title === '' && !discovered?.title) throw refusal(`${new URL(place.url).host} does not say what is there.`);
  return {
    ...nothing,
    ...discovered,
    kind: discovered?.kind ?? (place.kind === 'post' ? 'link' : place.kind),
    title: discovered?.title || title,
    author: discovered?.author || page.author,
    description: discovered?.description || description,
    poster,
  };
}

/** What a page's own oEmbed says; it may frame its own host where it is Mastodon, and nothing otherwise. */
async function discover(place: Place, address: string, ask: Ask): Promise<LookedUp | null> {
  const { host, hostname } = new URL(place.url);
  const isMastodon = place.service === 'mastodon' && new URL(address).host === host;
  try {
    const found = await askOembed({ ...place, frames: isMastodon ? [hostname] : [] }, address, ask);
    if (found === 'unknown') return null;
    // A page of its own for framing, and nothing else of that host.
    const player = isMastodon && found.player === `${place.url}/embed` ? found.player : null;
    return { ...found, player, kind: isMastodon && player === null ? 'link' : found.kind };
  } catch {
    // The page itself has been read, and says enough.
    return null;
  }
}

const lines = 24;

/** A gist by GitHub's own answer (https://docs.github.com/rest/gists): its name, and how its first file begins. */
async function lookUpGist(place: Place, ask: Ask): Promise<LookedUp | null> {
  const id = place.key.slice(place.key.indexOf(':') + 1);
  const answer = await ask(`https://api.github.com/gists/${id}`, { accept: json, maxBytes: 4_000_000 });
  if (gone(answer.status)) return null;
  if (answer.status !== 200) throw refusal(`api.github.com answered with ${answer.status}.`);
  const gist = readGist(answer.body);
  if (gist === null) throw refusal('api.github.com answered with something that is no gist.');
  return { ...nothing, kind: 'code', ...gist };
}

function readGist(bytes: Buffer): { title: string; author: string; description: string } | null {
  try {
    const { description, owner, files } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    const list = Object.values((files ?? {}) as Record<string, { filename?: unknown; content?: unknown }>);
    const [first] = list;
    const code = typeof first?.content === 'string' ? first.content.slice(0, 4000) : '';
    return {
      title: lineOf(description, 'title') || lineOf(first?.filename, 'title'),
      author: lineOf((owner as { login?: unknown } | null)?.login, 'author'),
      description: code
        .replaceAll('\u0000', '')
        .toWellFormed()
        .split('\n')
        .slice(0, lines)
        .map((line) => line.slice(0, 200))
        .join('\n')
        .trimEnd(),
    };
  } catch {
    return null;
  }
}
