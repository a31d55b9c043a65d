import type { Actor } from '#lib/actor';

/** Somebody who is signed in may ask what a link will become. */
export const canPreviewEmbed = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned);

const desk = new Set(['editor', 'moderator', 'administrator']);

/** Looking again, and seeing what is kept. */
export const canManageEmbeds = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && desk.has(actor.role));
