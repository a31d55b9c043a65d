import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { db } from '#db/client';
import { setting } from '#db/schema/index';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';

const root = join(import.meta.dirname, '..');

/** What ends up in the build: a change to any of it means building again. */
const sources = [
  ...['app', 'components', 'db', 'features', 'lib', 'messages', 'public', 'proxy.ts'],
  ...['bin/jobs.ts', 'bin/page-cache.cjs', 'next.config.ts', 'postcss.config.mjs', 'package-lock.json'],
];

function hashTree(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) hashTree(hash, `${path}/${name}`);
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
  }
}

/** A mark of this database that no other has: pages of one publication are no good for another. */
async function databaseIdentity(): Promise<string> {
  await db.insert(setting).values({ key: 'database.identity', value: crypto.randomUUID() }).onConflictDoNothing();
  const rows = await db.select().from(setting);
  return String(rows.find((row) => row.key === 'database.identity')?.value);
}

async function stampOf(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of sources) hashTree(hash, path);
  return hash
    .update(siteUrl())
    .update(await databaseIdentity())
    .digest('hex');
}

/** Builds the pages unless the last build came from the same sources, for the same address and database. */
export async function buildIfChanged(log: (message: string) => void): Promise<void> {
  const dist = join(root, process.env.NEXT_DIST_DIR || '.next');
  const stampFile = join(dist, 'broadsheet-stamp');
  const stamp = await stampOf();
  if (existsSync(join(dist, 'BUILD_ID')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  log('Building the pages …');
  rmSync(stampFile, { force: true });
  const started = Date.now();
  const { code, output } = await nextBuild();
  if (code !== 0) {
    console.error(output);
    throw new PersonError('unavailable', 'The build failed; what Next says above tells why.');
  }
  writeFileSync(stampFile, stamp);
  log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

function nextBuild(): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
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
