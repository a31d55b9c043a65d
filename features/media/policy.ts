import type { Actor, Role } from '#lib/actor';

const writers = new Set<Role>(['contributor', 'author', 'editor', 'administrator']);

/** Bringing files for articles: whoever writes them. */
export const canUploadMedia = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && writers.has(actor.role));
