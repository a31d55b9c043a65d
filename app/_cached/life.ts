import { cacheLife, cacheTag } from 'next/cache';
import { getNextDue } from '#features/articles/queries';
import { cacheTags } from '#lib/cache-tags';
import { onVercel } from '#lib/env';

const day = 86_400;

/**
 * How long a cached read of the publication lives: until one of its tags is expired. Where no server of ours
 * watches the clock (Vercel), it is looked at again when the next scheduled article is due.
 */
export async function keepUntilChanged(...tags: string[]): Promise<void> {
  cacheTag(cacheTags.everything, ...tags);
  let revalidate = day;
  if (onVercel()) {
    const due = await getNextDue();
    if (due) revalidate = Math.min(day, Math.max(1, Math.ceil((due.getTime() - Date.now()) / 1000)));
  }
  cacheLife({ stale: 30, revalidate, expire: 30 * day });
}
