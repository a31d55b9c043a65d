import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { db } from '#db/client';
import { setting } from '#db/schema/index';
import { readEnv, siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';

const root = join(import.meta.dirname, '..');

/** What ends up in the build: a change to any of it means building again. */
const sources = [
  ...['app', 'components', 'db', 'features', 'lib', 'messages', 'public', 'proxy.ts'],
  ...['bin/build.ts', 'bin/jobs.ts', 'bin/page-cache.cjs', 'next.config.ts', 'postcss.config.mjs', 'package-lock.json'],
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

/** Of the sources, which the code of a build comes from; and of the site, which its pages come from. */
async function stampOf(): Promise<{ code: string; pages: string }> {
  const hash = createHash('sha256');
  for (const path of sources) hashTree(hash, path);
  // It stands in the policy of every page.
  hash.update(process.env.UPLOADTHING_TOKEN ? 'hosted' : 'here');
  const code = hash.digest('hex');
  const pages = createHash('sha256')
    .update(siteUrl())
    .update(await databaseIdentity())
    .digest('hex');
  return { code, pages };
}

/**
 * Builds unless the last build came from the same sources, and its pages from the same address and database. With
 * `SHARED_BUILD` its code alone is used, by other sites as well, and the pages of this one are kept in `DATA_DIR`.
 * Throws where `signal` ends it.
 */
export async function buildIfChanged(log: (message: string) => void, signal: AbortSignal): Promise<void> {
  const dist = join(root, process.env.NEXT_DIST_DIR || '.next');
  const { SHARED_BUILD, DATA_DIR } = readEnv();
  const stamp = await stampOf();
  const shared = SHARED_BUILD === '1';
  const built = readStamp(join(dist, 'broadsheet-stamp'));
  const usable = built?.code === stamp.code && (shared || built.pages === stamp.pages);
  if (!usable || !existsSync(join(dist, 'BUILD_ID'))) await build(dist, stamp, log, signal);
  if (shared) keepPagesIn(join(resolve(DATA_DIR), 'pages'), dist, stamp);
}

async function build(
  dist: string,
  stamp: { code: string; pages: string },
  log: (message: string) => void,
  signal: AbortSignal,
) {
  log('Building the pages …');
  const stampFile = join(dist, 'broadsheet-stamp');
  rmSync(stampFile, { force: true });
  const started = Date.now();
  const { code, output } = await nextBuild(signal);
  if (code !== 0) {
    console.error(output);
    throw new PersonError('unavailable', 'The build failed; what Next says above tells why.');
  }
  makeWhole(dist);
  writeFileSync(stampFile, JSON.stringify(stamp));
  log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/**
 * Next prerenders what is the same for everybody of a page for one person, answers with 200 and that, and only then learns
 * whether there is such a page, whether this reader may see it, and what a form that was posted is told. Without an entry in
 * the manifest these pages are made in one piece, and the answer begins when they are.
 */
function makeWhole(dist: string): void {
  const read = (name: string) => JSON.parse(readFileSync(join(dist, name), 'utf8'));
  const routes = Object.entries(read('app-path-routes-manifest.json') as Record<string, string>);
  const personal = new Set(
    routes.filter(([file]) => /^\/(\((account|look)\)|admin|preview)\//.test(file)).map(([, route]) => route),
  );
  const manifest = read('prerender-manifest.json') as Record<'routes' | 'dynamicRoutes', Record<string, unknown>>;
  for (const entries of [manifest.routes, manifest.dynamicRoutes]) {
    for (const route of Object.keys(entries)) if (personal.has(route)) delete entries[route];
  }
  writeFileSync(join(dist, 'prerender-manifest.json'), JSON.stringify(manifest));
}

/** Pages name the scripts of the build they were rendered by, so another build begins with none. */
function keepPagesIn(folder: string, dist: string, stamp: { code: string; pages: string }): void {
  const stampFile = join(folder, 'broadsheet-stamp');
  const mark = JSON.stringify({ ...stamp, build: readFileSync(join(dist, 'BUILD_ID'), 'utf8') });
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== mark) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(stampFile, mark);
  }
  // Where bin/page-cache.cjs looks.
  process.env.BROADSHEET_PAGES = folder;
}

function readStamp(file: string): { code?: string; pages?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { code?: string; pages?: string };
  } catch {
    return null;
  }
}

function nextBuild(signal: AbortSignal): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
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
