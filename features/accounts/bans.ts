import { createHmac } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { bannedAddress, event, user } from '#db/schema/index';
import { readEnv } from '#lib/env';

/**
 * What is kept of an address: with the secret it can be compared, without it nothing be learned from it. Null where the
 * secret is not known, as for a command that is run elsewhere.
 */
function hashOfAddress(address: string): string | null {
  const { AUTH_SECRET: secret } = readEnv();
  return secret === undefined
    ? null
    : createHmac('sha256', secret).update(`banned address ${address}`).digest('base64url');
}

/** Keeps that an account was banned, in the transaction that deletes it. */
export async function keepBan(tx: Queryable, address: string): Promise<void> {
  const hash = hashOfAddress(address);
  if (hash === null) throw new Error('AUTH_SECRET is not set; `npm start` sets it.');
  await tx.insert(bannedAddress).values({ hash }).onConflictDoNothing();
}

/** Whether an account of this address was deleted while it was banned; forgets it, for from now on the account knows. */
export async function takeBan(tx: Queryable, address: string): Promise<boolean> {
  const hash = hashOfAddress(address);
  if (hash === null) return false;
  const taken = await tx
    .delete(bannedAddress)
    .where(eq(bannedAddress.hash, hash))
    .returning({ hash: bannedAddress.hash });
  return taken.length > 0;
}

/**
 * The account of an address that somebody has shown to be theirs, made at the first time: banned where one was deleted
 * to get rid of a ban.
 */
export async function openAccount(tx: Queryable, address: string): Promise<{ id: string; name: string | null }> {
  const banned = await takeBan(tx, address);
  const now = new Date();
  const [account] = await tx
    .insert(user)
    .values({ email: address, emailVerified: now, bannedAt: banned ? now : null })
    .onConflictDoUpdate({ target: user.email, set: { emailVerified: now } })
    .returning({ id: user.id, name: user.name, made: sql<boolean>`xmax = 0` });
  if (!account) throw new Error('The account was not made.');
  // Not one that an administrator has added since.
  if (banned && account.made) {
    const reason = 'An account of the same address was banned and then deleted.';
    const detail = { reason, decisions: [] };
    // Among the decisions, where a moderator can take it back.
    await tx.insert(event).values({ name: 'moderation.ban', actor: 'accounts', subject: `user:${account.id}`, detail });
  }
  return account;
}
