import type { Actor, Role } from '#lib/actor';

const writers = new Set<Role>(['contributor', 'author', 'editor', 'administrator']);

/** Bringing files for articles: whoever writes them. */
export const canUploadMedia = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && writers.has(actor.role));

/** The library: words of a file, replacing it, deleting one that stands nowhere. */
export const canManageMedia = (actor: Actor): boolean =>
  actor.kind === 'operator' ||
  (actor.kind === 'user' && !actor.banned && (actor.role === 'editor' || actor.role === 'administrator'));
