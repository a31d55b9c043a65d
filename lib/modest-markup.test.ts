import { expect, test } from 'vitest';
import { readMarkup } from './modest-markup.ts';

test('reads to where elements are nested deeper than any page has them, and no further', () => {
  let opened = 0;
  readMarkup('<b>'.repeat(1_000_000), { onopentag: () => void opened++ });
  expect(opened).toBe(600);
});

test('reads all of a long page, and stops where it is told to', () => {
  const seen: string[] = [];
  let closed = 0;
  const page = '<p>One &amp; <b>two</b></p><br>'.repeat(1_000);
  readMarkup(page, { onopentag: (name) => seen.push(name), onclosetag: () => void closed++ });
  expect(seen).toHaveLength(3_000);
  expect(closed).toBe(3_000);
  const texts: string[] = [];
  readMarkup(`<title>A</title><body><p>B`, {
    onopentag: (name, _, { stop }) => {
      if (name === 'body') stop();
    },
    ontext: (text) => texts.push(text),
  });
  expect(texts).toEqual(['A']);
});
