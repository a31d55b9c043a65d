import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { EnvError } from '#lib/env';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** `10.0.0.0/8, ::1` as ranges. Throws an `EnvError` that names the entry it can't read. */
export function parseRanges(list: string): Range[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      try {
        if (entry.includes('/')) return ipaddr.parseCIDR(entry) as Range;
        const address = ipaddr.process(entry);
        return [address, address.kind() === 'ipv4' ? 32 : 128] as Range;
      } catch {
        throw new EnvError([`TRUSTED_PROXIES must be addresses or ranges separated by commas; "${entry}" is neither.`]);
      }
    });
}

function isIn(ranges: Range[], value: string): boolean {
  if (!ipaddr.isValid(value)) return false;
  const address = ipaddr.process(value);
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

/** Some proxies write the port too: `1.2.3.4:55`, `[2001:db8::1]:55`. */
const withoutPort = (hop: string): string =>
  hop.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.+)\](?::\d+)?$/, '$1');

/**
 * Makes the forwarded headers true. Next passes on what a client sends, so a peer that is no trusted proxy has
 * them overwritten; from a trusted one, the client is the last address of the chain that is not trusted.
 */
export function forwardedBy(trusted: string): (request: IncomingMessage) => void {
  const ranges = parseRanges(trusted);
  const peerOf = remembered((remoteAddress) => {
    const peer = ipaddr.isValid(remoteAddress) ? ipaddr.process(remoteAddress).toString() : '';
    return { peer, isTrusted: ranges.length > 0 && isIn(ranges, peer) };
  });
  return (request) => {
    const { headers, socket } = request;
    const { peer, isTrusted } = peerOf(socket.remoteAddress ?? '');
    delete headers.forwarded;
    delete headers['x-real-ip'];
    if (isTrusted) {
      const chain = (headers['x-forwarded-for']?.toString().split(',') ?? [])
        .map((hop) => withoutPort(hop.trim()))
        .filter((hop) => ipaddr.isValid(hop))
        // One spelling of each: the log is searched by it.
        .map((hop) => ipaddr.process(hop).toString());
      const client = chain.findLast((hop) => !isIn(ranges, hop)) ?? chain[0] ?? peer;
      headers['x-forwarded-for'] = client;
      headers['x-forwarded-proto'] = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
      headers['x-forwarded-host'] ??= headers.host ?? '';
    } else {
      headers['x-forwarded-for'] = peer;
      headers['x-forwarded-proto'] = 'http';
      if (headers.host === undefined) delete headers['x-forwarded-host'];
      else headers['x-forwarded-host'] = headers.host;
      delete headers['x-forwarded-port'];
      // Where a reader is, only a proxy of ours may say.
      delete headers['cf-ipcountry'];
      delete headers['x-vercel-ip-country'];
    }
  };
}

/** Peers that are remembered. */
const mostPeers = 1_000;

/** Reading an address takes longer than answering with a page that is kept; the same peers come again and again. */
function remembered<Value>(of: (address: string) => Value): (address: string) => Value {
  const known = new Map<string, Value>();
  return (address) => {
    let value = known.get(address);
    if (value === undefined) {
      value = of(address);
      if (known.size >= mostPeers) known.clear();
      known.set(address, value);
    }
    return value;
  };
}

/** The client's address, once the headers are true. */
export const addressOf = ({ headers }: IncomingMessage): string => headers['x-forwarded-for']?.toString() ?? '';
