import { expect, test } from 'vitest';
import { isNotModified } from './conditional-request.ts';

const known = { etag: '"abc"', modifiedAt: '2026-05-14T08:00:00.900Z' };
const ask = (headers: Record<string, string>, validators: { etag: string; modifiedAt: string | null } = known) =>
  isNotModified(new Headers(headers), validators);

test('If-None-Match compares weakly, in lists, and takes any with a star', () => {
  expect(ask({ 'If-None-Match': '"abc"' })).toBe(true);
  expect(ask({ 'If-None-Match': 'W/"abc"' })).toBe(true);
  expect(ask({ 'If-None-Match': '"x,y", W/"abc" ,"z"' })).toBe(true);
  expect(ask({ 'If-None-Match': '*' })).toBe(true);
  expect(ask({ 'If-None-Match': '"ab"' })).toBe(false);
  expect(ask({ 'If-None-Match': 'abc' })).toBe(false);
  expect(ask({})).toBe(false);
});

test('If-Modified-Since counts in whole seconds, and only without If-None-Match', () => {
  expect(ask({ 'If-Modified-Since': 'Thu, 14 May 2026 08:00:00 GMT' })).toBe(true);
  expect(ask({ 'If-Modified-Since': 'Thu, 14 May 2026 07:59:59 GMT' })).toBe(false);
  expect(ask({ 'If-Modified-Since': 'yesterday' })).toBe(false);
  expect(ask({ 'If-Modified-Since': 'Thu, 14 May 2026 08:00:00 GMT' }, { etag: '"abc"', modifiedAt: null })).toBe(
    false,
  );
  expect(ask({ 'If-None-Match': '"other"', 'If-Modified-Since': 'Thu, 14 May 2026 08:00:00 GMT' })).toBe(false);
});
