import { expect, test } from 'vitest';
import { documentSchema } from '#lib/document/schema';
import { findQuotes, isQuote, quoteOf } from './quotes.ts';

const docOf = (...paragraphs: string[]) =>
  documentSchema.nodeFromJSON({
    type: 'doc',
    content: paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  });

const wordsAt = (doc: ReturnType<typeof docOf>, at: { from: number; to: number } | null | undefined) =>
  at ? doc.textBetween(at.from, at.to, '|') : null;

test('words are quoted as they read, and found where they stand', () => {
  const doc = docOf('The press  runs all night.', 'It rains.');
  const quoted = quoteOf(doc, 5, 16);
  expect(quoted).toEqual({ quote: 'press runs', before: 'The ' });
  const [at] = findQuotes(doc, [quoted ?? { quote: '', before: '' }]);
  expect(wordsAt(doc, at)).toBe('press  runs');
  expect(isQuote(doc, at?.from ?? 0, at?.to ?? 0, 'press runs')).toBe(true);
});

test('a quote may go over several blocks', () => {
  const doc = docOf('One.', 'Two.', 'Three.');
  const quoted = quoteOf(doc, 2, 14);
  expect(quoted?.quote).toBe('ne. Two. T');
  expect(wordsAt(doc, findQuotes(doc, [{ quote: 'ne. Two. T', before: 'O' }])[0])).toBe('ne.|Two.|T');
});

test('of words that stand several times, those are meant before which the same words stand', () => {
  const doc = docOf('A bird sings. No bird sleeps. The bird flies.');
  const second = findQuotes(doc, [{ quote: 'bird', before: 'A bird sings. No ' }])[0];
  expect(second?.from).toBe(18);
  // Something was put in front of it.
  const later = docOf('New words. A bird sings. No bird sleeps. The bird flies.');
  expect(findQuotes(later, [{ quote: 'bird', before: 'A bird sings. No ' }])[0]?.from).toBe(29);
  expect(findQuotes(later, [{ quote: 'fish', before: '' }])).toEqual([null]);
});

test('of a long selection 500 characters are kept, and nothing of one without words', () => {
  const doc = docOf('word '.repeat(300));
  expect(quoteOf(doc, 1, 1400)?.quote.length).toBeLessThanOrEqual(500);
  expect(quoteOf(doc, 5, 6)).toBeNull();
});
