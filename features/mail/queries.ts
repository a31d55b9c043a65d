import { desc, eq } from 'drizzle-orm';
import { db } from '#db/client';
import { mail } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import { canReadOutbox } from './policy.ts';
import type { MailView } from './schema.ts';

/** Whether mail leaves this site. Without a mail server it stays in the outbox, where only the command line sees it. */
export const mailLeaves = (): boolean => readEnv().SMTP_URL !== undefined;

/** The newest mails, newest first. They hold links that sign people in, so only the machine's own operator reads them. */
export async function listOutbox(actor: Actor, limit = 20): Promise<MailView[]> {
  if (!canReadOutbox(actor))
    throw new PersonError('refused', 'Only an operator at the command line may read the outbox.');
  const rows = await db.select().from(mail).orderBy(desc(mail.createdAt)).limit(limit);
  return rows.map(({ id, recipient, subject, text, createdAt, sentAt, failedAt, problem }) => ({
    id,
    recipient,
    subject,
    text,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    failedAt: failedAt?.toISOString() ?? null,
    problem,
  }));
}

/** How far a mail has come: `waiting` also while the first try is under way. Gone from the outbox is sent. */
export async function getMailState(id: string): Promise<'waiting' | 'sent' | 'trouble'> {
  const [row] = await db
    .select({ sentAt: mail.sentAt, failedAt: mail.failedAt, problem: mail.problem })
    .from(mail)
    .where(eq(mail.id, id));
  if (!row || row.sentAt) return 'sent';
  return row.failedAt || row.problem ? 'trouble' : 'waiting';
}
