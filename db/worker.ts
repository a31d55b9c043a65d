import { sql as fragment } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Db as JobDatabase, JobWithMetadata } from 'pg-boss';
import type { Sql } from 'postgres';
import { messageOf } from '#lib/errors';
import { db, pool } from './client.ts';
import { type JobHandlers, makeQueue } from './jobs.ts';

/** The schema of pg-boss's own tables. */
export const jobSchema = 'pgboss';
/** Jobs of one name that one server works on at a time. */
const atOnce = 4;
/** Milliseconds that jobs under way have to end when the server stops. */
const stopWithin = 10_000;

type BossOptions = { install?: boolean; works?: boolean };

/** pg-boss on a pool of ours; it is not started. `install` lets it make its tables, `works` has it look after them. */
export async function bossOn(sql: Sql, { install = false, works = false }: BossOptions) {
  const { fromDrizzle, PgBoss } = await import('pg-boss');
  const database: JobDatabase = {
    ...fromDrizzle(drizzle(sql), fragment),
    async listen(channel, onNotification, onReconnect) {
      const listening = await sql.listen(channel, onNotification, onReconnect);
      return { close: () => listening.unlisten() };
    },
  };
  const { executeSql } = database;
  database.executeSql = (text, values) =>
    // Several statements with a transaction of their own: postgres.js allows it where the connection is ours alone,
    // and a failed one must not go back to the pool with its transaction open.
    /^\s*begin\b/i.test(text) ? executeAlone(sql, text) : executeSql(text, values?.map(jsonAsText));
  return new PgBoss({
    db: database,
    schema: jobSchema,
    createSchema: install,
    migrate: install,
    schedule: false,
    supervise: works,
    useListenNotify: works,
    // Neither of them is worth its queries for some hundred jobs a day.
    reindex: false,
    monitorVacuum: false,
  });
}

/** Drizzle has postgres.js hand JSON over as it is. */
const jsonAsText = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? JSON.stringify(value)
    : value;

async function executeAlone(sql: Sql, text: string): Promise<{ rows: unknown[] }> {
  const connection = await sql.reserve();
  try {
    const results = (await connection.unsafe(text)) as unknown[];
    return { rows: results.flatMap((result) => (Array.isArray(result) ? result : [result])) };
  } catch (error) {
    await connection.unsafe('rollback').catch(() => {});
    throw error;
  } finally {
    connection.release();
  }
}

/**
 * Works on the jobs of all servers until it is stopped. Each is tried again as it was enqueued to be when its handler
 * throws. A database that is away is waited for.
 */
export async function startWorker(
  handlers: JobHandlers,
  log: (message: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const boss = await bossOn(pool().sql, { works: true });
  let silentUntil = 0;
  boss.on('error', (error) => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + 60_000;
    log(`Jobs wait: ${messageOf(error)}`);
  });
  for (const name of Object.keys(handlers)) await makeQueue(db, name);
  await boss.start();
  for (const [name, handler] of Object.entries(handlers)) {
    const options = { includeMetadata: true, localConcurrency: atOnce, notifyPollingIntervalSeconds: 10 } as const;
    await boss.work(name, options, async (jobs) => {
      for (const job of jobs as JobWithMetadata[]) await handler(job.data, attemptOf(job));
    });
  }
  return {
    async stop() {
      await boss.stop({ graceful: true, timeout: stopWithin });
    },
  };
}

/** Does every job that is due and returns: where nothing runs all the time (Vercel). Gives how many were done. */
export async function drainJobs(handlers: JobHandlers): Promise<number> {
  const boss = await bossOn(pool().sql, {});
  boss.on('error', () => {});
  for (const name of Object.keys(handlers)) await makeQueue(db, name);
  await boss.start();
  let done = 0;
  try {
    for (const [name, handler] of Object.entries(handlers)) {
      for (;;) {
        const [job] = await boss.fetch(name, { includeMetadata: true });
        if (!job) break;
        done++;
        await handler(job.data, attemptOf(job)).then(
          () => boss.complete(name, job.id),
          (error) => boss.fail(name, job.id, { message: messageOf(error) }),
        );
      }
    }
    await boss.supervise();
  } finally {
    await boss.stop({ graceful: false });
  }
  return done;
}

const attemptOf = (job: Pick<JobWithMetadata, 'retryCount' | 'retryLimit'>) => ({
  number: job.retryCount + 1,
  last: job.retryCount >= job.retryLimit,
});
