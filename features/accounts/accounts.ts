import { eq } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { user } from '#db/schema/index';
import type { Actor, Role } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { readAddress } from './addresses.ts';

/** The address as it is kept, or a sentence on what is wrong with what was typed. */
export function requireAddress(typed: string): string {
  const read = readAddress(typed);
  if ('address' in read) return read.address;
  throw new PersonError(
    'invalid',
    read.problem === 'shape'
      ? 'This is not an e-mail address. It should look like name@paper.example.'
      : 'This address has letters that look like others, as forged addresses do. Type it with the letters of one alphabet, or use another address.',
  );
}

/** The account of an address as somebody typed it, locked until the transaction ends. */
export async function requireAccount(tx: Queryable, typed: string): Promise<{ id: string; role: Role; email: string }> {
  const email = requireAddress(typed);
  const [account] = await tx
    .select({ id: user.id, role: user.role, email: user.email })
    .from(user)
    .where(eq(user.email, email))
    .for('update');
  if (account) return account;
  throw new PersonError(
    'not_found',
    `${email} has no account. Make one first: npm run user -- add ${email} --role reader`,
  );
}

/** Who is signed in, or a sentence for who is not any more. */
export function requireUser(actor: Actor): Extract<Actor, { kind: 'user' }> {
  if (actor.kind === 'user') return actor;
  throw new PersonError('refused', 'You are not signed in any more. Sign in, then try again.');
}
