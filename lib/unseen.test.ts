import { expect, test } from 'vitest';
import { isBlank, withoutUnseen } from './unseen.ts';

test('what is not seen and belongs nowhere goes', () => {
  expect(withoutUnseen('ca\u200bsi\u00adno\ufe0f \u202etxet\u2066 a\u200db a\u200cb')).toBe('casino txet ab ab');
  expect(withoutUnseen('a\u0000b\u0007\tc\nd\u3164\u{e0061}\u{e0100}\u034f')).toBe('ab\tc\nd');
  expect(withoutUnseen('👩\u200d\u200d👩 \u200d👩 x\u200f!')).toBe('👩👩 👩 x!');
});

test('what letters, emoji and lines from the right need stays', () => {
  for (const text of [
    'می‌خواهم',
    'مَ‌خواهم',
    'क्‍ष',
    '👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥 ☎︎ 1️⃣',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '葛\u{e0100}',
    'ᠠ᠋',
    'שלום\u200f!',
  ])
    expect(withoutUnseen(text)).toBe(text);
  // One such mark is enough, and whole stretches are turned by none.
  expect(withoutUnseen('שלום\u200f\u200f! \u202eabc')).toBe('שלום\u200f! abc');
});

test('a gap is nothing', () => {
  expect(['', ' \u3164\u2800', '\u0301', '\u{1d159}', '\ufe0f\u200d'].map(isBlank)).toEqual(Array(5).fill(true));
  expect(['a', '1', '!', '👍', 'क'].map(isBlank)).toEqual(Array(5).fill(false));
});

test.each([
  ['tags after a flag', `\u{1f3f4}${'\u{e0067}'.repeat(50_000)}`],
  ['marks of direction', `א${'\u200f'.repeat(100_000)}`],
  ['joined emoji', '👩\u200d'.repeat(30_000)],
])('%s take a moment', (_, text) => {
  const started = performance.now();
  withoutUnseen(text);
  expect(performance.now() - started).toBeLessThan(1500);
});
