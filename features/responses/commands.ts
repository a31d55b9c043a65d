import { createHash } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, response } from '#db/schema/index';
import { type ReadyAttachments, rearrangeAttachments, requireReady } from '#features/attachments/commands';
import type { ChosenAttachment } from '#features/attachments/schema';
import { requireEmbeds } from '#features/embeds/commands';
import { judge, recordJudgement } from '#features/moderation/commands';
import { canModerate } from '#features/moderation/policy';
import type { Judgement } from '#features/moderation/schema';
import { notify, notifyOfResponse } from '#features/notifications/commands';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { networkKey } from '#lib/network';
import { isBlank } from '#lib/unseen';
import { countOne } from './limits.ts';
import { readMarkdown } from './markdown.ts';
import { isPerson, isStaffRole, whyNotAnswer, whyNotDelete, whyNotEdit, whyNotRespond, whyNotWrite } from './policy.ts';
import { storeResponse } from './posting.ts';
import { heed, refuse } from './refusals.ts';
import { nothing, readPostContext, requireResponse, viewOf, webAddress, wholeResponses } from './rows.ts';
import { type PostedResponse, PostResponseInput, type ResponseView } from './schema.ts';
import { eraseResponse, replaceText } from './store.ts';

export {
  appealDecision,
  followThread,
  likeResponse,
  muteWriter,
  reportResponse,
  unfollowThread,
  unlikeResponse,
  unmuteWriter,
} from './taking-part.ts';

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
  const context = await readPostContext(wanted);
  if (context.posted) return firstPost(actor, context.posted);
  heed(whyNotWrite(actor, context));
  heed(whyNotRespond(context.article));
  if (parentId !== null) heed(whyNotAnswer(context.parent, articleId));
  const attachments = await requireReady(actor, input.attachments ?? [], { articleId });
  const files = attachments.length;
  const { source, body } = wordsOf(input.text, files);
  const network = networkKey(origin.address);
  let judgement: Judgement;
  try {
    judgement = await judge({
      ...origin,
      actor,
      articleId,
      parentId,
      text: source,
      body,
      files,
      network,
      editOf: null,
    });
  } catch (error) {
    // The same form by way of another server: what it has posted makes the second one a duplicate.
    const { posted } = await readPostContext(wanted);
    if (posted) return firstPost(actor, posted);
    throw error;
  }
  const { outcome } = judgement;
  const made = { ...wanted, actor: actorName(actor), body, source, network, outcome, attachments };
  const stored = await storeResponse(made, judgement);
  if (stored === null) {
    // Something was quicker: the same form on another server, or a moderator who closed it.
    const now = await readPostContext(wanted);
    if (now.posted) return firstPost(actor, now.posted);
    heed(whyNotRespond(now.article));
    refuse('no_parent');
  }
  // With files it is read back: the sizes of pictures stand in their own rows.
  if (files > 0) return { response: (await postedOf(stored.id)).response, ...outcomeOf(judgement) };
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
  attachments: [],
  linkback: null,
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
  /** Its files from now on, in their order; left as they are where nothing is said. */
  attachments?: readonly ChosenAttachment[] | undefined;
  origin?: Origin;
}): Promise<PostedResponse> {
  const { actor, id, origin = nowhere } = given;
  const known = await requireResponse(id);
  heed(whyNotEdit(actor, known, known));
  const { articleId } = known;
  const chosen = given.attachments && (await requireReady(actor, given.attachments, { responseId: id, ...known }));
  const files = chosen?.length ?? (await postedOf(id)).response.attachments.length;
  const { source, body } = wordsOf(given.text, files);
  if (source === known.source && (chosen === undefined || !(await differs(id, chosen)))) return postedOf(id);
  const judgement: Judgement =
    isPerson(actor) && !canModerate(actor)
      ? await judge({
          ...origin,
          actor,
          articleId,
          parentId: known.parentId,
          text: source,
          body,
          files,
          network: networkKey(origin.address),
          editOf: id,
        })
      : { outcome: 'approve', verdicts: [] };
  await db.transaction(async (tx) => {
    const made = { id, former: known.source, body, source, outcome: judgement.outcome, actor: actorName(actor) };
    if (!(await replaceText(tx, made))) {
      throw new PersonError('conflict', 'This response was changed or taken down meanwhile. Reload the page and look.');
    }
    if (chosen) await rearrangeAttachments(tx, { userId: isPerson(actor) ? actor.id : null, responseId: id, chosen });
    await recordJudgement(tx, id, judgement);
    if (known.public && judgement.outcome === 'approve') {
      await notifyOfResponse(tx, id, { body, articleId, parentId: known.parentId });
      await requireEmbeds(tx, [body]);
    }
    const byOther = !isPerson(actor) || actor.id !== known.userId;
    if (byOther && known.userId !== null) await notify(tx, { userId: known.userId, kind: 'edited', responseId: id });
    await expireTags(tx, [cacheTags.responses(articleId)]);
  });
  return postedOf(id);
}

/** What was typed as a document; files need no words beside them. */
const wordsOf = (text: string, files: number): ReturnType<typeof readMarkdown> =>
  files > 0 && isBlank(text) ? { source: '', body: nothing } : readMarkdown(text);

/** Whether a response has other files than these, or has them in another order or with other words. */
async function differs(id: number, chosen: ReadyAttachments): Promise<boolean> {
  const { attachments } = (await postedOf(id)).response;
  const standing = attachments.map(({ id: of, alt, caption }) => ({ id: of, alt, caption }));
  return (
    JSON.stringify(standing) !== JSON.stringify(chosen.map(({ id: of, alt, caption }) => ({ id: of, alt, caption })))
  );
}

/**
 * Takes back one's own response: its words are gone for good, and so are the former ones. Where somebody replied a line
 * stands in its place, otherwise it goes to the trash. Doing it again changes nothing.
 */
export async function deleteResponse({ actor, id }: { actor: Actor; id: number }): Promise<void> {
  const known = await requireResponse(id);
  heed(whyNotDelete(actor, known));
  if (known.deleted) return;
  await db.transaction(async (tx) => {
    if (!(await eraseResponse(tx, id))) return;
    await tx.insert(event).values({ name: 'response.delete', actor: actorName(actor), subject: `response:${id}` });
    await expireTags(tx, [cacheTags.responses(known.articleId)]);
  });
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

/**
 * What a text will look like. Anybody may ask, and nothing is stored; `origin` is what people who are not signed in are
 * counted by.
 */
export async function previewResponse(given: { actor: Actor; text: string; origin?: Origin }): Promise<DocumentNode> {
  const { actor, text, origin = nowhere } = given;
  const network = networkKey(origin.address);
  if (isPerson(actor)) await countOne('preview', actor.id);
  else if (actor.kind === 'anonymous' && network !== null) await countOne('preview_network', network);
  return readMarkdown(text).body;
}
