import { createHash } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, response, responseAppeal, responseReport, threadFollow, user, userMute } from '#db/schema/index';
import { judge, recordJudgement } from '#features/moderation/commands';
import { canModerate } from '#features/moderation/policy';
import type { Judgement } from '#features/moderation/schema';
import { notifyOfResponse } from '#features/notifications/commands';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { networkKey } from '#lib/network';
import { changeLike } from './likes.ts';
import { cleanNote, readMarkdown } from './markdown.ts';
import {
  isPerson,
  isStaffRole,
  whyNotAnswer,
  whyNotAppeal,
  whyNotDelete,
  whyNotEdit,
  whyNotLike,
  whyNotReport,
  whyNotRespond,
  whyNotTakePart,
  whyNotWrite,
} from './policy.ts';
import { storeResponse } from './posting.ts';
import { heed, refuse } from './refusals.ts';
import {
  isPublic,
  type KnownResponse,
  nothing,
  readPostContext,
  readResponse,
  viewOf,
  webAddress,
  wholeResponses,
} from './rows.ts';
import {
  type PostedResponse,
  PostResponseInput,
  type ReportReason,
  type ResponseView,
  reportReasons,
} from './schema.ts';
import { replaceText } from './store.ts';

/** Where a request came from. `address` is believed only as far as the server believes its proxies. */
export type Origin = { address: string; userAgent: string };
type Person = Extract<Actor, { kind: 'user' }>;

const nowhere: Origin = { address: '', userAgent: '' };

/** Posts under way, by person and form: the second of a double click gets what the first one gets. */
const underWay = new Map<string, Promise<PostedResponse>>();

/**
 * Stores a response under an article: public at once or, where moderation says so, waiting. The same form sent again
 * gives the response of the first time. Throws a `PersonError` with the sentence for whoever may not, for an article or
 * parent that takes none, and for a text that can't be taken.
 */
export async function postResponse(given: {
  actor: Actor;
  input: PostResponseInput;
  origin: Origin;
}): Promise<PostedResponse> {
  const { actor, origin } = given;
  if (!isPerson(actor)) refuse('signed_out');
  const input = PostResponseInput.safeParse(given.input);
  if (!input.success) {
    throw new PersonError('invalid', 'The form came incomplete. Reload the page and post it again.');
  }
  const key = `${actor.id} ${input.data.submission}`;
  const known = underWay.get(key);
  if (known) return known;
  const posting = post(actor, input.data, origin).finally(() => underWay.delete(key));
  underWay.set(key, posting);
  return posting;
}

async function post(actor: Person, input: PostResponseInput, origin: Origin): Promise<PostedResponse> {
  const { articleId, submission } = input;
  const parentId = input.parentId ?? null;
  const wanted = { articleId, parentId, submission, userId: actor.id };
  const context = await readPostContext(db, wanted);
  if (context.posted) return firstPost(actor, context.posted);
  heed(whyNotWrite(actor, context));
  heed(whyNotRespond(context.article));
  if (parentId !== null) heed(whyNotAnswer(context.parent, articleId));
  const { source, body } = readMarkdown(input.text);
  const network = networkKey(origin.address);
  let judgement: Judgement;
  try {
    judgement = await judge({ ...origin, actor, articleId, parentId, text: source, body, network, editOf: null });
  } catch (error) {
    // The same form by way of another server: what it has posted makes the second one a duplicate.
    const { posted } = await readPostContext(db, wanted);
    if (posted) return firstPost(actor, posted);
    throw error;
  }
  const { outcome } = judgement;
  const made = { ...wanted, actor: actorName(actor), body, source, network, outcome };
  const stored = await storeResponse(made, judgement);
  if (stored === null) {
    // Something was quicker: the same form on another server, or a moderator who closed it.
    const now = await readPostContext(db, wanted);
    if (now.posted) return firstPost(actor, now.posted);
    heed(whyNotRespond(now.article));
    refuse('no_parent');
  }
  const view = {
    ...freshView(actor, webAddress(context.link)),
    id: stored.id,
    parentId,
    body,
    at: stored.at.toISOString(),
  };
  return { response: view, ...outcomeOf(judgement) };
}

const freshView = (actor: Person, link: string | null): Omit<ResponseView, 'id' | 'parentId' | 'body' | 'at'> => ({
  kind: 'comment',
  name: actor.name ?? '',
  userId: actor.id,
  staff: isStaffRole(actor.role),
  link,
  title: '',
  editedAt: null,
  likes: 0,
  state: 'shown',
  writerGone: false,
  replies: [],
});

/** What the writer is told: what the filter takes for spam waits too, until somebody has looked. */
function outcomeOf({ outcome, verdicts }: Judgement): Pick<PostedResponse, 'outcome' | 'reason'> {
  if (outcome === 'approve') return { outcome: 'approved', reason: null };
  return { outcome: 'held', reason: verdicts.find(({ verdict }) => verdict === outcome)?.reason ?? null };
}

/** What the form gave when it was sent for the first time. */
async function firstPost(actor: Person, posted: { id: number; userId: string | null }): Promise<PostedResponse> {
  if (posted.userId !== actor.id) {
    throw new PersonError('refused', 'This form belongs to somebody else. Reload the page and post it again.');
  }
  return postedOf(posted.id);
}

async function postedOf(id: number): Promise<PostedResponse> {
  const [row] = await wholeResponses().where(eq(response.id, id));
  if (!row) refuse('no_response');
  const { approvedAt, heldAt, spamAt, trashedAt } = row.response;
  const isApproved = approvedAt !== null && heldAt === null && spamAt === null && trashedAt === null;
  if (isApproved) return { response: viewOf(row), outcome: 'approved', reason: null };
  const [why] = await db.execute<{ reason: string }>(sql`
    select reason from response_verdict where response_id = ${id} and verdict <> 'approve' order by id desc limit 1`);
  return { response: viewOf(row), outcome: 'held', reason: why?.reason ?? null };
}

/**
 * Gives a response another text: its writer for a quarter of an hour, moderators always. Judged again; what would have
 * to wait waits then. The former text is kept for moderators. The same text again changes nothing.
 */
export async function editResponse(given: {
  actor: Actor;
  id: number;
  text: string;
  origin?: Origin;
}): Promise<PostedResponse> {
  const { actor, id, origin = nowhere } = given;
  const known = await requireResponse(id);
  heed(whyNotEdit(actor, known, known));
  const { source, body } = readMarkdown(given.text);
  if (source === known.source) return postedOf(id);
  const { articleId } = known;
  const judgement: Judgement =
    isPerson(actor) && !canModerate(actor)
      ? await judge({
          ...origin,
          actor,
          articleId,
          parentId: known.parentId,
          text: source,
          body,
          network: networkKey(origin.address),
          editOf: id,
        })
      : { outcome: 'approve', verdicts: [] };
  await db.transaction(async (tx) => {
    const made = { id, former: known.source, body, source, outcome: judgement.outcome, actor: actorName(actor) };
    if (!(await replaceText(tx, made))) {
      throw new PersonError('conflict', 'This response was changed or taken down meanwhile. Reload the page and look.');
    }
    await recordJudgement(tx, id, judgement);
    if (known.public && judgement.outcome === 'approve')
      await notifyOfResponse(tx, id, { body, articleId, parentId: known.parentId });
    await expireTags(tx, [cacheTags.responses(articleId)]);
  });
  return postedOf(id);
}

/**
 * Takes back one's own response. Where somebody replied a line stands in its place, and the words are gone for good;
 * otherwise it goes to the trash. Doing it again changes nothing.
 */
export async function deleteResponse({ actor, id }: { actor: Actor; id: number }): Promise<void> {
  const known = await requireResponse(id);
  heed(whyNotDelete(actor, known));
  if (known.deleted) return;
  await db.transaction(async (tx) => {
    const replied = sql`exists (select from ${response} reply where reply.parent_id = ${id} and ${isPublic('reply')})`;
    const [row] = await tx
      .update(response)
      .set({
        deletedAt: sql`now()`,
        trashedAt: sql`case when ${replied} then ${response.trashedAt} else now() end`,
        body: sql`case when ${replied} then ${JSON.stringify(nothing)}::text::jsonb else ${response.body} end`,
        source: sql`case when ${replied} then null else ${response.source} end`,
        // The same words may be posted again.
        submission: null,
      })
      .where(and(eq(response.id, id), isNull(response.deletedAt)))
      .returning({ emptied: sql<boolean>`${response.trashedAt} is null` });
    if (!row) return;
    if (row.emptied) await tx.execute(sql`delete from response_version where response_id = ${id}`);
    await tx.insert(event).values({ name: 'response.delete', actor: actorName(actor), subject: `response:${id}` });
    await expireTags(tx, [cacheTags.responses(known.articleId)]);
  });
}

async function requireResponse(id: number): Promise<KnownResponse> {
  const known = await readResponse(db, id);
  if (!known?.article.public) refuse('no_response');
  return known;
}

type OnResponse = { actor: Actor; id: number };

/** Likes a response; gives how many do. Liking it again changes nothing. */
export const likeResponse = (given: OnResponse): Promise<{ likes: number }> => like(given, true);
/** Takes a like back; gives how many are left. */
export const unlikeResponse = (given: OnResponse): Promise<{ likes: number }> => like(given, false);

async function like({ actor, id }: OnResponse, on: boolean): Promise<{ likes: number }> {
  heed(whyNotTakePart(actor));
  const known = await requireResponse(id);
  heed(whyNotLike(actor, known, known));
  if (!isPerson(actor)) refuse('signed_out');
  return db.transaction(async (tx) => {
    const { likes, changed } = await changeLike(tx, { responseId: id, userId: actor.id, on });
    if (changed) await expireTags(tx, [cacheTags.responses(known.articleId)], { gently: true });
    return { likes };
  });
}

/** Tells the moderators that a response should not stand; once a person. */
export async function reportResponse(given: OnResponse & { reason: string; text?: string }): Promise<void> {
  const { actor, id } = given;
  heed(whyNotTakePart(actor));
  const known = await requireResponse(id);
  heed(whyNotReport(actor, known));
  if (!isPerson(actor)) refuse('signed_out');
  const reason = reportReasons.find((one) => one === given.reason);
  if (reason === undefined) throw new PersonError('invalid', 'Say what is wrong with it: choose one of the reasons.');
  const text = cleanNote(given.text ?? '');
  await db.transaction(async (tx) => {
    const values = { responseId: id, userId: actor.id, reason: reason satisfies ReportReason, text };
    const added = await tx
      .insert(responseReport)
      .values(values)
      .onConflictDoNothing()
      .returning({ id: responseReport.id });
    if (added.length === 0) {
      throw new PersonError('conflict', 'You have reported this response already. A moderator will look at it.');
    }
    await tx
      .insert(event)
      .values({ name: 'response.report', actor: actorName(actor), subject: `response:${id}`, detail: { reason } });
  });
}

/** Asks, once, that a decision on one's own response be looked at again. */
export async function appealDecision(given: OnResponse & { text: string }): Promise<void> {
  const { actor, id } = given;
  const known = await readResponse(db, id);
  if (!known) refuse('no_response');
  heed(whyNotAppeal(actor, known));
  if (!isPerson(actor)) refuse('signed_out');
  const text = cleanNote(given.text);
  if (text === '') throw new PersonError('invalid', 'Say in a sentence or two why the response should stand.');
  await db.transaction(async (tx) => {
    const added = await tx
      .insert(responseAppeal)
      .values({ responseId: id, userId: actor.id, text })
      .onConflictDoNothing()
      .returning({ id: responseAppeal.responseId });
    if (added.length === 0) refuse('appealed');
    await tx.insert(event).values({ name: 'response.appeal', actor: actorName(actor), subject: `response:${id}` });
  });
}

type OnArticle = { actor: Actor; articleId: number };

/** From now on one is told of new responses under an article. */
export async function followThread({ actor, articleId }: OnArticle): Promise<void> {
  heed(whyNotTakePart(actor));
  if (!isPerson(actor)) refuse('signed_out');
  const { article } = await readPostContext(db, { articleId, parentId: null, submission: '', userId: actor.id });
  if (!article?.public) throw new PersonError('not_found', 'This article is no longer there.');
  await db.insert(threadFollow).values({ userId: actor.id, articleId }).onConflictDoNothing();
}

export async function unfollowThread({ actor, articleId }: OnArticle): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  await db.delete(threadFollow).where(and(eq(threadFollow.userId, actor.id), eq(threadFollow.articleId, articleId)));
}

type OnWriter = { actor: Actor; userId: string };

/** From now on somebody's responses are folded away for one, and one is not told of them. */
export async function muteWriter({ actor, userId }: OnWriter): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  if (actor.id === userId) refuse('own_mute');
  const [known] = await db.select({ id: user.id }).from(user).where(eq(user.id, userId));
  if (!known) throw new PersonError('not_found', 'This account is no longer there.');
  await db.insert(userMute).values({ userId: actor.id, mutedId: userId }).onConflictDoNothing();
}

export async function unmuteWriter({ actor, userId }: OnWriter): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  await db.delete(userMute).where(and(eq(userMute.userId, actor.id), eq(userMute.mutedId, userId)));
}

/**
 * Gives an account the comments that an import brought with its address; gives how many. The caller knows that the
 * address is theirs.
 */
export async function claimResponses({ userId, email }: { userId: string; email: string }): Promise<number> {
  const hash = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  return db.transaction(async (tx) => {
    const claimed = await tx
      .update(response)
      .set({ userId })
      .where(and(eq(response.guestEmailHash, hash), isNull(response.userId), isNull(response.writerGoneAt)))
      .returning({ articleId: response.articleId });
    if (claimed.length === 0) return 0;
    const detail = { responses: claimed.length };
    await tx
      .insert(event)
      .values({ name: 'response.claim', actor: `user:${userId}`, subject: `user:${userId}`, detail });
    await expireTags(
      tx,
      claimed.map(({ articleId }) => cacheTags.responses(articleId)),
    );
    return claimed.length;
  });
}

/** What a text will look like. Anybody may ask: nothing is stored. */
export function previewResponse({ text }: { actor: Actor; text: string }): DocumentNode {
  return readMarkdown(text).body;
}
