import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { article, event, mail, transfer } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser, type Person } from '#db/test-fixture';
import {
  discardTransfer,
  fetchExport,
  startExport,
  startImport,
  stopTransfer,
  surveyAgain,
  takeUpload,
} from './commands.ts';
import { listTransfers } from './queries.ts';
import { run, stopAll } from './running.ts';
import { sweepTransfers } from './sweeping.ts';

const edgeCases = join(import.meta.dirname, '../import/fixtures/edge-cases.xml');
let folder = '';

async function place(): Promise<Person> {
  await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-transfer-'));
  const mine = folder;
  const before = { DATA_DIR: process.env.DATA_DIR, SITE_URL: process.env.SITE_URL };
  Object.assign(process.env, { DATA_DIR: folder, SITE_URL: 'https://paper.example' });
  onTestFinished(() => {
    Object.assign(process.env, before);
    for (const [name, value] of Object.entries(before)) if (value === undefined) delete process.env[name];
    rmSync(mine, { recursive: true, force: true });
  });
  return addUser('administrator');
}

/** Every file that is kept, drafts too. */
const kept = (): string[] =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

const plenty = async () => 1e12;
async function* inPieces(bytes: Buffer, fails?: Error) {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  if (fails) throw fails;
}
const send = (
  actor: Person,
  bytes: Buffer,
  more: { name?: string; fails?: Error; most?: number; free?: () => Promise<number> } = {},
) =>
  takeUpload({
    actor,
    open: async () => ({ name: more.name ?? 'site.xml', bytes: inPieces(bytes, more.fails) }),
    free: more.free ?? plenty,
    ...(more.most && { most: more.most }),
  });

const one = async (actor: Person, id: string) => (await listTransfers(actor)).find((each) => each.id === id);

test('an export is written, fetched by who has shown that it is them, and thrown away', async () => {
  const actor = await place();
  await addArticle({ headline: 'A bridge & a river' });
  const id = await startExport({ actor });
  await expect(startExport({ actor })).rejects.toMatchObject({ code: 'conflict' });
  await run(id);
  expect(await one(actor, id)).toMatchObject({
    state: 'done',
    hasFile: true,
    done: 1,
    total: 1,
    written: { articles: 1 },
  });
  // Nobody else on the machine reads the addresses in it.
  expect(statSync(join(folder, `files/transfers/${id}.xml.gz`)).mode & 0o777).toBe(0o600);
  const { name, source } = await fetchExport({ actor, id });
  expect(name).toMatch(/^export-[\d-]+\.xml\.gz$/);
  const text = gunzipSync(await buffer(source)).toString();
  expect(text).toContain('A bridge &amp; a river');
  expect(text.trim().endsWith('</rss>')).toBe(true);
  const { confirmedAt: _, ...longAgo } = actor;
  await expect(fetchExport({ actor: longAgo, id })).rejects.toMatchObject({ code: 'confirm' });
  await expect(fetchExport({ actor: await addUser('editor'), id })).rejects.toMatchObject({ code: 'refused' });
  await discardTransfer({ actor, id });
  expect(kept()).toEqual([]);
  await expect(fetchExport({ actor, id })).rejects.toMatchObject({ code: 'not_found' });
  const names = await db.select({ name: event.name }).from(event);
  expect(names.map((each) => each.name)).toEqual(['transfer.export', 'transfer.download', 'transfer.discard']);
});

test('an upload is looked through, changes nothing until somebody says so, and is brought once', async () => {
  const actor = await place();
  const bytes = gzipSync(await readFile(edgeCases));
  const id = await send(actor, bytes, { name: 'C:\\fakepath\\old site.xml.gz' });
  await expect(send(actor, bytes)).rejects.toMatchObject({ why: 'busy' });
  await expect(startImport({ actor, id, choices: {} })).rejects.toMatchObject({ code: 'conflict' });
  await run(id);
  const looked = await one(actor, id);
  expect(looked).toMatchObject({ fileName: 'old site.xml.gz', state: 'waiting', options: { step: 'decide' } });
  expect(looked?.brought?.created.article).toBeGreaterThan(3);
  expect(looked?.brought?.groups[0]?.count).toBeGreaterThan(0);
  expect(await db.$count(article)).toBe(0);
  const { confirmedAt: _, ...longAgo } = actor;
  await expect(startImport({ actor: longAgo, id, choices: {} })).rejects.toMatchObject({ code: 'confirm' });
  await startImport({ actor, id, choices: {} });
  await run(id);
  const done = await one(actor, id);
  expect(done).toMatchObject({ state: 'done', hasFile: false, brought: { created: looked?.brought?.created } });
  expect(await db.$count(article)).toBeGreaterThan(3);
  expect(kept().filter((name) => name.endsWith('.xml'))).toEqual([]);
  expect(await db.$count(mail)).toBe(0);
  const [finish] = await db.select().from(event).where(eq(event.name, 'import.finish'));
  expect(finish?.actor).toBe(`user:${actor.id}`);

  const again = await send(actor, bytes);
  await run(again);
  expect((await one(actor, again))?.brought?.created).toEqual({});
});

test('what is no export, or not whole, is a sentence, and no file stays that nobody asked for', async () => {
  const actor = await place();
  const whole = await readFile(edgeCases);
  const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  await expect(send(actor, Buffer.alloc(0))).rejects.toMatchObject({ why: 'empty' });
  await expect(send(actor, gzipSync(''))).rejects.toMatchObject({ why: 'empty' });
  await expect(send(actor, whole, { fails: reset })).rejects.toMatchObject({ why: 'broken' });
  await expect(send(actor, gzipSync(whole).subarray(0, 2000))).rejects.toMatchObject({ why: 'packed' });
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  expect(bomb.length).toBeLessThan(10_000);
  await expect(send(actor, bomb, { most: 1_000_000 })).rejects.toMatchObject({ why: 'large' });
  await expect(send(actor, whole, { free: async () => 1000 })).rejects.toMatchObject({ why: 'room' });
  expect(kept()).toEqual([]);
  expect(await db.$count(transfer)).toBe(0);

  for (const bad of [Buffer.from('no XML at all'), whole.subarray(0, whole.length / 2)]) {
    const id = await send(actor, bad, { name: 'half.xml' });
    await run(id);
    const failed = await one(actor, id);
    expect(failed?.state).toBe('failed');
    expect(failed?.problem).toMatch(/^[A-Z“h].*\.$/s);
    expect(failed?.problem).not.toContain(folder);
    await surveyAgain({ actor, id, repair: true });
    await run(id);
    expect((await one(actor, id))?.state).toBe('failed');
    await discardTransfer({ actor, id });
  }
  expect(kept()).toEqual([]);
  expect(await db.$count(article)).toBe(0);
});

test('it is stopped by a person and by a server that stops, and one that fell silent has failed', async () => {
  const actor = await place();
  const first = await startExport({ actor });
  await stopTransfer({ actor, id: first });
  await run(first);
  expect(await one(actor, first)).toMatchObject({ state: 'stopped', hasFile: false });

  const second = await send(actor, await readFile(edgeCases));
  const work = run(second);
  await stopAll();
  await work;
  expect(await one(actor, second)).toMatchObject({ hasFile: true, brought: null });
  expect(['stopped', 'waiting']).toContain((await one(actor, second))?.state);

  await db.update(transfer).set({ state: 'running', saidAt: new Date(Date.now() - 120_000) });
  await sweepTransfers();
  expect(await one(actor, second)).toMatchObject({ state: 'failed', problem: expect.stringContaining('Begin again') });
  expect(kept()).toHaveLength(1);
  await db.update(transfer).set({ finishedAt: new Date(Date.now() - 8 * 86_400_000) });
  await sweepTransfers();
  expect(kept()).toEqual([]);
  expect(await one(actor, second)).toMatchObject({ hasFile: false });
});
