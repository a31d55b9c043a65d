import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * A session that waits for its code is nobody's. Whoever reads the table of sessions has to know that: these do (by
 * `sessionIs` and `waitingSessionIs`, or because it does not matter to them). Everybody else asks `getSessionActor`.
 */
const readers = [
  'bin/ingest-fixture.ts',
  'features/accounts/adapter.ts',
  'features/accounts/commands.ts',
  'features/accounts/confirming.ts',
  'features/accounts/jobs.ts',
  'features/accounts/personal-data.ts',
  'features/accounts/queries.ts',
  'features/accounts/second-factor.ts',
  'features/accounts/sessions.ts',
];

const readsSessions = (text: string): boolean =>
  [...text.matchAll(/import\s*\{([^}]*)\}\s*from '[^']*schema\/(?:index|accounts)(?:\.ts)?'/g)].some(([, names = '']) =>
    /\bsession\b/.test(names),
  ) || /\b(?:from|join|update|into)\s+"?session"?\b\s+(?:s\b|set\b|where\b|on\b)/i.test(text);

test('the table of sessions is read by those alone who know of sessions that wait', () => {
  const found = ['app', 'bin', 'components', 'db', 'features', 'lib'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
      .map((path) => join(folder, path))
      .filter((path) => readsSessions(readFileSync(path, 'utf8'))),
  );
  expect(found.sort()).toEqual(readers);
});
