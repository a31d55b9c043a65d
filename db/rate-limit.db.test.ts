import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from './client.ts';
import { limiter, secondsUntilAllowed } from './rate-limit.ts';
import { rateLimit } from './schema/index.ts';
import { testDatabase } from './test-database.ts';

test('of many at once as many are allowed as there may be, each key for itself', async () => {
  await testDatabase();
  const limit = limiter('crowd', 3, 60);
  const keys = ['one', 'two', 'one', 'one', 'one', 'two', 'one'];
  const waits = await Promise.all(keys.map((key) => secondsUntilAllowed(limit, key)));
  const refused = waits.map((seconds) => seconds > 0);
  expect(refused).toEqual([false, false, false, false, true, false, true]);
  expect(waits[4]).toBeGreaterThan(50);
  const counted = await db.select({ points: rateLimit.points }).from(rateLimit).where(eq(rateLimit.key, 'crowd:one'));
  expect(counted).toEqual([{ points: 5 }]);
});
