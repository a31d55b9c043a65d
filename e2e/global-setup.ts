import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Starts the production server on the demo publication, in a folder and a build of its own. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const port = process.env.E2E_PORT ?? '3999';
  const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-e2e-'));
  chmodSync(dataDir, 0o755);
  process.env.E2E_DATA_DIR = dataDir;
  const server = spawn(process.execPath, [join(root, 'bin/start.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: port,
      HOST: '127.0.0.1',
      SITE_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      NEXT_DIST_DIR: '.next-test',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(server);
  return async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Broadsheet is at')) done();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => fail(new Error(`The server ended with ${code}:\n${output}`)));
  });
}
