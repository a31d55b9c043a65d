import { eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, event, revision, section, user } from '#db/schema/index';
import { type Actor, actorName } from '#lib/actor';
import { documentVersion } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { hashPassword } from '#lib/password-hash';
import { slugOf } from '#lib/slugs';
import { emptyBody, readBody } from './body.ts';
import { compareVersions } from './differences.ts';
import { canApprove, canEdit, canWrite } from './policy.ts';
import { ArticleFields, FieldProblem, type KeptFields, SaveInput, type SaveResult } from './schema.ts';
import {
  type ArticleRow,
  applyText,
  checkSlug,
  fieldsView,
  freeSlug,
  keptFieldsOf,
  lockArticle,
  newestRevision,
  pieceOf,
  type RevisionRowInside,
  requireFreeSlug,
  wasGiven,
} from './store.ts';

/** Minutes for which one person's saves go into the same version. */
const oneSitting = 10;

/** Begins an article: a draft with a headline, and nothing else yet. Gives its number. */
export async function createArticle(input: {
  actor: Actor;
  headline: string;
  kind?: 'article' | 'page';
  sectionId?: number | null;
}): Promise<number> {
  const { actor, kind = 'article' } = input;
  if (!canWrite(actor))
    throw new PersonError('refused', 'Only people who write for this publication may begin an article.');
  const headline = ArticleFields.shape.headline.safeParse(input.headline);
  if (!headline.success) throw new FieldProblem('headline', headline.error.issues[0]?.message ?? '');
  if (headline.data === '') throw new FieldProblem('headline', 'Write a headline; it can be changed at any time.');
  return db.transaction(async (tx) => {
    const [known] = input.sectionId
      ? await tx.select({ id: section.id }).from(section).where(eq(section.id, input.sectionId))
      : [];
    const [row] = await tx
      .insert(article)
      .values({
        kind,
        headline: headline.data,
        slug: await freeSlug(tx, kind, slugOf(headline.data), 0),
        status: 'draft',
        sectionId: known?.id ?? null,
        userId: actor.kind === 'user' ? actor.id : null,
        ...(kind === 'page' ? { commentPolicy: 'closed' as const, pingPolicy: 'closed' as const } : {}),
      })
      .returning();
    if (!row) throw new Error('The article was not stored.');
    const kept = { ...(await keptFieldsOf(row, undefined, tx)), slug: '' } satisfies KeptFields;
    await tx.insert(revision).values({
      articleId: row.id,
      version: row.version,
      headline: row.headline,
      body: emptyBody,
      bodyVersion: documentVersion,
      fields: kept,
      userId: row.userId,
    });
    await tx.insert(event).values({ name: 'article.create', actor: actorName(actor), subject: `article:${row.id}` });
    return row.id;
  });
}

/**
 * Saves what somebody wrote. A save that started from another version than the newest writes nothing and brings that one,
 * so that both can be laid side by side. Saves of one person within some minutes are one version. Readers get nothing of
 * it before it is published. Throws a `PersonError`, with a field where one is to blame.
 */
export async function saveArticle({ actor, ...given }: { actor: Actor } & SaveInput): Promise<SaveResult> {
  const parsed = SaveInput.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FieldProblem(String(issue?.path[1] ?? ''), issue?.message ?? 'This can not be saved.');
  }
  const { id, from, fields } = parsed.data;
  const body = readBody(parsed.data.body);
  // Takes long, so it is not done while the row is locked.
  const hashed = fields.visibility === 'password' && fields.password ? await hashPassword(fields.password) : null;
  const result = await db.transaction(async (tx) => {
    const row = await lockArticle(tx, { id });
    const piece = await pieceOf(row);
    if (!canEdit(actor, piece)) throw new PersonError('refused', whyNotEdit(actor, row));
    const newest = await newestRevision(id, tx);
    if (row.version !== from) {
      const theirs = await copyOf(row, newest, tx);
      return { outcome: 'stale' as const, newest: theirs };
    }

    const before = await keptFieldsOf(row, newest, tx);
    const { headline, deck, password: _, ...rest } = fields;
    const kept: KeptFields = { ...rest, passwordHash: hashed ?? before.passwordHash };
    if (kept.visibility === 'password' && kept.passwordHash === null)
      throw new FieldProblem('password', 'Write the password with which this article can be read.');
    checkSlug(kept.slug, row.kind);
    await requireFreeSlug(tx, { id, kind: row.kind, slug: kept.slug });

    const text = { headline, deck, body, bodyVersion: documentVersion, fields: kept };
    const version = row.version + 1;
    const who = actor.kind === 'user' ? actor.id : null;
    if (newest && isOneSitting(newest, row, who))
      await tx
        .update(revision)
        .set({ ...text, version, savedAt: sql`now()` })
        .where(eq(revision.id, newest.id));
    else await tx.insert(revision).values({ articleId: id, version, userId: who, ...text });

    let { slug } = row;
    if (!(await wasGiven(row, tx))) {
      slug = kept.slug || (await freeSlug(tx, row.kind, slugOf(headline), id));
      await applyText(tx, row, { headline, deck, body, kept, slug }, { newTags: false });
    }
    const [saved] = await tx
      .update(article)
      .set({
        version,
        savedAt: sql`now()`,
        // What was approved is not what it says any more, unless who changed it might have approved that too.
        ...(row.status === 'approved' && !canApprove(actor, piece) ? { status: 'in_review' as const } : {}),
      })
      .where(eq(article.id, id))
      .returning({ savedAt: article.savedAt });
    return { outcome: 'saved' as const, version, savedAt: saved?.savedAt.toISOString() ?? '', slug };
  });
  if (result.outcome === 'saved') return result;
  // Takes long, too.
  const { newest: theirs } = result;
  const comparison = compareVersions(
    { ...theirs.fields, body: theirs.body, fields: theirs.fields },
    { ...fields, body, fields },
    { all: true },
  );
  return { ...result, comparison };
}

const isOneSitting = (newest: RevisionRowInside, row: ArticleRow, who: string | null): boolean =>
  who !== null &&
  newest.userId === who &&
  newest.publishedAt === null &&
  newest.id !== row.revisionId &&
  Date.now() - newest.createdAt.getTime() < oneSitting * 60_000;

const whyNotEdit = (actor: Actor, { status }: ArticleRow): string => {
  if (actor.kind === 'anonymous') return 'You are signed out. Sign in again in a new tab; your text stays here.';
  return status === 'draft' || status === 'in_review'
    ? 'Only its writer and editors may change this article.'
    : 'This article is past review, and editors change it now. Ask one of them.';
};

type Copies = Parameters<typeof newestRevision>[1];

/** The newest text as an editor gets it. */
export async function copyOf(row: ArticleRow, text: RevisionRowInside | undefined, on?: Copies) {
  const kept = await keptFieldsOf(row, text, on);
  const [by] = text?.userId
    ? await (on ?? db).select({ name: user.name }).from(user).where(eq(user.id, text.userId))
    : [];
  return {
    version: row.version,
    savedAt: (text?.savedAt ?? row.savedAt).toISOString(),
    by: by?.name ?? null,
    fields: fieldsView(kept, text?.headline ?? row.headline, text?.deck ?? row.deck),
    hasPassword: kept.passwordHash !== null,
    body: text?.body ?? emptyBody,
  };
}

/** Saves an earlier version as the newest one. Readers get nothing of it before it is published. */
export async function restoreRevision(input: {
  actor: Actor;
  id: number;
  version: number;
  from: number;
}): Promise<SaveResult> {
  const { actor, id, from } = input;
  const row = await db.transaction((tx) => lockArticle(tx, { id }));
  if (!canEdit(actor, await pieceOf(row))) throw new PersonError('refused', whyNotEdit(actor, row));
  const [old] = await db
    .select()
    .from(revision)
    .where(sql`${revision.articleId} = ${id} and ${revision.version} = ${input.version}`);
  if (!old) throw new PersonError('not_found', 'This version is no longer there. Load the list of versions again.');
  const copy = await copyOf(row, old);
  const current = await copyOf(row, await newestRevision(id));
  // An address that has led here since then goes on doing so.
  const fields = { ...copy.fields, slug: current.fields.slug };
  return saveArticle({ actor, id, from, fields, body: old.body });
}
