import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { response } from '#db/schema/index';

/** Days for which it is known that two responses came from one network. */
const networkDays = 30;

/** Empties the networks of old responses. It can be run at any time and as often as one likes. */
export async function forgetNetworks(): Promise<void> {
  await db
    .update(response)
    .set({ network: null })
    .where(
      sql`${response.network} is not null and ${response.createdAt} < now() - make_interval(days => ${networkDays}::int)`,
    );
}
