import { PersonError } from './errors.ts';

/** From the least to the most that an account may do. What each may is written in the policies of the rooms. */
export type Role = 'reader' | 'contributor' | 'author' | 'editor' | 'moderator' | 'administrator';

/** Who acts: a person at the machine's own command line, somebody who signed in, or anybody. */
export type Actor =
  | { kind: 'operator' }
  | { kind: 'anonymous' }
  | {
      kind: 'user';
      id: string;
      name: string | null;
      /** What they may do now: a reader's role while `owesSecondFactor`. */
      role: Role;
      banned: boolean;
      /** When they last showed that it is them, by signing in or when asked again. Left out: never. */
      confirmedAt?: Date;
      /** Their own role is theirs again when they have set up a second step of signing in. */
      owesSecondFactor?: true;
    };

/** As it stands in the audit log. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'user' ? `user:${actor.id}` : actor.kind === 'operator' ? 'command line' : 'anonymous';

/** Minutes for which somebody who has shown that it is them is not asked again. */
export const confirmedMinutes = 30;

/** Whether they have shown lately that it is them. Who sits at the machine itself need not. */
export const isConfirmed = (actor: Actor): boolean =>
  actor.kind === 'operator' ||
  (actor.kind === 'user' &&
    actor.confirmedAt !== undefined &&
    Date.now() - actor.confirmedAt.getTime() < confirmedMinutes * 60_000);

/**
 * For commands that do harm which is hard to mend, or open doors: throws `confirm` unless they have shown lately that it
 * is them, and not somebody with their browser. Comes after the command has asked whether they may do it at all.
 */
export function requireConfirmed(actor: Actor): void {
  if (isConfirmed(actor)) return;
  throw new PersonError(
    'confirm',
    `You signed in more than ${confirmedMinutes} minutes ago. Before this is done, show that it is still you; then press the button here again.`,
  );
}
