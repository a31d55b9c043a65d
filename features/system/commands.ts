import { eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { event, user } from '#db/schema/index';
import { queueMail } from '#features/mail/commands';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { messagesFor } from '#messages/catalogue';
import { canRetryJobs, canSendTestMail } from './policy.ts';

const testMails = limiter('test-mail', 5, 60 * 60);

/** Has a job that was given up tried once more, at once. Throws a `PersonError`: who may not, or there is none. */
export async function retryJob(input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  if (!canRetryJobs(actor)) throw new PersonError('refused', 'Only administrators have jobs tried again.');
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) throw gone();
  await db.transaction(async (tx) => {
    // As pg-boss does it: the states are its own.
    const [job] = await tx.execute<{ name: string }>(sql`
      update pgboss.job set state = 'retry', retry_limit = retry_limit + 1, completed_on = null, start_after = now()
      where id = ${id}::uuid and state = 'failed' returning name`);
    if (!job) throw gone();
    await tx.execute(sql`select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), ${job.name})`);
    await tx
      .insert(event)
      .values({ name: 'job.retry', actor: actorName(actor), subject: `job:${job.name}`, detail: { id } });
  });
}

const gone = (): PersonError =>
  new PersonError('not_found', 'This job is no longer among the failed ones. It was tried again, or forgotten.');

/** Puts a mail to who asks for it into the outbox. Gives the address. Throws a `PersonError`: who may not, or too often. */
export async function sendTestMail(input: { actor: Actor }): Promise<string> {
  const { actor } = input;
  if (!canSendTestMail(actor)) throw new PersonError('refused', 'Only administrators send test mails.');
  const [account] = await db.select({ email: user.email }).from(user).where(eq(user.id, actor.id));
  if (!account) throw new PersonError('refused', 'Your account is gone. Sign in again.');
  const seconds = await secondsUntilAllowed(testMails, actor.id);
  if (seconds > 0)
    throw new PersonError(
      'unavailable',
      `Five test mails in an hour are enough. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    );
  const { name, language } = await getSettings();
  const t = messagesFor(language);
  await db.transaction(async (tx) => {
    await queueMail(tx, { recipient: account.email, subject: t.testMailSubject(name), text: t.testMailText(name) });
    await tx.insert(event).values({ name: 'mail.test', actor: actorName(actor), subject: `user:${actor.id}` });
  });
  return account.email;
}
