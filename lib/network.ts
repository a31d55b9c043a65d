import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/**
 * The network of an address: an IPv4 address as it is, an IPv6 one as its /64. A household has a whole /64 and its
 * devices change their addresses in it daily, so one person would be many; and who means harm has 2^64 to use.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':');
}

/** What is stored of a network: it can be compared, not read. Null where the address, or the secret, is not known. */
export function networkKey(address: string): string | null {
  const network = networkOf(address);
  // Not by `readEnv`, which looks at all variables: this is asked with every request that writes.
  const secret = process.env.AUTH_SECRET;
  if (network === '' || !secret) return null;
  return createHmac('sha256', secret).update(`network ${network}`).digest('base64url').slice(0, 27);
}
