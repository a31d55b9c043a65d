import { createHash } from 'node:crypto';
import { findProvider } from './registry.ts';
import type { EmbedKind, Player } from './schema.ts';
import { services } from './service-table.ts';

/** What a service makes of an address of its own. */
export type Found = {
  /** What is looked up once, however it is written; without it the address itself says so. */
  id?: string;
  /** The page as the service writes it, for asking about it. */
  url: string;
  kind?: EmbedKind;
  player?: Player | null;
  /** It only leads somewhere else on the service: what it is turns out when it is followed. */
  short?: boolean;
};

export type Service = {
  id: string;
  name: string;
  kind: EmbedKind;
  /** Without `www.`, `m.` and `mobile.`. One that starts with a dot stands for every host below it; a dot for all. */
  hosts: readonly string[];
  /** Null where the address is none of its things. `path` is without empty segments. */
  find(url: URL, path: readonly string[]): Found | null;
  /** How it is looked up: oEmbed at this address; its page; GitHub's own answer; not at all. */
  lookUp: { oembed: string } | 'page' | 'gist' | 'none';
  /** Hosts whose iframe is taken from an answer, those below them included. */
  frames?: readonly string[];
  /** The id in the HTML of an answer, as a player. Only strict patterns: the HTML is anybody's. */
  playerFrom?(html: string): Player | null;
};

/** An address, and what we know of it without asking anybody. */
export type Place = {
  key: string;
  service: string;
  serviceName: string;
  kind: EmbedKind;
  /** What is asked about. */
  url: string;
  player: Player | null;
  short: boolean;
  lookUp: Service['lookUp'];
  frames: readonly string[];
  playerFrom: Service['playerFrom'];
};

/** Addresses of one thing that differ in nothing but where a page is scrolled to are one. */
const digestOf = (url: URL): string => {
  const plain = new URL(url);
  plain.hash = '';
  return createHash('sha256').update(plain.href).digest('base64url').slice(0, 22);
};

const byHost = new Map<string, Service[]>();
for (const service of services) {
  for (const host of service.hosts) byHost.set(host, [...(byHost.get(host) ?? []), service]);
}

function* candidates(host: string): Generator<Service> {
  yield* byHost.get(host) ?? [];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1))
    yield* byHost.get(host.slice(dot)) ?? [];
  yield* byHost.get('.') ?? [];
}

/** Every service we know by name, for switching one off. */
export const knownServices = (): { id: string; name: string }[] => services.map(({ id, name }) => ({ id, name }));

/** What an address leads to; null where it is no web address. Pure and quick: it is asked for each link of a page. */
export function recognise(address: string): Place | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  const host = url.hostname.replace(/\.$/, '').replace(/^(?:www|m|mobile)\./, '');
  const path = url.pathname.split('/').filter(Boolean);
  for (const service of candidates(host)) {
    const found = service.find(url, path);
    if (found === null) continue;
    const { id, name, kind, lookUp, frames = [], playerFrom } = service;
    return {
      key: `${id}:${found.id ?? digestOf(new URL(found.url))}`,
      service: id,
      // An instance is called by its own name, and nobody has said yet that it is one.
      serviceName: id === 'mastodon' ? host : name,
      kind: found.kind ?? kind,
      url: found.url,
      player: found.player ?? null,
      short: found.short ?? false,
      lookUp: found.short ? 'page' : lookUp,
      frames,
      playerFrom,
    };
  }
  const provider = findProvider(url);
  return {
    key: `${provider?.id ?? 'link'}:${digestOf(url)}`,
    service: provider?.id ?? 'link',
    serviceName: provider?.name ?? host,
    kind: 'link',
    url: url.href,
    player: null,
    short: false,
    lookUp: provider ? { oembed: provider.endpoint } : 'page',
    frames: provider?.frames ?? [],
    playerFrom: undefined,
  };
}
