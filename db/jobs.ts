import { sql } from 'drizzle-orm';
import type { Queryable } from './client.ts';

/** What a job does. Throwing means "try again later"; `last` says that there is no later. */
type JobHandler<Data = unknown> = (data: Data, attempt: { number: number; last: boolean }) => Promise<void>;

/** The handlers of a room, by the names of their jobs (`mail.send`). */
// biome-ignore lint/suspicious/noExplicitAny: each handler knows its own data.
export type JobHandlers = Record<string, JobHandler<any>>;

export type JobOptions = {
  /** Seconds from now before which it is not started. */
  afterSeconds?: number;
  /** How often a job that threw is tried again. */
  retries?: number;
  /** Seconds before the first of these; each further one waits twice as long, a quarter of an hour at most. */
  retryAfterSeconds?: number;
};

/**
 * Enqueues a job in the transaction `tx`: it runs, on whichever server works, once that has committed. The row is the
 * one that pg-boss makes, written by hand because pg-boss can do it only in a process that it was started in. Why
 * pg-boss, and how it shares our pool: `docs/decisions/011-jobs.md`.
 */
export const enqueue = (tx: Queryable, name: string, data: object, options: JobOptions = {}): Promise<void> =>
  enqueueAll(tx, name, [data], options);

/** The same for many of one kind, in one statement. */
export async function enqueueAll(
  tx: Queryable,
  name: string,
  data: readonly object[],
  options: JobOptions = {},
): Promise<void> {
  if (data.length === 0) return;
  const { afterSeconds = 0, retries = 6, retryAfterSeconds = 20 } = options;
  const insert = sql`
    with job as (
      insert into pgboss.job (name, data, policy, start_after, keep_until, expire_seconds, deletion_seconds,
        retry_limit, retry_delay, retry_backoff, retry_delay_max)
      select name, given.data, policy, now() + ${afterSeconds}::float8 * interval '1 second',
        now() + ${afterSeconds}::float8 * interval '1 second' + retention_seconds * interval '1 second',
        expire_seconds, deletion_seconds, ${retries}::int, ${retryAfterSeconds}::int, true, 900
      from pgboss.queue cross join jsonb_array_elements(${JSON.stringify(data)}::text::jsonb) as given (data)
      where name = ${name} returning 1
    ), told as (
      select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), ${name})
      where ${afterSeconds}::float8 <= 0 and exists (select from job)
    )
    select (select count(*)::int from job) as jobs, (select count(*) from told) as told`;
  const [row] = await tx.execute<{ jobs: number }>(insert);
  if (row?.jobs) return;
  await makeQueue(tx, name);
  await tx.execute(insert);
}

/** Makes the queue of a job unless it is there. Workers are told of what is put into it, and poll besides. */
export async function makeQueue(on: Queryable, name: string): Promise<void> {
  const options = { policy: 'standard', notify: true, expireInSeconds: 300, deleteAfterSeconds: 86_400 };
  await on.execute(sql`select pgboss.create_queue(${name}, ${JSON.stringify(options)}::text::jsonb)`);
}
