import type { Metadata } from 'next';
import type { ArticleView } from '#features/articles/schema';
import type { Settings } from '#features/settings/schema';
import { articlePath, authorPath, pagePath } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';
import { siteUrl } from '#lib/env';
import { messagesFor } from '#messages/catalogue';
import { feedTypes, siteName } from './reading.ts';

/** The metadata of an article. Its picture for other sites comes from `opengraph-image.tsx` beside its page. */
export function articleMetadata(article: ArticleView, settings: Settings): Metadata {
  const path = articlePath(article.slug);
  const url = siteUrl() + path;
  const description = article.deck || article.excerpt;
  const source = article.source?.url ? safeUrl(article.source.url) : null;
  const canonical = source !== null && article.source?.policy === 'canonical' ? source : path;
  const t = messagesFor(settings.language);
  const oembed = `/oembed?url=${encodeURIComponent(url)}`;
  return {
    title: article.headline,
    ...(description ? { description } : {}),
    authors: article.authors.map(({ name, slug }) => ({ name, url: siteUrl() + authorPath(slug) })),
    ...(article.source?.policy === 'noindex' ? { robots: { index: false, follow: true } } : {}),
    alternates: {
      canonical,
      types: {
        ...feedTypes('', settings.name),
        'application/rss+xml': [
          { url: '/feed.xml', title: `${settings.name} (RSS)` },
          // What is said about a protected article may quote it, so that has no feed.
          ...(article.body === null
            ? []
            : [{ url: `${path}/responses/feed.xml`, title: t.feedOf(`${t.responsesTo} ${article.headline}`) }]),
        ],
        'application/json+oembed': [{ url: oembed, title: article.headline }],
        'text/xml+oembed': [{ url: `${oembed}&format=xml`, title: article.headline }],
      },
    },
    openGraph: {
      ...siteName(settings),
      type: 'article',
      title: article.headline,
      ...(description ? { description } : {}),
      url: path,
      ...(article.publishedAt ? { publishedTime: article.publishedAt } : {}),
      ...(article.updatedAt ? { modifiedTime: article.updatedAt } : {}),
      authors: article.authors.map(({ slug }) => siteUrl() + authorPath(slug)),
      ...(article.section ? { section: article.section.name } : {}),
      tags: article.tags.map(({ name }) => name),
    },
  };
}

/** The metadata of a page such as About. */
export function pageMetadata(page: ArticleView, settings: Settings): Metadata {
  const description = page.deck || page.excerpt;
  return {
    title: page.headline,
    ...(description ? { description } : {}),
    alternates: { canonical: pagePath(page.slug), types: feedTypes('', settings.name) },
    openGraph: {
      ...siteName(settings),
      title: page.headline,
      ...(description ? { description } : {}),
      url: pagePath(page.slug),
      images: [{ url: '/opengraph-image', width: 1200, height: 630 }],
    },
  };
}
