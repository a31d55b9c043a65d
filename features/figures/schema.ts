import { z } from 'zod';
import { inZone } from '#lib/zoned-time';

/** What is drawn, in the order of the page. */
export const plotNames = ['hits', 'articles', 'referrers', 'responses', 'waiting', 'linkbacks', 'jobs'] as const;
export type PlotName = (typeof plotNames)[number];

/** Days that can be chosen by one click. */
export const usualDays = [7, 30, 90] as const;
const standardDays = 30;
/** Days of the longest range: a bar a day is still to be seen. */
export const mostDays = 366;

/** Days of the publication's time zone, `YYYY-MM-DD`, both included. `days`: the choice that led to it; null: an own one. */
export type Range = { from: string; to: string; days: number | null };

const Day = z.iso.date();
const milliseconds = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const shifted = (day: string, by: number): string =>
  new Date(milliseconds(day) + by * 86_400_000).toISOString().slice(0, 10);

/**
 * The range that an address asks for: its last so many days, or `from` and `to`. What can't be is said by `problem`, and
 * the range is then the usual one. `now` is ISO 8601.
 */
export function rangeFrom(
  asked: { days?: unknown; from?: unknown; to?: unknown },
  { now, timeZone }: { now: string; timeZone: string },
): { range: Range; problem: 'days' | 'order' | 'long' | null } {
  const today = inZone(now, timeZone).slice(0, 10);
  const last = (days: number): Range => ({ from: shifted(today, 1 - days), to: today, days });
  const usual = last(usualDays.find((days) => String(days) === asked.days) ?? standardDays);
  if (!asked.from && !asked.to) return { range: usual, problem: null };
  const [from, to] = [Day.safeParse(asked.from), Day.safeParse(asked.to || today)];
  if (!from.success || !to.success || from.data < '1970-01-01' || to.data > '9000-01-01')
    return { range: usual, problem: 'days' };
  if (from.data > to.data) return { range: usual, problem: 'order' };
  const long = (milliseconds(to.data) - milliseconds(from.data)) / 86_400_000 >= mostDays;
  return long
    ? { range: usual, problem: 'long' }
    : { range: { from: from.data, to: to.data, days: null }, problem: null };
}

/** A day and its numbers, in the order of the plot's series. */
export type DailyRow = { day: string; values: number[] };
/** One of a list by size. `slug`: of the article it is. */
export type RankedRow = { name: string; value: number; slug: string | null };

/**
 * What a plot shows. `hits` and `responses` have one series; `waiting` minutes until half of a day's decisions were made,
 * minutes the longest of them took, and decisions; `linkbacks` those that came and those that were told.
 */
export type Plot =
  | { name: 'hits' | 'responses' | 'waiting' | 'linkbacks'; rows: DailyRow[] }
  | { name: 'articles' | 'referrers' | 'jobs'; ranked: RankedRow[] };

/** What waits for a moderator now, and since when (ISO 8601) the oldest of it does. */
export type QueueNow = { waiting: number; oldest: string | null };
