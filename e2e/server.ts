import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

export type Site = {
  port: number;
  dataDir: string;
  demo: boolean;
  /** What else its server is told. */
  env?: Record<string, string>;
};

/** A port for each server: so many below that of the suite, so that two suites can run beside each other. */
export const portBelow = (by: number): number => Number(process.env.E2E_PORT ?? 3999) - by;

/** A data folder of its own, which the database's user can enter. */
export function temporaryData(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-e2e-'));
  chmodSync(dataDir, 0o755);
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/**
 * The same with the demo publication in it: a copy of what the first server of the suite has made, whose owners stay
 * those that they are. Making it anew takes seconds, for each spec that has a site of its own.
 */
export function demoData(): { dataDir: string; remove(): void } {
  const data = temporaryData();
  execFileSync('cp', ['-a', `${process.env.E2E_DEMO_DATA}/.`, data.dataDir]);
  return data;
}

export const originOf = ({ port }: Pick<Site, 'port'>): string => `http://127.0.0.1:${port}`;

const environment = (site: Site): NodeJS.ProcessEnv => ({
  ...process.env,
  PORT: String(site.port),
  HOST: '127.0.0.1',
  SITE_URL: originOf(site),
  DATA_DIR: site.dataDir,
  DATABASE_URL: '',
  NEXT_DIST_DIR: process.env.E2E_DIST_DIR ?? '.next-test',
  SHARED_BUILD: '1',
  DEMO: site.demo ? '1' : '0',
  ...site.env,
});

/**
 * Starts the production server and waits until it says so. All share the build that `global-setup.ts` had made; each has
 * pages of its own.
 */
export async function startServer(
  site: Site,
): Promise<{ pid: number; stop(): Promise<void>; kill(): Promise<void>; output(): string }> {
  const child = spawn(process.execPath, [join(root, 'bin/start.ts')], {
    cwd: root,
    env: environment(site),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = await ready(child);
  const end = (signal: NodeJS.Signals) => async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, stop: end('SIGTERM'), kill: end('SIGKILL'), output };
}

/** Resolves when the server says where it is, with what gives all it has printed until then and later. */
function ready(child: ChildProcess): Promise<() => string> {
  return new Promise((done, fail) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Broadsheet is at')) done(() => output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => fail(new Error(`The server ended with ${code}:\n${output}`)));
  });
}

/** Runs one of our commands on a site's data; gives its exit code and what it printed. */
export async function command(
  site: Site,
  name: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(root, `bin/${name}.ts`), ...args], {
      cwd: root,
      env: environment(site),
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** The server that most tests read: the demo publication. */
export const demoSite = (): Site => ({
  port: portBelow(0),
  dataDir: process.env.E2E_DATA_DIR ?? '',
  demo: true,
  // Its pages come from the build, as those of `npm start` do.
  env: { SHARED_BUILD: '0' },
});
