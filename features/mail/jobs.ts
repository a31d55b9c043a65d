import { lt } from 'drizzle-orm';
import { z } from 'zod';
import { db } from '#db/client';
import type { JobHandlers } from '#db/jobs';
import { mail } from '#db/schema/index';
import { sendFromOutbox } from './delivery.ts';

const SendMail = z.object({ id: z.string() });

/** Days for which a mail stays in the outbox, sent or not. */
const daysKept = 30;

/** The jobs of this room. `show` is given the mails that can't leave because there is no mail server. */
export const mailJobs = (show?: (mail: { recipient: string; subject: string; text: string }) => void): JobHandlers => ({
  'mail.send': async (data, { last }) => {
    const { kept } = await sendFromOutbox(SendMail.parse(data).id, last);
    if (kept) show?.(kept);
  },
});

/** Throws away old mail: it has people's addresses in it. */
export async function sweepMail(): Promise<void> {
  await db.delete(mail).where(lt(mail.createdAt, new Date(Date.now() - daysKept * 86_400_000)));
}
