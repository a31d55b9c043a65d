/** From the least to the most that an account may do. What each may is written in the policies of the rooms. */
export type Role = 'reader' | 'contributor' | 'author' | 'editor' | 'moderator' | 'administrator';

/** Who acts: a person at the machine's own command line, somebody who signed in, or anybody. */
export type Actor =
  | { kind: 'operator' }
  | { kind: 'anonymous' }
  | { kind: 'user'; id: string; name: string | null; role: Role; banned: boolean };

/** As it stands in the audit log. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'user' ? `user:${actor.id}` : actor.kind === 'operator' ? 'command line' : 'anonymous';
