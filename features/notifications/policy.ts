import type { Actor } from '#lib/actor';

/** Notifications and how they are mailed belong to an account, and to nobody else. */
export const hasNotifications = (actor: Actor): actor is Extract<Actor, { kind: 'user' }> => actor.kind === 'user';
