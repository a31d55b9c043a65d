import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import type { JobHandlers } from '#db/jobs';
import { mention } from '#db/schema/index';
import { keepWaitingFaces } from './avatars.ts';
import { sweepPauses } from './pauses.ts';
import { sendingJobs, sweepOutgoing } from './sending.ts';
import { verifyDue } from './verifying.ts';
import { verifyJob, wakeVerifier } from './waking.ts';

/** Days that a refused mention is kept. */
const refusedDays = 90;

export const linkbackJobs: JobHandlers = { ...sendingJobs, [verifyJob]: () => verifyDue() };

/** What is due of linkbacks. At any time, on any server. */
export async function sweepLinkbacks(): Promise<void> {
  await sweepOutgoing();
  await sweepMentions();
  await keepWaitingFaces();
}

/** Has looked up what is due, new or old, and forgets what was refused long ago. */
async function sweepMentions(): Promise<void> {
  const [due] = await db.execute(sql`select from ${mention} where due_at <= now() limit 1`);
  if (due) await wakeVerifier();
  await db
    .delete(mention)
    .where(sql`state = 'refused' and checked_at < now() - make_interval(days => ${refusedDays}::int)`);
  await sweepPauses();
}
