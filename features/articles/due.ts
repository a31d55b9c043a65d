import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article } from '#db/schema/index';
import { tagsOfArticle } from './cache.ts';

/** When the next scheduled article or page becomes public, or null. */
export async function getNextDue(): Promise<Date | null> {
  const [row] = await db
    .select({ at: sql<string | null>`min(${article.publishedAt})` })
    .from(article)
    .where(sql`${article.status} in ('scheduled', 'published') and ${article.publishedAt} > now()`);
  return row?.at ? new Date(row.at) : null;
}

/** The cache tags of what became public between `since` and now, by its date alone. */
export async function listDueTags(since: Date): Promise<string[]> {
  const rows = await db
    .select({ id: article.id })
    .from(article)
    .where(
      sql`${article.status} in ('scheduled', 'published') and ${article.publishedAt} > ${since.toISOString()}::timestamptz and ${article.publishedAt} <= now()`,
    );
  return (await Promise.all(rows.map((row) => tagsOfArticle(row.id)))).flat();
}
