import { describe, expect, it } from 'vitest';
import { directionOf, formatFor } from './format.ts';

describe('formatFor', () => {
  it('writes a time in the zone of the publication, and names it', () => {
    const format = formatFor({ language: 'en', timeZone: 'America/New_York' });
    expect(format.date('2026-01-01T03:00:00.000Z')).toBe('December 31, 2025');
    expect(format.dateTime('2026-01-01T03:00:00.000Z')).toMatch(/December 31, 2025 at 10:00\sPM EST/);
  });

  it('names months, also of years before 100', () => {
    const format = formatFor({ language: 'de', timeZone: 'Europe/Berlin' });
    expect(format.month(3, 2026)).toBe('März 2026');
    expect(format.month(12)).toBe('Dezember');
  });
});

describe('directionOf', () => {
  it('follows the script', () => {
    expect(['ar', 'he-IL', 'fa', 'ur', 'az-Arab'].map(directionOf)).toEqual(Array(5).fill('rtl'));
    expect(['en', 'az', 'ja', 'sr-Cyrl', 'no such tag'].map(directionOf)).toEqual(Array(5).fill('ltr'));
  });
});
