import { and, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, event, revision } from '#db/schema/index';
import { requireEmbeds } from '#features/embeds/commands';
import type { Actor } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { isPassword } from '#lib/password-hash';
import { tagsOfArticle } from './cache.ts';
import { canPublishArticle, canWithdrawArticle } from './policy.ts';
import { isPublic } from './rows.ts';
import type { UnlockInput } from './schema.ts';

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
    const [text] = await tx
      .select({ body: revision.body })
      .from(article)
      .innerJoin(revision, eq(revision.id, article.revisionId))
      .where(eq(article.id, found.id));
    await requireEmbeds(tx, [text?.body ?? null]);
    await expireTags(tx, await tagsOfArticle(found.id, tx));
  });
}

/** Guesses that may wait for their turn; each takes tens of milliseconds. */
const mostWaiting = 50;
let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/** A hash that no password fits, so that an article without one takes as long as a wrong password. */
const nobodys = `${Buffer.alloc(16).toString('base64url')}:${Buffer.alloc(32).toString('base64url')}`;

/**
 * The body of a protected article, for who knows its password; null where that is wrong, or there is no such
 * article: nobody learns which. Guesses are weighed one after the other.
 */
export async function unlockArticle({ kind, slug, password }: UnlockInput): Promise<DocumentNode | null> {
  if (waiting >= mostWaiting) {
    throw new PersonError('unavailable', 'Too many passwords are being tried at the moment. Try again in a minute.');
  }
  waiting++;
  try {
    const [found] = await db
      .select({ passwordHash: article.passwordHash, body: revision.body })
      .from(article)
      .innerJoin(revision, eq(revision.id, article.revisionId))
      .where(and(eq(article.kind, kind), eq(article.slug, slug), eq(article.visibility, 'password'), isPublic()));
    const mine = turn.then(() => isPassword(password, found?.passwordHash ?? nobodys));
    turn = mine.catch(() => {});
    return (await mine) && found ? found.body : null;
  } finally {
    waiting--;
  }
}
