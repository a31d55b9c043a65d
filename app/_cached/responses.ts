import { getThread } from '#features/responses/queries';
import type { ThreadView } from '#features/responses/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

/** Kept apart from the article, so that a comment does not read again what it did not touch. */
export async function cachedThread(articleId: number, page = 1): Promise<ThreadView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.responses(articleId));
  return getThread(articleId, page);
}
