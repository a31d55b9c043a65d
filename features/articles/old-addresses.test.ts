import { expect, test } from 'vitest';
import { findNewAddress } from './old-addresses.ts';

const table: Record<string, string> = {
  '/2019/03/04/a-story': '/articles/a-story',
  '/?p=12': '/articles/a-story',
  '/category/news': '/tags/news',
};
const find = (path: string, query = '') =>
  findNewAddress(path, new URLSearchParams(query), async (address) => table[address] ?? null);

test.each([
  ['/2019/03/04/a-story', '', '/articles/a-story'],
  ['/', 'p=12', '/articles/a-story'],
  ['/', 'p=12%20or%201', null],
  ['/', 'p=13', null],
  ['/2019/03/04/a-story/feed', '', '/articles/a-story/responses/feed.xml'],
  ['/feed', '', '/feed.xml'],
  ['/feed/atom', '', '/atom.xml'],
  // What the import recorded comes before what the form of the address suggests.
  ['/category/news', '', '/tags/news'],
  ['/category/news/feed', '', '/tags/news/feed.xml'],
  ['/category/world/europe', '', '/sections/europe'],
  ['/author/desk', '', '/authors/desk'],
  ['/2019/03', '', '/archive/2019/03'],
  ['/page/4', '', '/archive'],
  ['/nothing/here', '', null],
  ['/feed/feed', '', null],
  [`/${'a'.repeat(1001)}`, '', null],
  ['/about', '', null],
])('%s?%s leads to %s', async (path, query, target) => {
  expect(await find(path, query)).toBe(target);
});
