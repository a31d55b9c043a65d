import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { article, file, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, bodyOf } from '#db/test-fixture';
import { getArticle, listLatest } from '#features/articles/queries';
import { storeFile } from '#features/files/commands';
import { createArticle, publishArticle, saveArticle } from '#features/newsroom/commands';
import { getDesk } from '#features/newsroom/queries';
import type { Actor } from '#lib/actor';
import { describeFile, focusFile, replaceFile } from './commands.ts';
import { listMediaChoices, requireLibraryFile } from './queries.ts';

const actor: Actor = { kind: 'operator' };

async function place(): Promise<void> {
  await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-focus-'));
  process.env.DATA_DIR = folder;
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(folder, { recursive: true, force: true });
  });
}

const picture = async (name: string, width: number, height = 20) =>
  storeFile({
    name,
    bytes: await sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  });

/** An article with a picture on top or in a gallery, given to readers or not. */
async function write(
  headline: string,
  {
    by = actor,
    lead = null,
    gallery = null,
    publish = true,
  }: { by?: Actor; lead?: string | null; gallery?: string | null; publish?: boolean },
): Promise<number> {
  const id = await createArticle({ actor: by, headline });
  const { copy } = await getDesk({ actor: by, id });
  const body = bodyOf('Words.');
  if (gallery)
    body.content?.push({
      type: 'gallery',
      content: [{ type: 'picture', attrs: { fileId: gallery, src: `/files/${gallery}/a.png` } }],
    });
  const words = { alt: '', caption: '', credit: '' };
  const fields = { ...copy.fields, lead: lead === null ? null : { fileId: lead, ...words } };
  await saveArticle({ actor: by, id, from: copy.version, fields, body });
  if (publish) await publishArticle({ actor, id });
  return id;
}

const focus = { x: 20, y: 70 };

test('a point that stays in sight goes to readers with the lead and in galleries, and pages that show it expire', async () => {
  await place();
  const one = await picture('one.png', 40);
  await write('On top', { lead: one.id });
  await write('In a gallery', { gallery: one.id });
  await write('A draft', { lead: one.id, publish: false });
  await write('Without', {});
  await db.delete(tagExpiry);

  const tags = await focusFile({ actor, id: one.id, focus });
  expect(tags).toContain('article:on-top');
  expect(tags).toContain('article:in-a-gallery');
  expect(tags).not.toContain('article:without');
  expect((await db.select().from(tagExpiry)).map(({ tag }) => tag).sort()).toEqual([...tags].sort());
  expect((await getArticle('on-top'))?.picture?.focus).toEqual(focus);
  expect((await listLatest(9)).find(({ slug }) => slug === 'on-top')?.picture?.focus).toEqual(focus);
  const shown = await getArticle('in-a-gallery');
  expect(shown?.focuses).toEqual({ [one.id]: focus });
  expect((await getArticle('without'))?.focuses).toBeUndefined();
  expect((await requireLibraryFile({ actor, id: one.id })).file.focus).toEqual(focus);

  await focusFile({ actor, id: one.id, focus: null });
  expect((await getArticle('on-top'))?.picture?.focus).toBeNull();
});

test('a picture that takes the place of another keeps the point where it has the same shape', async () => {
  await place();
  const [one, same, other] = [await picture('a.png', 40), await picture('b.png', 80, 40), await picture('c.png', 30)];
  await focusFile({ actor, id: one.id, focus });
  await replaceFile({ actor, id: one.id, by: other.id });
  expect((await requireLibraryFile({ actor, id: other.id })).file.focus).toBeNull();
  await replaceFile({ actor, id: one.id, by: same.id });
  expect((await requireLibraryFile({ actor, id: same.id })).file.focus).toEqual(focus);
});

test('what is no point and no picture says what to do', async () => {
  await place();
  const one = await picture('one.png', 40);
  for (const bad of [
    { x: 101, y: 0 },
    { x: 0, y: -1 },
    { x: Number.NaN, y: 0 },
  ])
    await expect(focusFile({ actor, id: one.id, focus: bad })).rejects.toThrow('a number from 0 to 100');
  const text = await storeFile({ name: 'a.txt', bytes: Buffer.from('Words') });
  await expect(focusFile({ actor, id: text.id, focus })).rejects.toThrow('Only a picture');
  await expect(focusFile({ actor, id: 'none', focus })).rejects.toThrow('no longer there');
});

test('editors set it on every picture, writers on what only they have used', async () => {
  await place();
  const one = await picture('one.png', 40);
  const [editor, author, contributor, reader] = await Promise.all([
    addUser('editor'),
    addUser('author'),
    addUser('contributor'),
    addUser('reader'),
  ]);
  const set = (by: Actor) => focusFile({ actor: by, id: one.id, focus });
  const refused = { code: 'refused' };
  for (const by of [reader, { ...editor, banned: true }, { kind: 'anonymous' } as const])
    await expect(set(by)).rejects.toMatchObject(refused);
  // It stands nowhere yet.
  for (const by of [editor, author, contributor]) await set(by);
  const id = await write('Of a contributor', { by: contributor, lead: one.id, publish: false });
  await set(contributor);
  await expect(set(author)).rejects.toMatchObject(refused);
  await publishArticle({ actor, id });
  await expect(set(contributor)).rejects.toMatchObject(refused);
  await set(editor);
  // An author may change what readers have of their own.
  await db.update(article).set({ userId: author.id }).where(eq(article.id, id));
  await set(author);
});

test('who writes finds the files of the library by kind and words, page by page; nobody else does', async () => {
  await place();
  for (let each = 0; each < 26; each++) await picture(`p${each}.png`, 20 + each);
  const text = await storeFile({ name: 'notes.txt', bytes: Buffer.from('Words') });
  const [first] = await db.select().from(file).where(eq(file.name, 'p3.png'));
  const words = { alt: 'A press', caption: 'At night', credit: 'Art desk' };
  await describeFile({ actor, id: first?.id ?? '', words });
  const contributor = await addUser('contributor');
  const of = (asked: Omit<Parameters<typeof listMediaChoices>[0], 'actor'>) =>
    listMediaChoices({ actor: contributor, ...asked });
  const page = await of({ kind: 'picture' });
  expect([page.files.length, page.more]).toEqual([24, true]);
  const rest = await of({ kind: 'picture', page: 2 });
  expect([rest.files.length, rest.more]).toEqual([2, false]);
  expect((await of({ text: 'notes' })).files).toMatchObject([{ fileId: text.id }]);
  expect((await of({ text: 'art DESK' })).files).toMatchObject([{ name: 'p3.png', ...words, focus: null }]);
  expect((await of({ text: 'p3', kind: 'sound' })).files).toEqual([]);
  for (const by of [await addUser('reader'), await addUser('moderator'), { kind: 'anonymous' } as const])
    await expect(listMediaChoices({ actor: by })).rejects.toMatchObject({ code: 'refused' });
});
