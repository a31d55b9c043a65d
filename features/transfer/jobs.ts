import type { JobHandlers } from '#db/jobs';
import { runJob } from './rows.ts';
import { run, stopAll } from './running.ts';

export { sweepTransfers } from './sweeping.ts';

/** Begins what was asked for, and does not wait for it: it takes longer than a job may. */
export const transferJobs: JobHandlers = {
  [runJob]: async ({ id }: { id: string }) => void run(id),
};

/** Ends what this server works on, as it stops. */
export const stopTransfers = stopAll;
