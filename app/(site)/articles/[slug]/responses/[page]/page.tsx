import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedArticle } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { cachedThread } from '#app/_cached/responses';
import { ThreadPage } from '#components/comment/thread-page';
import { decodeSegment, pageNumber, threadPath } from '#lib/addresses';

type Props = PageProps<'/articles/[slug]/responses/[page]'>;

/** Rendered when first asked for; the first page of a thread is the article's own. */
export const generateStaticParams = () => [{ slug: '-', page: '2' }];

async function read(params: Props['params']) {
  const { slug: segment, page: wanted } = await params;
  const slug = decodeSegment(segment);
  const page = pageNumber(wanted);
  if (slug === null || page === null || page === 1) notFound();
  const article = await cachedArticle(slug);
  // Responses to a protected text may quote it.
  const thread = article?.body ? await cachedThread(article.id, page) : null;
  if (!article || !thread) notFound();
  return { article, thread };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ article, thread }, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  const { t, format } = edition;
  const path = threadPath(article.slug, thread.page);
  return {
    title: `${article.headline}: ${t.responsePage(format.number(thread.page))}`,
    alternates: { canonical: path },
    openGraph: { siteName: settings.name, title: article.headline, url: path },
  };
}

export default async function Page({ params }: Props) {
  const [{ article, thread }, { edition }] = await Promise.all([read(params), getEdition()]);
  return <ThreadPage article={article} thread={thread} edition={edition} />;
}
