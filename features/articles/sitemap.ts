import { and, asc, desc, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, articleTag, author, byline, tag } from '#db/schema/index';
import { listed } from './rows.ts';
import type { SitemapEntry } from './schema.ts';

/**
 * What search engines are to index: not what needs a password, and no copy whose source asked for `noindex` or is
 * itself the canonical page (a sitemap names canonical addresses only).
 */
const indexed = (): SQL =>
  sql`${article.status} in ('scheduled', 'published') and ${article.visibility} = 'public' and ${article.publishedAt} <= now()
    and (${article.sourceName} is null or (${article.sourceUrl} is null and coalesce(${article.sourcePolicy}, 'canonical') <> 'noindex'))`;

const changedAt = sql<string>`greatest(${article.publishedAt}, ${article.updatedAt})`;
const toEntry = (row: { slug: string; changedAt: string | null }): SitemapEntry => ({
  slug: row.slug,
  changedAt: row.changedAt === null ? null : new Date(row.changedAt).toISOString(),
});

/**
 * The parts of the sitemap that have something in them. Part `n` holds the ids from `(n - 1) * size + 1` to
 * `n * size`, so an article never moves to another part and a part never holds more than `size`.
 */
export async function listSitemapParts(
  size: number,
): Promise<{ articles: { part: number; changedAt: string }[]; tags: number[]; authors: number[] }> {
  const partOf = (id: typeof article.id | typeof tag.id | typeof author.id) =>
    sql<number>`((${id} - 1) / ${sql.raw(String(size))} + 1)::int`;
  const [articles, tags, authors] = await Promise.all([
    db
      .select({ part: partOf(article.id).as('part'), changedAt: sql<string>`max(${changedAt})` })
      .from(article)
      .where(sql`${article.kind} = 'article' and ${indexed()}`)
      .groupBy(sql`1`)
      .orderBy(sql`1`),
    db
      .selectDistinct({ part: partOf(tag.id).as('part') })
      .from(tag)
      .where(hasTagged())
      .orderBy(sql`1`),
    db
      .selectDistinct({ part: partOf(author.id).as('part') })
      .from(author)
      .where(hasWritten())
      .orderBy(sql`1`),
  ]);
  return {
    articles: articles.map((row) => ({ part: row.part, changedAt: new Date(row.changedAt).toISOString() })),
    tags: tags.map((row) => row.part),
    authors: authors.map((row) => row.part),
  };
}

const inPart = (id: typeof article.id | typeof tag.id | typeof author.id, part: number, size: number): SQL =>
  sql`${id} > ${(part - 1) * size} and ${id} <= ${part * size}`;

const hasTagged = (): SQL =>
  sql`exists (select 1 from ${articleTag} join ${article} on ${article.id} = ${articleTag.articleId} where ${articleTag.tagId} = ${tag.id} and ${listed()})`;
const hasWritten = (): SQL =>
  sql`exists (select 1 from ${byline} join ${article} on ${article.id} = ${byline.articleId} where ${byline.authorId} = ${author.id} and ${listed()})`;

/** The articles of one part of the sitemap (from 1), by id. */
export async function listSitemapArticles(part: number, size: number): Promise<SitemapEntry[]> {
  const rows = await db
    .select({ slug: article.slug, changedAt })
    .from(article)
    .where(sql`${article.kind} = 'article' and ${indexed()} and ${inPart(article.id, part, size)}`)
    .orderBy(asc(article.id));
  return rows.map(toEntry);
}

/** Pages (About, …) for the sitemap. */
export async function listSitemapPages(limit: number): Promise<SitemapEntry[]> {
  const rows = await db
    .select({ slug: article.slug, changedAt })
    .from(article)
    .where(sql`${article.kind} = 'page' and ${indexed()}`)
    .orderBy(asc(article.id))
    .limit(limit);
  return rows.map(toEntry);
}

/** Tags or authors under which there is something to read, one part of them (from 1). */
export async function listSitemapNames(kind: 'tag' | 'author', part: number, size: number): Promise<SitemapEntry[]> {
  const rows =
    kind === 'tag'
      ? await db
          .select({ slug: tag.slug })
          .from(tag)
          .where(and(hasTagged(), inPart(tag.id, part, size)))
          .orderBy(asc(tag.id))
      : await db
          .select({ slug: author.slug })
          .from(author)
          .where(and(hasWritten(), inPart(author.id, part, size)))
          .orderBy(asc(author.id));
  return rows.map(({ slug }) => ({ slug, changedAt: null }));
}

/** What was published since, newest first, for the news sitemap. */
export async function listNews(
  since: Date,
  limit: number,
): Promise<{ slug: string; headline: string; language: string | null; publishedAt: string }[]> {
  const rows = await db
    .select({
      slug: article.slug,
      headline: article.headline,
      language: article.language,
      publishedAt: article.publishedAt,
    })
    .from(article)
    .where(sql`${listed()} and ${indexed()} and ${article.publishedAt} >= ${since.toISOString()}::timestamptz`)
    .orderBy(desc(article.publishedAt), desc(article.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt?.toISOString() ?? '' }));
}
