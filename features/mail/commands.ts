import type { Queryable } from '#db/client';
import { enqueue } from '#db/jobs';
import { mail } from '#db/schema/index';

export type Mail = {
  recipient: string;
  subject: string;
  text: string;
  html?: string;
  /** More header lines, such as `List-Unsubscribe`. */
  headers?: Record<string, string>;
};

/** Puts a mail into the outbox, in the transaction of what it tells of; a job sends it once that has committed. Gives its id. */
export async function queueMail(tx: Queryable, { recipient, subject, text, html, headers }: Mail): Promise<string> {
  const [row] = await tx
    .insert(mail)
    .values({
      recipient,
      subject: inOneLine(subject),
      text,
      html: html ?? '',
      headers: JSON.stringify(headers ?? {}),
    })
    .returning({ id: mail.id });
  if (!row) throw new Error('The outbox took no mail.');
  await enqueue(tx, 'mail.send', { id: row.id });
  return row.id;
}

/** A header can't be ended by what somebody typed. */
const inOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
