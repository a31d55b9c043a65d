import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { attachment } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser } from '#db/test-fixture';
import { uploadPath } from '#lib/upload-shelf';
import { prepareUpload, receiveUpload } from './commands.ts';
import { sweepAttachments } from './jobs.ts';
import { ChosenAttachment } from './schema.ts';

async function place() {
  await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-sweeping-'));
  Object.assign(process.env, { DATA_DIR: dataDir, AUTH_SECRET: 'a secret of at least 32 characters' });
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const [person, articleId] = [await addUser(), await addArticle()];
  let made = 0;
  const bring = async () => {
    const { id } = await prepareUpload({ actor: person, articleId, file: { name: 'a.txt', size: 5, type: '' } });
    const key = `key${String(++made).padStart(8, '0')}`;
    mkdirSync(dirname(uploadPath(key)), { recursive: true });
    writeFileSync(uploadPath(key), 'Words');
    expect((await receiveUpload({ id, key })).problem).toBeNull();
    return { id, path: join(dataDir, 'files', 'attached', id.slice(0, 2), `${id}-original`) };
  };
  return { articleId, bring };
}

const left = async (): Promise<string[]> => (await db.select().from(attachment)).map(({ id }) => id);

test('one file that can’t be removed keeps no other from it, and comes last the next time', async () => {
  const { bring } = await place();
  const [stuck, other] = [await bring(), await bring()];
  // A folder stands where the file was.
  rmSync(stuck.path);
  mkdirSync(stuck.path);
  await db.update(attachment).set({ createdAt: sql`now() - interval '25 hours'` });
  await expect(sweepAttachments()).rejects.toThrow();
  expect(await left()).toEqual([stuck.id]);
  expect(existsSync(other.path)).toBe(false);
  // Nobody gets at it meanwhile, and it goes as soon as that can be.
  rmSync(stuck.path, { recursive: true });
  await sweepAttachments();
  expect(await left()).toEqual([]);
});

test('what a response claims at that moment stays', async () => {
  const { bring, articleId } = await place();
  const [claimed, other] = [await bring(), await bring()];
  const response = await addResponse({ articleId });
  await db.update(attachment).set({ createdAt: sql`now() - interval '25 hours'` });
  await db.transaction(async (tx) => {
    await tx.execute(sql`update attachment set response_id = ${response} where id = ${claimed.id}`);
    await sweepAttachments();
  });
  await sweepAttachments();
  expect(await left()).toEqual([claimed.id]);
  expect([existsSync(claimed.path), existsSync(other.path)]).toEqual([true, false]);
});

test('alt texts and captions that are cut end in whole characters', () => {
  const { alt, caption } = ChosenAttachment.parse({
    id: randomUUID(),
    alt: `${'a'.repeat(999)}😀`,
    caption: `${'a'.repeat(499)}😀`,
  });
  expect([alt.isWellFormed(), caption.isWellFormed()]).toEqual([true, true]);
  expect([alt.length, caption.length]).toEqual([1000, 500]);
});
