import type { Actor } from '#lib/actor';

const isAdministrator = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && actor.role === 'administrator' && !actor.banned);

/** How the machinery does, and what it says of people's mail and jobs. */
export const canSeeSystem = isAdministrator;
export const canRetryJobs = isAdministrator;

/** A test mail goes to who asks for it, so that one has to have an account. */
export const canSendTestMail = (actor: Actor): actor is Extract<Actor, { kind: 'user' }> =>
  actor.kind === 'user' && isAdministrator(actor);
