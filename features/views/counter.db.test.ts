import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect, type Database } from '#db/client';
import { article, hitDay, hitLeftOut, hitReader, hitSalt, hitTotal } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { writeBatch } from './batch.ts';
import { type Hit, HitCounter } from './counter.ts';
import { readKeys } from './keys.ts';

async function publish(db: Database, count: number): Promise<number[]> {
  const rows = await db
    .insert(article)
    .values(
      Array.from({ length: count }, (_, n) => ({
        slug: `article-${n}`,
        headline: `Article ${n}`,
        status: 'published' as const,
        publishedAt: new Date('2026-01-01T00:00:00Z'),
      })),
    )
    .returning({ id: article.id });
  return rows.map(({ id }) => id);
}

const hit = (articleId: number, reader: string = randomUUID()): Hit => ({
  articleId,
  identity: reader,
  host: '',
  country: null,
});

const totalOf = async (db: Database, id: number): Promise<number> =>
  (await db.select().from(hitTotal).where(eq(hitTotal.articleId, id)))[0]?.counted ?? 0;

test('hits that come at once on one article are all counted, on two servers too', async () => {
  const { db, url } = await testDatabase();
  const [id = 0] = await publish(db, 1);
  const other = connect(url);
  const counters = [new HitCounter(db), new HitCounter(other.db)];
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => counters[n % 2]?.count(hit(id))));
  expect(Math.max(...answers.map(Number))).toBe(1000);
  expect(await totalOf(db, id)).toBe(1000);
  await other.sql.end();
});

test('hits on many articles at once, from two servers, in any order, are all counted', async () => {
  const { db, url } = await testDatabase();
  const ids = await publish(db, 50);
  const other = connect(url);
  const counters = [new HitCounter(db), new HitCounter(other.db)];
  await Promise.all(
    Array.from({ length: 2000 }, (_, n) => counters[n % 2]?.count(hit(ids[(n * 7 + (n % 2) * 31) % 50] ?? 0))),
  );
  const totals = await db.select().from(hitTotal);
  expect(totals.reduce((sum, { counted }) => sum + counted, 0)).toBe(2000);
  const days = await db.select().from(hitDay);
  expect(days.reduce((sum, { hits }) => sum + hits, 0)).toBe(2000);
  await other.sql.end();
});

test('one reader is one hit, on two servers at the same moment, and again when the time is over', async () => {
  const { db, url } = await testDatabase();
  const [id = 0, second = 0] = await publish(db, 2);
  const other = connect(url);
  const [here, there] = [new HitCounter(db), new HitCounter(other.db)];
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => (n % 2 ? here : there).count(hit(id, 'ada'))),
  );
  expect(Math.max(...answers.map(Number))).toBe(1);
  expect(await totalOf(db, id)).toBe(1);
  expect(await here.count(hit(second, 'ada'))).toBe(1);
  await db.update(hitReader).set({ countedAt: sql`now() - interval '29 minutes'` });
  expect(await here.count(hit(id, 'ada'))).toBe(1);
  await db.update(hitReader).set({ countedAt: sql`now() - interval '31 minutes'` });
  expect(await here.count(hit(id, 'ada'))).toBe(2);
  const repeats = await db.select().from(hitLeftOut).where(eq(hitLeftOut.articleId, id));
  expect(repeats).toMatchObject([{ reason: 'repeat', calls: 200 }]);
  await other.sql.end();
});

test('what is not there, not public or not an article is not counted', async () => {
  const { db } = await testDatabase();
  const [id = 0] = await publish(db, 1);
  const counter = new HitCounter(db);
  expect(await counter.count(hit(id + 1000))).toBeNull();
  for (const change of [
    { status: 'draft' },
    { status: 'published', visibility: 'private' },
    { visibility: 'public', kind: 'page' },
  ] as const) {
    await db.update(article).set(change).where(eq(article.id, id));
    expect(await counter.count(hit(id))).toBeNull();
  }
  await db
    .update(article)
    .set({ kind: 'article', publishedAt: sql`now() + interval '1 hour'` })
    .where(eq(article.id, id));
  expect(await counter.count(hit(id))).toBeNull();
  expect(await db.select().from(hitReader)).toEqual([]);
});

test('the salt is new each day, and a reader is still known across midnight', async () => {
  const { db } = await testDatabase();
  const [id = 0] = await publish(db, 1);
  expect(await new HitCounter(db).count(hit(id, 'ada'))).toBe(1);
  // As if that had been yesterday: its salt is the former one now.
  await db.update(hitSalt).set({ day: sql`${hitSalt.day} - 1` });
  const keys = await readKeys(db, 1440);
  expect(keys.former).not.toBeNull();
  expect(keys.salt).not.toBe(keys.former);
  const sent = { articleId: id, identity: 'ada', host: '', country: null, calls: 1 };
  expect(await writeBatch(db, { ...keys, windowMinutes: 30 }, [sent], [])).toEqual(new Map([[id, 1]]));
  expect(await writeBatch(db, { ...keys, windowMinutes: 30 }, [{ ...sent, identity: 'bob' }], [])).toEqual(
    new Map([[id, 2]]),
  );
  // Keys of a day that is over write nothing.
  expect(await writeBatch(db, { ...keys, day: '2020-01-01' }, [{ ...sent, identity: 'eve' }], [])).toBeNull();
  expect(await totalOf(db, id)).toBe(2);
});

test('old salts are thrown away, and one of a day that is yet to come', async () => {
  const { db } = await testDatabase();
  await db.insert(hitSalt).values([
    { day: sql`(now() at time zone 'utc')::date - 2`, salt: 'old' },
    { day: sql`(now() at time zone 'utc')::date + 1`, salt: 'early' },
  ]);
  const { salt } = await readKeys(db);
  const left = await db.select().from(hitSalt);
  expect(left.map((row) => row.salt)).not.toContain('old');
  expect(left.map((row) => row.salt)).not.toContain('early');
  expect((await readKeys(db)).salt).toBe(salt);
});

test('connections that break in the middle lose nothing and count nothing twice', async () => {
  const { db, url } = await testDatabase();
  const [id = 0] = await publish(db, 1);
  const admin = connect(url, { max: 1 });
  const counter = new HitCounter(db);
  let breaking = true;
  const breaker = (async () => {
    while (breaking) {
      await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
      await new Promise((done) => setTimeout(done, 60));
    }
  })();
  const answers: (number | null)[] = [];
  for (let round = 0; round < 20; round++) {
    answers.push(...(await Promise.all(Array.from({ length: 20 }, () => counter.count(hit(id))))));
  }
  breaking = false;
  await breaker;
  expect(answers.every((answer) => answer !== null && answer > 0)).toBe(true);
  // By the one connection that nobody broke.
  expect(await totalOf(admin.db, id)).toBe(400);
  await admin.sql.end();
});

test('a call costs no memory once the queue is full, and is refused', async () => {
  const { db } = await testDatabase();
  const [id = 0] = await publish(db, 1);
  const counter = new HitCounter(db);
  const results = await Promise.allSettled(Array.from({ length: 6000 }, () => counter.count(hit(id))));
  const answered = results.filter((result) => result.status === 'fulfilled').length;
  expect(answered).toBe(5000);
  expect(await totalOf(db, id)).toBe(5000);
});
