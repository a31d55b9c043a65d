import { getRedirect } from '#features/articles/queries';
import { resolveArticle } from '#features/feeds/queries';
import { articlePath } from '#lib/addresses';
import { siteUrl } from '#lib/env';

/** The slug that an address of ours names, as it stands there or by an old address; null where it is no article's. */
export const slugAt = (address: string): Promise<string | null> => resolveArticle(address, siteUrl());

/** The slug that an article has now which had this one before; null where none had. */
export async function slugAfter(slug: string): Promise<string | null> {
  const moved = await getRedirect(`/articles/${slug}`, new URLSearchParams());
  const next = moved === null ? null : await slugAt(siteUrl() + encodeURI(moved));
  return next === slug ? null : next;
}

/** Whether an address of ours leads to the article of `slug`, be it by an old address. */
export async function leadsTo(address: string, slug: string): Promise<boolean> {
  if (address === siteUrl() + articlePath(slug)) return true;
  const named = await slugAt(address);
  return named === slug || (named !== null && (await slugAfter(named)) === slug);
}
