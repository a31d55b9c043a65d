import type { Actor } from '#lib/actor';

/** Arranging what is published: sections, tags, authors, old addresses, files, and many articles at once. */
export const canManage = (actor: Actor): boolean =>
  actor.kind === 'operator' ||
  (actor.kind === 'user' && !actor.banned && (actor.role === 'editor' || actor.role === 'administrator'));
