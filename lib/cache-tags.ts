/**
 * The names of cache tags, in one place. They are stored in plain text, so nothing personal may stand in them.
 * `everything` is on every cached read: an import expires that one instead of thousands.
 */
export const cacheTags = {
  everything: 'everything',
  settings: 'settings',
  /** Which sections and pages there are. */
  navigation: 'navigation',
  /** An article or page under its slug, whether it exists or not: a not-found page is cached too. */
  article: (slug: string) => `article:${slug}`,
  page: (slug: string) => `page:${slug}`,
  responses: (articleId: number) => `responses:${articleId}`,
  /** The number under an article and its statistics. */
  hits: (articleId: number) => `hits:${articleId}`,
  /** What is known of a link that stands alone on its line. */
  embed: (key: string) => `embed:${key}`,
  /** Anything that lists articles: front page, archive, sitemaps. */
  lists: 'lists',
  section: (slug: string) => `section:${slug}`,
  tag: (slug: string) => `tag:${slug}`,
  author: (slug: string) => `author:${slug}`,
  /** The list of all corrections. */
  corrections: 'corrections',
} as const;

/** Next refuses tags of more than 256 characters; slugs are at most 200. */
export const longestSlug = 200;
