import { and, isNotNull, lt, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { event } from '#db/schema/index';

/** Days after which the log forgets from where something was done. */
const addressDays = 90;

/** Empties addresses that are too old to be of use; what was done, and by whom, stays. */
export async function forgetAddresses(): Promise<void> {
  await db
    .update(event)
    .set({ address: null })
    .where(and(isNotNull(event.address), lt(event.at, sql`now() - make_interval(days => ${addressDays})`)));
}
