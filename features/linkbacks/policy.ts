import type { Actor } from '#lib/actor';

const desk = new Set(['editor', 'moderator', 'administrator']);

/** Sees what came from other sites and what was told them, and has a page looked up or told again. */
export const canManageLinkbacks = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && desk.has(actor.role));
