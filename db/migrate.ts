import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';
import { messageOf, PersonError } from '#lib/errors';
import { installJobs } from './install-jobs.ts';

const folder = join(fileURLToPath(new URL('.', import.meta.url)), 'migrations');

/** Any constant of ours: whoever holds it migrates, the others wait. */
const migrationLock = 4_711_200;

/** Brings the database at `url` to this version, once, however many servers start together. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`.catch((error) => {
      throw new PersonError(
        'unavailable',
        `The database at ${publicAddress(url)} does not answer: ${messageOf(error)}.`,
      );
    });
    await install(sql).catch((error) => {
      const cause = error instanceof Error && error.cause ? error.cause : error;
      throw new PersonError(
        'unavailable',
        `A migration failed and was rolled back: ${messageOf(cause)}. The database is as it was before; see "Upgrades" in docs/operations.md.`,
      );
    });
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}

async function install(sql: Sql): Promise<void> {
  await migrate(drizzle(sql), { migrationsFolder: folder });
  await installJobs(sql);
}

/** The address without its password, for messages. */
function publicAddress(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port ? `:${port}` : ''}${pathname}`;
}
