import { getChanges, listCorrections } from '#features/newsroom/queries';
import type { ChangesView, ListedCorrection } from '#features/newsroom/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

/** One page of the corrections, without `page` the newest; null where there is no such page. */
export async function cachedCorrections(
  page?: number,
): Promise<{ corrections: ListedCorrection[]; page: number; pages: number } | null> {
  'use cache';
  // What becomes public or goes takes its corrections along.
  await keepUntilChanged(cacheTags.corrections, cacheTags.lists);
  return listCorrections(page);
}

export async function cachedChanges(slug: string): Promise<ChangesView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.article(slug));
  return getChanges(slug);
}
