import { and, eq, ne } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { author, event, session, user } from '#db/schema/index';
import { queueMail } from '#features/mail/commands';
import { judgeProfile } from '#features/moderation/commands';
import { claimResponses } from '#features/responses/commands';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName, type Role, requireConfirmed } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { requireAccount, requireAddress, requireUser } from './accounts.ts';
import { readAddress } from './addresses.ts';
import { openAccount, takeBan } from './bans.ts';
import { eraseAccount, expireResponsesOf } from './deletion.ts';
import { countLinkRequest, countLinkUse } from './limits.ts';
import { makeLink, takeLink } from './links.ts';
import { claimsRole, nameKeyOf } from './names.ts';
import {
  canBearBylineName,
  canBearOfficialName,
  canChangeRole,
  canMakeOperatorLink,
  canManageAccounts,
} from './policy.ts';
import { getLinkState } from './queries.ts';
import type { DeletionInput, ProfileInput, SignInLinkInput } from './schema.ts';
import { beginSession, endSession } from './sessions.ts';
import { hashOf } from './tokens.ts';

export { confirmByCode, mailConfirmCode } from './confirming.ts';
export {
  beginSecondFactor,
  dropPendingSecondFactor,
  enableSecondFactor,
  finishSignIn,
  remakeRecoveryCodes,
  switchOffSecondFactor,
  takeOffSecondFactor,
} from './second-factor.ts';

/** The words of a mail, for a link made of this address and token. */
export type ComposeLink = (link: { email: string; token: string }) => { subject: string; text: string; html?: string };

/**
 * Mails a sign-in link that works once, for 15 minutes, in the browser whose cookie is `browser`. The same for an
 * address that has an account as for one that has none. Gives the id of the mail, and the address as it was read.
 */
export async function requestSignInLink(input: {
  email: string;
  browser: string;
  from: string;
  compose: ComposeLink;
}): Promise<{ mailId: string; email: string }> {
  const email = requireAddress(input.email);
  await countLinkRequest(email, input.from);
  const mailId = await db.transaction(async (tx) => {
    const token = await makeLink(tx, email, input.browser);
    return queueMail(tx, { recipient: email, ...input.compose({ email, token }) });
  });
  return { mailId, email };
}

/**
 * Whom a link signed in; `token` is the one of the new session, and nowhere else. While it `awaitsCode` the session is
 * nobody's (`finishSignIn`).
 */
export type SignedIn = { userId: string; token: string; named: boolean; awaitsCode: boolean };

/**
 * Signs in by a link: makes the account at the first time and always a new session, whatever cookies came along. The
 * session that this browser had before ends. Refuses a link that was used, is over, or was asked for elsewhere; in that
 * last case it stays good where it belongs.
 */
export async function signInByLink(input: {
  link: SignInLinkInput;
  browser: string | null;
  from: string;
  userAgent: string;
  formerToken: string | null;
}): Promise<SignedIn> {
  await countLinkUse(input.from);
  const { link, browser } = input;
  const read = readAddress(link.email);
  const address = 'address' in read ? read.address : '';
  const signedIn = await db.transaction(async (tx) => {
    if (!(await takeLink(tx, { address, token: link.token, browser }))) return null;
    const account = await openAccount(tx, address);
    if (input.formerToken !== null) await endSession(input.formerToken, tx);
    const begun = await beginSession(tx, { userId: account.id, userAgent: input.userAgent });
    return { userId: account.id, named: account.name !== null, ...begun };
  });
  if (!signedIn) throw await whyNotThisLink(link, browser);
  if (!signedIn.awaitsCode) await claimResponses({ userId: signedIn.userId, email: address });
  return signedIn;
}

/** The sentence for a link that was not taken. */
async function whyNotThisLink(link: SignInLinkInput, browser: string | null): Promise<PersonError> {
  return (await getLinkState({ link, browser })) === 'other_browser'
    ? new PersonError(
        'conflict',
        'This link belongs to the browser that asked for it. Open it there, or ask for a new one here.',
      )
    : new PersonError('not_found', 'This link has been used, or its 15 minutes are over. Ask for a new one.');
}

/** Ends the session of a token. */
export const signOut = (token: string): Promise<void> => endSession(token);

/**
 * Changes name, lines about oneself and link. Throws a `PersonError` where the name is taken, claims a role or is one
 * that articles are signed with, and for words that are not allowed.
 */
export async function changeProfile(input: { actor: Actor; profile: ProfileInput }): Promise<void> {
  const actor = requireUser(input.actor);
  if (actor.banned)
    throw new PersonError('refused', 'Your account may not write here any more, and its profile stays as it is.');
  const { name, bio, link } = input.profile;
  const { name: publication } = await getSettings();
  if (!canBearOfficialName(actor.role) && (claimsRole(name) || nameKeyOf(name) === nameKeyOf(publication))) {
    throw new PersonError('refused', 'This name says that you speak for the publication. Choose another.');
  }
  await db
    .transaction(async (tx) => {
      const [former] = await tx
        .select({ name: user.name, bio: user.bio, link: user.link })
        .from(user)
        .where(eq(user.id, actor.id))
        .for('update');
      if (!former) return;
      if (nameKeyOf(former.name ?? '') !== nameKeyOf(name) && !canBearBylineName(actor.role))
        await refuseByline(tx, name);
      await judgeProfile(tx, { actor, former, profile: input.profile });
      await tx
        .update(user)
        .set({ name, nameKey: nameKeyOf(name), bio, link })
        .where(eq(user.id, actor.id));
      // Both stand beside every comment.
      if (former.name !== name || former.link !== link) {
        await expireResponsesOf(tx, actor.id);
        const from = { name: former.name, link: former.link };
        await note(tx, 'account.profile', actor, actor.id, { from, to: { name, link } });
      }
    })
    .catch((error) => {
      if (!isTaken(error)) throw error;
      throw new PersonError(
        'conflict',
        'Somebody has this name, or one that looks like it. Choose another, or add a word to it.',
      );
    });
}

/** Who writes the articles has no account, or a name of their own; readers are not to speak as them. */
async function refuseByline(tx: Queryable, name: string): Promise<void> {
  const key = nameKeyOf(name);
  const authors = await tx.select({ name: author.name }).from(author);
  if (authors.some((one) => nameKeyOf(one.name) === key))
    throw new PersonError(
      'refused',
      'Articles here are signed with this name, or one that looks like it. Choose another.',
    );
}

/** Ends one of one's own sessions, by its id in the list. One that is gone is no mistake. */
export async function revokeSession(input: { actor: Actor; id: string }): Promise<void> {
  const actor = requireUser(input.actor);
  await db.delete(session).where(and(eq(session.userId, actor.id), eq(session.id, input.id)));
}

/** Ends all of one's own sessions but the one of this token. */
export async function revokeOtherSessions(input: { actor: Actor; token: string }): Promise<void> {
  const actor = requireUser(input.actor);
  await db.delete(session).where(and(eq(session.userId, actor.id), ne(session.sessionToken, hashOf(input.token))));
}

/** Deletes one's own account for good. `confirm` is its address, typed again. */
export async function deleteAccount(input: { actor: Actor; deletion: DeletionInput }): Promise<void> {
  const actor = requireUser(input.actor);
  requireConfirmed(actor);
  const { confirm, responses } = input.deletion;
  await db.transaction(async (tx) => {
    const [account] = await tx
      .select({ id: user.id, email: user.email, bannedAt: user.bannedAt })
      .from(user)
      .where(eq(user.id, actor.id))
      .for('update');
    if (!account) return;
    const typed = readAddress(confirm);
    if (!('address' in typed) || typed.address !== account.email)
      throw new PersonError(
        'invalid',
        'This is not the address of your account. Nothing was deleted; type it as it stands above.',
      );
    await eraseAccount(tx, account, responses);
    await tx.insert(event).values({
      name: 'account.delete',
      actor: actorName(actor),
      subject: `user:${actor.id}`,
      detail: { responses },
      address: null,
    });
  });
}

/**
 * Makes an account before its owner comes, also for an address that was banned: whoever adds it lets it in. Throws a
 * `PersonError` where the address has one.
 */
export async function addAccount(input: { actor: Actor; email: string; role: Role }): Promise<{ email: string }> {
  if (!canManageAccounts(input.actor)) throw new PersonError('refused', 'Only an administrator may add accounts.');
  if (input.role !== 'reader') requireConfirmed(input.actor);
  const email = requireAddress(input.email);
  await db.transaction(async (tx) => {
    const [made] = await tx
      .insert(user)
      .values({ email, role: input.role })
      .onConflictDoNothing()
      .returning({ id: user.id });
    if (!made) throw new PersonError('conflict', `${email} has an account already. Change its role instead.`);
    const wasBanned = await takeBan(tx, email);
    await note(tx, 'account.add', input.actor, made.id, { role: input.role, ...(wasBanned && { wasBanned }) });
  });
  return { email };
}

/** Gives an account another role, from its next request on. */
export async function changeRole(input: { actor: Actor; email: string; role: Role }): Promise<{ email: string }> {
  if (!canManageAccounts(input.actor)) throw new PersonError('refused', 'Only an administrator may change roles.');
  requireConfirmed(input.actor);
  const email = requireAddress(input.email);
  await db.transaction(async (tx) => {
    const administrators = await lockAdministrators(tx);
    const account = await requireAccount(tx, email);
    if (!canChangeRole(input.actor, account))
      throw new PersonError('refused', 'Nobody changes their own role. Ask another administrator.');
    if (account.role === 'administrator' && input.role !== 'administrator')
      requireAnother(administrators, input.actor, account.id);
    await tx.update(user).set({ role: input.role }).where(eq(user.id, account.id));
    // Comments of the staff say so.
    await expireResponsesOf(tx, account.id);
    await note(tx, 'account.role', input.actor, account.id, { from: account.role, to: input.role });
  });
  return { email };
}

type Administrator = { id: string; bannedAt: Date | null };

/** Before anything else is locked, and in one order: two who change roles at once wait for each other. */
const lockAdministrators = (tx: Queryable): Promise<Administrator[]> =>
  tx
    .select({ id: user.id, bannedAt: user.bannedAt })
    .from(user)
    .where(eq(user.role, 'administrator'))
    .orderBy(user.id)
    .for('update');

/** A publication keeps an administrator. At the command line another can be made at any time. */
function requireAnother(administrators: Administrator[], actor: Actor, id: string): void {
  const others = administrators.filter((row) => row.id !== id && row.bannedAt === null);
  if (others.length === 0 && actor.kind !== 'operator')
    throw new PersonError('conflict', 'This is the last administrator. Give the role to somebody else first.');
}

/** Ends every session of somebody, on all their devices. */
export async function signOutEverywhere(input: { actor: Actor; id: string }): Promise<void> {
  if (!canManageAccounts(input.actor)) throw new PersonError('refused', 'Only an administrator may sign others out.');
  await db.transaction(async (tx) => {
    const ended = await tx.delete(session).where(eq(session.userId, input.id)).returning({ id: session.id });
    if (ended.length > 0) await note(tx, 'account.sign_out', input.actor, input.id, { sessions: ended.length });
  });
}

/** Makes a link that signs in as the account of an address in any browser, once, for 15 minutes. Gives its token. */
export async function makeOperatorLink(input: {
  actor: Actor;
  email: string;
}): Promise<{ email: string; token: string }> {
  if (!canMakeOperatorLink(input.actor))
    throw new PersonError('refused', 'Only an operator at the command line may make a sign-in link.');
  const email = requireAddress(input.email);
  const token = await db.transaction(async (tx) => {
    const account = await requireAccount(tx, email);
    await note(tx, 'account.sign_in_link', input.actor, account.id, {});
    return makeLink(tx, email, null);
  });
  return { email, token };
}

const note = async (tx: Queryable, name: string, actor: Actor, id: string, detail: object): Promise<void> => {
  await tx.insert(event).values({ name, actor: actorName(actor), subject: `user:${id}`, detail });
};

/** A name whose key another account has. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}
