import { sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { setting } from '#db/schema/index';
import { type Settings, settingsFrom } from './schema.ts';

/** All settings. One that is missing, or no longer valid, has its default. */
export async function getSettings(on: Queryable = db): Promise<Settings> {
  return settingsFrom(await on.select().from(setting));
}

/** Whether the database answers a query within two seconds. */
export async function databaseAnswers(): Promise<boolean> {
  const tooLate = new Promise<false>((done) => setTimeout(done, 2000, false).unref());
  return Promise.race([
    db.execute(sql`select 1`).then(
      () => true as const,
      () => false as const,
    ),
    tooLate,
  ]);
}
