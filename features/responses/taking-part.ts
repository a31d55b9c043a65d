import { and, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import {
  article,
  event,
  response,
  responseAppeal,
  responseReport,
  threadFollow,
  user,
  userMute,
} from '#db/schema/index';
import { canModerate } from '#features/moderation/policy';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { changeLike } from './likes.ts';
import { countOne } from './limits.ts';
import { cleanNote } from './markdown.ts';
import { isPerson, whyNotAppeal, whyNotFollow, whyNotLike, whyNotReport, whyNotTakePart } from './policy.ts';
import { heed, refuse } from './refusals.ts';
import { isForEverybody, isPublic, readPostContext, requireResponse } from './rows.ts';
import { type ReportReason, reportReasons } from './schema.ts';

type OnResponse = { actor: Actor; id: number };

/** Likes a response; gives how many do. Liking it again changes nothing. */
export const likeResponse = (given: OnResponse): Promise<{ likes: number }> => like(given, true);
/** Takes a like back; gives how many are left. */
export const unlikeResponse = (given: OnResponse): Promise<{ likes: number }> => like(given, false);

async function like({ actor, id }: OnResponse, on: boolean): Promise<{ likes: number }> {
  heed(whyNotTakePart(actor));
  if (!isPerson(actor)) refuse('signed_out');
  await countOne('like', actor.id);
  const known = await requireResponse(id);
  heed(whyNotLike(actor, known, known));
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
  if (!isPerson(actor)) refuse('signed_out');
  await countOne('report', actor.id);
  const known = await requireResponse(id);
  heed(whyNotReport(actor, known));
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
  if (!isPerson(actor)) refuse('signed_out');
  await countOne('appeal', actor.id);
  const known = await requireResponse(id);
  heed(whyNotAppeal(actor, known));
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
  await countOne('follow', actor.id);
  const { article: over } = await readPostContext({ articleId, parentId: null, submission: '', userId: actor.id });
  heed(whyNotFollow(actor, over));
  await db.insert(threadFollow).values({ userId: actor.id, articleId }).onConflictDoNothing();
}

export async function unfollowThread({ actor, articleId }: OnArticle): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  await db.delete(threadFollow).where(and(eq(threadFollow.userId, actor.id), eq(threadFollow.articleId, articleId)));
}

type OnWriter = { actor: Actor; userId: string };

/**
 * From now on somebody's responses are folded away for one, and one is not told of them. Somebody of whom everybody can
 * read something: otherwise nobody learns from us that there is such an account.
 */
export async function muteWriter({ actor, userId }: OnWriter): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  if (actor.id === userId) refuse('own_mute');
  await countOne('mute', actor.id);
  const read = sql`exists (select from ${response} r join ${article} a on a.id = r.article_id
    where r.user_id = ${userId} and ${isPublic('r')} and r.deleted_at is null and ${isForEverybody('a')})`;
  const [known] = await db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), canModerate(actor) ? undefined : read));
  if (!known) throw new PersonError('not_found', 'This account is no longer there.');
  await db.insert(userMute).values({ userId: actor.id, mutedId: userId }).onConflictDoNothing();
}

export async function unmuteWriter({ actor, userId }: OnWriter): Promise<void> {
  if (!isPerson(actor)) refuse('signed_out');
  await db.delete(userMute).where(and(eq(userMute.userId, actor.id), eq(userMute.mutedId, userId)));
}
