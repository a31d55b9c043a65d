import { getNewestId, getThread } from '#features/responses/queries';
import type { ThreadOrder, ThreadView } from '#features/responses/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

/** A page of a thread, and the newest response under the article when it was read. */
export type CachedThread = ThreadView & { newest: number };

/** Kept apart from the article, so that a comment does not read again what it did not touch. */
export async function cachedThread(
  articleId: number,
  page = 1,
  order: ThreadOrder = 'oldest',
): Promise<CachedThread | null> {
  'use cache';
  await keepUntilChanged(cacheTags.responses(articleId), cacheTags.settings);
  const [newest, thread] = await Promise.all([getNewestId(articleId), getThread(articleId, page, order)]);
  return thread && { ...thread, newest };
}
