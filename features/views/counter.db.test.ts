import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect, type Database } from '#db/client';
import { article, hitDay, hitLeftOut, hitReader, hitSalt, hitTotal } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { type Hit, HitCounter } from './counter.ts';

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
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, n) => counters[n % 2]?.count(hit(id))),
  );
  expect(Math.max(...answers.map(Number))).toBe(1000);
  expect(await totalOf(db, id)).toBe(1000);
  await other.sql.end();
});
