import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { enqueue } from '#db/jobs';
import { articleNote, articlePresence, event, previewLink, revision, user } from '#db/schema/index';
import { type Actor, actorName } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canOpen } from './policy.ts';
import { checkLinksJob } from './publishing.ts';
import { FieldProblem, type Presence } from './schema.ts';
import { type ArticleRow, newestRevision, pieceOf, requireArticle } from './store.ts';

/** The article, for who may open it in the newsroom. */
async function requireOpen(actor: Actor, id: number): Promise<ArticleRow> {
  const row = await requireArticle({ id });
  if (!canOpen(actor, await pieceOf(row)))
    throw new PersonError('refused', 'Only its writer and editors may open this article.');
  return row;
}

/** Says something to colleagues beside the text: about all of it, or about words of it, with some that stand before. Gives its number. */
export async function addNote(input: {
  actor: Actor;
  id: number;
  text: string;
  quote?: string;
  before?: string;
  parentId?: number | null;
}): Promise<number> {
  const { actor, id, parentId = null } = input;
  await requireOpen(actor, id);
  const text = input.text.trim();
  if (text === '') throw new FieldProblem('text', 'Write what you want to say.');
  if (text.length > 5000) throw new FieldProblem('text', 'A note can have 5000 characters at most. Shorten it.');
  if (parentId !== null) {
    const [parent] = await db
      .select({ id: articleNote.id })
      .from(articleNote)
      .where(and(eq(articleNote.id, parentId), eq(articleNote.articleId, id), isNull(articleNote.parentId)));
    if (!parent) throw new PersonError('not_found', 'The note you answer is no longer there. Load the page again.');
  }
  const quote = (input.quote ?? '').replace(/\s+/gu, ' ').trim().slice(0, 500).trim();
  const [row] = await db
    .insert(articleNote)
    .values({
      articleId: id,
      text,
      quote,
      // What stands before nothing says nothing.
      before: quote === '' ? '' : (input.before ?? '').slice(-60),
      parentId,
      userId: actor.kind === 'user' ? actor.id : null,
    })
    .returning({ id: articleNote.id });
  if (!row) throw new Error('The note was not stored.');
  return row.id;
}

/** Closes a note and what was answered to it, or opens it again. */
export async function resolveNote(input: { actor: Actor; noteId: number; open?: boolean }): Promise<void> {
  const [note] = await db
    .select({ articleId: articleNote.articleId })
    .from(articleNote)
    .where(and(eq(articleNote.id, input.noteId), isNull(articleNote.parentId)));
  if (!note) throw new PersonError('not_found', 'This note is no longer there. Load the page again.');
  await requireOpen(input.actor, note.articleId);
  await db
    .update(articleNote)
    .set({ resolvedAt: input.open ? null : sql`now()` })
    .where(eq(articleNote.id, input.noteId));
}

/** Seconds after which a window that was not heard of counts as closed. */
const gone = 35;

/** Notes that somebody has an article open in a window, and gives who else has. */
export async function notePresence(input: {
  actor: Actor;
  id: number;
  windowId: string;
  typed: boolean;
}): Promise<Presence> {
  const { actor, id, typed } = input;
  const row = await requireOpen(actor, id);
  const windowId = input.windowId.slice(0, 64);
  if (actor.kind === 'user') {
    const typedAt = typed ? { typedAt: sql`now()` } : {};
    await db
      .insert(articlePresence)
      .values({ articleId: id, windowId, userId: actor.id, ...typedAt })
      .onConflictDoUpdate({
        target: [articlePresence.articleId, articlePresence.windowId],
        set: { seenAt: sql`now()`, ...typedAt },
        setWhere: eq(articlePresence.userId, actor.id),
      });
  }
  await db.delete(articlePresence).where(lt(articlePresence.seenAt, sql`now() - interval '1 hour'`));
  const others = await db
    .select({
      name: sql<string>`coalesce(${user.name}, '')`,
      typing: sql<boolean>`bool_or(coalesce(${articlePresence.typedAt} > now() - interval '30 seconds', false))`,
    })
    .from(articlePresence)
    .innerJoin(user, eq(user.id, articlePresence.userId))
    .where(
      and(
        eq(articlePresence.articleId, id),
        sql`${articlePresence.seenAt} > now() - make_interval(secs => ${gone})`,
        actor.kind === 'user' ? ne(articlePresence.userId, actor.id) : undefined,
      ),
    )
    .groupBy(user.id, user.name)
    .orderBy(user.name);
  const newest = await db
    .select({ name: user.name })
    .from(revision)
    .innerJoin(user, eq(user.id, revision.userId))
    .where(and(eq(revision.articleId, id), eq(revision.version, row.version)));
  return { others, version: row.version, status: row.status, savedBy: newest[0]?.name ?? null };
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Days for which a preview link can be made. */
const longestPreview = 30;

/** Makes a link by which anybody reads the newest text of an article for some days. The token is given this once. */
export async function createPreview(input: {
  actor: Actor;
  id: number;
  days: number;
}): Promise<{ token: string; expiresAt: string }> {
  const { actor, id, days } = input;
  await requireOpen(actor, id);
  if (!Number.isInteger(days) || days < 1 || days > longestPreview)
    throw new FieldProblem('days', `A preview link works for 1 to ${longestPreview} days. Choose a number between.`);
  const token = randomBytes(24).toString('base64url');
  const [row] = await db
    .insert(previewLink)
    .values({
      articleId: id,
      tokenHash: hashOfToken(token),
      userId: actor.kind === 'user' ? actor.id : null,
      expiresAt: sql`now() + make_interval(days => ${days})`,
    })
    .returning({ id: previewLink.id, expiresAt: previewLink.expiresAt });
  if (!row) throw new Error('The preview link was not stored.');
  await db
    .insert(event)
    .values({ name: 'preview.create', actor: actorName(actor), subject: `article:${id}`, detail: { preview: row.id } });
  return { token, expiresAt: row.expiresAt.toISOString() };
}

/** Ends a preview link at once. Doing it again changes nothing. */
export async function revokePreview({ actor, previewId }: { actor: Actor; previewId: string }): Promise<void> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(previewId);
  const [link] = isId ? await db.select().from(previewLink).where(eq(previewLink.id, previewId)) : [];
  if (!link) throw new PersonError('not_found', 'This preview link is no longer there. Load the page again.');
  await requireOpen(actor, link.articleId);
  await db
    .update(previewLink)
    .set({ revokedAt: sql`coalesce(${previewLink.revokedAt}, now())` })
    .where(eq(previewLink.id, previewId));
}

/** Has the links of an article asked whether they answer; what comes of it stands in its checklist. */
export async function checkLinks({ actor, id }: { actor: Actor; id: number }): Promise<void> {
  await requireOpen(actor, id);
  if (!(await newestRevision(id))) return;
  await db.transaction(async (tx) => {
    await tx.insert(event).values({ name: 'article.ask-links', actor: actorName(actor), subject: `article:${id}` });
    await enqueue(tx, checkLinksJob, { id }, { retries: 1 });
  });
}
