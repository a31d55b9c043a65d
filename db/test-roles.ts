import { expect } from 'vitest';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { roles } from './schema/accounts.ts';
import { addUser } from './test-fixture.ts';

/** Who there is, for tables of who may do what; `banned` was the one who may do most. */
export const everybody = ['anonymous', 'operator', 'banned', ...roles] as const;
export type Anybody = (typeof everybody)[number];

export async function makeEverybody(): Promise<Record<Anybody, Actor>> {
  const made = await Promise.all(roles.map(async (role) => [role, await addUser(role)] as const));
  return {
    ...(Object.fromEntries(made) as Record<(typeof roles)[number], Actor>),
    anonymous: { kind: 'anonymous' },
    operator: { kind: 'operator' },
    banned: { ...(await addUser('administrator')), banned: true },
  };
}

/** What it fails with, at once or later; null where it does not. */
export async function problemOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
    return null;
  } catch (error) {
    return error;
  }
}

/** Only those get through, and all others are told so in a sentence. `code` null: whatever the reason is. */
export async function expectOnly<Who extends string>(
  what: string,
  may: readonly Who[],
  all: readonly Who[],
  run: (who: Who) => unknown,
  code: string | null = 'refused',
): Promise<void> {
  const through: Who[] = [];
  for (const who of all) {
    const problem = await problemOf(() => run(who));
    if (problem === null) {
      through.push(who);
      continue;
    }
    expect(problem, `${what} by ${who}`).toBeInstanceOf(PersonError);
    if (code !== null) expect(problem, `${what} by ${who}`).toMatchObject({ code });
    expect((problem as PersonError).message, `${what} by ${who}`).toMatch(/^[A-Z].*[.]$/);
  }
  expect(through.sort(), what).toEqual([...may].sort());
}
