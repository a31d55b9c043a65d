import { longestSlug } from './cache-tags.ts';

/** A name as it stands in an address: lower case, words joined by hyphens, letters of every script kept. */
export function slugOf(text: string): string {
  return cutSlug(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/['’ʼ`´]/g, '')
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-'),
  );
}

/** At most `longestSlug` UTF-16 units, so that cache tags and addresses stay within their limits; no hyphen at its ends. */
export function cutSlug(slug: string): string {
  return slug
    .slice(0, longestSlug)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/^-+|-+$/g, '');
}
