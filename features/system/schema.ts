/** A job that was given up. `problem` is what it threw; `at` ISO 8601. */
export type FailedJob = { id: string; name: string; problem: string; at: string };

/** How the machinery does. Sizes are bytes, times milliseconds unless they are called otherwise. */
export type SystemView = {
  version: { app: string; node: string };
  /** Of the database: `unknown` are not of this version. */
  migrations: { brought: number; applied: number; unknown: number };
  /** `overdue`: should have begun five minutes ago. The newest of `failed` are in `given`. */
  jobs: { waiting: number; overdue: number; running: number; failed: number; given: FailedJob[] };
  /** `free` is null where it can't be told. `hosted`: what readers send is kept by a file service. */
  storage: { place: string; hosted: boolean; files: number; bytes: number; free: number | null; writable: boolean };
  /** `server` is null where mail stays in the outbox. `problem` is of the mail that failed last. */
  mail: { server: string | null; waiting: number; oldest: string | null; failed: number; problem: string | null };
  /** `lag`: until this server heard of a change; null: it did not. */
  cache: { platform: boolean; lag: number | null };
  database: { version: string; bytes: number; connections: number; most: number; ping: number };
};

export const systemParts = ['version', 'migrations', 'jobs', 'storage', 'mail', 'cache', 'database'] as const;
export type SystemPart = (typeof systemParts)[number];

/** Why a part is not as it should be. Each has a sentence that says what to do. */
export type SystemProblem =
  | 'migrationsMissing'
  | 'migrationsUnknown'
  | 'jobsOverdue'
  | 'jobsFailed'
  | 'storageShut'
  | 'storageFull'
  | 'mailWaiting'
  | 'mailFailed'
  | 'cacheDeaf'
  | 'cacheSlow'
  | 'databaseSlow'
  | 'databaseFull';

const gigabyte = 1_000_000_000;
/** Milliseconds for which a mail may wait before somebody should look. */
const mailWaits = 15 * 60_000;

/** What is wrong with a part; none: nothing. `now` is in milliseconds since the epoch. */
export function problemsOf(view: SystemView, part: SystemPart, now: number): SystemProblem[] {
  const { migrations, jobs, storage, mail, cache, database } = view;
  const found: Record<SystemPart, [SystemProblem, boolean][]> = {
    version: [],
    migrations: [
      ['migrationsMissing', migrations.applied < migrations.brought],
      ['migrationsUnknown', migrations.unknown > 0],
    ],
    jobs: [
      ['jobsOverdue', jobs.overdue > 0],
      ['jobsFailed', jobs.failed > 0],
    ],
    storage: [
      ['storageShut', !storage.writable],
      ['storageFull', storage.free !== null && storage.free < gigabyte],
    ],
    mail: [
      ['mailWaiting', mail.server !== null && mail.oldest !== null && now - Date.parse(mail.oldest) > mailWaits],
      ['mailFailed', mail.failed > 0],
    ],
    cache: [
      ['cacheDeaf', !cache.platform && cache.lag === null],
      ['cacheSlow', cache.lag !== null && cache.lag > 500],
    ],
    database: [
      ['databaseSlow', database.ping > 100],
      ['databaseFull', database.connections > database.most * 0.9],
    ],
  };
  return found[part].filter(([, is]) => is).map(([problem]) => problem);
}
