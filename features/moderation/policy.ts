import type { Actor, Role } from '#lib/actor';

const rank: Record<Role, number> = {
  reader: 0,
  contributor: 1,
  author: 2,
  editor: 3,
  moderator: 4,
  administrator: 5,
};

/** Sees the queue and decides. */
export const canModerate = (actor: Actor): boolean =>
  actor.kind === 'operator' ||
  (actor.kind === 'user' && !actor.banned && (actor.role === 'moderator' || actor.role === 'administrator'));

/** Nobody bans themselves, nor somebody of their own rank or above. */
export const canBan = (actor: Actor, target: { id: string; role: Role }): boolean =>
  canModerate(actor) &&
  (actor.kind === 'operator' ||
    (actor.kind === 'user' && actor.id !== target.id && rank[target.role] < rank[actor.role]));

/** Somebody of the publication: what they write is public at once. */
export const isStaff = (actor: { role: Role; banned: boolean }): boolean =>
  !actor.banned && rank[actor.role] >= rank.author;
