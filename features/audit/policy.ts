import type { Actor } from '#lib/actor';

/** Who did what: it names people, so it is for who runs the publication. */
export const canReadLog = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && actor.role === 'administrator' && !actor.banned);
