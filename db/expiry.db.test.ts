import { expect, test } from 'vitest';
import { expireTags } from './expiry.ts';
import { testDatabase } from './test-database.ts';

test('expired tags are told to listeners when the transaction commits, and never when it rolls back', async () => {
  const { db, sql } = await testDatabase();
  await db.transaction((tx) => expireTags(tx, ['b', 'a', 'a']));
  await expect(
    db.transaction(async (tx) => {
      await expireTags(tx, ['c']);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const rows = await sql`select tag from tag_expiry order by tag`;
  expect(rows.map((row) => row.tag)).toEqual(['a', 'b']);
});
