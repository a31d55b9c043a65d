import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '#db/embedded';
import { testDatabase } from '#db/test-database';

const root = join(import.meta.dirname, '..');
const secrets = {
  AUTH_SECRET: 'x'.repeat(40),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};

/** `npm start` up to its end, for starts that are refused. */
function start(env: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, 'bin/start.ts')],
      {
        cwd: root,
        env: { NODE_ENV: 'production', PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
        timeout: 60_000,
      },
      (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr }),
    );
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-start-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a second server on one data folder is refused with a sentence', async () => {
  const dataDir = temporaryFolder();
  const running = await openEmbedded(dataDir);
  const sql = postgres(running.url, { max: 1 });
  await sql`select pg_advisory_lock(4711201)`;
  const { code, output } = await start({ DATA_DIR: dataDir });
  await sql.end();
  await running.close();
  expect(output).toBe(
    `Another server is already running on ${dataDir}. Stop it first, or give this one a DATA_DIR of its own.\n`,
  );
  expect(code).toBe(1);
});

test('a port in use is refused with a sentence, before anything is made', async () => {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, output } = await start({ PORT: String(port), DATA_DIR: temporaryFolder() });
  holder.close();
  expect(output).toBe(`Port ${port} is in use. Set PORT to another, or stop what uses it.\n`);
  expect(code).toBe(1);
});

test('a database that is down is named, without its password', async () => {
  const { code, output } = await start({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none', ...secrets });
  expect(output).toMatch(/^The database at 127\.0\.0\.1:1\/none does not answer: .*ECONNREFUSED.*\n$/);
  expect(output).not.toContain('secret');
  expect(code).toBe(1);
});

test('a migration that fails is rolled back and said', async () => {
  const { sql } = await testDatabase();
  const name = `broken_${Date.now()}`;
  await sql.unsafe(`create database ${name}`);
  const url = (process.env.DATABASE_URL ?? '').replace(/\/[^/]+$/, `/${name}`);
  const broken = postgres(url, { max: 1 });
  await broken`create table setting (other text)`;
  await broken.end();
  const { code, output } = await start({ DATABASE_URL: url, ...secrets });
  await sql.unsafe(`drop database ${name} with (force)`);
  expect(output).toBe(
    'A migration failed and was rolled back: relation "setting" already exists. The database is as it was before; see "Upgrades" in docs/operations.md.\n',
  );
  expect(code).toBe(1);
});

test('with DATABASE_URL alone, start names the secrets that are missing', async () => {
  const { url } = await testDatabase();
  const { code, output } = await start({ DATABASE_URL: url });
  expect(output).toContain('set AUTH_SECRET and NEXT_SERVER_ACTIONS_ENCRYPTION_KEY too');
  expect(code).toBe(1);
});

test('each variable that is wrong gets its sentence', async () => {
  const { code, output } = await start({ PORT: 'http', SITE_URL: 'paper.example', TRUSTED_PROXIES: 'everybody' });
  expect(output).toContain('PORT must be a port number from 0 to 65535; it is "http".');
  expect(output).toContain(
    'SITE_URL must be the address readers use, such as https://paper.example; it is "paper.example".',
  );
  expect(code).toBe(1);
});

test('on Vercel the embedded database refuses with the variable to set', async () => {
  const output = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [join(root, 'bin/migrate.ts')],
      { cwd: root, env: { NODE_ENV: 'production', PATH: process.env.PATH, VERCEL: '1' } },
      (_, stdout, stderr) => done(stdout + stderr),
    );
  });
  expect(output).toBe(
    'There is no embedded database on Vercel. Add DATABASE_URL, the address of a Postgres server, to the project and deploy again.\n',
  );
});

test.skipIf(process.getuid?.() !== 0)(
  'as root, a data folder that the database user can not enter gets a sentence',
  async () => {
    const locked = join(temporaryFolder(), 'locked');
    mkdirSync(locked, { mode: 0o700 });
    const { code, output } = await start({ DATA_DIR: join(locked, 'data') });
    expect(output).toContain(`who may not enter ${locked}. Run "chmod a+x ${locked}"`);
    expect(code).toBe(1);
  },
);

test('two commands at once share one database, and the last one stops it', async () => {
  const dataDir = temporaryFolder();
  const [a, b] = await Promise.all([openEmbedded(dataDir), openEmbedded(dataDir)]);
  expect(a.url).toBe(b.url);
  await a.close();
  const sql = postgres(b.url, { max: 1 });
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await sql.end();
  await b.close();
  const late = postgres(b.url, { max: 1, connect_timeout: 2 });
  await expect(late`select 1`).rejects.toThrow();
  await late.end();
});
