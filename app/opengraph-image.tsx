import { getEdition } from '#app/_cached/edition';
import { sharePicture, shareSize } from '#app/_metadata/share-picture';

export const size = shareSize;
export const contentType = 'image/png';
export const alt = '';

/** For every page without a picture of its own. */
export default async function Picture() {
  const { settings } = await getEdition();
  return sharePicture({ name: settings.name, accent: settings.accent, kicker: '', headline: settings.tagline || settings.name, line: '' });
}
