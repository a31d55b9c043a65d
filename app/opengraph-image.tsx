import { cachedSitePicture } from '#app/_cached/share-pictures';

export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';

/** For every page without a picture of its own. */
export default async function Picture() {
  return new Response(await cachedSitePicture(), {
    headers: { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=3600' },
  });
}
