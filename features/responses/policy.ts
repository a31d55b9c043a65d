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
  public: boolean;
  held: boolean;
  deleted: boolean;
  /** Minutes since it was posted. */
  age: number;
  hasSource: boolean;
};

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

/** Its writer may change a response for some minutes, staff their own and moderators any at all times. */
export function whyNotEdit(actor: Actor, response: ResponseFacts, site: { readOnly: boolean }): Refusal | null {
  if (actor.kind === 'anonymous') return 'signed_out';
  if (isPerson(actor) && actor.banned) return 'banned';
  if (!isOwn(actor, response) && !canModerate(actor)) return response.public ? 'not_yours' : 'no_response';
  if (site.readOnly) return 'read_only';
  if (response.deleted) return 'no_response';
  if (!response.hasSource) return 'no_source';
  if (canModerate(actor)) return null;
  if (!response.public && !response.held) return 'taken_down';
  return isOwn(actor, response) && (isStaff(actor) || response.age < editMinutes) ? null : 'too_late';
}

/** One's own words can always be taken back, also where nothing else may be done any more. */
export const whyNotDelete = (actor: Actor, response: ResponseFacts): Refusal | null =>
  !isPerson(actor) ? 'signed_out' : isOwn(actor, response) ? null : response.public ? 'not_yours' : 'no_response';

export const whyNotLike = (actor: Actor, response: ResponseFacts, site: { readOnly: boolean }): Refusal | null =>
  whyNotTakePart(actor) ?? (site.readOnly ? 'read_only' : isOwn(actor, response) ? 'own_like' : whyNotSeen(response));

export const whyNotReport = (actor: Actor, response: ResponseFacts): Refusal | null =>
  whyNotTakePart(actor) ?? (isOwn(actor, response) ? 'own_report' : whyNotSeen(response));

/** Also who was banned can ask, once, that a decision be looked at again. */
export const whyNotAppeal = (actor: Actor, response: ResponseFacts): Refusal | null =>
  !isPerson(actor)
    ? 'signed_out'
    : !isOwn(actor, response) || response.deleted
      ? 'no_response'
      : response.public || response.held
        ? 'not_decided'
        : null;

const whyNotSeen = (response: ResponseFacts): Refusal | null =>
  response.public && !response.deleted ? null : 'no_response';

const staffRoles = new Set(['author', 'editor', 'moderator', 'administrator']);

/** Somebody of the publication: it stands beside their name. */
export const isStaffRole = (role: string | null): boolean => role !== null && staffRoles.has(role);
const isStaff = (actor: Actor): boolean => isPerson(actor) && isStaffRole(actor.role);
