import { expect, test } from 'vitest';
import { documentFromHtml } from './from-html.ts';
import { countWords, documentText, excerptOf, readingMinutes } from './text.ts';

test('text has spaces between blocks and none inside words', () => {
  const doc = documentFromHtml('<h2>One</h2><p>t<b>w</b>o<br>three</p><ul><li>four</li><li>five</li></ul>');
  expect(documentText(doc)).toBe('One two three four five');
});

test('words are counted in spaced and unspaced scripts', () => {
  expect(countWords('  one two\nthree ')).toBe(3);
  expect(countWords('')).toBe(0);
  expect(countWords('東京は日本の首都です。', 'ja')).toBeGreaterThan(4);
});

test('an excerpt ends between words, before the teaser ends, and leaves headings out', () => {
  const doc = documentFromHtml('<h2>Title</h2><p>One two three four five six seven</p><!--more--><p>eight</p>', {
    wordpress: true,
  });
  expect(excerptOf(doc, 20)).toBe('One two three four…');
  expect(excerptOf(doc)).toBe('One two three four five six seven');
});

test('reading takes a minute at least', () => {
  expect(readingMinutes(3)).toBe(1);
  expect(readingMinutes(1150)).toBe(5);
});
