import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect, type Database } from '#db/client';
import {
  article,
  author,
  byline,
  hitDay,
  hitReader,
  hitReferrer,
  hitTotal,
  section,
  tagExpiry,
} from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { answerHit, countHit, setImportedHits } from './commands.ts';
import { sweepHits, tellPages } from './jobs.ts';
import { exportHits, getHits, getStats, listHits, listMostRead } from './queries.ts';

const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const from = (address: string, userAgent = agent) => ({ address, userAgent, purpose: '', country: 'DE' });

async function publish(db: Database, slug: string, sectionId?: number): Promise<number> {
  const [row] = await db
    .insert(article)
    .values({ slug, headline: slug, status: 'published', publishedAt: new Date('2026-01-01'), sectionId })
    .returning({ id: article.id });
  return row?.id ?? 0;
}

test('a hit is counted with its host and country, and what is left out is tallied', async () => {
  const { db } = await testDatabase();
  const [desk] = await db.insert(section).values({ slug: 'desk', name: 'Desk' }).returning();
  const id = await publish(db, 'one', desk?.id);
  const [ada] = await db.insert(author).values({ slug: 'ada', name: 'Ada' }).returning();
  await db.insert(byline).values({ articleId: id, authorId: ada?.id ?? 0 });
  const hit = { articleId: id, referrer: 'www.Example.com' };
  expect(await countHit({ hit, request: from('203.0.113.1'), staff: false })).toBe(1);
  expect(await countHit({ hit, request: from('203.0.113.2'), staff: true })).toBeNull();
  expect(await countHit({ hit, request: from('203.0.113.3', 'curl/8'), staff: false })).toBeNull();
  expect(await countHit({ hit, request: { ...from('203.0.113.4'), purpose: 'prefetch' }, staff: false })).toBeNull();
  expect(await countHit({ hit, request: from('203.0.113.5'), staff: false })).toBe(2);

  const range = { from: '2000-01-01', to: '2999-12-31' };
  const sums = async (by: Parameters<typeof listHits>[1]) =>
    (await listHits(range, by)).map(({ key, hits }) => [key, hits]);
  expect(await sums('article')).toEqual([['one', 2]]);
  expect(await sums('section')).toEqual([['desk', 2]]);
  expect(await sums('author')).toEqual([['ada', 2]]);
  expect(await sums('referrer')).toEqual([['example.com', 2]]);
  expect(await sums('country')).toEqual([['DE', 2]]);
  expect((await sums('left-out')).sort()).toEqual([
    ['bot', 1],
    ['prefetch', 1],
    ['staff', 1],
  ]);
  expect(await sums('day')).toHaveLength(1);
  const rows = [];
  for await (const part of exportHits(range)) rows.push(...part);
  expect(rows).toMatchObject([{ slug: 'one', section: 'Desk', authors: ['Ada'], hits: 2 }]);

  const stats = await getStats(id, 'UTC');
  expect(stats.days).toHaveLength(30);
  expect(stats.days.at(-1)?.hits).toBe(2);
  expect(stats.days.slice(0, -1).every(({ hits }) => hits === 0)).toBe(true);
});

test('whatever is sent, nothing is thrown and nothing is counted', async () => {
  const { db } = await testDatabase();
  const id = await publish(db, 'one');
  const header = (name: string) => ({ 'user-agent': agent, 'x-forwarded-for': '203.0.113.9' })[name];
  for (const articleId of [undefined, null, 'x', 1.5, -1, 2 ** 60, id + 999, {}, [], Number.NaN]) {
    expect(await answerHit({ articleId, referrer: '', header, staff: false })).toBeNull();
  }
  for (const referrer of [undefined, 5, {}, 'x'.repeat(1000)]) {
    expect(await answerHit({ articleId: id, referrer, header, staff: false })).toBeNull();
  }
  expect(await db.select().from(hitTotal)).toEqual([]);
  expect(await answerHit({ articleId: id, referrer: "'; drop table article", header, staff: false })).toBe(1);
});

test('a thousand calls from one address are one hit, whatever browsers it says it has', async () => {
  const { db } = await testDatabase();
  const id = await publish(db, 'one');
  const hit = { articleId: id, referrer: '' };
  const calls = (agentOf: (n: number) => string, address: string) =>
    Promise.all(
      Array.from({ length: 1000 }, (_, n) => countHit({ hit, request: from(address, agentOf(n)), staff: false })),
    );
  await calls(() => agent, '198.51.100.1');
  expect((await getHits(id)).total).toBe(1);
  await calls((n) => `${agent} ${n}`, '198.51.100.2');
  expect((await getHits(id)).total).toBeLessThanOrEqual(1 + 2 * 120);
});

test('what was read most, by time and section', async () => {
  const { db } = await testDatabase();
  const [desk] = await db.insert(section).values({ slug: 'desk', name: 'Desk' }).returning();
  const [a, b, c] = [await publish(db, 'a', desk?.id), await publish(db, 'b'), await publish(db, 'c')];
  const today = sql`(now() at time zone 'UTC')::date`;
  await db.insert(hitDay).values([
    { day: today, articleId: a, hits: 1 },
    { day: today, articleId: b, hits: 3 },
    { day: sql`${today} - 6`, articleId: a, hits: 5 },
    { day: sql`${today} - 7`, articleId: c, hits: 50 },
  ]);
  await db.insert(hitTotal).values([
    { articleId: a, counted: 6 },
    { articleId: b, counted: 3, imported: 100 },
    { articleId: c, counted: 50 },
  ]);
  const slugs = async (name?: string) => {
    const lists = await listMostRead({ limit: 5, timeZone: 'UTC', ...(name ? { section: name } : {}) });
    return [lists.today, lists.week, lists.always].map((list) => list.map(({ slug, hits }) => `${slug} ${hits}`));
  };
  expect(await slugs()).toEqual([
    ['b 3', 'a 1'],
    ['a 6', 'b 3'],
    ['b 103', 'c 50', 'a 6'],
  ]);
  expect(await slugs('desk')).toEqual([['a 1'], ['a 6'], ['a 6']]);
  await db.update(article).set({ status: 'archived' }).where(eq(article.id, b));
  expect((await slugs())[0]).toEqual(['a 1']);
});

test('pages are told when their number changed, once, by one server', async () => {
  const { db, url } = await testDatabase();
  const id = await publish(db, 'one');
  await db.insert(hitTotal).values({ articleId: id, counted: 3, imported: 1 });
  const other = connect(url);
  const told = await Promise.all([tellPages(db), tellPages(other.db)]);
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await tellPages(db)).toBe(0);
  expect((await db.select().from(tagExpiry)).map(({ tag }) => tag)).toEqual([`hits:${id}`]);
  await other.sql.end();
});

test('the sweep forgets readers, merges old days into months and loses no hit', async () => {
  const { db } = await testDatabase();
  const id = await publish(db, 'one');
  await db.insert(hitReader).values([
    { reader: crypto.randomUUID(), countedAt: sql`now() - interval '31 minutes'` },
    { reader: crypto.randomUUID(), countedAt: sql`now() - interval '29 minutes'` },
  ]);
  await db
    .insert(hitDay)
    .values(['2020-02-01', '2020-02-02', '2020-02-29', '2020-03-31'].map((day) => ({ day, articleId: id, hits: 10 })));
  await db.insert(hitDay).values({ day: sql`current_date`, articleId: id, hits: 1 });
  await db.insert(hitReferrer).values(
    Array.from({ length: 250 }, (_, n) => ({
      day: `2020-02-${(n % 2) + 1}`,
      articleId: id,
      host: `h${n}.example`,
      hits: n + 1,
    })),
  );
  for (let run = 0; run < 2; run++) {
    await sweepHits(db);
    expect(await db.select().from(hitReader)).toHaveLength(1);
    const days = await db.select().from(hitDay).orderBy(hitDay.day);
    expect(days.slice(0, 2)).toMatchObject([
      { day: '2020-02-01', hits: 30 },
      { day: '2020-03-01', hits: 10 },
    ]);
    expect(days).toHaveLength(3);
    const hosts = await db.select().from(hitReferrer);
    expect(hosts).toHaveLength(101);
    expect(hosts.reduce((sum, { hits }) => sum + hits, 0)).toBe((250 * 251) / 2);
  }
});

test('imported numbers are the start of the total, and the same when they come again', async () => {
  const { db } = await testDatabase();
  const id = await publish(db, 'one');
  expect(await setImportedHits([{ articleId: id, hits: 140 }])).toBe(1);
  expect(await setImportedHits([{ articleId: id, hits: 140 }])).toBe(0);
  expect(await countHit({ hit: { articleId: id, referrer: '' }, request: from('203.0.113.200'), staff: false })).toBe(
    141,
  );
  expect(await getHits(id)).toEqual({ total: 141, imported: 140 });
  expect(await setImportedHits([{ articleId: id, hits: 150 }])).toBe(1);
  expect(await getHits(id)).toEqual({ total: 151, imported: 150 });
});
