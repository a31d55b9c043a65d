import { and, eq } from 'drizzle-orm';
import { db } from '#db/client';
import { article, revision } from '#db/schema/index';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { isPassword } from '#lib/password-hash';
import { isPublic } from './rows.ts';
import type { UnlockInput } from './schema.ts';

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
