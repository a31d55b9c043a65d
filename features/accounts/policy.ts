import type { Actor, Role } from '#lib/actor';

/** At the command line, who holds the machine may do everything with accounts. */
export const canManageAccounts = (actor: Actor): boolean =>
  actor.kind === 'operator' || (actor.kind === 'user' && actor.role === 'administrator' && !actor.banned);

/** A link that signs in as somebody else: only where one could read the database anyway. */
export const canMakeOperatorLink = (actor: Actor): boolean => actor.kind === 'operator';

/** Nobody changes their own role, so that an administrator can't leave the publication without one by a slip. */
export const canChangeRole = (actor: Actor, target: { id: string }): boolean =>
  canManageAccounts(actor) && !(actor.kind === 'user' && actor.id === target.id);

/** Names such as "moderator" are for those who are one. */
export const canBearOfficialName = (role: Role): boolean =>
  role === 'editor' || role === 'moderator' || role === 'administrator';

/** Names that articles are signed with are for those who may write some. */
export const canBearBylineName = (role: Role): boolean => role !== 'reader';

/** Who has to have a second step of signing in, by the setting `secondFactorFor` as it is stored. */
export const isAskedForSecondFactor = (role: Role, asked: string | null): boolean =>
  (asked === 'newsroom' && role !== 'reader') || (asked === 'administrators' && role === 'administrator');

/** One's own is switched off on the page of one's account, where it is plain whose it is. */
export const canTakeOffSecondFactor = (actor: Actor, target: { id: string }): boolean =>
  canManageAccounts(actor) && !(actor.kind === 'user' && actor.id === target.id);
