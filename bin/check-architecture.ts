import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// dependency-cruiser reports success when it could read no module at all (as it does under TypeScript 7), so
// the number of modules it saw is part of the check.
const root = join(import.meta.dirname, '..');
const folders = ['app', 'components', 'features', 'lib', 'db', 'bin', 'messages'].filter((name) =>
  existsSync(join(root, name)),
);
const { stdout, stderr } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), ...folders, '--output-type', 'json'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
type Result = {
  summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
  modules: { source: string; dependencies: unknown[] }[];
};
let result: Result;
try {
  result = JSON.parse(stdout) as Result;
} catch {
  console.error(stderr || stdout);
  process.exit(1);
}
const own = result.modules.filter((module) => /^(app|components|features|lib|db|bin)\/.*\.tsx?$/.test(module.source));
const dependencies = own.reduce((sum, module) => sum + module.dependencies.length, 0);
for (const { from, to, rule } of result.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (own.length < 40 || dependencies < own.length) {
  console.error(`Only ${own.length} modules with ${dependencies} imports were seen: the check is blind.`);
  process.exit(1);
}
console.log(`${own.length} modules, ${dependencies} imports, ${result.summary.violations.length} violations`);
process.exit(result.summary.violations.length === 0 ? 0 : 1);
