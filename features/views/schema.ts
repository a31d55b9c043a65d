import { z } from 'zod';

/** What the island of an article sends. Everything else about a hit is judged from the request itself. */
export const CountHitInput = z.object({
  articleId: z.int().positive(),
  /** The host the reader came from, as the browser knows it; empty where it does not say. */
  referrer: z.string().max(300),
});
export type CountHitInput = z.infer<typeof CountHitInput>;

/** What a request says of whoever sent it. Kept in memory until the hit is written, and never stored. */
export type HitRequest = {
  address: string;
  userAgent: string;
  /** `Sec-Purpose`, or `Purpose` of older browsers: there when a page is fetched before anybody asked for it. */
  purpose: string;
  /** ISO 3166-1 alpha-2 by a proxy's header; empty where none gave one. */
  country: string;
};

/** Why a call was not counted. */
export type LeftOut = 'bot' | 'prefetch' | 'staff' | 'repeat' | 'flood';

/** `total` is counted here and `imported` together: the number readers see. */
export type HitsView = { total: number; imported: number };

/** One article of a list by hits. */
export type MostReadView = {
  slug: string;
  headline: string;
  /** BCP 47; null: the site's. */
  language: string | null;
  section: { slug: string; name: string } | null;
  hits: number;
};

/** The three lists, each with what was read most first. */
export type MostRead = { today: MostReadView[]; week: MostReadView[]; always: MostReadView[] };

/** `day` is `YYYY-MM-DD` in the publication's time zone. */
export type DayView = { day: string; hits: number };

/** What the public page of an article's hits shows. `days` has each of the last thirty, oldest first. */
export type StatsView = HitsView & { days: DayView[] };

/** Articles that were on readers' screens within the last `minutes`, and how often all articles were. */
export type ReadNowView = { minutes: number; readings: number; articles: GroupView[] };

/** Days from `from` to `to`, both included, as `YYYY-MM-DD`. */
export const DayRange = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, 'The first day must not be after the last.');
export type DayRange = z.infer<typeof DayRange>;

export const groupings = ['article', 'section', 'author', 'day', 'referrer', 'country', 'left-out'] as const;
export type Grouping = (typeof groupings)[number];

/** A line of the newsroom's tables: `key` is a slug, day, host, country or reason; `name` says it in words. */
export type GroupView = { key: string; name: string; hits: number };
/**
 * A line of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
 * Injection"): headlines and hosts are other people's words.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[\s]*[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hits of the last thirty days, today's included, or all there ever were. */
export type HitsSpan = 'month' | 'all';
