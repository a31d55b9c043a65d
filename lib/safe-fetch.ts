import { lookup as resolveName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import { PersonError } from './errors.ts';

/** The only door out: every address the publication asks, whoever named it, is asked through `safeFetch`. */

export type SafeFetchOptions = {
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Media types that are taken, such as `text/html` or `image/*`. */
  accept: readonly string[];
  /** Bytes of body that are read at most; more is an error. 1 MB unless told. */
  maxBytes?: number;
  /** More than `maxBytes` is no error: the body ends there. */
  cut?: boolean;
  /** A POST stays one at every redirect but 303; browsers make it a GET at 301 and 302. */
  keepMethod?: boolean;
  /** Milliseconds for everything together, redirects included. 5,000 unless told. */
  timeout?: number;
  /** `host:port` pairs that may be private, for development; `ALLOW_PRIVATE_HOSTS` unless told. */
  allowPrivate?: string;
  signal?: AbortSignal;
};

export type SafeResponse = {
  status: number;
  /** Where the redirects ended. */
  url: string;
  headers: Headers;
  /** The media type without parameters, lower case. */
  type: string;
  body: Buffer;
};

const mostRedirects = 5;
const megabyte = 1_000_000;

/**
 * Fetches an address of the open internet. Anything that is not one (another scheme or port, a private, loopback,
 * link-local, multicast or mapped address, at any redirect) is a `PersonError` `refused`; what takes too long, is
 * too large, of another type or unreachable is `unavailable`. An HTTP error status is an answer like any other.
 */
export async function safeFetch(address: string, options: SafeFetchOptions): Promise<SafeResponse> {
  const allowed = allowedHosts(options.allowPrivate ?? process.env.ALLOW_PRIVATE_HOSTS ?? '');
  const timeout = AbortSignal.timeout(options.timeout ?? 5_000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let url = checkAddress(address, allowed);
  let method = options.method ?? 'GET';
  let body = options.body;
  const headers = new Headers(options.headers);
  headers.set('user-agent', headers.get('user-agent') ?? 'Broadsheet');
  headers.set('accept', options.accept.join(', '));
  headers.set('accept-encoding', 'gzip, br');
  for (let redirects = 0; ; redirects++) {
    const dispatcher = pinned(allowed.has(hostAndPort(url)));
    try {
      const response = await fetch(url, {
        method,
        headers: [...headers],
        ...(body !== undefined && { body }),
        redirect: 'manual',
        dispatcher,
        signal,
      });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        if (redirects === mostRedirects) throw refused(`${url.href} redirects too often.`);
        if (!URL.canParse(location, url)) throw refused(`${url.href} redirects to something that is no address.`);
        const next = checkAddress(new URL(location, url).href, allowed);
        if (next.origin !== url.origin) for (const name of ['authorization', 'cookie']) headers.delete(name);
        if (response.status === 303 || (method === 'POST' && response.status <= 302 && !options.keepMethod)) {
          method = method === 'HEAD' ? 'HEAD' : 'GET';
          body = undefined;
          headers.delete('content-type');
        }
        url = next;
        continue;
      }
      const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      if (response.ok && method !== 'HEAD' && !isAccepted(type, options.accept)) {
        await response.body?.cancel();
        throw unavailable(
          `${url.href} is of the type ${type || 'that it does not name'}, which is not expected there.`,
        );
      }
      const bytes = await read(response.body, options.maxBytes ?? megabyte, options.cut === true, url);
      return { status: response.status, url: url.href, headers: new Headers([...response.headers]), type, body: bytes };
    } catch (error) {
      throw explained(error, url, timeout);
    } finally {
      // Not awaited: a body that was cut off would keep it waiting.
      void dispatcher.destroy();
    }
  }
}

const refused = (message: string): PersonError => new PersonError('refused', message);
const unavailable = (message: string): PersonError => new PersonError('unavailable', message);

/** The address as a URL, or throws: http(s), on port 80 or 443 unless that host and port are allowed by name. */
function checkAddress(address: string, allowed: ReadonlySet<string>): URL {
  if (!URL.canParse(address)) throw refused(`${JSON.stringify(address.slice(0, 200))} is not an address.`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused(`${url.protocol} addresses are not fetched.`);
  if (url.username !== '' || url.password !== '') throw refused('An address with a password in it is not fetched.');
  if (allowed.has(hostAndPort(url))) return url;
  if (url.port !== '' && url.port !== '80' && url.port !== '443')
    throw refused(`Port ${url.port} is not fetched from.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // undici connects to literal addresses without asking `lookup`.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused(`${host} is not an address of the open internet.`);
  return url;
}

const hostAndPort = (url: URL): string =>
  `${url.hostname.toLowerCase()}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;

function allowedHosts(list: string): Set<string> {
  return new Set(
    list
      .split(',')
      .map((entry) => entry.trim().toLowerCase())
      .filter(Boolean),
  );
}

/** An agent that connects only to addresses it has looked at itself: what is checked is what is connected to. */
function pinned(allowPrivate: boolean): Agent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, {
      all: true,
      family: options.family === 4 || options.family === 6 ? options.family : 0,
    }).then(
      (addresses) => {
        const closed = addresses.find(({ address }) => !allowPrivate && !isPublicAddress(address));
        const [first] = addresses;
        // One closed address among open ones is somebody's trick, so the name as a whole is refused.
        if (closed)
          callback(
            refused(`${hostname} leads to ${closed.address}, which is not an address of the open internet.`),
            '',
          );
        else if (first === undefined) callback(unavailable(`${hostname} has no address.`), '');
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
  return new Agent({ connect: { lookup, timeout: 5_000 }, keepAliveTimeout: 1, pipelining: 0, maxHeaderSize: 32_768 });
}

/** Networks whose addresses hide another one, which may be private: nothing public lives there. */
const wrapped: readonly (readonly [string, number])[] = [
  // NAT64, its local form, 6to4, Teredo.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
];

/** Whether an IP address is one of the open internet. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() === 'unicast' && parsed.kind() === 'ipv4') return true;
  if (parsed.kind() === 'ipv4') return false;
  for (const [network, bits] of wrapped) {
    if (parsed.match(ipaddr.parse(network), bits)) return false;
  }
  // 2000::/3 is all that is given out; the rest is special or not in use.
  return parsed.range() === 'unicast' && parsed.match(ipaddr.parse('2000::'), 3);
}

function isAccepted(type: string, accept: readonly string[]): boolean {
  return accept.some(
    (entry) => entry === '*/*' || (entry.endsWith('/*') ? type.startsWith(entry.slice(0, -1)) : type === entry),
  );
}

async function read(body: AsyncIterable<Uint8Array> | null, maxBytes: number, cut: boolean, url: URL): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    // Counted after decompression, so a bomb is cut off as it grows.
    if (length > maxBytes && !cut) throw unavailable(`${url.href} is larger than ${Math.round(maxBytes / 1000)} KB.`);
    chunks.push(length > maxBytes ? chunk.subarray(0, chunk.byteLength - (length - maxBytes)) : chunk);
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks);
}

/** What went wrong, for a person: the refusal from inside the connection, the time that ran out, or the network. */
function explained(error: unknown, url: URL, timeout: AbortSignal): unknown {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PersonError) return cause;
  }
  if (timeout.aborted) return unavailable(`${url.href} took too long to answer.`);
  if (error instanceof Error && error.name === 'AbortError') return error;
  return unavailable(`${url.href} can't be reached.`);
}
