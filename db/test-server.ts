import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbedded } from './embedded.ts';
import { migrateDatabase } from './migrate.ts';

/** One real Postgres for a whole test run, with a migrated template that each test file copies. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-test-'));
  chmodSync(folder, 0o755);
  const server = await openEmbedded(folder);
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database template_broadsheet`;
  await migrateDatabase(server.url.replace(/\/broadsheet$/, '/template_broadsheet'));
  await admin.end();
  process.env.TEST_SERVER_URL = server.url;
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
