import { notFound } from 'next/navigation';
import { cachedArticle, newestSlugs } from '#app/_cached/articles';
import { cachedThread } from '#app/_cached/responses';

/** An empty list would fail the build of an empty publication; this address is a not-found page. */
const placeholder = { slug: '-' };

export async function generateStaticParams() {
  const slugs = await newestSlugs();
  return slugs.length > 0 ? slugs.map((slug) => ({ slug })) : [placeholder];
}

export default async function ArticlePage({ params }: PageProps<'/articles/[slug]'>) {
  const { slug } = await params;
  const article = await cachedArticle(decodeURIComponent(slug));
  if (!article) notFound();
  const thread = await cachedThread(article.id);
  return (
    <article>
      <h1>{article.headline}</h1>
      <p>{JSON.stringify(article.body).length}</p>
      <p>{thread?.total}</p>
    </article>
  );
}
