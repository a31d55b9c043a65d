import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, event } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle } from '#db/test-fixture';
import { listFront } from '#features/articles/queries';
import { changeArticles, pinArticle, placePinned, unpinArticle } from './commands.ts';
import { listFrontDesk } from './queries.ts';
import { mostPinned } from './schema.ts';

const actor = { kind: 'operator' } as const;
const front = async () => {
  const { lead, latest } = await listFront(10);
  return [lead, ...latest].map((card) => card?.headline).join(' ');
};

/** Headlines are letters, A the newest. */
async function addSome(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < count; at++)
    ids.push(
      await addArticle({
        headline: String.fromCharCode(65 + at),
        publishedAt: new Date(Date.now() - (at + 1) * 60_000),
      }),
    );
  return ids;
}

test('pinned articles stand first in their order, the others by date', async () => {
  const { sql } = await testDatabase();
  const [, , c = 0, d = 0, e = 0] = await addSome(5);
  expect(await front()).toBe('A B C D E');
  await pinArticle({ actor, id: d });
  await pinArticle({ actor, id: e });
  await pinArticle({ actor, id: c });
  expect(await front()).toBe('D E C A B');
  await placePinned({ actor, id: c, to: 0 });
  expect(await front()).toBe('C D E A B');
  await placePinned({ actor, id: c, to: 99 });
  expect(await front()).toBe('D E C A B');
  await unpinArticle({ actor, id: d });
  expect(await front()).toBe('E C A B D');
  expect([...new Set((await sql`select tag from tag_expiry`).map((row) => row.tag))]).toEqual(['lists']);
  const logged = await db.select({ name: event.name, subject: event.subject }).from(event).orderBy(event.id);
  const events = logged.map(({ name, subject }) => `${name} ${subject}`);
  expect(events.slice(-2)).toEqual([`article.place article:${c}`, `article.unpin article:${d}`]);
  const { pinned, others } = await listFrontDesk({ actor });
  expect(pinned.map(({ headline }) => headline).join('')).toBe('EC');
  expect(others.map(({ headline }) => headline).join('')).toBe('ABD');
});

test('what the list of articles pins comes to the top, before those with a place', async () => {
  await testDatabase();
  const [a = 0, b = 0, c = 0] = await addSome(3);
  await pinArticle({ actor, id: c });
  await changeArticles({ actor, ids: [a, b], change: { kind: 'pin', on: true } });
  expect(await front()).toBe('B A C');
  await changeArticles({ actor, ids: [b], change: { kind: 'pin', on: false } });
  expect(await front()).toBe('A C B');
});

test('what readers can not open is left out, and can not be put on top', async () => {
  await testDatabase();
  const [a = 0, b = 0] = await addSome(2);
  await pinArticle({ actor, id: b });
  await db.update(article).set({ status: 'archived' }).where(eq(article.id, b));
  expect(await front()).toBe('A');
  expect((await listFrontDesk({ actor })).pinned[0]).toMatchObject({ headline: 'B', shown: false });
  const draft = await addArticle({ status: 'draft', publishedAt: null });
  await expect(pinArticle({ actor, id: draft })).rejects.toThrow('Readers can not open this article now.');
  await expect(pinArticle({ actor, id: 99_999 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(placePinned({ actor, id: a, to: 0 })).rejects.toMatchObject({ code: 'conflict' });
});

test('there is room for so many, and they are found by words of their headlines', async () => {
  await testDatabase();
  for (const id of await addSome(mostPinned)) await pinArticle({ actor, id });
  const id = await addArticle({ headline: '100% of tides' });
  await expect(pinArticle({ actor, id })).rejects.toThrow(`There are ${mostPinned} articles on top already.`);
  await expect(changeArticles({ actor, ids: [id], change: { kind: 'pin', on: true } })).rejects.toThrow(
    `There is room for ${mostPinned} articles on top`,
  );
  const find = async (text: string) => (await listFrontDesk({ actor, text })).found.map(({ headline }) => headline);
  expect(await find('TIDES')).toEqual(['100% of tides']);
  expect(await find('0% of')).toEqual(['100% of tides']);
  expect(await find('%')).toEqual(['100% of tides']);
  expect(await find('_')).toEqual([]);
});

test('several who arrange at once neither wait for each other for ever nor undo what another did', async () => {
  await testDatabase();
  const ids = await addSome(6);
  const [a = 0, b = 0, c = 0] = ids;
  const pin = (these: number[], on: boolean) => changeArticles({ actor, ids: these, change: { kind: 'pin', on } });
  for (let round = 0; round < 10; round++) {
    await pin([...ids].reverse(), true);
    await Promise.all([
      placePinned({ actor, id: a, to: 5 }),
      pin([b], false),
      pin(ids.slice(2), true),
      changeArticles({ actor, ids, change: { kind: 'tag', name: `Round ${round}` } }),
      placePinned({ actor, id: c, to: 0 }),
    ]);
    const { pinned } = await listFrontDesk({ actor });
    expect(pinned.map(({ id }) => id).sort((one, other) => one - other)).toEqual(ids.filter((id) => id !== b));
  }
});
