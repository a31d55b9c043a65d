import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { POST } from '#app/api/uploadthing/route';
import { db } from '#db/client';
import { attachment, file } from '#db/schema/index';
import { addArticle, addUser } from '#db/test-fixture';
import { dropUpload, nameUploads } from '#features/attachments/commands';
import { sweepAttachments } from '#features/attachments/jobs';
import { uploadedBytes, uploadPath } from '#lib/upload-shelf';
import { formEnd, sendPart, UploadPlace, until, videoOf } from './ingest-fixture.ts';

async function place(options: Parameters<typeof UploadPlace.open>[0] = {}) {
  const at = await UploadPlace.open(options);
  onTestFinished(() => at.close());
  const person = await addUser();
  return { at, person, cookie: await at.signIn(person.id), articleId: await addArticle() };
}

/** The status of the answer, or 0 where the connection broke before there was one. */
const statusOf = (sent: ClientRequest): Promise<number> =>
  new Promise((done) => {
    sent.on('response', (answer) => {
      answer.on('error', () => {});
      done(answer.statusCode ?? 0);
    });
    sent.on('close', () => done(0));
  });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('of two that begin at the same moment one writes, and its bytes are what is stored', async () => {
  const { at, cookie, articleId } = await place();
  const video = videoOf(2_000_000);
  const { url, key } = await at.sign(cookie, articleId, 'a.mp4', video.length);
  const half = video.subarray(0, 1_000_000);
  const both = await Promise.all([sendPart(url, half, video.length), sendPart(url, half, video.length)]);
  const statuses = both.map(statusOf);
  const lost = await Promise.race(statuses.map((status, index) => status.then((code) => ({ code, index }))));
  expect([409, 0]).toContain(lost.code);
  const [won] = both.filter((_, index) => index !== lost.index);
  await until(async () => (await uploadedBytes(key)) === half.length);
  won?.end(Buffer.concat([video.subarray(half.length), Buffer.from(formEnd)]));
  expect(await statuses[1 - lost.index]).toBe(200);
  const rows = await db.select().from(file);
  expect(rows.map((row) => row.sha256)).toEqual([sha256(video)]);
});

test('what is being judged is not written to any more', async () => {
  const { at, cookie, articleId } = await place();
  const [words, others] = [Buffer.from('Words of mine'), Buffer.from('Other letters')];
  const { url, key } = await at.sign(cookie, articleId, 'a.txt', words.length);
  const held = Promise.withResolvers<void>();
  let told = 0;
  at.onCallback = () => {
    told++;
    return held.promise;
  };
  const first = at.put(url, words);
  await until(() => told === 1);
  const second = at.put(url, others);
  const third = at.put(url, others.subarray(5), 5);
  await until(() => at.puts === 3);
  // They wait for what comes of the first: a HEAD goes the same way, and is answered after them.
  for (let round = 0; round < 20; round++) await fetch(url, { method: 'HEAD' });
  expect(await uploadedBytes(key)).toBe(words.length);
  held.resolve();
  const answers = await Promise.all([first, second, third].map(async (answer) => (await answer).json()));
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(told).toBe(1);
  const rows = await db.select().from(file);
  expect(rows.map((row) => row.sha256)).toEqual([sha256(words)]);
});

test('an upload that was thrown away ends, and its bytes and its address are gone', async () => {
  const { at, person, cookie, articleId } = await place({ lookEvery: 300 });
  const { url, key, customId } = await at.sign(cookie, articleId, 'a.mp4', 90_000_000);
  const sent = await sendPart(url, videoOf(100_000), 90_000_000);
  const status = statusOf(sent);
  let over = false;
  void status.then(() => {
    over = true;
  });
  const sending = (async () => {
    while (!over) {
      sent.write(Buffer.alloc(1000));
      await soon();
    }
  })();
  await until(async () => (await uploadedBytes(key)) > 0);
  await dropUpload({ actor: person, id: customId });
  // Left by a crash before its row was written.
  const left = join(at.dataDir, 'files', 'attached', customId.slice(0, 2), `${customId}-thumb`);
  mkdirSync(dirname(left), { recursive: true });
  writeFileSync(left, 'Bytes');
  await sweepAttachments();
  expect([404, 0]).toContain(await status);
  await sending;
  expect(existsSync(dirname(uploadPath(key)))).toBe(false);
  expect(existsSync(left)).toBe(false);
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(404);
  expect(await db.select().from(attachment)).toEqual([]);
});

test('who sends next to nothing is let go', async () => {
  const { at, cookie, articleId } = await place({ lookEvery: 200 });
  const { url } = await at.sign(cookie, articleId, 'a.mp4', 1_000_000);
  expect([408, 0]).toContain(await statusOf(await sendPart(url, videoOf(30), 1_000_000)));
});

test('room that was promised to one upload is not given to another', async () => {
  const { at, cookie, articleId } = await place({ free: async () => 1_500_000, leaveFree: 0 });
  const [a, b] = [videoOf(1_000_000), videoOf(1_000_000)];
  const first = await at.sign(cookie, articleId, 'a.mp4', a.length);
  const second = await at.sign(cookie, articleId, 'b.mp4', b.length);
  const sent = await sendPart(first.url, a.subarray(0, 1000), a.length);
  await until(async () => (await uploadedBytes(first.key)) === 1000);
  expect((await at.put(second.url, b)).status).toBe(507);
  const closed = new Promise((done) => sent.once('close', done));
  sent.destroy();
  await closed;
  await until(async () => (await at.put(second.url, b)).status === 200);
});

test('the rest of a refused body is not waited for', async () => {
  const { at, cookie, articleId } = await place({ restWithin: 100 });
  const { url } = await at.sign(cookie, articleId, 'a.mp4', 1_000_000);
  const sent = await sendPart(`${url}0`, videoOf(1000), 1_000_000);
  const closed = new Promise((done) => sent.once('close', done));
  expect(await statusOf(sent)).toBe(403);
  await closed;
});

test('the route takes no body that is long, or of which nobody says how long it is', async () => {
  const { at } = await place();
  for (const hook of [{}, { 'uploadthing-hook': 'callback' }]) {
    const headers = { ...hook, origin: at.origin };
    const long = await fetch(`${at.origin}/api/uploadthing?slug=attachment`, {
      method: 'POST',
      headers,
      body: ' '.repeat(1_000_001),
    });
    expect(long.status).toBe(413);
    const unsaid = new Request(`${at.origin}/api/uploadthing`, { method: 'POST', headers, body: '{}' });
    expect((await POST(unsaid as Parameters<typeof POST>[0])).status).toBe(413);
    expect(unsaid.bodyUsed).toBe(false);
  }
});

test('nobody names an upload that is another’s', async () => {
  const { at, cookie, articleId } = await place();
  const { key, customId } = await at.sign(cookie, articleId, 'a.txt', 5);
  const uploads = [{ id: customId, key: 'another-key' }];
  await nameUploads({ actor: await addUser(), uploads });
  await expect(nameUploads({ actor: { kind: 'anonymous' }, uploads })).rejects.toThrow('Sign in first.');
  const [row] = await db.select().from(attachment).where(eq(attachment.id, customId));
  expect(row?.storageKey).toBe(key);
});
