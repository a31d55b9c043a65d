import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { event, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, bodyOf } from '#db/test-fixture';
import { getArticle } from '#features/articles/queries';
import { storeFile } from '#features/files/commands';
import { createArticle, publishArticle, saveArticle } from '#features/newsroom/commands';
import { getDesk } from '#features/newsroom/queries';
import type { Actor, Role } from '#lib/actor';
import { describeFile, removeUnusedFile, replaceFile } from './commands.ts';
import { listLibrary, requireLibraryFile } from './queries.ts';

const actor: Actor = { kind: 'operator' };

async function place(): Promise<void> {
  await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-library-'));
  process.env.DATA_DIR = folder;
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(folder, { recursive: true, force: true });
  });
}

const picture = async (name: string, width: number) =>
  storeFile({
    name,
    bytes: await sharp({ create: { width, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  });

/** A published article with a lead and a picture in its text, and a link to the file. */
async function publish(headline: string, lead: string | null, file: { id: string; src: string } | null) {
  const id = await createArticle({ actor, headline });
  const { copy } = await getDesk({ actor, id });
  const words = { alt: '', caption: '', credit: '' };
  const body = bodyOf('Words.');
  if (file)
    body.content?.push(
      { type: 'picture', attrs: { fileId: file.id, src: file.src, width: 30, height: 20 } },
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'the file', marks: [{ type: 'link', attrs: { href: file.src } }] }],
      },
    );
  const fields = { ...copy.fields, lead: lead === null ? null : { fileId: lead, ...words } };
  await saveArticle({ actor, id, from: copy.version, fields, body });
  await publishArticle({ actor, id });
  return id;
}

test('files are listed with where they stand, and found by kind, words and use', async () => {
  await place();
  const [one, two, three] = [
    await picture('press.png', 30),
    await picture('river.png', 40),
    await picture('spare.png', 50),
  ];
  const text = await storeFile({ name: 'paper.txt', bytes: Buffer.from('words') });
  const article = await publish('One', one.id, two);
  const all = await listLibrary({ actor });
  expect(all.total).toBe(4);
  expect(Object.fromEntries(all.files.map((each) => [each.name, each.uses]))).toEqual({
    'press.png': 1,
    'river.png': 1,
    'spare.png': 0,
    'paper.txt': 0,
  });
  const names = async (filter: Parameters<typeof listLibrary>[0]['filter']) =>
    (await listLibrary({ actor, ...(filter && { filter }) })).files.map(({ name }) => name).sort();
  expect(await names({ unused: true })).toEqual(['paper.txt', 'spare.png']);
  expect(await names({ unused: true, kind: 'picture' })).toEqual(['spare.png']);
  expect(await names({ kind: 'other' })).toEqual(['paper.txt']);
  expect(await names({ text: 'RIVER' })).toEqual(['river.png']);
  const used = async (id: string) => (await requireLibraryFile({ actor, id })).used;
  expect(await used(one.id)).toEqual([{ articleId: article, headline: 'One', lead: true, text: true }]);
  expect(await used(two.id)).toEqual([{ articleId: article, headline: 'One', lead: false, text: true }]);
  expect(await used(three.id)).toEqual([]);
  await removeUnusedFile({ actor, id: text.id });
  await expect(removeUnusedFile({ actor, id: two.id })).rejects.toThrow('stands in an article');
  await expect(requireLibraryFile({ actor, id: text.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(requireLibraryFile({ actor, id: 'no id' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a file is replaced wherever it stands now, and earlier versions keep it', async () => {
  await place();
  const [old, other] = [await picture('old.png', 30), await picture('new one.png', 60)];
  await describeFile({ actor, id: old.id, words: { alt: 'A press', caption: '', credit: 'Desk' } });
  const id = await publish('One', old.id, old);
  const { copy } = await getDesk({ actor, id });
  await saveArticle({ actor, id, from: copy.version, fields: { ...copy.fields, deck: 'More.' }, body: copy.body });
  const open = (await getDesk({ actor, id })).copy;
  await db.delete(tagExpiry);
  expect((await replaceFile({ actor, id: old.id, by: other.id })).articles).toBe(1);
  const shown = await getArticle('one');
  expect(shown?.picture).toMatchObject({ src: other.src, width: 60, alt: 'A press' });
  const json = JSON.stringify(shown?.body);
  expect(json).not.toContain(old.id);
  expect(json).toContain(`"href":"${other.src}"`);
  expect(json).toContain('"width":60');
  const now = (await getDesk({ actor, id })).copy;
  expect(JSON.stringify(now)).not.toContain(old.id);
  expect(now.version).toBe(open.version + 1);
  const tags = (await db.select().from(tagExpiry)).map(({ tag }) => tag);
  expect(tags).toEqual(expect.arrayContaining(['article:one', 'lists']));
  const stale = await saveArticle({ actor, id, from: open.version, fields: open.fields, body: open.body });
  expect(stale.outcome).toBe('stale');
  const text = await storeFile({ name: 'paper.txt', bytes: Buffer.from('words') });
  await expect(replaceFile({ actor, id: other.id, by: text.id })).rejects.toThrow('of another kind');
  expect(await db.select().from(event).where(eq(event.name, 'file.replace'))).toHaveLength(1);
});

test('words of a file are those of leads without any of their own', async () => {
  await place();
  const file = await picture('press.png', 30);
  await publish('One', file.id, null);
  const tags = await describeFile({ actor, id: file.id, words: { alt: ' A  press ', caption: '', credit: '' } });
  expect(tags).toContain('article:one');
  expect((await getArticle('one'))?.picture?.alt).toBe('A press');
  const long = describeFile({ actor, id: file.id, words: { alt: 'a'.repeat(1001), caption: '', credit: '' } });
  await expect(long).rejects.toMatchObject({ field: 'alt' });
});

test('only editors manage files', async () => {
  await place();
  const may: Record<Role, boolean> = {
    ...{ reader: false, contributor: false, author: false, editor: true, moderator: false, administrator: true },
  };
  const people: [string, Actor, boolean][] = [['anonymous', { kind: 'anonymous' }, false]];
  for (const [role, allowed] of Object.entries(may)) people.push([role, await addUser(role as Role), allowed]);
  people.push(['banned', { ...(await addUser('editor')), banned: true }, false]);
  const words = { alt: '', caption: '', credit: '' };
  for (const [who, by, allowed] of people) {
    const [one, two] = [await picture(`a-${who}.png`, 30), await picture(`b-${who}.png`, 30)];
    const tried = [
      () => listLibrary({ actor: by }),
      () => requireLibraryFile({ actor: by, id: one.id }),
      () => describeFile({ actor: by, id: one.id, words }),
      () => replaceFile({ actor: by, id: one.id, by: two.id }),
      () => removeUnusedFile({ actor: by, id: one.id }),
    ];
    for (const run of tried)
      if (allowed) await run();
      else await expect(run(), who).rejects.toMatchObject({ code: 'refused' });
  }
});
