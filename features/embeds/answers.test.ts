import { expect, test } from 'vitest';
import { readPage, readSnippet } from './answers.ts';

test('elements without end hold nobody up', () => {
  const started = performance.now();
  const deep = '<b>'.repeat(333_000);
  expect(readSnippet(`<iframe src="/film"></iframe><p>Words</p>${deep}`)).toEqual({ frame: '/film', text: 'Words' });
  const page = readPage(Buffer.from(`<title>A film</title>${deep}`), 'text/html', 'https://other.example/');
  expect(page.title).toBe('A film');
  expect(performance.now() - started).toBeLessThan(1_000);
});
