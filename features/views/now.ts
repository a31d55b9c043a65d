/** Minutes for which a reading counts as one of now. */
export const nowMinutes = 10;
/** Articles of one minute that are remembered: enough for every list, and no way to fill the memory. */
const mostArticles = 5_000;

/** One for the process: Next's bundle and the server around it have modules of their own. */
type Globals = typeof globalThis & { broadsheetReadNow?: Map<number, Map<number, number>> };
const globals = globalThis as Globals;
globals.broadsheetReadNow ??= new Map();
/** By minute: how often each article was on a reader's screen. Nothing of who it was. */
const minutes = globals.broadsheetReadNow;

const minuteOf = (at: number): number => Math.floor(at / 60_000);

/** Remembers that a reader has had an article on screen. `at`: milliseconds since the epoch. */
export function noteReading(articleId: number, at: number): void {
  const minute = minuteOf(at);
  let articles = minutes.get(minute);
  if (!articles) {
    for (const old of minutes.keys()) if (old <= minute - nowMinutes) minutes.delete(old);
    articles = new Map();
    minutes.set(minute, articles);
  }
  if (articles.has(articleId) || articles.size < mostArticles)
    articles.set(articleId, (articles.get(articleId) ?? 0) + 1);
}

/** How often each article was on a screen within the last minutes, as far as this server knows. */
export function readingsOf(at: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [minute, articles] of minutes)
    if (minute > minuteOf(at) - nowMinutes)
      for (const [id, count] of articles) sums.set(id, (sums.get(id) ?? 0) + count);
  return sums;
}
