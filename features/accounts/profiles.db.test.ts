import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { author, event, responseReport, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser, changeSetting, type Person } from '#db/test-fixture';
import { approveResponses } from '#features/moderation/commands';
import { getQueue } from '#features/moderation/queries';
import { changeProfile, deleteAccount } from './commands.ts';
import { ProfileInput } from './schema.ts';

const change = (actor: Person, fields: Partial<Record<'name' | 'bio' | 'link', string>>) =>
  changeProfile({ actor, profile: ProfileInput.parse({ name: actor.name, ...fields }) });
const rowOf = async (actor: Person) => (await db.select().from(user).where(eq(user.id, actor.id)))[0];

test('words that are not allowed are refused in a name, bio and link, with the field in the sentence', async () => {
  await testDatabase();
  await changeSetting('blockedWords', ['casino', 'bad.example']);
  const reader = await addUser();
  const before = await rowOf(reader);
  for (const [fields, field] of [
    [{ name: 'Cаsino King' }, 'name has'],
    [{ bio: 'I run a cas1no.' }, 'lines about yourself have'],
    [{ link: 'https://www.bad.example/x' }, 'link has'],
    [{ link: 'https://b%61d.example/' }, 'link has'],
  ] as const)
    await expect(change(reader, fields)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(new RegExp(`^Your ${field} a word .*[.]$`)),
    });
  expect(await rowOf(reader)).toEqual(before);
  // What stood there before the word was blocked does not hold up another change, and staff are asked nothing.
  await db.update(user).set({ name: 'Casino', nameKey: 'casino' }).where(eq(user.id, reader.id));
  await change({ ...reader, name: 'Casino' }, { bio: 'New lines' });
  await change(await addUser('author'), { bio: 'On the old casino' });
});

test('a name or link that changes beside public responses is put before the moderators, once until they look', async () => {
  await testDatabase();
  await changeSetting('suspectWords', ['lottery']);
  const articleId = await addArticle();
  const [quiet, reader, moderator] = [await addUser(), await addUser('reader', 'Reader'), await addUser('moderator')];
  await change(quiet, { name: 'Somebody else', link: 'https://one.example' });
  await addResponse({ articleId, userId: reader.id, createdAt: new Date(0) });
  const newest = await addResponse({ articleId, userId: reader.id });
  await addResponse({ articleId, userId: reader.id, approvedAt: null, heldAt: new Date() });
  await change(reader, { bio: 'Lines nobody sees' });
  expect(await db.$count(responseReport)).toBe(0);
  await change(reader, { name: 'Another', link: 'https://one.example' });
  await change(reader, { name: 'A third', link: 'https://lottery.example/' });
  const { entries, counts } = await getQueue(moderator, 'reported');
  expect(counts.reported).toBe(1);
  expect(entries).toMatchObject([
    {
      id: newest,
      link: 'https://lottery.example/',
      writer: { canBan: true },
      reports: [{ by: null, reason: 'other' }],
    },
  ]);
  const text = entries[0]?.reports[0]?.text;
  for (const part of ['was “Reader” and is “Another” now', 'is “A third” now', 'suspect word “lottery”'])
    expect(text).toContain(part);
  for (let n = 0; n < 50; n++) await change(reader, { name: `Name no ${'abcdefghij'[n % 10]}${n}` });
  expect((await db.select().from(responseReport))[0]?.text.length).toBeLessThanOrEqual(1000);
  await approveResponses({ actor: moderator, ids: [newest] });
  expect((await getQueue(moderator, 'reported')).entries).toEqual([]);
  await change(reader, { name: 'A fourth' });
  expect((await getQueue(moderator, 'reported')).entries).toHaveLength(1);
});

test('names that articles are signed with, and what looks like them, are not for readers', async () => {
  await testDatabase();
  await db.insert(author).values({ slug: 'the-desk', name: 'The Harbour Desk' });
  const [reader, contributor] = [await addUser(), await addUser('contributor')];
  for (const name of ['The Harbour Desk', 'the hаrbour dеsk', 'The Harb0ur Desk', '𝕿he Harbour Desk'])
    await expect(change(reader, { name })).rejects.toMatchObject({ code: 'refused', message: /signed with/ });
  await change(contributor, { name: 'The Harbour Desk' });
});

test('with an account goes what it was called', async () => {
  await testDatabase();
  const reader = await addUser('reader', 'First name');
  await change(reader, { name: 'Second name' });
  const email = (await rowOf(reader))?.email ?? '';
  await deleteAccount({ actor: reader, deletion: { confirm: email, responses: 'keep' } });
  expect(JSON.stringify(await db.select().from(event))).not.toMatch(/First name|Second name/);
});
