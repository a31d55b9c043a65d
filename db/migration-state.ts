import { sql } from 'drizzle-orm';
import { db } from './client.ts';
import journal from './migrations/meta/_journal.json' with { type: 'json' };

/** How many migrations this version brings, and how many of them the database has; `unknown` are of another version. */
export async function getMigrationState(): Promise<{ brought: number; applied: number; unknown: number }> {
  const rows = await db.execute<{ at: string }>(sql`select created_at::text as at from drizzle.__drizzle_migrations`);
  const ours = new Set(journal.entries.map(({ when }) => String(when)));
  const applied = rows.filter(({ at }) => ours.has(at)).length;
  return { brought: ours.size, applied, unknown: rows.length - applied };
}
