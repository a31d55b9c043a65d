import type { Actor } from '#lib/actor';

export const canReadOutbox = (actor: Actor): boolean => actor.kind === 'operator';
