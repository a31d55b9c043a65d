import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { session, user } from '#db/schema/index';
import { queueMail } from '#features/mail/commands';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { messagesFor } from '#messages/catalogue';
import { requireUser } from './accounts.ts';
import { countCodeTry, countMailedCode, forgetCodeTries } from './limits.ts';
import { hashOfMailCode, isSameHash, newMailCode } from './one-time-codes.ts';
import { hasSecondFactor } from './queries.ts';
import { giveCode } from './second-factor.ts';
import { sessionIs } from './sessions.ts';

/** Minutes for which a mailed code is good, and how often one may be mistyped. */
const mailMinutes = 10;
const mailTries = 5;

const gone = () =>
  new PersonError('not_found', 'This code is over: it was used, mistyped too often, or is too old. Ask for another.');
const signedOut = () => new PersonError('refused', 'You are not signed in any more. Sign in, then try again.');

/** Mails a code to who has no second step, for the session of `token` alone. Gives the id of the mail. */
export async function mailConfirmCode(input: { actor: Actor; token: string }): Promise<string> {
  const { id: userId } = requireUser(input.actor);
  if (await hasSecondFactor(userId))
    throw new PersonError('conflict', 'Your account has a second step: type the code that your app shows.');
  await countMailedCode(userId);
  const code = newMailCode();
  return db.transaction(async (tx) => {
    const [own] = await tx
      .select({ id: session.id, email: user.email })
      .from(session)
      .innerJoin(user, eq(user.id, session.userId))
      .where(and(sessionIs(input.token), eq(session.userId, userId)));
    if (!own) throw signedOut();
    await tx
      .update(session)
      .set({
        confirmHash: hashOfMailCode(own.id, code),
        confirmUntil: sql`now() + make_interval(mins => ${mailMinutes})`,
        confirmTries: 0,
      })
      .where(eq(session.id, own.id));
    const settings = await getSettings(tx);
    const t = messagesFor(settings.language);
    return queueMail(tx, {
      recipient: own.email,
      subject: t.confirmMailSubject(settings.name),
      // On a line of its own, by which the account's data download leaves it out (`personal-data.ts`).
      text: t.confirmMailText(settings.name, `${code.slice(0, 3)} ${code.slice(3)}`, String(mailMinutes)),
    });
  });
}

/**
 * Shows that it is them, in the session of `token`: by the code of the app or a recovery code where there is a second
 * step, else by the code that was mailed. What is dangerous is then open for half an hour.
 */
export async function confirmByCode(input: { actor: Actor; token: string; code: string; from: string }): Promise<void> {
  const { id: userId } = requireUser(input.actor);
  await countCodeTry(userId, input.from);
  const own = and(sessionIs(input.token), eq(session.userId, userId));
  const confirmed = { confirmedAt: sql`now()`, confirmHash: null, confirmUntil: null };
  if (await hasSecondFactor(userId)) {
    await db.transaction(async (tx) => {
      await giveCode(tx, userId, input.code);
      const done = await tx.update(session).set(confirmed).where(own).returning({ id: session.id });
      if (done.length === 0) throw signedOut();
    });
  } else {
    // Counted by itself, so that a wrong code is.
    const [row] = await db
      .update(session)
      .set({ confirmTries: sql`${session.confirmTries} + 1` })
      .where(and(own, gt(session.confirmUntil, sql`now()`), lt(session.confirmTries, mailTries)))
      .returning({ id: session.id, hash: session.confirmHash });
    if (!row || row.hash === null) throw gone();
    if (!isSameHash(hashOfMailCode(row.id, input.code), row.hash))
      throw new PersonError('invalid', 'This is not the code of the newest mail. Look again, and type its six digits.');
    const done = await db
      .update(session)
      .set(confirmed)
      .where(and(own, eq(session.confirmHash, row.hash)))
      .returning({ id: session.id });
    if (done.length === 0) throw gone();
  }
  await forgetCodeTries(userId);
}
