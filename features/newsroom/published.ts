import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, correction, revision } from '#db/schema/index';
import { compareVersions } from './differences.ts';
import type { ChangesView, ListedCorrection } from './schema.ts';

const isPublic = sql`${article.status} in ('scheduled', 'published') and ${article.visibility} = 'public' and ${article.publishedAt} <= now()`;

/** Published versions whose differences readers are shown, the newest ones. */
const mostVersions = 30;

/** What was changed in an article since it was published, newest first; null where that is not shown. */
export async function getChanges(slug: string): Promise<ChangesView | null> {
  const [row] = await db
    .select()
    .from(article)
    .where(and(eq(article.kind, 'article'), eq(article.slug, slug), eq(article.showsChanges, true), isPublic));
  if (!row) return null;
  const versions = await db
    .select()
    .from(revision)
    .where(
      and(
        eq(revision.articleId, row.id),
        sql`${revision.publishedAt} <= now()`,
        // What was given to some alone is not shown to all because a later version is.
        sql`coalesce(${revision.fields}->>'visibility', 'public') = 'public'`,
      ),
    )
    .orderBy(desc(revision.publishedAt), desc(revision.version))
    .limit(mostVersions);
  const changes = versions.slice(0, -1).map((after, index) => {
    const before = versions[index + 1] ?? after;
    return {
      publishedAt: (after.publishedAt ?? after.savedAt).toISOString(),
      // What stands around the text is the newsroom's business.
      comparison: compareVersions({ ...before, fields: null }, { ...after, fields: null }),
    };
  });
  return {
    slug,
    headline: row.headline,
    language: row.language,
    firstAt: (row.publishedAt ?? row.createdAt).toISOString(),
    changes: changes.filter(({ comparison: { headline, deck, blocks } }) => headline || deck || blocks.length > 0),
  };
}

/** Corrections of one page of their list. */
const correctionsEach = 50;

/** Every correction of what is public. Pages are numbered from the oldest; without `page` the newest. Null: no such page. */
export async function listCorrections(
  page?: number,
): Promise<{ corrections: ListedCorrection[]; page: number; pages: number } | null> {
  const rows = () =>
    db
      .select({
        ...{ id: correction.id, at: correction.at, text: correction.text, mistake: correction.mistake },
        ...{ slug: article.slug, headline: article.headline },
      })
      .from(correction)
      .innerJoin(article, and(eq(article.id, correction.articleId), eq(article.kind, 'article')))
      .where(isPublic);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(correction)
    .innerJoin(article, and(eq(article.id, correction.articleId), eq(article.kind, 'article')))
    .where(isPublic);
  const pages = Math.max(1, Math.ceil((counted?.total ?? 0) / correctionsEach));
  const current = page ?? pages;
  if (!Number.isInteger(current) || current < 1 || current > pages) return null;
  const found = await rows()
    .orderBy(asc(correction.at), asc(correction.id))
    .limit(correctionsEach)
    .offset((current - 1) * correctionsEach);
  return {
    corrections: found.map((each) => ({ ...each, at: each.at.toISOString() })).reverse(),
    page: current,
    pages,
  };
}
