import { expect, test } from './fixtures.ts';

test('a slash at the end, old archives and feeds lead to their addresses by 301', async ({ request }) => {
  for (const [from, to] of [
    ['/about/', '/about'],
    ['/articles/the-measure/', '/articles/the-measure'],
    ['/category/craft/', '/sections/craft'],
    ['/tag/feeds', '/tags/feeds'],
    ['/feed/', '/feed.xml'],
    ['/2026/10/', '/archive/2026/10'],
  ]) {
    const response = await request.get(from as string, { maxRedirects: 0 });
    expect(response.status(), from).toBe(301);
    expect(new URL(response.headers().location ?? '', 'http://x').pathname, from).toBe(to);
  }
});

test('no address leads to another host', async ({ request, baseURL }) => {
  for (const address of [
    '//evil.example/',
    '/\\evil.example/',
    '/%5Cevil.example/',
    '//evil.example//',
    '/feed/..//evil.example/',
  ]) {
    const response = await request.fetch(`${baseURL}${address}`, { maxRedirects: 0 });
    const location = response.headers().location;
    if (location) expect(new URL(location, baseURL).host, address).toBe(new URL(baseURL ?? '').host);
  }
});

test('nothing that is asked for ends in an error page', async ({ request }) => {
  for (const address of [
    '/articles/%E0%A4%A',
    '/articles/%00',
    `/articles/${'x'.repeat(3000)}`,
    '/sections/craft/page/0',
    '/sections/craft/page/999',
    '/sections/craft/page/1e3',
    '/archive/2026/13',
    '/archive/abcd/ef',
    '/tags/none',
    '/authors/none',
    '/files/none/none',
    '/files/00000000-0000-0000-0000-000000000000/x.png',
    '/none',
    '/a/b/c',
    '/?p=1',
    '/?p=99999999999999999999',
  ]) {
    const response = await request.get(address, { maxRedirects: 0 });
    expect(response.status(), address).toBeLessThan(500);
    if (!address.startsWith('/?')) expect([400, 404], address).toContain(response.status());
  }
});

test('the health of the server is told', async ({ request }) => {
  const response = await request.get('/healthz');
  expect(response.status()).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
});
