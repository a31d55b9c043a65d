import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { attachment, file } from '#db/schema/index';
import { addArticle, addUser, changeSetting } from '#db/test-fixture';
import { uploadedBytes } from '#lib/upload-shelf';
import { ingestBase, signatureOf } from '#lib/upload-token';
import { sendPart, UploadPlace, until, videoOf } from './ingest-fixture.ts';

async function place(options: Parameters<typeof UploadPlace.open>[0] = {}) {
  const at = await UploadPlace.open(options);
  onTestFinished(() => at.close());
  const person = await addUser();
  return { at, person, cookie: await at.signIn(person.id), articleId: await addArticle() };
}

const sentenceOf = async (answer: Response): Promise<string> => {
  const body = await answer.json();
  return body.error ?? body.message;
};
const startOf = async (url: string) => Number((await fetch(url, { method: 'HEAD' })).headers.get('x-ut-range-start'));
const onDisk = (at: UploadPlace, folder: string): string[] =>
  existsSync(join(at.dataDir, folder))
    ? readdirSync(join(at.dataDir, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
    : [];
test('a file goes up by the SDK’s own route and the ingest, and is told of once', async () => {
  const { at, cookie, articleId } = await place();
  const text = Buffer.from('Words in a file.\n');
  const { url } = await at.sign(cookie, articleId, '../../notes\u202Etxt.txt', text.length);
  expect(await startOf(url)).toBe(0);
  const { serverData } = await (await at.put(url, text)).json();
  expect(serverData).toMatchObject({
    problem: null,
    view: { kind: 'other', name: 'notestxt.txt', bytes: text.length },
  });
  // The answer got lost: the same again gives the same, and nothing is judged or stored twice.
  expect(await startOf(url)).toBe(text.length);
  expect((await (await at.put(url, Buffer.alloc(0), text.length)).json()).serverData).toEqual(serverData);
  expect((await (await at.put(url, text)).json()).serverData).toEqual(serverData);
  expect(await db.select().from(file)).toHaveLength(1);
  expect(onDisk(at, 'files')).toHaveLength(1);
});

test('an upload that was cut goes on where it ended', async () => {
  const { at, cookie, articleId } = await place();
  const video = videoOf(3_000_000);
  const { url, key } = await at.sign(cookie, articleId, 'a.mp4', video.length);
  const cut = await sendPart(url, video.subarray(0, 1_000_000), video.length);
  await until(async () => (await uploadedBytes(key)) > 500_000);
  cut.destroy();
  const have = await startOf(url);
  expect(have).toBeGreaterThan(500_000);
  const { serverData } = await (await at.put(url, video.subarray(have), have)).json();
  expect(serverData).toMatchObject({ problem: null, view: { kind: 'video', bytes: video.length, playable: true } });
  const [row] = await db.select().from(file);
  expect(row?.sha256).toBe(createHash('sha256').update(video).digest('hex'));
});

test('addresses that were not signed here, or long ago, take nothing', async () => {
  const { at, cookie, articleId } = await place();
  const { url, key } = await at.sign(cookie, articleId, 'a.txt', 5);
  const changed = [
    url.replace('x-ut-file-size=5', 'x-ut-file-size=500'),
    url.replace(/signature=.*/, 'signature=hmac-sha256%3D00'),
    url.replace(/[?&]signature=.*/, ''),
    url.replace(key, 'A'.repeat(key.length)),
    url.replace(key, '..%2F..%2Fsecrets'),
    `${url}&x-ut-file-size=500`,
  ];
  for (const forged of changed) {
    const answer = await at.put(forged, Buffer.from('Words'));
    expect(answer.status, forged).toBe(403);
    expect(await sentenceOf(answer)).toBe('This address was not signed by us. Add the file again.');
    expect((await fetch(forged, { method: 'HEAD' })).status).toBe(403);
  }
  const old = `${ingestBase()}/${key}?expires=${Date.now() - 1}&x-ut-file-size=5`;
  const late = `${at.origin}${old.slice(new URL(old).origin.length)}&signature=${encodeURIComponent(signatureOf(old))}`;
  const answer = await at.put(late, Buffer.from('Words'));
  expect([answer.status, await sentenceOf(answer)]).toEqual([
    410,
    'The time for this upload is over. Add the file again.',
  ]);
  for (const path of ['route-metadata', 'callback-result']) {
    const call = await fetch(`${at.origin}/api/ingest/${path}`, { method: 'POST', body: '{}' });
    expect([call.status, await sentenceOf(call)]).toEqual([403, 'Only the server itself calls this.']);
  }
  const callback = await fetch(`${at.origin}/api/uploadthing?slug=attachment`, {
    method: 'POST',
    headers: { 'uploadthing-hook': 'callback', 'x-uploadthing-signature': 'hmac-sha256=00' },
    body: '{}',
  });
  expect(callback.status).toBe(400);
  expect(onDisk(at, 'files')).toEqual([]);
});

test('a Range, or a length, that lies is answered with the truth', async () => {
  const { at, cookie, articleId } = await place();
  const text = Buffer.from('0123456789');
  const { url, key } = await at.sign(cookie, articleId, 'a.txt', text.length);
  for (const range of ['bytes=5-', 'bytes=99999999999999999999-', 'bytes=-5', 'nonsense']) {
    const answer = await at.put(url, text, 0, { headers: { Range: range } });
    expect([answer.status, answer.headers.get('x-ut-range-start')], range).toEqual([416, '0']);
  }
  const more = await at.put(url, Buffer.concat([text, text]));
  expect([more.status, await sentenceOf(more)]).toEqual([
    400,
    'The file is larger than it was announced. Add it again.',
  ]);
  const less = await at.put(url, text.subarray(3));
  expect(less.status).toBe(400);
  expect(await sentenceOf(less)).toMatch(/smaller than the 10 bytes/);
  const other = await fetch(url, { method: 'PUT', body: 'Words' });
  expect([other.status, await sentenceOf(other)]).toEqual([400, 'Files are sent as a form, in a field named file.']);
  // Nothing of all that is taken for the beginning of the file.
  expect(await uploadedBytes(key)).toBe(0);
  expect((await (await at.put(url, text)).json()).serverData.problem).toBeNull();
});

test('of two at once under one key the newer goes on, and the older is told', async () => {
  const { at, cookie, articleId } = await place();
  const video = videoOf(2_000_000);
  const { url, key } = await at.sign(cookie, articleId, 'a.mp4', video.length);
  const older = await sendPart(url, video.subarray(0, 1_000_000), video.length);
  const told = new Promise<number>((done) => {
    older.on('response', (answer) => done(answer.statusCode ?? 0));
    older.on('close', () => done(0));
  });
  await until(async () => (await uploadedBytes(key)) > 100_000);
  const [a, b] = await Promise.all([at.put(url, video), at.put(url, video).catch(() => null)]);
  const bodies = await Promise.all([a, b].map((answer) => answer?.json().catch(() => null)));
  expect([409, 0]).toContain(await told);
  expect(bodies.some((body) => body?.serverData?.problem === null)).toBe(true);
  const rows = await db.select().from(file);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.bytes).toBe(video.length);
});

test('who stalls is let go, and goes on later', async () => {
  const { at, cookie, articleId } = await place({ stallAfter: 150 });
  const video = videoOf(1_000_000);
  const { url } = await at.sign(cookie, articleId, 'a.mp4', video.length);
  const stalled = await sendPart(url, video.subarray(0, 300_000), video.length);
  const status = await new Promise<number>((done) => {
    stalled.on('response', (answer) => done(answer.statusCode ?? 0));
    stalled.on('close', () => done(0));
  });
  expect([408, 0]).toContain(status);
  const have = await startOf(url);
  expect(have).toBe(300_000);
  expect((await (await at.put(url, video.subarray(have), have)).json()).serverData.problem).toBeNull();
});

test('a full disk is said so, and the upload goes on when there is room', async () => {
  const { at, cookie, articleId } = await place();
  const video = videoOf(400_000);
  const { url, key } = await at.sign(cookie, articleId, 'a.mp4', video.length);
  const part = join(at.dataDir, 'uploads', key, 'part');
  symlinkSync('/dev/full', part);
  const full = await at.put(url, video);
  expect([full.status, await sentenceOf(full)]).toEqual([
    507,
    'There is no room for this file at the moment. Try again later.',
  ]);
  rmSync(part);
  expect((await (await at.put(url, video)).json()).serverData.problem).toBeNull();
});

test('uploads leave some of the disk free', async () => {
  const { at, cookie, articleId } = await place({ leaveFree: Number.MAX_SAFE_INTEGER });
  const { url } = await at.sign(cookie, articleId, 'a.txt', 5);
  expect((await at.put(url, Buffer.from('Words'))).status).toBe(507);
});

test('what is refused when it is signed', async () => {
  const { at, person, cookie, articleId } = await place();
  const other = await at.signIn((await addUser()).id);
  const refused = async (files: { name: string; size: number }[], by = cookie, of = articleId) => {
    const answer = await at.ask(by, of, files);
    return [answer.status, await sentenceOf(answer)];
  };
  expect(await refused([{ name: 'a.mp4', size: 100_000_001 }])).toEqual([
    400,
    '“a.mp4” is larger than 100 MB. Make it smaller, or put it elsewhere and link to it.',
  ]);
  expect(await refused([{ name: 'a.mp4', size: 0 }])).toEqual([400, '“a.mp4” is empty: there are no bytes in it.']);
  expect(await refused([{ name: 'a.mp4', size: -1 }])).toEqual([400, '“a.mp4” has no size. Choose it again.']);
  expect(await refused([{ name: 'a.mp4', size: 1.5 }])).toEqual([400, '“a.mp4” has no size. Choose it again.']);
  const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}.txt`, size: 1 }));
  expect(await refused(many)).toEqual([400, 'At most 10 files can be attached to one response. Leave some out.']);
  expect((await refused([{ name: 'a.svg', size: 9 }]))[1]).toMatch(
    /^“a\.svg” can’t be attached: \.svg files are not taken\. You can attach pictures, /,
  );
  expect(await refused([{ name: 'a.txt', size: 1 }], '')).toEqual([403, 'Sign in first to attach files.']);
  expect((await refused([{ name: 'a.txt', size: 1 }], cookie, 999_999))[0]).toBe(404);
  // All of them or none.
  await refused([
    { name: 'a.txt', size: 1 },
    { name: 'b.svg', size: 1 },
  ]);
  expect(
    (await db.select().from(attachment).where(eq(attachment.userId, person.id))).filter(
      (row) => row.removedAt === null,
    ),
  ).toEqual([]);
  const elsewhere = await fetch(`${at.origin}/api/uploadthing?actionType=upload&slug=attachment`, {
    method: 'POST',
    headers: { cookie, origin: 'https://other.example' },
    body: '{}',
  });
  expect(elsewhere.status).toBe(403);
  // Exactly as large as may be is signed; a second one like it is more than one person's share.
  await changeSetting('attachmentQuotaBytes', 150_000_000);
  expect((await at.ask(cookie, articleId, [{ name: 'a.mp4', size: 100_000_000 }])).status).toBe(200);
  expect((await refused([{ name: 'b.mp4', size: 100_000_000 }]))[1]).toMatch(
    /more than the 150 MB that each person has/,
  );
  expect((await at.ask(other, articleId, [{ name: 'b.mp4', size: 100_000_000 }])).status).toBe(200);
});

test('what is not what it says is refused as the upload ends, and its bytes are gone', async () => {
  const { at, person, cookie, articleId } = await place();
  // A zip with nothing in it.
  const zip = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]);
  const received = await at.bring(cookie, articleId, 'holiday.jpg', zip);
  expect(received).toMatchObject({ view: null, problem: expect.stringMatching(/inside it is a \.zip file/) });
  expect(onDisk(at, 'files')).toEqual([]);
  expect(onDisk(at, 'uploads').filter((name) => name === 'part')).toEqual([]);
  const [row] = await db.select().from(attachment).where(eq(attachment.userId, person.id));
  expect(row).toMatchObject({ arrivedAt: null, problem: received.problem });
});

test('what nobody registered is not known', async () => {
  const { at, cookie, articleId } = await place();
  const { url, key } = await at.sign(cookie, articleId, 'a.txt', 5);
  rmSync(join(at.dataDir, 'uploads', key), { recursive: true });
  mkdirSync(join(at.dataDir, 'uploads', key));
  const answer = await at.put(url, Buffer.from('Words'));
  expect([answer.status, await sentenceOf(answer)]).toEqual([
    404,
    'This upload is not known here any more. Add the file again.',
  ]);
});
