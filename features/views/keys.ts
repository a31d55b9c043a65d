import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '#db/client';
import { hitSalt } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';

/** What hits are written with for the next seconds. */
export type Keys = {
  /** The day (UTC) that `salt` is for, as the database's clock has it. */
  day: string;
  salt: string;
  /** The salt of the day before, for as long as somebody may have been counted under it. */
  former: string | null;
  windowMinutes: number;
  timeZone: string;
};

/** Milliseconds for which keys are used before they are read again; a day that ends sooner is noticed by each batch. */
export const keysLast = 10_000;

const utcDay = sql`(now() at time zone 'utc')::date`;
/** The first day whose readers may still be within their window. */
const firstSaltDay = (windowMinutes: number) =>
  sql`((now() - make_interval(mins => ${windowMinutes}::int)) at time zone 'utc')::date`;

/**
 * Today's salt and what goes with it. Makes the salt where there is none, whichever server comes first, and throws
 * away what is older than a hit's time after its day. `window` stands in for the setting, in minutes.
 */
export async function readKeys(db: Database, window?: number): Promise<Keys> {
  const { hitWindowMinutes, timeZone } = await getSettings(db);
  const windowMinutes = window ?? hitWindowMinutes;
  await db
    .insert(hitSalt)
    .values({ day: sql`${utcDay}`, salt: randomBytes(32).toString('base64') })
    .onConflictDoNothing();
  await dropOldSalts(db, windowMinutes);
  const rows = await db
    .select({ day: hitSalt.day, salt: hitSalt.salt, today: sql<boolean>`${hitSalt.day} = ${utcDay}` })
    .from(hitSalt)
    .where(sql`${hitSalt.day} >= ${firstSaltDay(windowMinutes)}`);
  const current = rows.find((row) => row.today);
  // Midnight between two statements; the next try has the new day.
  if (!current) return readKeys(db, window);
  const former = rows.find((row) => row.day < current.day)?.salt ?? null;
  return { day: current.day, salt: current.salt, former, windowMinutes, timeZone };
}

/** Also one of a day that is yet to come, from a clock that was wrong. */
export async function dropOldSalts(on: Queryable, windowMinutes: number): Promise<void> {
  await on.delete(hitSalt).where(sql`${hitSalt.day} < ${firstSaltDay(windowMinutes)} or ${hitSalt.day} > ${utcDay}`);
}
