import { cache } from 'react';
import { listPages, listSections } from '#features/articles/queries';
import type { SectionView } from '#features/articles/schema';
import { getLogo, getMenus } from '#features/look/queries';
import type { LogoView, MenuEntry } from '#features/look/schema';
import { getSettings } from '#features/settings/queries';
import type { Settings } from '#features/settings/schema';
import { cacheTags } from '#lib/cache-tags';
import { keepUntilChanged } from './life.ts';

async function readSettings(): Promise<Settings> {
  'use cache';
  await keepUntilChanged(cacheTags.settings);
  return getSettings();
}

/** Asked for by every part of a page; decoded once for each. */
export const cachedSettings = cache(readSettings);

async function readNavigation(): Promise<{
  sections: SectionView[];
  pages: { slug: string; title: string }[];
}> {
  'use cache';
  await keepUntilChanged(cacheTags.navigation);
  const [sections, pages] = await Promise.all([listSections(), listPages()]);
  return { sections, pages };
}

/** What stands on every page: the navigation and the footer. */
export const cachedNavigation = cache(readNavigation);

async function readLook(): Promise<{ logo: LogoView | null; header: MenuEntry[] | null; footer: MenuEntry[] | null }> {
  'use cache';
  const settings = await getSettings();
  const [logo, { tags, ...menus }] = await Promise.all([getLogo(settings), getMenus(settings)]);
  await keepUntilChanged(cacheTags.settings, ...tags);
  return { logo, ...menus };
}

/** The logo, and the menus that somebody arranged. What they lead to expires them. */
export const cachedLook = cache(readLook);
