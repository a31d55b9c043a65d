import type { Actor, Role } from '#lib/actor';

const writers = new Set<Role>(['contributor', 'author', 'editor', 'administrator']);

/** Bringing files for articles: whoever writes them. */
export const canUploadMedia = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && !actor.banned && writers.has(actor.role));

/** Finding a file of the library for an article: whoever writes them. */
export const canPickMedia = (actor: Actor): boolean => canUploadMedia(actor);

/** The library: words of a file, replacing it, deleting one that stands nowhere. */
export const canManageMedia = (actor: Actor): boolean =>
  actor.kind === 'operator' ||
  (actor.kind === 'user' && !actor.banned && (actor.role === 'editor' || actor.role === 'administrator'));

/** Who else has the picture: an article of another writer, and one that readers have or had. */
export type FileStanding = { others: boolean; given: boolean };

/** What stays in sight where it is cropped. Editors say it of every picture, writers of what only they have used. */
export const canFocusMedia = (actor: Actor, { others, given }: FileStanding): boolean =>
  canManageMedia(actor) || (canUploadMedia(actor) && !others && !(given && isContributor(actor)));

const isContributor = (actor: Actor): boolean => actor.kind === 'user' && actor.role === 'contributor';
