import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expiryChannel } from '#db/expiry';
import { getMigrationState } from '#db/migration-state';
import { file, mail } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { onVercel, readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import { subscribe } from '#lib/live';
import manifest from '../../package.json' with { type: 'json' };
import { canSeeSystem } from './policy.ts';
import type { FailedJob, SystemView } from './schema.ts';

/** Failed jobs that are shown, and the letters of what each threw. */
const shownJobs = 20;
const problemLength = 500;
/** Milliseconds for which word of a change is waited for. */
const hearWithin = 1_500;
/** The tag of a change that changes nothing. No page has it. */
const probe = 'system-probe';

/** How the machinery does. Throws `refused` for who is no administrator. */
export async function getSystem(actor: Actor): Promise<SystemView> {
  if (!canSeeSystem(actor)) throw new PersonError('refused', 'Only administrators see this. Sign in as one.');
  const [migrations, jobs, storage, mails, lag, database] = await Promise.all([
    getMigrationState(),
    readJobs(),
    readStorage(),
    readMail(),
    onVercel() ? null : measureExpiry(),
    readDatabase(),
  ]);
  return {
    version: { app: manifest.version, node: process.version },
    ...{ migrations, jobs, storage, mail: mails, database },
    cache: { platform: onVercel(), lag },
  };
}

async function readJobs(): Promise<SystemView['jobs']> {
  const [[counts], given] = await Promise.all([
    db.execute<Omit<SystemView['jobs'], 'given'>>(sql`
      select count(*) filter (where state in ('created', 'retry'))::int as waiting,
        count(*) filter (where state in ('created', 'retry') and start_after < now() - interval '5 minutes')::int as overdue,
        count(*) filter (where state = 'active')::int as running,
        count(*) filter (where state = 'failed')::int as failed
      from pgboss.job where state in ('created', 'retry', 'active', 'failed')`),
    db.execute<FailedJob>(sql`
      select id, name, left(coalesce(output ->> 'message', output::text, ''), ${problemLength}) as problem,
        to_json(coalesce(completed_on, created_on)) #>> '{}' as at
      from pgboss.job where state = 'failed' order by completed_on desc nulls last, id limit ${shownJobs}`),
  ]);
  return { ...(counts ?? { waiting: 0, overdue: 0, running: 0, failed: 0 }), given: [...given] };
}

async function readStorage(): Promise<SystemView['storage']> {
  const { DATA_DIR, UPLOADTHING_TOKEN } = readEnv();
  const place = join(/*turbopackIgnore: true*/ resolve(/*turbopackIgnore: true*/ DATA_DIR), 'files');
  const [[sums], disk] = await Promise.all([
    db.execute<{ files: number; bytes: number }>(
      sql`select count(*)::int as files, coalesce(sum(bytes), 0)::float8 as bytes from ${file}`,
    ),
    onVercel() ? null : diskOf(place),
  ]);
  return {
    ...{ place, hosted: UPLOADTHING_TOKEN !== undefined },
    ...(sums ?? { files: 0, bytes: 0 }),
    ...(disk ?? { free: null, writable: !onVercel() }),
  };
}

/** The free bytes of the disk that a folder is on, and whether it can be written to. */
async function diskOf(folder: string): Promise<{ free: number | null; writable: boolean }> {
  try {
    await mkdir(/*turbopackIgnore: true*/ folder, { recursive: true });
    await access(/*turbopackIgnore: true*/ folder, constants.W_OK);
    const { bavail, bsize } = await statfs(/*turbopackIgnore: true*/ folder);
    return { free: bavail * bsize, writable: true };
  } catch {
    return { free: null, writable: false };
  }
}

async function readMail(): Promise<SystemView['mail']> {
  const { SMTP_URL } = readEnv();
  const [row] = await db.execute<Omit<SystemView['mail'], 'server'>>(sql`
    select count(*) filter (where sent_at is null and failed_at is null)::int as waiting,
      to_json(min(created_at) filter (where sent_at is null and failed_at is null)) #>> '{}' as oldest,
      count(*) filter (where failed_at is not null)::int as failed,
      (select problem from ${mail} where failed_at is not null order by failed_at desc limit 1) as problem
    from ${mail}`);
  return {
    // Without the password that may stand in it.
    server: SMTP_URL === undefined ? null : new URL(SMTP_URL).host,
    ...(row ?? { waiting: 0, oldest: null, failed: 0, problem: null }),
  };
}

/**
 * Milliseconds until this server hears of a change: a notice of a tag that no page has goes the way of all others. Null
 * where it did not hear in time.
 */
async function measureExpiry(): Promise<number | null> {
  const started = performance.now();
  let end = () => {};
  let timer: NodeJS.Timeout | undefined;
  const heard = new Promise<number | null>((done) => {
    end = subscribe(probe, () => done(Math.round(performance.now() - started)));
    timer = setTimeout(() => done(null), hearWithin);
  });
  try {
    await db.execute(sql`select pg_notify(${expiryChannel}, ${JSON.stringify({ tags: [probe], gently: false })})`);
    return await heard;
  } finally {
    clearTimeout(timer);
    end();
  }
}

async function readDatabase(): Promise<SystemView['database']> {
  const [row] = await db.execute<Omit<SystemView['database'], 'ping'>>(sql`
    select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as most`);
  const started = performance.now();
  await db.execute(sql`select 1`);
  const ping = Math.round((performance.now() - started) * 10) / 10;
  return { ...(row ?? { version: '', bytes: 0, connections: 0, most: 1 }), ping };
}
