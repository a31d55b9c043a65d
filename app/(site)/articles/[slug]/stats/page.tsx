import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedArticle } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { cachedStats } from '#app/_cached/views';
import { siteName } from '#app/_metadata/reading';
import { Stats } from '#components/article/stats';
import { decodeSegment, statsPath } from '#lib/addresses';

type Props = PageProps<'/articles/[slug]/stats'>;

/** Rendered when first asked for; a build needs at least one address. */
export const generateStaticParams = () => [{ slug: '-' }];

async function read(params: Props['params']) {
  const slug = decodeSegment((await params).slug);
  const article = slug === null ? null : await cachedArticle(slug);
  return article ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [article, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  const title = edition.t.statsTitle(article.headline);
  const path = statsPath(article.slug);
  // Numbers alone are nothing to find an article by.
  return {
    title,
    robots: { index: false, follow: true },
    alternates: { canonical: path },
    openGraph: { ...siteName(settings), title, url: path },
  };
}

export default async function Page({ params }: Props) {
  const [article, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  return <Stats article={article} stats={await cachedStats(article.id, settings.timeZone)} edition={edition} />;
}
