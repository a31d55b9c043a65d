import { expect, test } from 'vitest';
import { foldLetters, likenessOf } from './look-alikes.ts';

test('what reads the same is the same', () => {
  for (const disguised of [
    'CASINO',
    'cаsino',
    'СASINO',
    'CASIΝO',
    'ｃａｓｉｎｏ',
    '𝓬𝓪𝓼𝓲𝓷𝓸',
    'ⓒⓐⓢⓘⓝⓞ',
    '🅲🅰🆂🅸🅽🅾',
    'ᴄᴀꜱɪɴᴏ',
    'cásìnö',
    'c̷a̸s̶i̷n̸o',
    'c\u200ba\u00ads\ufe0fi\u034fn\u2060o',
    'c\u{e0061}asino\u3164',
    `c${'\u0317'.repeat(50)}asino`,
    'c\u0941asino',
  ])
    expect(foldLetters(disguised), JSON.stringify(disguised)).toBe('casino');
  expect(foldLetters('Ηarry Νaughty, νisit')).toBe('harry naughty, visit');
  expect(foldLetters('Straße İstanbul ПОРТ')).toBe(foldLetters('STRASSE istanbul порт'));
});

test('what is another word stays another one', () => {
  for (const [one, other] of [
    ['ばか', 'はか'],
    ['की', 'का'],
    ['hell', 'heil'],
    ['corn', 'com'],
    ['101', 'io1'],
  ] as const)
    expect(foldLetters(one)).not.toBe(foldLetters(other));
  // Vowel points and the stretching stroke make no other word, nor does the keyboard.
  expect(foldLetters('مُحَمَّد كـلـمة')).toBe(foldLetters('محمد كلمة'));
  expect(foldLetters('کتابی')).toBe(foldLetters('كتابي'));
  expect(foldLetters('ΝΑΙ')).toBe(foldLetters('ναι'));
  expect(foldLetters('한국어')).toBe('한국어');
});

test('a likeness is what a name can be read as', () => {
  expect(likenessOf('Ｍ0derat0r!')).toBe(likenessOf('moderator i'));
  expect(likenessOf('cas1no')).toBe(likenessOf('casino'));
  expect(likenessOf('राम')).not.toBe(likenessOf('रमा'));
  expect([likenessOf('\u0941'), likenessOf('…'), likenessOf('\u200d')]).toEqual(['', '', '']);
});

test.each([
  ['letters', 'а'.repeat(100_000)],
  ['joiners', '\u200d'.repeat(100_000)],
  ['marks', `a${'\u0301'.repeat(100_000)}`],
  ['ligatures', 'ﷺ'.repeat(100_000)],
])('a hundred thousand %s take a moment', (_, text) => {
  const started = performance.now();
  likenessOf(text);
  expect(performance.now() - started).toBeLessThan(3000);
});
