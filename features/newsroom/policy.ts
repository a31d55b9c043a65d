import type { Actor, Role } from '#lib/actor';
import type { Status } from './schema.ts';

/** What a rule looks at: whose it is, how far it has come, and whether somebody has to look at it first. */
export type Piece = { userId: string | null; status: Status; reviewRequired: boolean };

const desk = new Set<Role>(['editor', 'administrator']);
const writers = new Set<Role>(['contributor', 'author', 'editor', 'administrator']);

const isWriter = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && writers.has(actor.role));
const isDesk = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && desk.has(actor.role));
const isOwn = (actor: Actor, { userId }: Piece): boolean =>
  actor.kind === 'user' && isWriter(actor) && userId === actor.id;
const isOwnOfAuthor = (actor: Actor, piece: Piece): boolean =>
  isOwn(actor, piece) && actor.kind === 'user' && actor.role === 'author';

/** Beginning an article, and seeing one's own. */
export const canWrite = isWriter;
/** Everybody's articles, not only one's own. */
export const canSeeAll = isDesk;
/** Opening it in the newsroom. */
export const canOpen = (actor: Actor, piece: Piece): boolean => isDesk(actor) || isOwn(actor, piece);

/** Changing its text. A contributor's is out of their hands once somebody has approved it. */
export const canEdit = (actor: Actor, piece: Piece): boolean =>
  isDesk(actor) ||
  isOwnOfAuthor(actor, piece) ||
  (isOwn(actor, piece) && (piece.status === 'draft' || piece.status === 'in_review'));

export const canApprove = (actor: Actor, _: Piece): boolean => isDesk(actor);
/** Back to a draft: by who reviews it, and by its writer while nobody has. */
export const canReturn = (actor: Actor, piece: Piece): boolean =>
  isDesk(actor) || (isOwn(actor, piece) && piece.status === 'in_review');

/** Giving it to readers, now or at a time. Authors: their own, once approved or where nobody has to look first. */
export const canPublish = (actor: Actor, piece: Piece): boolean =>
  isDesk(actor) || (isOwnOfAuthor(actor, piece) && (piece.status === 'approved' || !piece.reviewRequired));

/** Taking back a time that has not come. */
export const canUnschedule = (actor: Actor, piece: Piece): boolean => isDesk(actor) || isOwnOfAuthor(actor, piece);
/** What readers have is taken from them by the desk; a draft may be put away by its writer. */
export const canArchive = (actor: Actor, piece: Piece): boolean =>
  isDesk(actor) || (isOwn(actor, piece) && piece.status === 'draft');
export const canRestore = (actor: Actor, _: Piece): boolean => isDesk(actor);
/** A dated note that readers see. */
export const canCorrect = (actor: Actor): boolean => isDesk(actor);
/** An operator brings an article from anywhere to readers, as it is. */
export const takesAnyStep = (actor: Actor): boolean => actor.kind === 'operator';
