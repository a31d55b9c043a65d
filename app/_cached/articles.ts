import { cache } from 'react';
import {
  getArticle,
  getAuthor,
  getRedirect,
  getSection,
  getTag,
  listArchive,
  listByAuthor,
  listByMonth,
  listBySection,
  listByTag,
  listFront,
  listLatest,
  listMonths,
  listMostDiscussed,
  listRelated,
  listSectionFronts,
} from '#features/articles/queries';
import type { ArticleView, AuthorView, CardView, ListView, SectionView, TagView } from '#features/articles/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

async function readArticle(slug: string): Promise<ArticleView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.article(slug));
  return getArticle(slug, 'article');
}

/** Asked for by the page and by its metadata; decoded once for both. */
export const cachedArticle = cache(readArticle);

/** Where an article is that had this address once, or null. */
export async function cachedMoved(slug: string): Promise<string | null> {
  'use cache';
  await keepUntilChanged(cacheTags.article(slug));
  const target = await getRedirect(`/articles/${slug}`, new URLSearchParams());
  return target?.startsWith('/articles/') ? encodeURI(target) : null;
}

const folders = { section: 'sections', tag: 'tags', author: 'authors' } as const;

/** Where the list is that had this address once, or null: one that was renamed, or merged into another. */
export async function cachedListMoved(kind: keyof typeof folders, slug: string): Promise<string | null> {
  'use cache';
  await keepUntilChanged(cacheTags[kind](slug));
  const target = await getRedirect(`/${folders[kind]}/${slug}`, new URLSearchParams());
  return target?.startsWith(`/${folders[kind]}/`) ? encodeURI(target) : null;
}

async function readPage(slug: string): Promise<ArticleView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.page(slug));
  return getArticle(slug, 'page');
}

export const cachedPage = cache(readPage);

export async function cachedRelated(articleId: number): Promise<CardView[]> {
  'use cache';
  const cards = await listRelated(articleId, 3);
  // A newer article does not expire this; one that is shown here and changes or goes does.
  await keepUntilChanged(...cards.map((card) => cacheTags.article(card.slug)));
  return cards;
}

/** Everything the front page shows. */
export async function cachedFront(): Promise<{
  lead: CardView | null;
  latest: CardView[];
  sections: { section: SectionView; cards: CardView[] }[];
  discussed: CardView[];
}> {
  'use cache';
  await keepUntilChanged(cacheTags.lists);
  const [{ lead, latest }, sections, discussed] = await Promise.all([
    listFront(14),
    listSectionFronts(5),
    listMostDiscussed(5),
  ]);
  return { lead, latest, sections, discussed };
}

/** A section and one page of its articles; without `page` the newest. Null when there is no such page. */
export async function cachedSection(
  slug: string,
  page?: number,
): Promise<{ section: SectionView; list: ListView } | null> {
  'use cache';
  await keepUntilChanged(cacheTags.section(slug));
  const [section, list] = await Promise.all([getSection(slug), listBySection(slug, page)]);
  return section && list ? { section, list } : null;
}

export async function cachedTag(slug: string, page?: number): Promise<{ tag: TagView; list: ListView } | null> {
  'use cache';
  await keepUntilChanged(cacheTags.tag(slug));
  const [tag, list] = await Promise.all([getTag(slug), listByTag(slug, page)]);
  return tag && list ? { tag, list } : null;
}

export async function cachedAuthor(
  slug: string,
  page?: number,
): Promise<{ author: AuthorView; list: ListView } | null> {
  'use cache';
  await keepUntilChanged(cacheTags.author(slug));
  const [author, list] = await Promise.all([getAuthor(slug), listByAuthor(slug, page)]);
  return author && list ? { author, list } : null;
}

export async function cachedArchive(page?: number): Promise<ListView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.lists);
  return listArchive(page);
}

export async function cachedMonths(timeZone: string): Promise<{ year: number; month: number; count: number }[]> {
  'use cache';
  await keepUntilChanged(cacheTags.lists);
  return listMonths(timeZone);
}

export async function cachedMonth(
  input: { year: number; month: number; timeZone: string },
  page?: number,
): Promise<ListView | null> {
  'use cache';
  await keepUntilChanged(cacheTags.lists);
  return listByMonth(input, page);
}

/** The slugs rendered at build time: the newest few. Every other article is rendered when it is first asked for. */
export async function newestSlugs(): Promise<string[]> {
  'use cache';
  await keepUntilChanged(cacheTags.lists);
  return (await listLatest(20)).map((card) => card.slug);
}
