import { and, eq, or, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { enqueue } from '#db/jobs';
import { article, articleNote, event, redirect, revision } from '#db/schema/index';
import { tagsOfArticle } from '#features/articles/queries';
import { requireEmbeds } from '#features/embeds/commands';
import { noteOutgoingLinks } from '#features/linkbacks/commands';
import { type Actor, actorName } from '#lib/actor';
import { articlePath, pagePath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { slugOf } from '#lib/slugs';
import { isEmptyBody } from './draft-check.ts';
import * as policy from './policy.ts';
import { FieldProblem, type Status, type Step } from './schema.ts';
import {
  type ArticleRow,
  applyText,
  checkSlug,
  freeSlug,
  keptFieldsOf,
  lockArticle,
  newestRevision,
  pieceOf,
  requireFreeSlug,
  type Which,
  wasGiven,
} from './store.ts';

/** The job that asks the links of an article whether they answer; its data is `{ id }`. */
export const checkLinksJob = 'newsroom.check-links';

/** `from`: the version that was looked at; without it, whatever is newest. */
type Move = { actor: Actor; from?: number } & Which;

/** Which steps lead on from where an article stands. */
export const stepsFrom: Record<Status, readonly Step[]> = {
  draft: ['submit', 'publish', 'schedule', 'archive'],
  in_review: ['approve', 'return', 'publish', 'schedule', 'archive'],
  approved: ['publish', 'schedule', 'return', 'archive'],
  scheduled: ['publish', 'schedule', 'unschedule', 'archive'],
  published: ['publish', 'archive'],
  archived: ['restore'],
};

export const mayTake: Record<Step, (actor: Actor, piece: policy.Piece) => boolean> = {
  submit: policy.canEdit,
  return: policy.canReturn,
  approve: policy.canApprove,
  schedule: policy.canPublish,
  unschedule: policy.canUnschedule,
  publish: policy.canPublish,
  archive: policy.canArchive,
  restore: policy.canRestore,
};

const refusals: Record<Step, string> = {
  submit: 'Only its writer and editors may send this article to review.',
  return: 'Only its writer and editors may make this article a draft again.',
  approve: 'Only editors approve articles.',
  schedule: 'You may not schedule this article. Send it to review; an editor goes on from there.',
  unschedule: 'Only editors and its author may take back the time of this article.',
  publish: 'You may not publish this article. Send it to review; an editor goes on from there.',
  archive: 'Only editors withdraw what readers have. Ask one of them.',
  restore: 'Only editors take an article out of the archive.',
};

const names: Record<Status, string> = {
  draft: 'a draft',
  in_review: 'in review',
  approved: 'approved',
  scheduled: 'scheduled',
  published: 'published',
  archived: 'in the archive',
};

/** Locks the article, looks whether this step leads on from where it stands and who takes it may, and takes it. */
async function take<T>(step: Step, move: Move, work: (tx: Queryable, row: ArticleRow) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    const row = await lockArticle(tx, move);
    if (!mayTake[step](move.actor, await pieceOf(row))) throw new PersonError('refused', refusals[step]);
    if (move.from !== undefined && move.from !== row.version)
      throw new PersonError(
        'conflict',
        'Somebody saved this article after you opened it. Load the page again and look at what they wrote first.',
      );
    if (!stepsFrom[row.status].includes(step) && !policy.takesAnyStep(move.actor))
      throw new PersonError('conflict', `This article is ${names[row.status]} now. Load the page again.`);
    return work(tx, row);
  });
}

const note = (tx: Queryable, name: string, actor: Actor, { id, version }: ArticleRow, detail: object = {}) =>
  tx.insert(event).values({ name, actor: actorName(actor), subject: `article:${id}`, detail: { version, ...detail } });

const setStatus = (tx: Queryable, id: number, status: Status) =>
  tx.update(article).set({ status }).where(eq(article.id, id));

/** Gives what it expired: an action whose answer shows pages made of it expires them for itself too. */
async function expire(tx: Queryable, tags: string[]): Promise<string[]> {
  await expireTags(tx, tags);
  return [...new Set(tags)];
}

/** Asks an editor to look at it, and has its links looked at meanwhile. */
export const submitForReview = (move: Move): Promise<void> =>
  take('submit', move, async (tx, row) => {
    await setStatus(tx, row.id, 'in_review');
    await note(tx, 'article.submit', move.actor, row);
    await enqueue(tx, checkLinksJob, { id: row.id }, { retries: 1 });
  });

/** Gives it back to its writer; `words` become a note beside the text. */
export const returnToDraft = (move: Move & { words?: string }): Promise<void> =>
  take('return', move, async (tx, row) => {
    const text = move.words?.trim().slice(0, 5000);
    if (text)
      await tx
        .insert(articleNote)
        .values({ articleId: row.id, userId: move.actor.kind === 'user' ? move.actor.id : null, text });
    await setStatus(tx, row.id, 'draft');
    await note(tx, 'article.return', move.actor, row);
  });

/** Says that readers may have it as it is. */
export const approveArticle = (move: Move): Promise<void> =>
  take('approve', move, async (tx, row) => {
    await setStatus(tx, row.id, 'approved');
    await note(tx, 'article.approve', move.actor, row);
  });

/** Gives the newest text to readers at `at`, by the date alone: no job has to run. */
export const scheduleArticle = (move: Move & { at: Date }): Promise<string[]> =>
  take('schedule', move, async (tx, row) => {
    const { at } = move;
    if (Number.isNaN(at.getTime())) throw new FieldProblem('at', 'Choose a day and a time.');
    if (at.getTime() <= Date.now())
      throw new FieldProblem('at', 'This time is over already. Choose one that is still to come, or publish it now.');
    await note(tx, 'article.schedule', move.actor, row, { at: at.toISOString() });
    return give(tx, row, move.actor, 'scheduled', at);
  });

/** Takes back a time that has not come; who may publish it may do so again. */
export const unscheduleArticle = (move: Move): Promise<string[]> =>
  take('unschedule', move, async (tx, row) => {
    if (row.publishedAt !== null && row.publishedAt.getTime() <= Date.now())
      throw new PersonError('conflict', 'Its time has come, and readers have it. Withdraw it instead.');
    const newest = await newestRevision(row.id, tx);
    // What was written since it was approved has been seen by nobody.
    const isSeen = newest === undefined || newest.id === row.revisionId;
    const status = isSeen || policy.canApprove(move.actor, await pieceOf(row)) ? 'approved' : 'in_review';
    await tx.update(article).set({ status, publishedAt: null }).where(eq(article.id, row.id));
    await neverGiven(tx, row.id);
    await note(tx, 'article.unschedule', move.actor, row);
    await noteOutgoingLinks(tx, row.id);
    return expire(tx, await tagsOfArticle(row.id, tx));
  });

/** Gives the newest text to readers now: an article for the first time, or what was changed in it since. */
export const publishArticle = (move: Move): Promise<string[]> =>
  take('publish', move, async (tx, row) => {
    const newest = await newestRevision(row.id, tx);
    if (row.status === 'published' && isPast(row.publishedAt) && newest?.id === (row.revisionId ?? undefined))
      return [];
    await note(tx, row.status === 'published' ? 'article.change' : 'article.publish', move.actor, row);
    return give(tx, row, move.actor, 'published', null);
  });

/** Takes an article from readers at once, everywhere; a draft is put away. Doing it again changes nothing. */
export const archiveArticle = (move: Move): Promise<string[]> =>
  take('archive', move, async (tx, row) => {
    if (row.status === 'archived') return [];
    await setStatus(tx, row.id, 'archived');
    await neverGiven(tx, row.id);
    await note(tx, 'article.withdraw', move.actor, row);
    await noteOutgoingLinks(tx, row.id);
    return expire(tx, [...(await tagsOfArticle(row.id, tx)), cacheTags.corrections]);
  });

/** Takes an article out of the archive, as a draft. */
export const restoreArticle = (move: Move): Promise<void> =>
  take('restore', move, async (tx, row) => {
    await setStatus(tx, row.id, 'draft');
    await note(tx, 'article.restore', move.actor, row);
  });

/** Forgets that texts were to be given at a time that has not come: readers never had them. */
const neverGiven = (tx: Queryable, id: number) =>
  tx
    .update(revision)
    .set({ publishedAt: null })
    .where(and(eq(revision.articleId, id), sql`${revision.publishedAt} > now()`));

const isPast = (at: Date | null): boolean => at !== null && at.getTime() <= Date.now();

/** Makes the newest text the one that readers get, from now on (`at` is null) or from a time on. */
async function give(
  tx: Queryable,
  row: ArticleRow,
  actor: Actor,
  status: 'scheduled' | 'published',
  at: Date | null,
): Promise<string[]> {
  const text = await newestRevision(row.id, tx);
  const kept = await keptFieldsOf(row, text, tx);
  requireNoEmbargo(kept.embargoUntil, at);
  const given = await wasGiven(row, tx);
  const before = await tagsOfArticle(row.id, tx);
  if (text) {
    if (!policy.takesAnyStep(actor)) {
      if (text.headline === '') throw new FieldProblem('headline', 'Write a headline before it is published.');
      if (isEmptyBody(text.body))
        throw new FieldProblem('body', 'There is no text yet. Write one before it is published.');
    }
    checkSlug(kept.slug, row.kind);
    await requireFreeSlug(tx, { id: row.id, kind: row.kind, slug: kept.slug });
    const slug = kept.slug || (given ? row.slug : await freeSlug(tx, row.kind, slugOf(text.headline), row.id));
    const { headline, deck, body } = text;
    await applyText(tx, row, { headline, deck, body, kept, slug }, { newTags: true });
    if (given && slug !== row.slug) await leadOn(tx, row, slug);
    await neverGiven(tx, row.id);
    await tx
      .update(revision)
      .set({
        publishedAt: at ?? sql`coalesce(${revision.publishedAt}, now())`,
        ...(text.fields && { fields: { ...kept, slug } }),
      })
      .where(eq(revision.id, text.id));
  }
  const changed = given && text !== undefined && text.id !== row.revisionId && isPast(row.publishedAt);
  await tx
    .update(article)
    .set({
      status,
      publishedAt:
        at ??
        (given || row.status === 'archived' ? sql`least(coalesce(${article.publishedAt}, now()), now())` : sql`now()`),
      ...(text && { revisionId: text.id }),
      ...(changed && at === null ? { updatedAt: sql`now()` } : {}),
    })
    .where(eq(article.id, row.id));
  await requireEmbeds(tx, [text?.body ?? null]);
  await noteOutgoingLinks(tx, row.id);
  return expire(tx, [...before, ...(await tagsOfArticle(row.id, tx)), cacheTags.corrections]);
}

function requireNoEmbargo(until: string | null, at: Date | null): void {
  if (until === null || Date.parse(until) <= (at?.getTime() ?? Date.now())) return;
  throw new FieldProblem(
    'embargoUntil',
    `There is an embargo on this article until ${until.slice(0, 16).replace('T', ' ')} UTC. Schedule it for then or later, or end the embargo first.`,
  );
}

/** Lets the address that an article had lead to the one it has now. */
async function leadOn(tx: Queryable, row: ArticleRow, slug: string): Promise<void> {
  const path = row.kind === 'page' ? (of: string) => `/${of}` : (of: string) => `/articles/${of}`;
  const address = row.kind === 'page' ? pagePath : articlePath;
  const target = path(slug);
  await tx.delete(redirect).where(eq(redirect.path, target));
  // What led to the old address leads to the new one in one step.
  await tx
    .update(redirect)
    .set({ target })
    .where(or(eq(redirect.target, path(row.slug)), eq(redirect.target, address(row.slug))));
  await tx
    .insert(redirect)
    .values({ path: path(row.slug), target })
    .onConflictDoUpdate({ target: redirect.path, set: { target } });
}
