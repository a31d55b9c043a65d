import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { closePool, type Database, pool } from './client.ts';

/**
 * A fresh, migrated database, on which `#db/client` works until the test ends. The server is the one that
 * `db/test-server.ts` started.
 */
export async function testDatabase(): Promise<{ db: Database; sql: Sql; url: string }> {
  const server = process.env.TEST_SERVER_URL;
  if (!server) throw new Error('db/test-server.ts has not started a Postgres for the tests.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template_broadsheet`);
  const url = server.replace(/\/broadsheet$/, `/${name}`);
  process.env.DATABASE_URL = url;
  onTestFinished(async () => {
    await closePool();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  return { ...pool(), url };
}
