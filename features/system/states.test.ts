import { expect, test } from 'vitest';
import { problemsOf, type SystemView, systemParts } from './schema.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const good: SystemView = {
  version: { app: '1.0.0', node: 'v24.0.0' },
  migrations: { brought: 3, applied: 3, unknown: 0 },
  jobs: { waiting: 4, overdue: 0, running: 1, failed: 0, given: [] },
  storage: { place: 'files', hosted: false, files: 2, bytes: 30, free: 9e9, writable: true },
  mail: { server: 'mail.example', waiting: 1, oldest: '2026-01-01T11:59:00Z', failed: 0, problem: null },
  cache: { platform: false, lag: 4 },
  database: { version: '18', bytes: 9, connections: 10, most: 100, ping: 1 },
};
const all = (view: SystemView) => systemParts.flatMap((part) => problemsOf(view, part, now));

test('nothing is wrong with what works', () => {
  expect(all(good)).toEqual([]);
  // Without a mail server mail waits for ever, and a platform keeps its own cache.
  expect(all({ ...good, mail: { ...good.mail, server: null, oldest: '2025-01-01T00:00:00Z' } })).toEqual([]);
  expect(all({ ...good, cache: { platform: true, lag: null } })).toEqual([]);
});

test('each thing that is wrong is said by itself', () => {
  for (const [change, problem] of [
    [{ migrations: { brought: 3, applied: 2, unknown: 0 } }, 'migrationsMissing'],
    [{ migrations: { brought: 3, applied: 3, unknown: 1 } }, 'migrationsUnknown'],
    [{ jobs: { ...good.jobs, overdue: 1 } }, 'jobsOverdue'],
    [{ jobs: { ...good.jobs, failed: 1 } }, 'jobsFailed'],
    [{ storage: { ...good.storage, writable: false, free: null } }, 'storageShut'],
    [{ storage: { ...good.storage, free: 9e8 } }, 'storageFull'],
    [{ mail: { ...good.mail, oldest: '2026-01-01T11:40:00Z' } }, 'mailWaiting'],
    [{ mail: { ...good.mail, failed: 1 } }, 'mailFailed'],
    [{ cache: { platform: false, lag: null } }, 'cacheDeaf'],
    [{ cache: { platform: false, lag: 900 } }, 'cacheSlow'],
    [{ database: { ...good.database, ping: 300 } }, 'databaseSlow'],
    [{ database: { ...good.database, connections: 95 } }, 'databaseFull'],
  ] as const)
    expect(all({ ...good, ...change } as SystemView)).toEqual([problem]);
});
