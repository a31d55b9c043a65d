import { and, eq, isNull } from 'drizzle-orm';
import { createTransport } from 'nodemailer';
import { db } from '#db/client';
import { mail } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { readEnv, siteUrl } from '#lib/env';
import { messageOf } from '#lib/errors';

/** Milliseconds after which a mail server counts as silent. */
const connectWithin = 10_000;
const answerWithin = 20_000;

type Row = typeof mail.$inferSelect;

/**
 * Sends one mail of the outbox. Without `SMTP_URL` it stays there, and comes back as `kept` for who shows it. Throws
 * when it should be tried again; what the server refuses for good, or has refused often enough, is marked as failed.
 */
export async function sendFromOutbox(id: string, lastTry: boolean): Promise<{ kept: Row | null }> {
  const [row] = await db
    .select()
    .from(mail)
    .where(and(eq(mail.id, id), isNull(mail.sentAt), isNull(mail.failedAt)));
  if (!row) return { kept: null };
  const { SMTP_URL } = readEnv();
  if (SMTP_URL === undefined) return { kept: row };
  try {
    await send(SMTP_URL, row);
    await db.update(mail).set({ sentAt: new Date(), problem: null }).where(eq(mail.id, id));
  } catch (error) {
    const over = lastTry || isFinal(error);
    await db
      .update(mail)
      .set({ problem: messageOf(error).slice(0, 500), failedAt: over ? new Date() : null })
      .where(eq(mail.id, id));
    if (!over) throw error;
  }
  return { kept: null };
}

async function send(server: string, row: Row): Promise<void> {
  const url = new URL(server);
  for (const name of ['connectionTimeout', 'greetingTimeout']) url.searchParams.set(name, String(connectWithin));
  url.searchParams.set('socketTimeout', String(answerWithin));
  const transport = createTransport(url.href);
  try {
    await transport.sendMail({
      from: await senderOf(),
      // As an object: an address is never read as a list of them.
      to: { name: '', address: row.recipient },
      subject: row.subject,
      text: row.text,
      ...(row.html === '' ? {} : { html: row.html }),
      headers: { 'Auto-Submitted': 'auto-generated', ...(JSON.parse(row.headers) as Record<string, string>) },
      // The same one at each try, so that a mailbox which got it twice can tell.
      messageId: `<${row.id}@${new URL(siteUrl()).hostname}>`,
      date: row.createdAt,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

async function senderOf(): Promise<string | { name: string; address: string }> {
  const { MAIL_FROM } = readEnv();
  if (MAIL_FROM !== undefined) return MAIL_FROM;
  const { name } = await getSettings();
  return { name, address: `no-reply@${new URL(siteUrl()).hostname}` };
}

/** A mail server answers 5xx to what it will never take. */
const isFinal = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'responseCode' in error &&
  Number(error.responseCode) >= 500 &&
  // Credentials may be put right.
  !('code' in error && error.code === 'EAUTH');
