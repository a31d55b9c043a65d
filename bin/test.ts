import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/*
 * Everything that must hold, in one command. Each step is counted: a checker is one test, a runner as many as
 * it ran. The last line adds them up.
 */
const root = join(import.meta.dirname, '..');
const full = process.argv.includes('--full');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

/** Says again at the end what failed: whoever is shown the last lines alone must be able to name it. */
function blame(where: string, message = ''): void {
  failures.push(`${where}\n  ${stripVTControlCharacters(message).trim().split('\n').slice(0, 12).join('\n  ')}`.trim());
}

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, command), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

async function step(
  name: string,
  body: () => Promise<{ passed: number; failed: number; skipped?: number }>,
): Promise<void> {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { passed, failed, skipped = 0 } = await body();
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) failures.push(name);
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
}

const check = (name: string, command: string, ...args: string[]) =>
  step(name, async () => ((await run(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }));

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};
type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    ok: boolean;
    tests: { results: { errors?: { message?: string }[] }[] }[];
  }[];
};
type PlaywrightReport = {
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; skipped: number; flaky: number };
  errors: unknown[];
};

function report<T>(name: string): T | null {
  const path = join(results, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

await check('Route types', 'node_modules/next/dist/bin/next', 'typegen');
await check('Types', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.');
await check('Lint and format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
await check('Architecture', 'bin/check-architecture.ts');
await check('Dead code', 'node_modules/knip/bin/knip.js', '--no-progress');

await step('Unit and integration tests', async () => {
  const code = await run('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, 'vitest.json')}`,
  ]);
  const found = report<VitestReport>('vitest.json');
  if (!found) return { passed: 0, failed: 1 };
  for (const file of found.testResults) {
    const name = relative(root, file.name);
    const broken = file.assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of broken) blame(`${name} › ${fullName}`, failureMessages[0]);
    if (file.status === 'failed' && broken.length === 0) blame(name, file.message);
  }
  // A suite that could not be loaded has no failed test of its own.
  const failed = found.numFailedTests + (code !== 0 && found.numFailedTests === 0 ? 1 : 0);
  return { passed: found.numPassedTests, failed, skipped: found.numPendingTests };
});

await step('End-to-end tests', async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    await run('node_modules/@playwright/test/cli.js', ['install', 'chromium']);
  }
  const code = await run('node_modules/@playwright/test/cli.js', ['test', ...(full ? [] : ['--grep-invert', '@full'])]);
  const found = report<PlaywrightReport>('e2e.json');
  if (!found) return { passed: 0, failed: 1 };
  const blameSpecs = ({ suites = [], specs = [] }: PlaywrightSuite) => {
    for (const { title, file, line, ok, tests } of specs) {
      if (ok) continue;
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors ?? []));
      blame(`${file}:${line} › ${title}`, errors[0]?.message);
    }
    suites.forEach(blameSpecs);
  };
  found.suites.forEach(blameSpecs);
  const { expected, unexpected, flaky, skipped } = found.stats;
  const failed = unexpected + flaky;
  return { passed: expected, failed: failed + (code !== 0 && failed === 0 ? 1 : 0), skipped };
});

if (full) await check('vercel build', 'bin/check-vercel.ts');

if (failures.length > 0) console.error(`\nFailed:\n${failures.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);
