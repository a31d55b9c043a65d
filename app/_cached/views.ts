import { cacheLife, cacheTag } from 'next/cache';
import { getHits, getStats, listMostRead } from '#features/views/queries';
import type { HitsView, MostRead, StatsView } from '#features/views/schema';
import { cacheTags } from '#lib/cache-tags';
import { onVercel } from '#lib/env';
import { keepUntilChanged } from './life.ts';

const minute = 60;

/**
 * The number that stands in the page. A server of ours expires it each minute in which it changed
 * (`features/views/jobs.ts`), so a page that nobody read is not rendered again; on Vercel it is looked at each minute.
 */
export async function cachedHits(articleId: number): Promise<HitsView> {
  'use cache';
  await keepWhileCounting(cacheTags.hits(articleId));
  return getHits(articleId);
}

/** Its days move on at midnight, whether it was read or not. */
export async function cachedStats(articleId: number, timeZone: string): Promise<StatsView> {
  'use cache';
  cacheTag(cacheTags.everything, cacheTags.hits(articleId));
  cacheLife({ stale: 30, revalidate: 10 * minute, expire: 60 * minute });
  return getStats(articleId, timeZone);
}

/** What was read most, of the publication or of one section: at most a minute old, and never older than five. */
export async function cachedMostRead(limit: number, timeZone: string, section?: string): Promise<MostRead> {
  'use cache';
  cacheTag(cacheTags.everything, cacheTags.lists);
  cacheLife({ stale: 30, revalidate: minute, expire: 5 * minute });
  return listMostRead({ limit, timeZone, ...(section === undefined ? {} : { section }) });
}

async function keepWhileCounting(tag: string): Promise<void> {
  if (!onVercel()) return keepUntilChanged(tag);
  cacheTag(cacheTags.everything, tag);
  cacheLife({ stale: 30, revalidate: minute, expire: 24 * 60 * minute });
}
