import { expect, test } from 'vitest';
import { importedHits } from './views.ts';

test('the number of reads is found under the names of the usual plugins', () => {
  expect(importedHits(new Map([['views', ['140']]]))).toBe(140);
  expect(
    importedHits(
      new Map([
        ['post_views_count', ['12']],
        ['views', ['1,340']],
      ]),
    ),
  ).toBe(1340);
  expect(importedHits(new Map([['views', ['']]]))).toBeNull();
  expect(importedHits(new Map([['views', ['-5', 'many', '1e9', '99999999999999999999']]]))).toBeNull();
  expect(importedHits(new Map([['other', ['140']]]))).toBeNull();
});
