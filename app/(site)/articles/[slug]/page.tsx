import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cachedArticle, cachedMoved, cachedRelated, newestSlugs } from '#app/_cached/articles';
import { getAttach } from '#app/_cached/attachments';
import { getEdition } from '#app/_cached/edition';
import { bodiesOf, withEmbeds } from '#app/_cached/embeds';
import { cachedThread } from '#app/_cached/responses';
import { cachedHits } from '#app/_cached/views';
import { articleMetadata } from '#app/_metadata/article';
import { ArticlePage } from '#components/article/article-page';
import { Hits } from '#components/article/hits';
import { Related } from '#components/article/related';
import { newsArticle, StructuredData } from '#components/article/structured-data';
import { TakePart } from '#components/article/take-part';
import { Thread } from '#components/comment/thread';
import { DiscoveryLinks } from '#components/linkback/discovery-links';
import { decodeSegment } from '#lib/addresses';
import { siteUrl } from '#lib/env';

/** An empty list would fail the build of an empty publication; this address is a not-found page. */
const placeholder = { slug: '-' };

export async function generateStaticParams() {
  const slugs = await newestSlugs();
  return slugs.length > 0 ? slugs.map((slug) => ({ slug })) : [placeholder];
}

async function read(params: Promise<{ slug: string }>) {
  const slug = decodeSegment((await params).slug);
  const article = slug === null ? null : await cachedArticle(slug);
  if (article) return article;
  // It may have had this address before.
  const moved = slug === null ? null : await cachedMoved(slug);
  return moved === null ? notFound() : permanentRedirect(moved);
}

export async function generateMetadata({ params }: PageProps<'/articles/[slug]'>): Promise<Metadata> {
  const [article, { settings }] = await Promise.all([read(params), getEdition()]);
  return articleMetadata(article, settings);
}

export default async function Page({ params }: PageProps<'/articles/[slug]'>) {
  const article = await read(params);
  const [{ settings, edition }, hits, related, thread, attach] = await Promise.all([
    getEdition(),
    cachedHits(article.id),
    cachedRelated(article.id),
    cachedThread(article.id),
    getAttach(),
  ]);
  const { name, language } = settings;
  const full = await withEmbeds(edition, article.body, ...bodiesOf(thread?.responses ?? []));
  return (
    <ArticlePage
      article={article}
      edition={full}
      end={
        <>
          <Hits article={article} total={hits.total} edition={edition} language={language} />
          <TakePart article={article} settings={settings} site={siteUrl()} edition={edition} />
        </>
      }
    >
      <DiscoveryLinks article={article} settings={settings} site={siteUrl()} />
      <Related cards={related} edition={edition} />
      {/* Responses to a protected text may quote it. */}
      {thread && article.body && (
        <Thread
          thread={thread}
          article={article}
          edition={full}
          depth={settings.replyDepth}
          readOnly={settings.readOnly}
          attach={attach}
        />
      )}
      <StructuredData data={newsArticle(article, { url: siteUrl(), name, language })} />
    </ArticlePage>
  );
}
