import { notFound } from 'next/navigation';
import { cachedArticle, newestSlugs } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { sharePicture, shareSize } from '#app/_metadata/share-picture';
import { decodeSegment } from '#lib/addresses';

export const size = shareSize;
export const contentType = 'image/png';
export const alt = '';

export async function generateStaticParams() {
  const [newest] = await newestSlugs();
  return [{ slug: newest ?? '-' }];
}

/** The headline as a picture, for other sites to show with a link. */
export default async function Picture({ params }: { params: Promise<{ slug: string }> }) {
  const slug = decodeSegment((await params).slug);
  const [article, { settings, edition }] = await Promise.all([slug === null ? null : cachedArticle(slug), getEdition()]);
  if (!article) notFound();
  const { t, format } = edition;
  const names = article.bylines.map((byline) => byline.name);
  return sharePicture({
    name: settings.name,
    accent: settings.accent,
    kicker: article.section?.name ?? '',
    headline: article.headline,
    line: article.source ? t.from(article.source.name) : names.length > 0 ? t.by(format.list(names)) : '',
  });
}
