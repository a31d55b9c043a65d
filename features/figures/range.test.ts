import { expect, test } from 'vitest';
import { rangeFrom } from './schema.ts';

const at = { now: '2026-03-01T23:30:00Z', timeZone: 'Europe/Berlin' };

test('the last days end today, where the publication is', () => {
  expect(rangeFrom({}, at)).toEqual({ range: { from: '2026-02-01', to: '2026-03-02', days: 30 }, problem: null });
  expect(rangeFrom({ days: '7' }, at).range).toEqual({ from: '2026-02-24', to: '2026-03-02', days: 7 });
  expect(rangeFrom({ days: '8' }, at).range.days).toBe(30);
});

test('days of one’s own are taken as they are, and what can not be is said', () => {
  expect(rangeFrom({ from: '2026-01-01', to: '2026-01-02' }, at).range).toEqual({
    from: '2026-01-01',
    to: '2026-01-02',
    days: null,
  });
  expect(rangeFrom({ from: '2026-01-01' }, at).range.to).toBe('2026-03-02');
  for (const [asked, problem] of [
    [{ from: 'yesterday' }, 'days'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'days'],
    [{ from: ['2026-01-01', '2026-01-01'] }, 'days'],
    [{ from: '0001-01-01', to: '9999-01-01' }, 'days'],
    [{ to: '2026-03-01' }, 'days'],
    [{ from: '2026-02-02', to: '2026-02-01' }, 'order'],
    [{ from: '2024-01-01', to: '2026-01-01' }, 'long'],
  ] as const)
    expect(rangeFrom(asked, at), JSON.stringify(asked)).toMatchObject({ problem, range: { days: 30 } });
  expect(rangeFrom({ from: '2025-01-01', to: '2026-01-01' }, at).problem).toBeNull();
});
