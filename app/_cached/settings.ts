import { listPages, listSections } from '#features/articles/queries';
import type { SectionView } from '#features/articles/schema';
import { getSettings } from '#features/settings/queries';
import type { Settings } from '#features/settings/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

export async function cachedSettings(): Promise<Settings> {
  'use cache';
  await keepUntilChanged(cacheTags.settings);
  return getSettings();
}

/** What stands on every page: the navigation and the footer. */
export async function cachedNavigation(): Promise<{
  sections: SectionView[];
  pages: { slug: string; title: string }[];
}> {
  'use cache';
  await keepUntilChanged(cacheTags.navigation);
  const [sections, pages] = await Promise.all([listSections(), listPages()]);
  return { sections, pages };
}
