import { db } from '#db/client';
import { enqueue } from '#db/jobs';
import { messageOf } from '#lib/errors';

/** The job that looks up whatever is due; it has no data. */
export const verifyJob = 'linkbacks.verify';

/** Milliseconds within which one job is enough for all that comes. */
const together = 500;

let woken = 0;
let trailing: NodeJS.Timeout | undefined;

/**
 * Has what is due looked up soon. Which that is stands in `mention`, so a job is only a word that there is something: of a
 * hundred a second, two a second are enqueued, and one that got lost is made up for by the sweep.
 */
export async function wakeVerifier(): Promise<void> {
  const rest = woken + together - Date.now();
  if (rest <= 0) {
    woken = Date.now();
    await wake().catch((error) => console.error(`Linkbacks wait for the sweep. ${messageOf(error)}`));
  } else if (!trailing) {
    trailing = setTimeout(() => {
      trailing = undefined;
      woken = Date.now();
      // Should it fail, the sweep makes up for it.
      wake().catch(() => {});
    }, rest);
    trailing.unref();
  }
}

const wake = (): Promise<void> => enqueue(db, verifyJob, {}, { retries: 1 });
