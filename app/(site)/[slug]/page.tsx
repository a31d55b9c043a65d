import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedPage } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { cachedNavigation } from '#app/_cached/settings';
import { pageMetadata } from '#app/_metadata/article';
import { ArticlePage } from '#components/article/article-page';
import { decodeSegment } from '#lib/addresses';

/** The pages of the footer; a build needs at least one address. */
export async function generateStaticParams() {
  const { pages } = await cachedNavigation();
  return pages.length > 0 ? pages.slice(0, 20).map(({ slug }) => ({ slug })) : [{ slug: '-' }];
}

async function read(params: Promise<{ slug: string }>) {
  const slug = decodeSegment((await params).slug);
  const page = slug === null ? null : await cachedPage(slug);
  return page ?? notFound();
}

export async function generateMetadata({ params }: PageProps<'/[slug]'>): Promise<Metadata> {
  const [page, { settings }] = await Promise.all([read(params), getEdition()]);
  return pageMetadata(page, settings);
}

export default async function Page({ params }: PageProps<'/[slug]'>) {
  const [page, { edition }] = await Promise.all([read(params), getEdition()]);
  return <ArticlePage article={page} edition={await withEmbeds(edition, page.body)} />;
}
