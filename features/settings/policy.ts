import type { Actor } from '#lib/actor';

/** What the publication is set to: who holds the machine, and who runs the publication. */
export const canChangeSettings = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && actor.role === 'administrator');

/** Settings by which somebody with another's browser would open a door for themselves. */
export const opensDoors = (key: string): boolean => ['secondFactorFor', 'reviewRequired', 'trustAfter'].includes(key);
