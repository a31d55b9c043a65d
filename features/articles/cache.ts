import { and, eq, ne } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, articleTag, author, byline, section, tag } from '#db/schema/index';
import { cacheTags } from '#lib/cache-tags';
import { listed } from './rows.ts';

/** Every cache tag under which an article shows: its own page and each list it stands in. */
export async function tagsOfArticle(id: number, on: Queryable = db): Promise<string[]> {
  const [row] = await on
    .select({ kind: article.kind, slug: article.slug, section: section.slug, sectionId: article.sectionId })
    .from(article)
    .leftJoin(section, eq(section.id, article.sectionId))
    .where(eq(article.id, id));
  if (!row) return [];
  if (row.kind === 'page') return [cacheTags.page(row.slug), cacheTags.navigation];
  const tags = await on
    .select({ slug: tag.slug })
    .from(articleTag)
    .innerJoin(tag, eq(tag.id, articleTag.tagId))
    .where(eq(articleTag.articleId, id));
  const authors = await on
    .select({ slug: author.slug })
    .from(byline)
    .innerJoin(author, eq(author.id, byline.authorId))
    .where(eq(byline.articleId, id));
  const [other] =
    row.sectionId === null
      ? []
      : await on
          .select({ id: article.id })
          .from(article)
          .where(and(listed(), eq(article.sectionId, row.sectionId), ne(article.id, id)))
          .limit(1);
  return [
    cacheTags.article(row.slug),
    // Whoever has its discussion open hears of it.
    cacheTags.responses(id),
    cacheTags.lists,
    ...(row.section === null ? [] : [cacheTags.section(row.section)]),
    // The navigation stands on every page, so it is expired only when a section appears or goes.
    ...(row.sectionId !== null && other === undefined ? [cacheTags.navigation] : []),
    ...tags.map(({ slug }) => cacheTags.tag(slug)),
    ...authors.map(({ slug }) => cacheTags.author(slug)),
  ];
}
