import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedArticle } from '#app/_cached/articles';
import { getAttach } from '#app/_cached/attachments';
import { getEdition } from '#app/_cached/edition';
import { bodiesOf, withEmbeds } from '#app/_cached/embeds';
import { cachedThread } from '#app/_cached/responses';
import { ThreadPage } from '#components/comment/thread-page';
import type { ThreadOrder } from '#features/responses/schema';
import { articlePath, decodeSegment, pageNumber, threadPath } from '#lib/addresses';

type Params = Promise<{ slug: string; page: string }>;

/** Rendered when first asked for; a build needs at least one address. */
export const generateOrderParams = () => [{ slug: '-', page: '2' }];

async function read(params: Params, order: ThreadOrder) {
  const { slug: segment, page: wanted } = await params;
  const slug = decodeSegment(segment);
  const page = pageNumber(wanted);
  // The first page in the order of time is the article's own.
  if (slug === null || page === null || (page === 1 && order === 'oldest')) notFound();
  const article = await cachedArticle(slug);
  // Responses to a protected text may quote it.
  const thread = article?.body ? await cachedThread(article.id, page, order) : null;
  if (!article || !thread) notFound();
  return { article, thread };
}

/** The metadata of a page of a thread. Another order of the same responses is nothing for search engines. */
export async function orderMetadata(params: Params, order: ThreadOrder): Promise<Metadata> {
  const [{ article, thread }, { settings, edition }] = await Promise.all([read(params, order), getEdition()]);
  const { t, format } = edition;
  const path = threadPath(article.slug, thread.page, order);
  return {
    title: `${article.headline}: ${t.responsePage(format.number(thread.page))}`,
    ...(order === 'oldest'
      ? { alternates: { canonical: path } }
      : { alternates: { canonical: articlePath(article.slug) }, robots: { index: false, follow: true } }),
    openGraph: { siteName: settings.name, title: article.headline, url: path },
  };
}

export async function OrderPage({ params, order }: { params: Params; order: ThreadOrder }) {
  const [{ article, thread }, { settings, edition }, attach] = await Promise.all([
    read(params, order),
    getEdition(),
    getAttach(),
  ]);
  const { replyDepth, readOnly } = settings;
  const full = await withEmbeds(edition, ...bodiesOf(thread.responses));
  return <ThreadPage {...{ article, thread, readOnly, attach }} edition={full} depth={replyDepth} />;
}
