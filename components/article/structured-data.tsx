import type { ArticleView } from '#features/articles/schema';
import { articlePath, authorPath } from '#lib/addresses';
import { scriptJson } from '#lib/html';

type Site = { url: string; name: string; language: string };

/** What schema.org calls a `NewsArticle`: who, when, published by whom, taken from where, corrected how. */
export function newsArticle(article: ArticleView, site: Site): Record<string, unknown> {
  const url = site.url + articlePath(article.slug);
  const { source } = article;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    url,
    mainEntityOfPage: url,
    headline: article.headline,
    description: article.deck || article.excerpt || undefined,
    image: [article.picture ? site.url + article.picture.src : `${site.url}/opengraph-image`],
    datePublished: article.publishedAt ?? undefined,
    dateModified: article.updatedAt ?? article.publishedAt ?? undefined,
    author: article.authors.map((author) => ({
      '@type': author.kind === 'desk' ? 'Organization' : 'Person',
      name: author.name,
      url: site.url + authorPath(author.slug),
    })),
    publisher: { '@type': 'NewsMediaOrganization', name: site.name, url: `${site.url}/` },
    articleSection: article.section?.name,
    keywords: article.tags.length > 0 ? article.tags.map((tag) => tag.name) : undefined,
    inLanguage: article.language ?? site.language,
    wordCount: article.words || undefined,
    commentCount: article.responses,
    isAccessibleForFree: article.body !== null,
    ...(source
      ? {
          creditText: source.name,
          isBasedOn: source.url ?? undefined,
          license: source.licence && /^https?:\/\//.test(source.licence) ? source.licence : undefined,
        }
      : {}),
    correction:
      article.corrections.length > 0
        ? article.corrections.map(({ at, text }) => ({ '@type': 'CorrectionComment', text, datePublished: at }))
        : undefined,
  };
}

/** JSON-LD; `<` is escaped, so nothing in it can end the script. */
export function StructuredData({ data }: { data: Record<string, unknown> }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON with `<` escaped.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptJson(data) }} />;
}
