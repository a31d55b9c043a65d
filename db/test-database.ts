import postgres, { type Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { closePool, type Database, pool } from './client.ts';

/** Databases that the test which runs now works on. */
let inUse = 0;

/** Bytes of a table above which a new copy of the template is quicker than emptying it. */
const largest = 4_000_000;

/**
 * A migrated database without rows, on which `#db/client` works until the test ends; a second one in the same test is
 * another. The server is the one that `db/test-server.ts` started. Copying the template takes a third of a second, so each
 * worker keeps its databases, and each test empties the one that it gets.
 */
export async function testDatabase(): Promise<{ db: Database; sql: Sql; url: string }> {
  const server = process.env.TEST_SERVER_URL;
  if (!server) throw new Error('db/test-server.ts has not started a Postgres for the tests.');
  const name = `test_${process.env.VITEST_POOL_ID ?? process.pid}_${inUse++}`;
  const url = server.replace(/\/broadsheet$/, `/${name}`);
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    // Whatever an earlier test has left running.
    const [found] =
      await admin`select count(pg_terminate_backend(pid)) as ended, exists (select from pg_database where datname = ${name}) as there
      from pg_stat_activity where datname = ${name}`;
    if (!found?.there || !(await emptied(url))) {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.unsafe(`create database ${name} template template_broadsheet`);
    }
  } finally {
    await admin.end();
  }
  process.env.DATABASE_URL = url;
  onTestFinished(async () => {
    inUse--;
    await closePool();
  });
  return { ...pool(), url };
}

/** Takes out every row that is not in the template; false where the database is not what the template is. */
async function emptied(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { session_replication_role: 'replica' } });
  try {
    const [is] = await sql<
      { template: boolean }[]
    >`select test_support.fingerprint() = (select fingerprint from test_support.template)
      and not exists (select from pg_class where relkind = 'r' and pg_relation_size(oid) > ${largest}
        and relnamespace::regnamespace::text in ('public', 'pgboss')) as template`;
    if (!is?.template) return false;
    await sql`select test_support.empty()`;
    return true;
  } finally {
    await sql.end();
  }
}
