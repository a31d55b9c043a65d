import type { Actor } from '#lib/actor';

/** A whole publication, in or out: an export has people's addresses in it, an import writes everything. */
export const canTransfer = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && actor.role === 'administrator' && !actor.banned);
