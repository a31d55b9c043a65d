import { canModerate } from '#features/moderation/policy';
import type { Actor } from '#lib/actor';
import { editMinutes } from './schema.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** Why somebody may not do something; each has a sentence of its own in `refusals.ts`. */
export type Refusal =
  | 'signed_out'
  | 'unnamed'
  | 'banned'
  | 'read_only'
  | 'no_article'
  | 'page'
  | 'protected'
  | 'no_thread'
  | 'protected_thread'
  | 'closed'
  | 'closed_by_now'
  | 'no_response'
  | 'no_parent'
  | 'not_yours'
  | 'too_late'
  | 'taken_down'
  | 'no_source'
  | 'own_like'
  | 'own_report'
  | 'own_mute'
  | 'not_decided'
  | 'appealed';

/** What the rules need to know of an article. */
export type ArticleState = {
  kind: 'article' | 'page';
  /** Readers can open it. */
  public: boolean;
  protected: boolean;
  comments: 'open' | 'closed' | 'closed_by_now';
};

/** What the rules need to know of a response. */
export type ResponseFacts = {
  articleId: number;
  userId: string | null;
  /** It stands for all who may read its article. */
  public: boolean;
  /** No moderator has decided on it yet: it is held, or the filter took it for spam. */
  waits: boolean;
  deleted: boolean;
  /** Minutes since it was posted. */
  age: number;
  hasSource: boolean;
};

/** The same with the article it stands under. */
type PlacedResponse = ResponseFacts & { article: ArticleState };

export const isPerson = (actor: Actor): actor is Person => actor.kind === 'user';

const isOwn = (actor: Actor, { userId }: Pick<ResponseFacts, 'userId'>): boolean =>
  isPerson(actor) && userId !== null && actor.id === userId;

/** Whether somebody may take part at all: follow, mute, like, report. */
export const whyNotTakePart = (actor: Actor): Refusal | null =>
  !isPerson(actor) ? 'signed_out' : actor.banned ? 'banned' : null;

/** Whether somebody may write: they have a name that stands beside it. */
export const whyNotWrite = (actor: Actor, site: { readOnly: boolean }): Refusal | null =>
  whyNotTakePart(actor) ?? (isPerson(actor) && actor.name === null ? 'unnamed' : site.readOnly ? 'read_only' : null);

/** Whether an article takes responses now. Staff are held to it too. */
export function whyNotRespond(article: ArticleState | null): Refusal | null {
  if (!article?.public) return 'no_article';
  if (article.kind === 'page') return 'page';
  // Nobody but its readers may see what stands under it, and who is a reader of it no account says.
  if (article.protected) return 'protected';
  return article.comments === 'open' ? null : article.comments;
}

/** Whether a response can be answered: one that everybody sees, under the same article. */
export const whyNotAnswer = (parent: ResponseFacts | null, articleId: number): Refusal | null =>
  parent?.public && !parent.deleted && parent.articleId === articleId ? null : 'no_parent';

/**
 * Whether somebody can see a response under its article. Who was given a password no account says, so what stands under
 * a protected article is for moderators alone.
 */
const isSeen = (actor: Actor, response: PlacedResponse): boolean =>
  response.public &&
  !response.deleted &&
  response.article.public &&
  (!response.article.protected || canModerate(actor));

/** What somebody can't see is for them not there. */
const whyNotSeen = (actor: Actor, response: PlacedResponse): Refusal | null =>
  isSeen(actor, response) ? null : 'no_response';

/** Its writer may change a response for some minutes, staff their own and moderators any at all times. */
export function whyNotEdit(actor: Actor, response: PlacedResponse, site: { readOnly: boolean }): Refusal | null {
  if (actor.kind === 'anonymous') return 'signed_out';
  if (isPerson(actor) && actor.banned) return 'banned';
  if (!response.article.public) return 'no_response';
  if (!isOwn(actor, response) && !canModerate(actor)) return isSeen(actor, response) ? 'not_yours' : 'no_response';
  if (site.readOnly) return 'read_only';
  if (response.deleted) return 'no_response';
  if (!response.hasSource) return 'no_source';
  if (canModerate(actor)) return null;
  if (!response.public && !response.waits) return 'taken_down';
  return isOwn(actor, response) && (isStaff(actor) || response.age < editMinutes) ? null : 'too_late';
}

/** One's own words can always be taken back, also where nothing else may be done any more. */
export const whyNotDelete = (actor: Actor, response: PlacedResponse): Refusal | null =>
  !isPerson(actor)
    ? 'signed_out'
    : isOwn(actor, response)
      ? null
      : isSeen(actor, response)
        ? 'not_yours'
        : 'no_response';

export const whyNotLike = (actor: Actor, response: PlacedResponse, site: { readOnly: boolean }): Refusal | null =>
  whyNotTakePart(actor) ??
  (isOwn(actor, response) ? 'own_like' : whyNotSeen(actor, response)) ??
  (site.readOnly ? 'read_only' : null);

export const whyNotReport = (actor: Actor, response: PlacedResponse): Refusal | null =>
  whyNotTakePart(actor) ?? (isOwn(actor, response) ? 'own_report' : whyNotSeen(actor, response));

/** Also who was banned can ask, once, that a decision be looked at again. */
export const whyNotAppeal = (actor: Actor, response: ResponseFacts): Refusal | null =>
  !isPerson(actor)
    ? 'signed_out'
    : !isOwn(actor, response) || response.deleted
      ? 'no_response'
      : response.public || response.waits
        ? 'not_decided'
        : null;

/** Whether somebody may be told of what comes under an article. */
export const whyNotFollow = (actor: Actor, article: ArticleState | null): Refusal | null =>
  whyNotTakePart(actor) ??
  (!article?.public ? 'no_thread' : article.protected && !canModerate(actor) ? 'protected_thread' : null);

const staffRoles = new Set(['author', 'editor', 'moderator', 'administrator']);

/** Somebody of the publication: it stands beside their name. */
export const isStaffRole = (role: string | null): boolean => role !== null && staffRoles.has(role);
const isStaff = (actor: Actor): boolean => isPerson(actor) && isStaffRole(actor.role);
