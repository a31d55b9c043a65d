import { and, eq, ne, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { event, secondFactor, session, user } from '#db/schema/index';
import { queueMail } from '#features/mail/commands';
import { claimResponses } from '#features/responses/commands';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName, requireConfirmed } from '#lib/actor';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { type Messages, messagesFor } from '#messages/catalogue';
import { requireAccount, requireUser } from './accounts.ts';
import { countCodeTry, forgetCodeTries } from './limits.ts';
import { isOn, isPending, newRecoveryCodes, newSecret, takeCode, takeStep } from './one-time-codes.ts';
import { canManageAccounts, canTakeOffSecondFactor } from './policy.ts';
import { beginSession, lockSignIns, waitingSessionIs } from './sessions.ts';
import { hashOf } from './tokens.ts';

type Change = 'on' | 'off' | 'taken-off' | 'codes' | 'recovery';

/** Notes a change and mails it to the person, who may not be the one who made it. */
async function tell(tx: Queryable, given: { change: Change; actor: Actor; userId: string; left?: number }) {
  const { change, actor, userId, left } = given;
  const name = {
    on: 'account.second-factor-on',
    off: 'account.second-factor-off',
    'taken-off': 'account.second-factor-off',
    codes: 'account.recovery-codes',
    recovery: 'account.recovery-code',
  }[change];
  const subject = `user:${userId}`;
  await tx
    .insert(event)
    .values({ name, actor: actorName(actor), subject, ...(left !== undefined && { detail: { left } }) });
  const [owner] = await tx.select({ email: user.email }).from(user).where(eq(user.id, userId));
  const settings = await getSettings(tx);
  const t: Messages = messagesFor(settings.language);
  if (!owner) return;
  await queueMail(tx, {
    recipient: owner.email,
    subject: t.secondFactorMailSubject(settings.name),
    text: t.secondFactorMailText(change, settings.name, `${siteUrl()}/account/security`, String(left ?? '')),
  });
}

/** Makes a secret for an app, in place of one that was never used. Nothing is on before `enableSecondFactor`. */
export async function beginSecondFactor(input: { actor: Actor }): Promise<void> {
  const { id: userId } = requireUser(input.actor);
  requireConfirmed(input.actor);
  const fresh = { secret: newSecret(userId), createdAt: sql`now()`, lastStep: 0, recoveryHashes: [] };
  const made = await db
    .insert(secondFactor)
    .values({ userId, ...fresh })
    .onConflictDoUpdate({
      target: secondFactor.userId,
      set: fresh,
      setWhere: sql`${secondFactor.enabledAt} is null`,
    })
    .returning({ userId: secondFactor.userId });
  if (made.length === 0)
    throw new PersonError('conflict', 'Your second step is on already. To use another app, switch it off first.');
}

/** Throws away a secret that was never used. */
export async function dropPendingSecondFactor(input: { actor: Actor }): Promise<void> {
  const { id } = requireUser(input.actor);
  await db.delete(secondFactor).where(and(eq(secondFactor.userId, id), sql`${secondFactor.enabledAt} is null`));
}

/**
 * Switches the second step on by a first right code of the app. Ends all other sessions: they began without it. Gives the
 * recovery codes, which are nowhere but in the answer. `token` is the one of this browser.
 */
export async function enableSecondFactor(input: {
  actor: Actor;
  token: string;
  code: string;
  from: string;
}): Promise<string[]> {
  const { id: userId } = requireUser(input.actor);
  requireConfirmed(input.actor);
  await countCodeTry(userId, input.from);
  const { codes, hashes } = newRecoveryCodes();
  await db.transaction(async (tx) => {
    await lockSignIns(tx, userId);
    const [row] = await tx.select().from(secondFactor).where(isPending(userId)).for('update');
    if (!row) throw new PersonError('conflict', 'This began more than an hour ago, or elsewhere. Begin again.');
    await takeStep(tx, row, input.code);
    await tx
      .update(secondFactor)
      .set({ enabledAt: sql`now()`, recoveryHashes: hashes })
      .where(eq(secondFactor.userId, userId));
    await tx.delete(session).where(and(eq(session.userId, userId), ne(session.sessionToken, hashOf(input.token))));
    await tell(tx, { change: 'on', actor: input.actor, userId });
  });
  await forgetCodeTries(userId);
  return codes;
}

/** Makes new recovery codes, and the old ones worthless. Gives them; they are nowhere but in the answer. */
export async function remakeRecoveryCodes(input: { actor: Actor }): Promise<string[]> {
  const { id: userId } = requireUser(input.actor);
  requireConfirmed(input.actor);
  const { codes, hashes } = newRecoveryCodes();
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(secondFactor)
      .set({ recoveryHashes: hashes })
      .where(isOn(userId))
      .returning({ userId: secondFactor.userId });
    if (changed.length === 0)
      throw new PersonError('conflict', 'Your second step is off, so there are no recovery codes.');
    await tell(tx, { change: 'codes', actor: input.actor, userId });
  });
  return codes;
}

/** Switches one's own second step off. Where the publication asks for one, what one's role opens is shut until the next. */
export async function switchOffSecondFactor(input: { actor: Actor }): Promise<void> {
  const { id: userId } = requireUser(input.actor);
  requireConfirmed(input.actor);
  await db.transaction(async (tx) => {
    if (await remove(tx, userId)) await tell(tx, { change: 'off', actor: input.actor, userId });
  });
}

/** Takes the second step off the account of an address, for somebody who is locked out. They are told. */
export async function takeOffSecondFactor(input: { actor: Actor; email: string }): Promise<{ email: string }> {
  const { actor } = input;
  const refusal = new PersonError('refused', 'Only an administrator takes the second step off an account.');
  if (!canManageAccounts(actor)) throw refusal;
  requireConfirmed(actor);
  return db.transaction(async (tx) => {
    const { id, email } = await requireAccount(tx, input.email);
    if (!canTakeOffSecondFactor(actor, { id }))
      throw new PersonError(
        'refused',
        'Your own second step is switched off on the page of your account, under Security.',
      );
    if (!(await remove(tx, id)))
      throw new PersonError('conflict', `${email} has no second step. There is nothing to do.`);
    await tell(tx, { change: 'taken-off', actor, userId: id });
    return { email };
  });
}

/** Sessions that wait for a code would wait for ever. */
async function remove(tx: Queryable, userId: string): Promise<boolean> {
  const removed = await tx.delete(secondFactor).where(isOn(userId)).returning({ userId: secondFactor.userId });
  await tx.delete(session).where(and(eq(session.userId, userId), eq(session.awaitsCode, true)));
  return removed.length > 0;
}

/** Takes a code of this person in a transaction, and tells them of one that is used up. */
export async function giveCode(tx: Queryable, userId: string, code: string): Promise<void> {
  const taken = await takeCode(tx, userId, code);
  const actor: Actor = { kind: 'user', id: userId, name: null, role: 'reader', banned: false };
  if (taken.by === 'recovery') await tell(tx, { change: 'recovery', actor, userId, left: taken.left });
}

/**
 * Signs in for good by the code of the app or a recovery code: the session of `token`, which waits for it, ends, and another
 * begins under a token that was never in the browser before. Throws `not_found` where there is no such session any more.
 */
export async function finishSignIn(input: {
  token: string;
  code: string;
  from: string;
  userAgent: string;
}): Promise<{ token: string; named: boolean }> {
  const [waiting] = await db
    .select({ id: session.id, userId: user.id, email: user.email, name: user.name })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(waitingSessionIs(input.token));
  const over = new PersonError('not_found', 'The 15 minutes for this step are over. Sign in again.');
  if (!waiting) throw over;
  const { userId, email, name } = waiting;
  await countCodeTry(userId, input.from);
  const token = await db.transaction(async (tx) => {
    const ended = await tx.delete(session).where(waitingSessionIs(input.token)).returning({ id: session.id });
    if (ended.length === 0) throw over;
    await giveCode(tx, userId, input.code);
    const begun = await beginSession(tx, { userId, userAgent: input.userAgent, complete: true });
    return begun.token;
  });
  await forgetCodeTries(userId);
  await claimResponses({ userId, email });
  return { token, named: name !== null };
}
