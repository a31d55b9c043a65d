import type { Actor } from '#lib/actor';

export const canChangeSettings = (actor: Actor): boolean => actor.kind === 'operator';
