import { and, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, event } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { tagsOfArticle } from './cache.ts';
import { canPublishArticle, canWithdrawArticle } from './policy.ts';

type Change = { actor: Actor; slug: string; kind?: 'article' | 'page' };

async function findForChange(
  input: Change,
): Promise<{ id: number; kind: 'article' | 'page'; slug: string; status: string }> {
  const kind = input.kind ?? 'article';
  const [found] = await db
    .select({ id: article.id, kind: article.kind, slug: article.slug, status: article.status })
    .from(article)
    .where(and(eq(article.kind, kind), eq(article.slug, input.slug)));
  if (!found) throw new PersonError('not_found', `There is no ${kind} with the slug "${input.slug}".`);
  return found;
}

/** Takes an article from readers at once, everywhere. Doing it again changes nothing. */
export async function withdrawArticle(input: Change): Promise<void> {
  if (!canWithdrawArticle(input.actor))
    throw new PersonError('refused', 'Only an operator may withdraw an article here.');
  const found = await findForChange(input);
  if (found.status === 'archived') return;
  await db.transaction(async (tx) => {
    await tx
      .update(article)
      .set({ status: 'archived', version: sql`${article.version} + 1`, savedAt: sql`now()` })
      .where(eq(article.id, found.id));
    await tx
      .insert(event)
      .values({ name: 'article.withdraw', actor: input.actor.kind, subject: `article:${found.id}` });
    await expireTags(tx, await tagsOfArticle(found.id, tx));
  });
}

/** Gives an article to readers now; one that is public stays as it is. */
export async function publishArticle(input: Change): Promise<void> {
  if (!canPublishArticle(input.actor))
    throw new PersonError('refused', 'Only an operator may publish an article here.');
  const found = await findForChange(input);
  if (found.status === 'published') return;
  await db.transaction(async (tx) => {
    await tx
      .update(article)
      .set({
        status: 'published',
        publishedAt: sql`least(coalesce(${article.publishedAt}, now()), now())`,
        version: sql`${article.version} + 1`,
        savedAt: sql`now()`,
      })
      .where(eq(article.id, found.id));
    await tx.insert(event).values({ name: 'article.publish', actor: input.actor.kind, subject: `article:${found.id}` });
    await expireTags(tx, await tagsOfArticle(found.id, tx));
  });
}
