import type { JobHandlers } from '#db/jobs';
import { drainJobs, startWorker } from '#db/worker';
import { sweepAccounts } from '#features/accounts/jobs';
import { sweepAttachments } from '#features/attachments/jobs';
import { forgetAddresses } from '#features/audit/jobs';
import { embedJobs, sweepEmbeds } from '#features/embeds/jobs';
import { linkbackJobs, sweepLinkbacks } from '#features/linkbacks/jobs';
import { mailJobs, sweepMail } from '#features/mail/jobs';
import { newsroomJobs } from '#features/newsroom/jobs';
import { noticeJobs } from '#features/notifications/jobs';
import { forgetNetworks } from '#features/responses/jobs';
import { stopTransfers, sweepTransfers, transferJobs } from '#features/transfer/jobs';
import { messageOf } from '#lib/errors';
import { askedByNobody } from '#lib/request-address';

type Show = Parameters<typeof mailJobs>[0];

/** Every kind of job there is, by name. `show` is given the mails that stay here. */
const allHandlers = (show?: Show): JobHandlers => ({
  ...mailJobs(show),
  ...noticeJobs,
  ...embedJobs,
  ...newsroomJobs,
  ...linkbackJobs,
  ...transferJobs,
});

/** The same, each done by nobody: what sets a worker going may be somebody's request. */
const handlers = (show?: Show): JobHandlers =>
  Object.fromEntries(
    Object.entries(allHandlers(show)).map(([name, handler]) => [
      name,
      (data, attempt) => askedByNobody(() => handler(data, attempt)),
    ]),
  );

/** What is looked at again and again, on each server; each sees to it that two at once do no harm. */
const sweeps: (() => Promise<unknown>)[] = [
  sweepAccounts,
  forgetAddresses,
  sweepMail,
  forgetNetworks,
  sweepAttachments,
  sweepEmbeds,
  sweepLinkbacks,
  sweepTransfers,
];

/** Milliseconds between two sweeps. */
const sweepEvery = 60_000;

/** Works on jobs and sweeps for as long as the server runs. */
export async function startJobs(log: (message: string) => void): Promise<{ stop(): Promise<void> }> {
  const worker = await startWorker(
    handlers(({ recipient, subject, text }) => log(`Mail to ${recipient}: ${subject}\n\n${indented(text)}\n`)),
    log,
  );
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout;
  const sweep = async () => {
    const errors = await sweepAll();
    if (!failing) for (const error of errors) log(`Sweeping waits: ${messageOf(error)}`);
    failing = errors.length > 0;
    if (!stopped) plan(sweepEvery);
  };
  const plan = (milliseconds: number) => {
    timer = setTimeout(sweep, milliseconds).unref();
  };
  plan(5_000);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await worker.stop();
      await stopTransfers();
    },
  };
}

/** Does once what a server does all the time: where none runs (Vercel), a schedule calls this. Gives the jobs done. */
export async function workOnce(): Promise<number> {
  const done = await drainJobs(handlers());
  const [error] = await sweepAll();
  if (error !== undefined) throw error;
  return done;
}

/** Sweeps everything, and gives what went wrong: one that fails keeps no other from its work. */
async function sweepAll(): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const each of sweeps) await askedByNobody(each).catch((error) => errors.push(error));
  return errors;
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
