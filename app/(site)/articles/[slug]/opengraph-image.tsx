import { newestSlugs } from '#app/_cached/articles';
import { cachedArticlePicture } from '#app/_cached/share-pictures';
import { decodeSegment } from '#lib/addresses';

export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';

export async function generateStaticParams() {
  const [newest] = await newestSlugs();
  return [{ slug: newest ?? '-' }];
}

/** The headline as a picture, for other sites to show with a link. */
export default async function Picture({ params }: { params: Promise<{ slug: string }> }) {
  const slug = decodeSegment((await params).slug);
  const picture = slug === null ? null : await cachedArticlePicture(slug);
  if (!picture) return new Response(null, { status: 404 });
  return new Response(picture, { headers: { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=3600' } });
}
