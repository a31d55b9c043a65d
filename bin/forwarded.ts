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
  return (request) => {
    const { headers, socket } = request;
    const peer = ipaddr.isValid(socket.remoteAddress ?? '')
      ? ipaddr.process(socket.remoteAddress as string).toString()
      : '';
    delete headers.forwarded;
    delete headers['x-real-ip'];
    if (ranges.length > 0 && isIn(ranges, peer)) {
      const chain = String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .map((hop) => withoutPort(hop.trim()))
        .filter((hop) => ipaddr.isValid(hop));
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
