import { PersonError } from '#lib/errors';
import { readMarkup } from '#lib/modest-markup';
import { type SafeFetchOptions, type SafeResponse, safeFetch } from '#lib/safe-fetch';

/** The way out; tests give one that leads to a server of theirs. */
export type Ask = (address: string, options: SafeFetchOptions) => Promise<SafeResponse>;

/** Where a page takes linkbacks, and by which protocol. */
export type Endpoint = { protocol: 'webmention' | 'pingback' | 'trackback'; url: string };

/** What was asked of a page: where to tell it, or why there is no place. `status` is that of its answer. */
export type Discovery = { endpoint: Endpoint | null; status: number };

const html = ['text/html', 'application/xhtml+xml'];
/** Bytes of a page that are looked through. */
const longestPage = 1_000_000;
/** Milliseconds. */
export const longestWait = 8_000;

/**
 * Asks a page, once, where it wants to be told of a link to it: by webmention (https://www.w3.org/TR/webmention/, 3.1.2),
 * else by pingback (its 1.0, 3), else by trackback. What could not be learned (no answer, an error of the server) is a
 * `PersonError`; a page that is not there takes nothing.
 */
export async function discoverEndpoint(target: string, ask: Ask = safeFetch): Promise<Discovery> {
  const answer = await ask(target, {
    accept: [...html, '*/*'],
    maxBytes: longestPage,
    cut: true,
    timeout: longestWait,
  });
  const { status } = answer;
  if (status === 429 || status >= 500)
    throw new PersonError('unavailable', `${new URL(answer.url).host} answered with ${status}.`);
  if (status < 200 || status >= 300) return { endpoint: null, status };
  const page = html.includes(answer.type) ? answer.body.toString('utf8') : '';
  return { endpoint: endpointOf(answer.headers, page, answer.url, target), status };
}

/** The place that a page names, `url` being its address in the end. */
export function endpointOf(headers: Headers, page: string, url: string, target: string): Endpoint | null {
  const found = readTags(page);
  const at = (protocol: Endpoint['protocol'], value: string | undefined, base = url): Endpoint | null => {
    if (value === undefined || !URL.canParse(value, base)) return null;
    const endpoint = new URL(value, base);
    endpoint.hash = '';
    return endpoint.protocol === 'http:' || endpoint.protocol === 'https:' ? { protocol, url: endpoint.href } : null;
  };
  const base = found.base !== undefined && URL.canParse(found.base, url) ? new URL(found.base, url).href : url;
  // An empty address is the page itself, wherever `<base>` leads.
  const tag = (value: string | undefined) => (value?.trim() === '' ? url : value);
  return (
    at('webmention', headerLink(headers.get('link') ?? '', 'webmention')) ??
    at('webmention', tag(found.webmention), base) ??
    at('pingback', headers.get('x-pingback')?.trim() || undefined) ??
    at('pingback', found.pingback?.trim() || undefined, base) ??
    at('trackback', pingOf(page, [url, target]))
  );
}

/** The target of the first link of a `Link` header (RFC 8288) with this relation; several headers are joined by commas. */
export function headerLink(header: string, relation: string): string | undefined {
  let at = 0;
  while (at < header.length) {
    const start = header.indexOf('<', at);
    const end = start < 0 ? -1 : header.indexOf('>', start);
    if (end < 0) return undefined;
    const { relations, next } = parametersOf(header, end + 1);
    if (relations.includes(relation)) return header.slice(start + 1, end).trim();
    at = next;
  }
  return undefined;
}

/** The relations of a link whose parameters begin at `from`, and where it ends: at a comma outside quotes. */
function parametersOf(header: string, from: number): { relations: string[]; next: number } {
  let relations: string[] | null = null;
  const parameter = /[\s;]*([^\s;,="]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;
  let at = from;
  for (;;) {
    parameter.lastIndex = at;
    const match = parameter.exec(header);
    if (match === null) break;
    at = parameter.lastIndex;
    // The first one counts, says RFC 8288.
    if (match[1]?.toLowerCase() === 'rel') relations ??= wordsOf(match[2] ?? match[3] ?? '');
  }
  const comma = header.indexOf(',', at);
  return { relations: relations ?? [], next: comma < 0 ? header.length : comma + 1 };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

type Tags = { base?: string; webmention?: string; pingback?: string };

/** The addresses of the first tags that name a place. Comments, scripts, escaped text and templates have no tags. */
function readTags(page: string): Tags {
  const found: Tags = {};
  let inTemplate = 0;
  readMarkup(page, {
    onopentag(name, { href, rel }) {
      if (name === 'template') inTemplate++;
      if (inTemplate > 0 || href === undefined) return;
      if (name === 'base') found.base ??= href;
      if (rel === undefined || (name !== 'link' && name !== 'a')) return;
      const relations = wordsOf(rel);
      if (relations.includes('webmention')) found.webmention ??= href;
      if (name === 'link' && relations.includes('pingback')) found.pingback ??= href;
    },
    onclosetag(name) {
      if (name === 'template') inTemplate--;
    },
  });
  return found;
}

/** RDF blocks of a page that are looked at, and the length of each. */
const mostBlocks = 50;
const longestBlock = 4_000;

/**
 * The address for trackbacks in the RDF of a page, which usually stands in a comment. A page with several articles has
 * several: the one counts that is about this address.
 */
function pingOf(page: string, addresses: readonly string[]): string | undefined {
  const wanted = addresses.map(plain);
  const opening = /<rdf:Description\s/gi;
  for (let seen = 0; seen < mostBlocks; seen++) {
    const match = opening.exec(page);
    if (match === null) return undefined;
    let attributes: Record<string, string> | null = null;
    readMarkup(page.slice(match.index, match.index + longestBlock), {
      onopentag(_, given, { stop }) {
        attributes = given;
        stop();
      },
    });
    const { 'trackback:ping': ping, ...rest }: Record<string, string> = attributes ?? {};
    const about = [rest['dc:identifier'], rest['rdf:about']];
    // `rdf:about` of old tools is the address for trackbacks itself, so that one of the two is enough.
    if (ping && about.some((value) => value !== undefined && wanted.includes(plain(value)))) return ping;
  }
  return undefined;
}

const plain = (address: string): string => {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.hash = '';
  return url.href;
};
