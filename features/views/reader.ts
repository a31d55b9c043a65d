import { createHmac } from 'node:crypto';
import { networkOf } from '#lib/network';
import { longestAgent } from './judgement.ts';
import type { HitRequest } from './schema.ts';

/** Everything a reader is recognised by. It stays in memory until the hit is written. */
export const identityOf = (site: string, request: HitRequest): string =>
  JSON.stringify([site, networkOf(request.address), request.userAgent.slice(0, longestAgent)]);

/**
 * What is stored for the time of one hit: HMAC-SHA-256 under the day's random salt, cut to the 16 bytes of a UUID.
 * The article is in it, so that two articles of one reader can't be brought together even while the salt is there.
 */
export const readerHash = (salt: string, articleId: number, identity: string): string =>
  createHmac('sha256', salt).update(`${articleId} ${identity}`).digest('hex').slice(0, 32);
