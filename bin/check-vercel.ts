import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';
import { seedDemoOnce } from './demo.ts';

/*
 * `vercel build` with Vercel's own builder and no account: in a copy of the tracked files, with the project
 * file that `vercel link` would write, against a migrated database. Passes when the output is there.
 */
const cli = 'vercel@60.1.3';

await runCommand(async () => {
  const root = join(import.meta.dirname, '..');
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-vercel-'));
  chmodSync(folder, 0o755);
  process.env.DATA_DIR = join(folder, 'data');
  process.env.DATABASE_URL = '';
  const database = await openDatabase();
  try {
    await seedDemoOnce(() => {});
    const app = join(folder, 'app');
    mkdirSync(join(app, '.vercel'), { recursive: true });
    if (
      (await run(
        'bash',
        ['-c', `git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t ${app}`],
        root,
      )) !== 0
    )
      return 1;
    writeFileSync(
      join(app, '.vercel/project.json'),
      JSON.stringify({ projectId: 'local', orgId: 'local', settings: { framework: 'nextjs', nodeVersion: '24.x' } }),
    );
    const code = await run('npx', ['--yes', cli, 'build', '--yes', '--token', 'none'], app, {
      VERCEL: '1',
      VERCEL_TELEMETRY_DISABLED: '1',
    });
    const output = existsSync(join(app, '.vercel/output/config.json'));
    console.log(output ? 'vercel build left its output.' : 'vercel build left no output.');
    return code === 0 && output ? 0 : 1;
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('exit', (code) => done(code ?? 1));
  });
}
