import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { event, file, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, changeSetting, type Person } from '#db/test-fixture';
import { getFile, openFile } from '#features/files/queries';
import type { Actor, Role } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { uploadPath } from '#lib/upload-shelf';
import { prepareMedia, receiveMedia } from './commands.ts';
import { mediaMaxBytes } from './schema.ts';

let dataDir = '';

async function place(): Promise<void> {
  await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-media-'));
  Object.assign(process.env, { DATA_DIR: dataDir, AUTH_SECRET: 'a secret of at least 32 characters' });
  const folder = dataDir;
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(folder, { recursive: true, force: true });
  });
}

let made = 0;

/** A file that has arrived whole. */
async function bring(person: Person, name: string, bytes: Buffer) {
  const known = await prepareMedia({ actor: person, file: { name, size: bytes.length } });
  const key = `key${String(++made).padStart(8, '0')}`;
  await mkdir(dirname(uploadPath(key)), { recursive: true });
  await writeFile(uploadPath(key), bytes);
  return receiveMedia({ userId: person.id, key, name: known, bytes: bytes.length });
}

const filesOnDisk = (): string[] =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** A photograph that says where it was taken, and that it is to be turned by a quarter. */
const photograph = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'A maker' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

test('a picture is kept turned, without place and device, open to all', async () => {
  await place();
  const author = await addUser('author');
  const view = await bring(author, '../press run.jpg', await photograph());
  expect(view).toMatchObject({ name: 'press run.jpg', type: 'image/jpeg', width: 40, height: 60, alt: '' });
  expect(view.src).toBe(`/files/${view.fileId}/press%20run.jpg`);
  const kept = await getFile(view.fileId);
  const stream = kept && (await openFile(kept));
  if (!stream) throw new Error('It was not kept.');
  const { exif, orientation, width, height } = await sharp(await buffer(stream)).metadata();
  expect({ exif, orientation, width, height }).toEqual({
    exif: undefined,
    orientation: undefined,
    width: 40,
    height: 60,
  });
  const [row] = await db.select().from(file).where(eq(file.id, view.fileId));
  expect(row?.attachmentId).toBeNull();
  expect(filesOnDisk()).toHaveLength(1);
  expect(
    await db
      .select()
      .from(event)
      .where(eq(event.subject, `file:${view.fileId}`)),
  ).toHaveLength(1);
});

test('the same file brought twice is one', async () => {
  await place();
  const author = await addUser('author');
  const bytes = await photograph();
  expect((await bring(author, 'a.jpg', bytes)).fileId).toBe((await bring(author, 'a.jpg', bytes)).fileId);
});

test('a document is kept as it is', async () => {
  await place();
  const bytes = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  const view = await bring(await addUser('editor'), 'paper.pdf', bytes);
  expect(view).toMatchObject({ name: 'paper.pdf', type: 'application/pdf', width: null });
});

test('what is not what its name says is refused, and nothing of it stays', async () => {
  await place();
  const author = await addUser('author');
  for (const [name, bytes] of [
    ['a.jpg', Buffer.from('<html><script>x</script>')],
    ['b.png', await photograph()],
    ['c.jpg', (await photograph()).subarray(0, 300)],
  ] as const)
    await expect(bring(author, name, bytes), name).rejects.toThrow(PersonError);
  expect(filesOnDisk()).toEqual([]);
  expect(await db.select().from(file)).toEqual([]);
});

test('before anything is sent, what can not be taken is refused with a sentence', async () => {
  await place();
  const actor = await addUser('author');
  const prepare = (name: string, size: number) => prepareMedia({ actor, file: { name, size } });
  await expect(prepare('run.exe', 10)).rejects.toThrow('files of this kind are not taken');
  await expect(prepare('drawing.svg', 10)).rejects.toThrow('files of this kind are not taken');
  await expect(prepare('a.jpg', 0)).rejects.toThrow('empty');
  await expect(prepare('a.mp4', mediaMaxBytes + 1)).rejects.toThrow('larger than 500 MB');
  await changeSetting('readOnly', true);
  await expect(prepare('a.jpg', 10)).rejects.toThrow('Try again later');
});

const roles: Record<Role, boolean> = {
  ...{ reader: false, contributor: true, author: true, editor: true, moderator: false, administrator: true },
};

test.each(Object.entries(roles))('%s may bring files for articles: %s', async (role, may) => {
  await place();
  const actor = await addUser(role as Role);
  const preparing = prepareMedia({ actor, file: { name: 'a.jpg', size: 10 } });
  if (may) await expect(preparing).resolves.toBe('a.jpg');
  else await expect(preparing).rejects.toThrow('Only people who write');
});

test('nobody without an account, and no one who is banned', async () => {
  await place();
  const banned = { ...(await addUser('editor')), banned: true };
  for (const actor of [{ kind: 'anonymous' }, banned] as Actor[])
    await expect(prepareMedia({ actor, file: { name: 'a.jpg', size: 10 } })).rejects.toThrow('Only people who write');
});

test('who was banned while the bytes were on their way brings nothing', async () => {
  await place();
  const author = await addUser('author');
  const bytes = await photograph();
  await prepareMedia({ actor: author, file: { name: 'a.jpg', size: bytes.length } });
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, author.id));
  await mkdir(dirname(uploadPath('key99999999')), { recursive: true });
  await writeFile(uploadPath('key99999999'), bytes);
  const receiving = receiveMedia({ userId: author.id, key: 'key99999999', name: 'a.jpg', bytes: bytes.length });
  await expect(receiving).rejects.toThrow('Only people who write');
  expect(filesOnDisk()).toEqual([]);
});
