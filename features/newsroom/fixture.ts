import { eq } from 'drizzle-orm';
import { db } from '#db/client';
import { article, revision } from '#db/schema/index';
import { bodyOf } from '#db/test-fixture';
import type { Actor } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import { createArticle, saveArticle } from './commands.ts';
import { copyOf } from './drafts.ts';
import type { ArticleFields, SaveResult, Status } from './schema.ts';
import { newestRevision, requireArticle } from './store.ts';

/** The newest text of an article, whoever asks. */
export async function working(id: number) {
  return copyOf(await requireArticle({ id }), await newestRevision(id));
}

/** Saves over the newest version; gives what came of it. */
export async function write(
  actor: Actor,
  id: number,
  fields: Partial<ArticleFields> = {},
  text: string | DocumentNode = 'Some words.',
  from?: number,
): Promise<SaveResult> {
  const copy = await working(id);
  const body = typeof text === 'string' ? bodyOf(text) : text;
  return saveArticle({ actor, id, from: from ?? copy.version, fields: { ...copy.fields, ...fields }, body });
}

/** An article with a text, in any state, of somebody. */
export async function addDraft(actor: Actor, status: Status = 'draft', headline = 'A headline'): Promise<number> {
  const id = await createArticle({ actor, headline });
  await write(actor, id);
  if (status !== 'draft') {
    const text = await newestRevision(id);
    const at = status === 'scheduled' ? new Date(Date.now() + 86_400_000) : new Date(Date.now() - 60_000);
    const given = status === 'scheduled' || status === 'published';
    if (given && text) await db.update(revision).set({ publishedAt: at }).where(eq(revision.id, text.id));
    await db
      .update(article)
      .set({ status, ...(given && { publishedAt: at, revisionId: text?.id ?? null }) })
      .where(eq(article.id, id));
  }
  return id;
}
