import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { testDatabase } from '#db/test-database';
import { drainJobs, startWorker } from '#db/worker';
import { queueMail } from './commands.ts';
import { mailJobs } from './jobs.ts';
import { getMailState, listOutbox } from './queries.ts';

const operator = { kind: 'operator' } as const;
const letter = { recipient: 'reader@paper.example', subject: 'One\r\nBcc: all@paper.example', text: 'Hello.' };

/** A mail server that answers as it is told; gives what it took. */
async function mailServer(answer: () => Error | null = () => null): Promise<string[]> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_, __, done) => done(answer()),
    onData(stream, _, done) {
      let text = '';
      stream.on('data', (chunk) => {
        text += chunk;
      });
      stream.on('end', () => {
        taken.push(text);
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
  onTestFinished(async () => {
    delete process.env.SMTP_URL;
    await new Promise<void>((closed) => server.close(closed));
  });
  return taken;
}

test('a mail leaves with what wanted it, once, and its subject is one line', async () => {
  await testDatabase();
  const taken = await mailServer();
  const id = await db.transaction((tx) => queueMail(tx, { ...letter, headers: { 'List-Id': 'test' } }));
  await db
    .transaction(async (tx) => {
      await queueMail(tx, letter);
      throw new Error('no');
    })
    .catch(() => {});
  expect(await getMailState(id)).toBe('waiting');
  expect(await drainJobs(mailJobs())).toBe(1);
  expect(await drainJobs(mailJobs())).toBe(0);
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatch(/^Subject: One Bcc: all@paper\.example\r$/m);
  expect(taken[0]).not.toMatch(/^Bcc:/m);
  expect(taken[0]).toMatch(/^List-ID: test\r$/m);
  expect(await getMailState(id)).toBe('sent');
});

test('a worker hears of a mail at once, and puts one that failed back', async () => {
  await testDatabase();
  let tries = 0;
  const taken = await mailServer(() =>
    ++tries === 1 ? Object.assign(new Error('Later'), { responseCode: 451 }) : null,
  );
  const worker = await startWorker(mailJobs(), () => {});
  await queueMail(db, letter);
  await queueMail(db, letter);
  await expect.poll(() => taken.length).toBe(1);
  const states = async () =>
    (await db.execute<{ state: string }>('select state::text from pgboss.job order by state')).map(
      ({ state }) => state,
    );
  await expect.poll(states).toEqual(['completed', 'retry']);
  await worker.stop();
});

test('what a server does not take yet is tried again later, and marked meanwhile', async () => {
  await testDatabase();
  let tries = 0;
  const later = () => (++tries === 1 ? Object.assign(new Error('Later'), { responseCode: 451 }) : null);
  const taken = await mailServer(later);
  const id = await queueMail(db, letter);
  expect(await drainJobs(mailJobs())).toBe(1);
  expect(await getMailState(id)).toBe('trouble');
  expect(await listOutbox(operator)).toMatchObject([{ failedAt: null, problem: expect.stringContaining('Later') }]);
  expect(await drainJobs(mailJobs())).toBe(0);
  // Its time is moved, not waited for.
  await db.execute(`update pgboss.job set start_after = now() where state = 'retry'`);
  expect(await drainJobs(mailJobs())).toBe(1);
  expect(await listOutbox(operator)).toMatchObject([{ failedAt: null, problem: null }]);
  expect(taken).toHaveLength(1);
});

test('what a server refuses for good is given up at once', async () => {
  await testDatabase();
  await mailServer(() => Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
  const id = await queueMail(db, letter);
  expect(await drainJobs(mailJobs())).toBe(1);
  expect((await listOutbox(operator))[0]).toMatchObject({ sentAt: null, problem: expect.stringContaining('No such') });
  expect((await listOutbox(operator))[0]?.failedAt).not.toBeNull();
  expect(await getMailState(id)).toBe('trouble');
});

test('without a mail server it stays in the outbox, which the command line alone reads', async () => {
  await testDatabase();
  await queueMail(db, letter);
  const shown: string[] = [];
  await drainJobs(mailJobs((kept) => shown.push(kept.recipient)));
  expect(shown).toEqual(['reader@paper.example']);
  expect(await listOutbox(operator)).toMatchObject([{ sentAt: null, failedAt: null }]);
  for (const actor of [
    { kind: 'anonymous' } as const,
    { kind: 'user', id: 'one', name: 'One', role: 'administrator', banned: false } as const,
  ])
    await expect(listOutbox(actor)).rejects.toMatchObject({ code: 'refused' });
});
