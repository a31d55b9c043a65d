import { expect, test } from 'vitest';
import { editor as t } from '#messages/en-editor';
import { EditorUi } from './editor-ui.ts';
import { insertablesFor } from './insertables.ts';
import { findInsertables } from './slash.ts';
import { loneAddress, typedAddress } from './typed-address.ts';

const all = insertablesFor(t, new EditorUi());
const found = (query: string): string[] => findInsertables(all, query).map(({ id }) => id);

test('what is typed after the slash finds by the beginnings of words, names before other words', () => {
  expect(found('')).toHaveLength(all.length);
  expect(found('tab')).toEqual(['table']);
  expect(found('quote').slice(0, 2)).toEqual(['blockquote', 'pullQuote']);
  expect(found('heading 3')).toEqual(['heading3']);
  expect(found('youtube')).toEqual(['embed']);
  expect(found('nothing of the sort')).toEqual([]);
});

test.each([
  ['example.org', 'https://example.org'],
  ['example.org/a?b#c', 'https://example.org/a?b#c'],
  ['  https://example.org/ ', 'https://example.org/'],
  ['/articles/one', '/articles/one'],
  ['#notes', '#notes'],
  ['desk@example.org', 'mailto:desk@example.org'],
  ['tel:+44201', 'tel:+44201'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['two words', null],
  ['word', null],
  ['', null],
])('%s is meant as %s', (typed, meant) => {
  expect(typedAddress(typed)).toBe(meant);
});

test('only an address alone becomes an embed', () => {
  expect(loneAddress(' https://example.org/a\n')).toBe('https://example.org/a');
  expect(loneAddress('see https://example.org/a')).toBeNull();
  expect(loneAddress('https://example.org/a and more')).toBeNull();
  expect(loneAddress('example.org')).toBeNull();
});
