import { cache } from 'react';
import type { Settings } from '#features/settings/schema';
import { type Edition, editionOf } from '#messages/edition';
import { cachedNavigation, cachedSettings } from './settings.ts';

/** The settings with the texts and formats they ask for. */
export const getEdition = cache(async (): Promise<{ settings: Settings; edition: Edition }> => {
  const settings = await cachedSettings();
  return { settings, edition: editionOf(settings) };
});

/** What `Chrome` needs. */
export async function getChrome() {
  const [{ settings, edition }, navigation] = await Promise.all([getEdition(), cachedNavigation()]);
  const { name, tagline, footer } = settings;
  return { edition, name, tagline, footer, ...navigation };
}
