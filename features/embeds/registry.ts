import registry from 'oembed-providers' with { type: 'json' };

type Entry = {
  provider_name: string;
  provider_url: string;
  endpoints: readonly { url: string; schemes?: readonly string[] }[];
};

const entry = (name: string, home: string, url: string, ...schemes: string[]): Entry => ({
  provider_name: name,
  provider_url: home,
  endpoints: [{ url, schemes }],
});

/** Providers that the registry has lost or never had, and that a WordPress site embeds. */
const more: readonly Entry[] = [
  entry('WordPress.tv', 'https://videopress.com', 'https://wordpress.tv/oembed/', 'https://wordpress.tv/*'),
  entry(
    'Imgur',
    'https://imgur.com',
    'https://api.imgur.com/oembed.json',
    'https://imgur.com/*',
    'https://i.imgur.com/*',
  ),
  entry('Pocket Casts', 'https://pocketcasts.com', 'https://pca.st/oembed.json', 'https://pca.st/*'),
  entry(
    'Crowdsignal',
    'https://crowdsignal.net',
    'https://api.crowdsignal.com/oembed',
    'https://poll.fm/*',
    'https://*.survey.fm/*',
  ),
  entry(
    'Amazon Kindle',
    'https://read.amazon.com',
    'https://read.amazon.com/kp/api/oembed',
    'https://read.amazon.com/kp/embed*',
  ),
];

const providers: readonly Entry[] = [...more, ...registry];

/** A provider of the registry at oembed.com, as far as an address is one of its schemes. */
export type Provider = { id: string; name: string; endpoint: string; frames: readonly string[] };

type Scheme = { path: readonly string[]; provider: Provider };

/** What is written before and after each `*`, in the order in which it has to be met. Linear, whatever the address. */
export function matchesGlob(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

const hostIn = (address: string): string | null =>
  URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : null;

/** A host with two names of its own at least, whatever stars are before them; null for any other. */
function baseOf(host: string): string | null {
  const plain = host
    .toLowerCase()
    .replace(/^(?:\*\.)+/, '')
    .replace(/^www\./, '');
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(plain) ? plain : null;
}

let index: Map<string, Scheme[]> | undefined;

/** By the end of the host that a scheme names. Read when it is first asked for. */
function schemes(): Map<string, Scheme[]> {
  if (index) return index;
  index = new Map();
  for (const { provider_name: name, provider_url: home, endpoints } of providers) {
    const id = name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    for (const { schemes: list = [], url } of endpoints) {
      const endpoint = url.replaceAll('{format}', 'json').replace(/^http:/, 'https:');
      if (!URL.canParse(endpoint) || /\.xml$/.test(endpoint)) continue;
      const read = list.flatMap((scheme) => {
        const [, host = '', path = '/'] = /^(?:https?|\*):\/\/([^/?]+)(.*)$/.exec(scheme) ?? [];
        const base = baseOf(host);
        return base === null ? [] : [{ base, path: (path.startsWith('/') ? path : `/${path}`).split('*') }];
      });
      const own = [hostIn(endpoint), hostIn(home), ...read.map(({ base }) => base)];
      const provider = { id, name, endpoint, frames: [...new Set(own.filter((host) => host !== null))] };
      for (const { base, path } of read) index.set(base, [...(index.get(base) ?? []), { path, provider }]);
    }
  }
  return index;
}

/** The provider whose scheme an address fits, or null. */
export function findProvider(url: URL): Provider | null {
  const host = url.hostname.replace(/\.$/, '');
  const rest = url.pathname + url.search;
  const known = schemes();
  for (let end = host; ; end = end.slice(end.indexOf('.') + 1)) {
    const found = known.get(end)?.find(({ path }) => matchesGlob(rest, path));
    if (found) return found.provider;
    if (!end.includes('.')) return null;
  }
}
