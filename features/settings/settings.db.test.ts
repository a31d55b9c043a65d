import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import type { Actor } from '#lib/actor';
import { adoptSettings, changeSettings } from './commands.ts';
import { getSettings } from './queries.ts';

const operator = { kind: 'operator' } as const;

test('settings have defaults, are changed together, and expire what shows them', async () => {
  const { sql } = await testDatabase();
  expect(await getSettings()).toMatchObject({ language: 'en', timeZone: 'UTC', feedText: 'full' });
  await changeSettings({ actor: operator, changes: { name: 'The Harbor Review', timeZone: 'Europe/Berlin' } });
  expect(await getSettings()).toMatchObject({ name: 'The Harbor Review', timeZone: 'Europe/Berlin' });
  expect((await sql`select tag from tag_expiry`).map((row) => row.tag)).toEqual(['settings']);
});

test('one wrong value changes nothing, and is named', async () => {
  await testDatabase();
  const change = (changes: Record<string, unknown>) => changeSettings({ actor: operator, changes });
  await expect(change({ name: 'New', accent: 'red' })).rejects.toThrow('accent must be a colour such as #b5341f.');
  await expect(change({ timeZone: 'Mars/Olympus' })).rejects.toThrow('timeZone must be a time zone');
  await expect(change({ colour: 'red' })).rejects.toThrow('There is no setting "colour".');
  expect((await getSettings()).name).toBe('Broadsheet');
});

test('lists come as one text from the command line, switches as a word', async () => {
  await testDatabase();
  const changes = { blockedWords: 'Casino, bad.example ,casino', suspectWords: '', spamFilter: 'off', trustAfter: '3' };
  await changeSettings({ actor: operator, changes });
  expect(await getSettings()).toMatchObject({
    blockedWords: ['casino', 'bad.example'],
    suspectWords: [],
    spamFilter: false,
    trustAfter: 3,
  });
  const wrong = changeSettings({ actor: operator, changes: { trustAfter: '-1' } });
  await expect(wrong).rejects.toThrow('trustAfter must be 0 or more.');
});

test('nobody but operators and administrators change settings', async () => {
  await testDatabase();
  const change = (actor: Actor) => changeSettings({ actor, changes: { name: 'Mine' } });
  for (const role of ['reader', 'contributor', 'author', 'editor', 'moderator'] as const)
    await expect(change(await addUser(role)), role).rejects.toMatchObject({ code: 'refused' });
  const administrator = await addUser('administrator');
  await expect(change({ ...administrator, banned: true })).rejects.toMatchObject({ code: 'refused' });
  await change(administrator);
  const [row] = await db.select().from(event).where(eq(event.name, 'settings.change'));
  expect(row?.actor).toBe(`user:${administrator.id}`);
  await expect(changeSettings({ actor: { kind: 'anonymous' }, changes: { name: 'Mine' } })).rejects.toMatchObject({
    code: 'refused',
  });
});

test('what comes from elsewhere is taken where nothing was chosen here', async () => {
  await testDatabase();
  await changeSettings({ actor: operator, changes: { name: 'Mine' } });
  await adoptSettings({ actor: operator, found: { name: 'Theirs', tagline: 'Of theirs' } });
  expect(await getSettings()).toMatchObject({ name: 'Mine', tagline: 'Of theirs' });
  await adoptSettings({ actor: operator, found: { accent: 'no colour' } });
  expect((await getSettings()).accent).toBe('#b5341f');
  const stranger = adoptSettings({ actor: { kind: 'anonymous' }, found: { name: 'Mine' } });
  await expect(stranger).rejects.toMatchObject({ code: 'refused' });
});
