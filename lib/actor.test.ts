import { expect, test } from 'vitest';
import { type Actor, confirmedMinutes, isConfirmed, requireConfirmed } from './actor.ts';

const person = (minutesAgo: number | null): Actor => ({
  ...{ kind: 'user', id: 'u', name: 'Reader one', role: 'reader', banned: false },
  ...(minutesAgo !== null && { confirmedAt: new Date(Date.now() - minutesAgo * 60_000) }),
});

test('who has shown lately that it is them is not asked, nor is who sits at the machine', () => {
  for (const actor of [{ kind: 'operator' } as const, person(0), person(confirmedMinutes - 1)]) {
    expect(isConfirmed(actor)).toBe(true);
    requireConfirmed(actor);
  }
});

test('everybody else is', () => {
  for (const actor of [{ kind: 'anonymous' } as const, person(null), person(confirmedMinutes)]) {
    expect(isConfirmed(actor)).toBe(false);
    expect(() => requireConfirmed(actor)).toThrow(expect.objectContaining({ code: 'confirm' }));
  }
});
