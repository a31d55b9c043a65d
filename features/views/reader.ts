import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { longestAgent } from './judgement.ts';
import type { HitRequest } from './schema.ts';

/**
 * The network of an address: an IPv4 address as it is, an IPv6 one as its /64. A household has a whole /64 and its
 * devices change their addresses in it daily, so one reader would be many; and whoever forges hits has 2^64 to use.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':');
}

/** Everything a reader is recognised by. It stays in memory until the hit is written. */
export const identityOf = (site: string, request: HitRequest): string =>
  JSON.stringify([site, networkOf(request.address), request.userAgent.slice(0, longestAgent)]);

/**
 * What is stored for the time of one hit: HMAC-SHA-256 under the day's random salt, cut to the 16 bytes of a UUID.
 * The article is in it, so that two articles of one reader can't be brought together even while the salt is there.
 */
export const readerHash = (salt: string, articleId: number, identity: string): string =>
  createHmac('sha256', salt).update(`${articleId} ${identity}`).digest('hex').slice(0, 32);
