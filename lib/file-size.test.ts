import { expect, test } from 'vitest';
import { fileSize } from './file-size.ts';

test('sizes count in thousands, with a decimal where it says something', () => {
  expect(fileSize(0, 'en')).toBe('0 bytes');
  expect(fileSize(999, 'en')).toBe('999 bytes');
  expect(fileSize(1_500, 'en')).toBe('1.5 kB');
  expect(fileSize(43_210_000, 'en')).toBe('43 MB');
  expect(fileSize(100_000_000, 'en')).toBe('100 MB');
  expect(fileSize(1_000_000_000, 'en')).toBe('1 GB');
  expect(fileSize(1_500_000, 'de')).toBe('1,5 MB');
});
