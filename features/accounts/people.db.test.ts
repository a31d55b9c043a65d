import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import type { Actor } from '#lib/actor';
import { changeRole, signOutEverywhere } from './commands.ts';
import { getSessionActor, listPeople } from './queries.ts';
import { roleNames } from './schema.ts';
import { beginSession } from './sessions.ts';

const emailOf = async (id: string) => (await db.select().from(user).where(eq(user.id, id)))[0]?.email ?? '';
const roleOf = async (id: string) => (await db.select().from(user).where(eq(user.id, id)))[0]?.role;

test('people are listed and found, with when they were here last', async () => {
  await testDatabase();
  const actor = await addUser('administrator', 'Desk one');
  const reader = await addUser('reader', 'Reader 100%');
  await beginSession(db, { userId: reader.id, userAgent: 'A browser' });
  await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, reader.id));
  expect((await listPeople({ actor })).total).toBe(2);
  const { people } = await listPeople({ actor, text: '100%' });
  expect(people).toEqual([
    expect.objectContaining({
      id: reader.id,
      role: 'reader',
      bannedAt: expect.any(String),
      seenAt: expect.any(String),
    }),
  ]);
  expect((await listPeople({ actor, role: 'administrator', page: 9 })).people).toEqual([
    expect.objectContaining({ id: actor.id, seenAt: null }),
  ]);
});

test('signing somebody out ends all their sessions, and is noted', async () => {
  await testDatabase();
  const [actor, author] = [await addUser('administrator'), await addUser('author')];
  const begin = async (userAgent: string) => (await beginSession(db, { userId: author.id, userAgent })).token;
  const tokens = [await begin('A'), await begin('B')];
  await signOutEverywhere({ actor, id: author.id });
  for (const token of tokens) expect(await getSessionActor(token)).toEqual({ kind: 'anonymous' });
  await signOutEverywhere({ actor, id: author.id });
  expect(await db.select().from(event).where(eq(event.name, 'account.sign_out'))).toHaveLength(1);
});

test('a publication keeps an administrator, also when two take the role from each other', async () => {
  await testDatabase();
  const [one, two] = [await addUser('administrator'), await addUser('administrator')];
  const take = async (actor: Actor, from: string) => changeRole({ actor, email: await emailOf(from), role: 'reader' });
  const both = await Promise.allSettled([take(one, two.id), take(two, one.id)]);
  const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused).toEqual([expect.objectContaining({ code: 'conflict' })]);
  expect([await roleOf(one.id), await roleOf(two.id)].sort()).toEqual(['administrator', 'reader']);
  // Whoever was one until a moment ago.
  const [last, former] = (await roleOf(one.id)) === 'administrator' ? [one, two] : [two, one];
  await expect(take(former, last.id)).rejects.toThrow('the last administrator');
});

test('only administrators see and change people', async () => {
  await testDatabase();
  const reader = await addUser('reader');
  const people: [string, Actor][] = [['anonymous', { kind: 'anonymous' }]];
  for (const role of roleNames) if (role !== 'administrator') people.push([role, await addUser(role)]);
  people.push(['banned', { ...(await addUser('administrator')), banned: true }]);
  for (const [who, actor] of people) {
    await expect(listPeople({ actor }), who).rejects.toMatchObject({ code: 'refused' });
    await expect(signOutEverywhere({ actor, id: reader.id }), who).rejects.toMatchObject({ code: 'refused' });
    const change = changeRole({ actor, email: await emailOf(reader.id), role: 'editor' });
    await expect(change, who).rejects.toMatchObject({ code: 'refused' });
  }
});
