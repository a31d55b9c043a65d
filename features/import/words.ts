import { hash } from 'node:crypto';
import { longestSlug } from '#lib/cache-tags';
import { parseHtml, textOf } from '#lib/document/html-tree';
import { cutSlug } from '#lib/slugs';

/** Text that may hold markup and entities, as plain text in one line. */
export function plainText(html: string): string {
  if (!/[<&\s]/.test(html)) return html;
  const text = /[<&]/.test(html) ? textOf(parseHtml(html).children) : html;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return text.replace(/[\s\u0000]+/g, ' ').trim();
}

/** Like `plainText`, with spaces where blocks meet and comments and shortcodes left out. */
export function teaserText(html: string): string {
  return plainText(html.replace(/<!--[\s\S]*?-->/g, '').replace(/<\/(?:p|div|li|h\d)>|<br\s*\/?>/gi, ' $&'));
}

/** A slug of the old site: percent-encoded UTF-8 is decoded, and what can't stand in an address is left out. */
export function decodeSlug(slug: string): string {
  let text = slug.trim();
  try {
    text = decodeURIComponent(text);
  } catch {
    text = text.replace(/%[\da-f]{0,2}/gi, '');
  }
  return cutSlug(text.normalize('NFC').replace(/[\s/\\?#%&"'<>\p{C}]+/gu, '-'));
}

/** The first of `slug`, `slug-2`, `slug-3`, … that is not `taken`; it is taken then. */
export function freeSlug(slug: string, taken: { has(slug: string): boolean; add(slug: string): unknown }): string {
  let free = slug;
  for (let number = 2; taken.has(free); number++) {
    const ending = `-${number}`;
    free = cutSlug(slug.slice(0, longestSlug - ending.length)) + ending;
  }
  taken.add(free);
  return free;
}

/** A WordPress time (`2024-02-03 04:05:06`, taken as UTC) in milliseconds; null for `0000-00-00` and nonsense. */
export function parseTime(value: string | undefined): number | null {
  const found = /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?/.exec(value ?? '');
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  // The 31st of February is no day.
  return new Date(time).getUTCDate() === day || second === 60 ? time : null;
}

/** The first of the times an item gives that can be read. The site's offset is not known, so its own time is UTC. */
export function timeOf(fields: Record<string, string>): number | null {
  const times = [fields.post_date_gmt, fields.post_date, fields.comment_date_gmt, fields.comment_date];
  for (const time of times) {
    const parsed = parseTime(time);
    if (parsed !== null) return parsed;
  }
  const published = Date.parse(fields.pubDate ?? '');
  return Number.isNaN(published) || published < -60_000_000_000_000 ? null : published;
}

/** A short name for a text: the same text has the same one. Against accidents, not against attackers. */
export const digestOf = (text: string): string => hash('sha1', text, 'base64url');
