import { sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { setting } from '#db/schema/index';
import { type Settings, SettingsShape } from './schema.ts';

/** All settings. One that is missing, or no longer valid, has its default. */
export async function getSettings(on: Queryable = db): Promise<Settings> {
  const rows = await on.select().from(setting);
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  const result: Record<string, unknown> = {};
  for (const [key, shape] of Object.entries(SettingsShape.shape)) {
    const parsed = shape.safeParse(stored.get(key));
    result[key] = parsed.success ? parsed.data : shape.parse(undefined);
  }
  return result as Settings;
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
