import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { db, pool } from '#db/client';
import { expiryChannel } from '#db/expiry';
import { enqueue } from '#db/jobs';
import { event, mail, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import { type Anybody, everybody, expectOnly, makeEverybody } from '#db/test-roles';
import { drainJobs } from '#db/worker';
import type { Actor } from '#lib/actor';
import { publish } from '#lib/live';
import * as commands from './commands.ts';
import { getSystem } from './queries.ts';
import { problemsOf } from './schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'system-'));
beforeAll(() => void vi.stubEnv('DATA_DIR', folder));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const operator: Actor = { kind: 'operator' };

/** A job that was given up. */
async function addFailed(): Promise<string> {
  await enqueue(db, 'test.fails', {}, { retries: 0 });
  await drainJobs({
    'test.fails': async () => {
      throw new Error('No <b>connection</b>');
    },
  });
  const [row] = await db.execute<{ id: string }>(sql`select id from pgboss.job where name = 'test.fails'`);
  return row?.id ?? '';
}

type Case = [name: keyof typeof commands | 'getSystem', may: Anybody[], run: (actor: Actor, id: string) => unknown];
const table: Case[] = [
  ['getSystem', ['administrator', 'operator'], (actor) => getSystem(actor)],
  ['retryJob', ['administrator', 'operator'], (actor, id) => commands.retryJob({ actor, id })],
  // At the command line there is nobody to send it to.
  ['sendTestMail', ['administrator'], (actor) => commands.sendTestMail({ actor })],
];

test('every command has a rule here', () => {
  expect(table.map(([name]) => name).filter((name) => name !== 'getSystem')).toEqual(Object.keys(commands).sort());
});

test('who may do what', async () => {
  await testDatabase();
  const id = await addFailed();
  const actors = await makeEverybody();
  for (const [name, may, run] of table)
    await expectOnly(name, may, everybody, async (who) => {
      await db.execute(sql`update pgboss.job set state = 'failed', completed_on = now() where id = ${id}::uuid`);
      return run(actors[who], id);
    });
}, 120_000);

test('a failed job is told of with what it threw, and is done when it is tried again', async () => {
  await testDatabase();
  const id = await addFailed();
  const before = await getSystem(operator);
  expect(before.jobs).toMatchObject({
    failed: 1,
    given: [{ id, name: 'test.fails', problem: 'No <b>connection</b>' }],
  });
  expect(problemsOf(before, 'jobs', Date.now())).toEqual(['jobsFailed']);
  await commands.retryJob({ actor: operator, id });
  let done = 0;
  await drainJobs({
    'test.fails': async () => {
      done++;
    },
  });
  expect(done).toBe(1);
  expect((await getSystem(operator)).jobs).toMatchObject({ failed: 0, given: [] });
  expect(await db.select({ name: event.name, subject: event.subject }).from(event)).toEqual([
    { name: 'job.retry', subject: 'job:test.fails' },
  ]);
  for (const other of [id, randomUUID(), 'x'])
    await expect(commands.retryJob({ actor: operator, id: other })).rejects.toMatchObject({ code: 'not_found' });
});

test('a test mail goes to who asked, and not without end', async () => {
  await testDatabase();
  const actor = await addUser('administrator');
  const [account] = await db.select({ email: user.email }).from(user);
  for (let count = 0; count < 5; count++) expect(await commands.sendTestMail({ actor })).toBe(account?.email);
  await expect(commands.sendTestMail({ actor })).rejects.toMatchObject({ code: 'unavailable' });
  expect(await db.select({ recipient: mail.recipient }).from(mail)).toEqual(
    Array.from({ length: 5 }, () => ({ recipient: account?.email })),
  );
});

test('what it knows of itself is true', async () => {
  await testDatabase();
  const view = await getSystem(operator);
  expect(view.migrations.applied).toBe(view.migrations.brought);
  expect(view.migrations.unknown).toBe(0);
  expect(view.database.bytes).toBeGreaterThan(1_000_000);
  expect(view.database.version).toMatch(/^\d/);
  expect(view.storage).toMatchObject({ writable: true, files: 0, bytes: 0 });
  // Nobody listens here.
  expect(view.cache.lag).toBeNull();
  await db.execute(sql`delete from drizzle.__drizzle_migrations where id = 1`);
  expect(problemsOf(await getSystem(operator), 'migrations', Date.now())).toEqual(['migrationsMissing']);
});

test('how long word of a change takes is measured on its own way', async () => {
  await testDatabase();
  const listening = await pool().sql.listen(expiryChannel, (payload) => {
    for (const tag of (JSON.parse(payload) as { tags: string[] }).tags) publish(tag);
  });
  expect((await getSystem(operator)).cache.lag).toBeLessThan(1_500);
  await listening.unlisten();
});
