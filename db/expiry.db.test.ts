import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { expireTags, expiryChannel } from './expiry.ts';
import { tagExpiry } from './schema/index.ts';
import { testDatabase } from './test-database.ts';

test('a gentle expiry is noted and told like any other, and waits for nobody who notes the same', async () => {
  const { db, sql } = await testDatabase();
  const told: string[] = [];
  await sql.listen(expiryChannel, (payload) => told.push(payload));
  const at = async () => (await db.select().from(tagExpiry).where(eq(tagExpiry.tag, 'a')))[0]?.expiredAt.getTime() ?? 0;

  await db.transaction((tx) => expireTags(tx, ['a'], { gently: true }));
  const first = await at();
  expect(first).toBeGreaterThan(0);
  await db.transaction(async (slow) => {
    await expireTags(slow, ['a'], { gently: true });
    // Would wait for `slow` for ever, if it waited.
    await db.transaction((tx) => expireTags(tx, ['a'], { gently: true }));
  });
  expect(await at()).toBeGreaterThan(first);
  await expect.poll(() => told.length).toBe(3);
  expect(JSON.parse(told[0] ?? '')).toEqual({ tags: ['a'], at: [first], gently: true });
  // The one that did not wait is told first, and leaves to the other to say when.
  expect(told.slice(1).map((payload) => JSON.parse(payload).at)).toEqual([[null], [await at()]]);

  await db.transaction((tx) => expireTags(tx, ['b', 'a']));
  const later = expect.any(Number);
  await expect.poll(() => JSON.parse(told[3] ?? '{}')).toEqual({ tags: ['a', 'b'], at: [later, later], gently: false });
  expect(JSON.parse(told[3] ?? '{}').at[0]).toBe(await at());
});
