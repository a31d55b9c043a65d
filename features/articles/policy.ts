import type { Actor } from '#lib/actor';

export const canWithdrawArticle = (actor: Actor): boolean => actor.kind === 'operator';
export const canPublishArticle = (actor: Actor): boolean => actor.kind === 'operator';
