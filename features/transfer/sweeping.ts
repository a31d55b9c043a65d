import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { transfer } from '#db/schema/index';
import { onVercel } from '#lib/env';
import { storage } from '#lib/storage';
import { keptDays, silentSeconds } from './schema.ts';

/** Says of transfers whose server went away that they ended, and throws away files that were kept long enough. */
export async function sweepTransfers(): Promise<void> {
  await db
    .update(transfer)
    .set({
      state: 'failed',
      finishedAt: new Date(),
      problem:
        'The server stopped while this was under way. Begin again: it goes on where it was, and nothing is brought twice.',
    })
    .where(
      and(eq(transfer.state, 'running'), sql`${transfer.saidAt} < now() - make_interval(secs => ${silentSeconds})`),
    );
  if (onVercel()) return;
  const old = await db
    .update(transfer)
    .set({
      key: null,
      state: sql`case when ${transfer.state} = 'waiting' then 'stopped' else ${transfer.state} end`,
      finishedAt: sql`coalesce(${transfer.finishedAt}, now())`,
    })
    .from(sql`(select id as old_id, key as old_key from transfer) as before`)
    .where(
      and(
        sql`old_id = ${transfer.id}`,
        isNotNull(transfer.key),
        sql`${transfer.state} <> 'running'`,
        sql`coalesce(${transfer.finishedAt}, ${transfer.createdAt}) < now() - make_interval(days => ${keptDays})`,
      ),
    )
    .returning({ key: sql<string>`old_key` });
  for (const { key } of old) await storage().remove(key);
}
