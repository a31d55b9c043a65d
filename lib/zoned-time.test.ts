import { expect, test } from 'vitest';
import { fromZone, inZone } from './zoned-time.ts';

test('a time on the clocks of a zone is a moment, on both sides of a change of clocks', () => {
  expect(fromZone('2026-01-15T09:30', 'Europe/Berlin').toISOString()).toBe('2026-01-15T08:30:00.000Z');
  expect(fromZone('2026-07-15T09:30', 'Europe/Berlin').toISOString()).toBe('2026-07-15T07:30:00.000Z');
  expect(fromZone('2026-07-15T09:30', 'Asia/Kathmandu').toISOString()).toBe('2026-07-15T03:45:00.000Z');
  // 02:30 does not exist on that night, and comes twice on the other one.
  expect(fromZone('2026-03-29T02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  expect(fromZone('2026-10-25T02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  expect(fromZone('2026-03-29T04:00', 'Europe/Berlin').toISOString()).toBe('2026-03-29T02:00:00.000Z');
});

test('what is no time is an invalid date', () => {
  for (const text of ['', 'tomorrow', '2026-13-01T00:00', '2026-01-01'])
    expect(fromZone(text, 'UTC').getTime()).toBeNaN();
});

test('and back', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns'])
    expect(inZone(fromZone('2026-07-15T09:30', zone).toISOString(), zone)).toBe('2026-07-15T09:30');
});
