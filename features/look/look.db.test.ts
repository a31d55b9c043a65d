import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, attachment, event, file, section, setting } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser } from '#db/test-fixture';
import { mergeTerms, saveTerm } from '#features/managing/commands';
import { removeUnusedFile } from '#features/media/commands';
import { requireLibraryFile } from '#features/media/queries';
import { getSettings } from '#features/settings/queries';
import { applyLook, changeMenu, discardLook, draftLook } from './commands.ts';
import { getLogo, getLookDraft, getMenus, listLogoChoices, listMenuItems } from './queries.ts';
import { lookOf, type MenuChange, type MenuName } from './schema.ts';

const actor = { kind: 'operator' } as const;
const change = (given: MenuChange, menu: MenuName = 'header') => changeMenu({ actor, menu, change: given });
const add = (address: string, label = '', menu: MenuName = 'header') => change({ do: 'add', label, address }, menu);
const keys = async (menu: MenuName = 'header') => (await listMenuItems({ actor }))[menu].map(({ key }) => key);
const menus = async () => getMenus(await getSettings());
const words = async () =>
  (await menus()).header?.map(({ label, children }) => [label, ...children.map((each) => each.label)]);

async function addFile(type: string, width: number | null): Promise<string> {
  const id = randomUUID();
  await db
    .insert(file)
    .values({ id, key: id, name: `a.${type.split('/')[1]}`, type, bytes: 9, sha256: id, width, height: width });
  return id;
}

test('a look is tried before readers get it, and given to them or forgotten', async () => {
  const { sql } = await testDatabase();
  const now = lookOf(await getSettings());
  await draftLook({ actor, look: { ...now, look: 'modern', footer: '  Printed at home ' } });
  expect(await getLookDraft({ actor })).toEqual({ ...now, look: 'modern', footer: 'Printed at home' });
  expect((await getSettings()).look).toBe('classic');
  expect((await sql`select tag from tag_expiry`).map((row) => row.tag)).toEqual([]);
  await applyLook({ actor });
  expect(await getSettings()).toMatchObject({ look: 'modern', footer: 'Printed at home' });
  expect((await sql`select tag from tag_expiry`).map((row) => row.tag)).toEqual(['settings']);
  expect(await getLookDraft({ actor })).toBeNull();
  await expect(applyLook({ actor })).rejects.toThrow('There is nothing to apply.');
  await draftLook({ actor, look: { ...now, look: 'high-contrast' } });
  await discardLook({ actor });
  expect(await getLookDraft({ actor })).toBeNull();
  expect((await getSettings()).look).toBe('modern');
});

test('what can not be is refused by its setting, and nothing is kept', async () => {
  await testDatabase();
  const now = lookOf(await getSettings());
  const wrong = (look: object) => draftLook({ actor, look: { ...now, ...look } });
  await expect(wrong({ accent: 'url(//x)' })).rejects.toMatchObject({ field: 'accent' });
  await expect(wrong({ look: '"><script>' })).rejects.toMatchObject({ field: 'look' });
  await expect(wrong({ designedByUrl: 'javascript:alert(1)' })).rejects.toMatchObject({ field: 'designedByUrl' });
  const sound = await addFile('audio/mpeg', null);
  const drawing = await addFile('image/svg+xml', 10);
  await expect(wrong({ logo: sound })).rejects.toMatchObject({ field: 'logo' });
  await expect(wrong({ logo: drawing })).rejects.toThrow('must be a PNG, WebP, AVIF or JPEG');
  await expect(wrong({ logo: '00000000-0000-0000-0000-000000000000' })).rejects.toThrow('this one is gone');
  // A file of a response is seen where that is, and nowhere else.
  const attached = await addFile('image/png', 300);
  await db.insert(attachment).values({ id: attached, name: 'a.png', kind: 'image', bytes: 9 });
  await db.update(file).set({ attachmentId: attached }).where(eq(file.id, attached));
  await expect(wrong({ logo: attached })).rejects.toMatchObject({ field: 'logo' });
  expect(await getLogo({ logo: attached, logoDark: '' })).toBeNull();
  expect(await getLookDraft({ actor })).toBeNull();
});

test('a logo has a dark one beside it, is kept while it is one, and is not missed when it is gone', async () => {
  await testDatabase();
  const [logo, logoDark] = [await addFile('image/png', 300), await addFile('image/webp', 300)];
  await addFile('image/svg+xml', 10);
  const now = lookOf(await getSettings());
  await draftLook({ actor, look: { ...now, logo, logoDark } });
  await applyLook({ actor });
  expect(await getLogo(await getSettings())).toMatchObject({ width: 300, dark: { width: 300 } });
  expect((await listLogoChoices({ actor, chosen: [] })).map(({ id }) => id).sort()).toEqual([logo, logoDark].sort());
  await expect(removeUnusedFile({ actor, id: logo })).rejects.toThrow('This file is the logo');
  expect(await requireLibraryFile({ actor, id: logo })).toMatchObject({ used: [], logo: true });
  await db.delete(file).where(eq(file.id, logo));
  expect(await getLogo(await getSettings())).toBeNull();
});

test('entries of a menu follow what they lead to, and go with it', async () => {
  await testDatabase();
  const science = await saveTerm({ actor, kind: 'section', id: null, term: { name: 'Science' } });
  const nature = await saveTerm({ actor, kind: 'section', id: null, term: { name: 'Nature' } });
  const page = await addArticle({ kind: 'page', slug: 'about-us', headline: 'About us' });
  await addArticle({ slug: 'tides', headline: 'Tides' });
  for (const address of ['/sections/science', '/about-us', '/articles/tides', '/archive']) await add(address);
  await add('https://shop.example/things', 'Shop');
  expect(await words()).toEqual([['Science'], ['About us'], ['Tides'], ['Archive'], ['Shop']]);
  const { header, tags } = await menus();
  expect(header?.map(({ href }) => href)).toEqual([
    '/sections/science',
    '/about-us',
    '/articles/tides',
    '/archive',
    'https://shop.example/things',
  ]);
  expect(tags.sort()).toEqual(['article:tides', 'page:about-us', 'section:science']);
  await saveTerm({ actor, kind: 'section', id: science.id, term: { name: 'Sciences', slug: 'sciences' } });
  expect((await menus()).header?.[0]).toMatchObject({ label: 'Sciences', href: '/sections/sciences' });
  await mergeTerms({ actor, kind: 'section', id: science.id, into: 'nature' });
  await db.update(article).set({ status: 'archived' }).where(eq(article.id, page));
  expect(await words()).toEqual([['Tides'], ['Archive'], ['Shop']]);
  expect((await listMenuItems({ actor })).header.map(({ gone }) => gone)).toEqual([true, true, false, false, false]);
  expect(nature.id).not.toBe(science.id);
});

test('entries are moved, put under others, renamed and removed', async () => {
  await testDatabase();
  for (const name of ['A', 'B', 'C', 'D']) await add(`https://${name.toLowerCase()}.example`, name);
  const [a = '', b = '', c = '', d = ''] = await keys();
  await change({ do: 'nest', key: b, under: true });
  await change({ do: 'nest', key: c, under: true });
  expect(await words()).toEqual([['A', 'B', 'C'], ['D']]);
  // What stands under it comes along, and nothing comes between.
  await change({ do: 'place', key: a, to: 1 });
  expect(await words()).toEqual([['D'], ['A', 'B', 'C']]);
  await change({ do: 'place', key: d, to: 1 });
  expect(await words()).toEqual([['A', 'B', 'C'], ['D']]);
  await change({ do: 'place', key: c, to: 1 });
  expect(await words()).toEqual([['A', 'C', 'B'], ['D']]);
  await change({ do: 'label', key: d, label: '  <b>D</b> ' });
  await change({ do: 'remove', key: a });
  expect(await words()).toEqual([['C'], ['B'], ['<b>D</b>']]);
  await expect(change({ do: 'remove', key: a })).rejects.toThrow('no longer in the menu');
  await expect(change({ do: 'nest', key: c, under: true })).rejects.toThrow('can not stand under another');
  const names = await db.select({ name: event.name }).from(event);
  expect(names.every(({ name }) => name === 'menu.change')).toBe(true);
});

test('only addresses are taken, of this site only those where something is', async () => {
  await testDatabase();
  for (const address of [
    '',
    'javascript:alert(1)',
    '//evil.example',
    'data:text/html,x',
    'https://',
    '/\\evil.example',
  ])
    await expect(add(address), address).rejects.toMatchObject({ field: 'address' });
  await expect(add('/sections/none')).rejects.toThrow('There is nothing at this address');
  await expect(add('/articles/none')).rejects.toThrow('There is nothing at this address');
  await expect(add('https://a.example', 'x'.repeat(61))).rejects.toMatchObject({ field: 'label' });
  expect((await menus()).header).toBeNull();
});

test('a menu has room for so many, and a header can begin with what stands there', async () => {
  await testDatabase();
  const { id } = await saveTerm({ actor, kind: 'section', id: null, term: { name: 'Science' } });
  await saveTerm({ actor, kind: 'section', id: null, term: { name: 'Empty' } });
  await addArticle({ sectionId: id });
  await change({ do: 'begin' });
  await change({ do: 'begin' });
  expect(await words()).toEqual([['Science'], ['Archive']]);
  for (let at = 0; at < 10; at++) await add(`https://${at}.example`);
  await expect(add('https://more.example')).rejects.toThrow('The menu can have 12 entries at most');
  await add('https://foot.example', 'Foot', 'footer');
  await expect(change({ do: 'nest', key: (await keys('footer'))[0] ?? '', under: true }, 'footer')).rejects.toThrow();
  expect((await menus()).footer).toEqual([{ label: 'Foot', href: 'https://foot.example', children: [] }]);
});

test('only who may reads what is tried and what is arranged', async () => {
  await testDatabase();
  for (const role of ['reader', 'contributor', 'author', 'moderator', 'editor'] as const) {
    const who = await addUser(role);
    await expect(getLookDraft({ actor: who }), role).rejects.toMatchObject({ code: 'refused' });
    await expect(listLogoChoices({ actor: who, chosen: [] }), role).rejects.toMatchObject({ code: 'refused' });
    if (role !== 'editor') await expect(listMenuItems({ actor: who }), role).rejects.toMatchObject({ code: 'refused' });
  }
  // What somebody put into the table by hand is not believed.
  await db.insert(setting).values({ key: 'headerMenu', value: [{ href: 'javascript:alert(1)' }] });
  expect((await menus()).header).toBeNull();
  expect(await db.$count(section)).toBe(0);
});
