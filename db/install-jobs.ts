import { createRequire } from 'node:module';
import type { Sql } from 'postgres';
import { bossOn, jobSchema } from './worker.ts';

/** Brings pg-boss's own tables to the version that is installed. Part of migrating; `sql` is one connection. */
export async function installJobs(sql: Sql): Promise<void> {
  const { version } = createRequire(import.meta.url)('pg-boss/package.json') as { version: string };
  const [found] = await sql<[{ version: string | null }]>`
    select obj_description(to_regnamespace(${jobSchema})::oid, 'pg_namespace') as version`;
  if (found.version === version) return;
  const boss = await bossOn(sql, { install: true });
  await boss.start();
  await boss.stop({ graceful: false });
  await sql.unsafe(`comment on schema ${jobSchema} is '${version}'`);
}
