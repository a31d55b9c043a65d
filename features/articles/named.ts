import { inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, author, section, tag } from '#db/schema/index';
import { isPublic } from './rows.ts';

type Named = {
  kind: 'section' | 'tag' | 'author' | 'article' | 'page';
  id: number;
  slug: string;
  name: string;
  /** Readers can open it. */
  shown: boolean;
};

/** What these ids name: sections, tags, authors, articles and pages, those that readers can not open included. */
export async function listNamed(of: readonly { kind: Named['kind']; id: number }[]): Promise<Named[]> {
  const idsOf = (...kinds: Named['kind'][]) => of.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const [articles, ...terms] = await Promise.all([
    listArticles(idsOf('article', 'page')),
    listTerms('section', section, idsOf('section')),
    listTerms('tag', tag, idsOf('tag')),
    listTerms('author', author, idsOf('author')),
  ]);
  return [...articles, ...terms.flat()];
}

async function listArticles(ids: number[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  const { kind, id, slug, headline: name } = article;
  return db
    .select({ kind, id, slug, name, shown: sql<boolean>`(${isPublic()})` })
    .from(article)
    .where(inArray(article.id, ids));
}

async function listTerms(
  kind: 'section' | 'tag' | 'author',
  table: typeof section | typeof tag | typeof author,
  ids: number[],
): Promise<Named[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: table.id, slug: table.slug, name: table.name })
    .from(table)
    .where(inArray(table.id, ids));
  return rows.map((row) => ({ kind, ...row, shown: true }));
}
