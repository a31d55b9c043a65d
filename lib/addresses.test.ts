import { describe, expect, it } from 'vitest';
import {
  articlePath,
  decodeSegment,
  hostOf,
  monthPath,
  pageNumber,
  responseInThread,
  responsePath,
  signInPath,
  threadPath,
} from './addresses.ts';

describe('addresses', () => {
  it('encode slugs of any script, and decode them again', () => {
    const path = articlePath('日本語/50%');
    expect(path).toBe('/articles/%E6%97%A5%E6%9C%AC%E8%AA%9E%2F50%25');
    expect(decodeSegment(path.slice('/articles/'.length))).toBe('日本語/50%');
    expect(decodeSegment('%E0%A4%A')).toBeNull();
  });

  it('write months in two digits and the first page of a thread as the article', () => {
    expect(monthPath(2026, 3)).toBe('/archive/2026/03');
    expect(threadPath('a', 1)).toBe('/articles/a#responses');
    expect(threadPath('a', 2)).toBe('/articles/a/responses/2');
  });

  it('lead to a response on its page, to pages about it, and to other orders of its thread', () => {
    expect(responseInThread('a', 1, 7)).toBe('/articles/a#response-7');
    expect(responseInThread('a', 3, 7)).toBe('/articles/a/responses/3#response-7');
    expect(responsePath(7)).toBe('/responses/7');
    expect(responsePath(7, 'reply')).toBe('/responses/7/reply');
    expect(threadPath('a', 1, 'newest')).toBe('/articles/a/responses/newest/1');
    expect(threadPath('a', 2, 'liked')).toBe('/articles/a/responses/liked/2');
  });

  it('carry where to go after signing in, fragment and all', () => {
    const address = new URL(signInPath('/articles/a#respond'), 'https://paper.example');
    expect(address.searchParams.get('to')).toBe('/articles/a#respond');
    expect(address.hash).toBe('');
  });

  it('take page numbers in one spelling only', () => {
    expect(pageNumber('12')).toBe(12);
    for (const wrong of ['0', '01', '-1', '1.0', '1e3', '', ' 1', '9999999']) expect(pageNumber(wrong)).toBeNull();
  });

  it('name hosts without www', () => {
    expect(hostOf('https://www.example.com:8080/x')).toBe('example.com');
    expect(hostOf('not an address')).toBe('not an address');
  });
});
