import { eq } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { correction, event } from '#db/schema/index';
import { tagsOfArticle } from '#features/articles/queries';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { canCorrect } from './policy.ts';
import { FieldProblem } from './schema.ts';
import { requireArticle } from './store.ts';

type Words = {
  text: string;
  /** False: an update, not the correction of a mistake. */
  mistake: boolean;
  /** Its date; now unless told. */
  at?: Date;
};

function requireDesk(actor: Actor): void {
  if (!canCorrect(actor))
    throw new PersonError('refused', 'Only editors write corrections. Leave a note beside the text.');
}

function readWords({ text, mistake, at }: Words): { text: string; mistake: boolean; at: Date } {
  const words = text.replace(/\s+/gu, ' ').trim();
  if (words === '') throw new FieldProblem('text', 'Write what was wrong, and what is right.');
  if (words.length > 2000) throw new FieldProblem('text', 'A correction can have 2000 characters at most. Shorten it.');
  const when = at ?? new Date();
  if (Number.isNaN(when.getTime())) throw new FieldProblem('at', 'Choose a day and a time.');
  return { text: words, mistake, at: when };
}

async function tell(tx: Queryable, name: string, actor: Actor, articleId: number): Promise<string[]> {
  await tx.insert(event).values({ name, actor: actorName(actor), subject: `article:${articleId}` });
  const tags = [...(await tagsOfArticle(articleId, tx)), cacheTags.corrections];
  await expireTags(tx, tags);
  return tags;
}

/** Puts a dated note under an article, for readers to see at once. Gives the cache tags it expired. */
export async function addCorrection({ actor, id, ...words }: { actor: Actor; id: number } & Words): Promise<string[]> {
  requireDesk(actor);
  const values = readWords(words);
  const { id: articleId } = await requireArticle({ id });
  return db.transaction(async (tx) => {
    await tx.insert(correction).values({ articleId, ...values });
    return tell(tx, 'correction.add', actor, articleId);
  });
}

const gone = () => new PersonError('not_found', 'This correction is no longer there. Load the page again.');

export async function editCorrection({
  actor,
  correctionId,
  ...words
}: { actor: Actor; correctionId: number } & Words): Promise<string[]> {
  requireDesk(actor);
  const { text, mistake, at } = readWords(words);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(correction)
      .set({ text, mistake, ...(words.at && { at }) })
      .where(eq(correction.id, correctionId))
      .returning({ articleId: correction.articleId });
    if (!row) throw gone();
    return tell(tx, 'correction.edit', actor, row.articleId);
  });
}

export async function removeCorrection({
  actor,
  correctionId,
}: {
  actor: Actor;
  correctionId: number;
}): Promise<string[]> {
  requireDesk(actor);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .delete(correction)
      .where(eq(correction.id, correctionId))
      .returning({ articleId: correction.articleId });
    if (!row) throw gone();
    return tell(tx, 'correction.remove', actor, row.articleId);
  });
}
