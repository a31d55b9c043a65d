import { cache } from 'react';
import type { ChromeProps } from '#components/site/chrome';
import type { Settings } from '#features/settings/schema';
import { type Edition, editionOf } from '#messages/edition';
import { cachedLook, cachedNavigation, cachedSettings } from './settings.ts';

/** The settings with the texts and formats they ask for. */
export const getEdition = cache(async (): Promise<{ settings: Settings; edition: Edition }> => {
  const settings = await cachedSettings();
  return { settings, edition: editionOf(settings) };
});

/** What `Chrome` needs. */
export async function getChrome(): Promise<ChromeProps> {
  const [{ settings, edition }, navigation, { logo, header, footer }] = await Promise.all([
    getEdition(),
    cachedNavigation(),
    cachedLook(),
  ]);
  return { edition, settings, ...navigation, logo, menus: { header, footer } };
}
