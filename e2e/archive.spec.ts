import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { command, originOf, portBelow, type Site, startServer, temporaryData } from './server.ts';

/*
 * A publication that was moved here: imported by the command line, read in a browser, taken down, brought back.
 * It has a server of its own, because every test changes it.
 */
test.describe.configure({ mode: 'serial' });

const site: Site = { port: portBelow(4), dataDir: '', demo: false };
const origin = originOf(site);
test.use({ baseURL: origin });
const corpus = process.env.CORPUS_DIR;
const publicExport = join(corpus ?? '', 'data/theme-unit-test.wxr.xml');
const ownExport = join(import.meta.dirname, '../features/import/fixtures/edge-cases.xml');
const file = corpus && existsSync(publicExport) ? publicExport : ownExport;

let server: Awaited<ReturnType<typeof startServer>>;
let remove = () => {};

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const data = temporaryData();
  site.dataDir = data.dataDir;
  remove = data.remove;
  const { code, stderr } = await command(site, 'import', file, '--json');
  expect(stderr.includes('Error')).toBe(false);
  expect(code).toBe(0);
  server = await startServer(site);
});

test.afterAll(async () => {
  await server?.stop();
  remove();
});

test('every imported article and page is read without an error', async ({ page }) => {
  test.setTimeout(180_000);
  const sitemap = await (await page.request.get(`${origin}/sitemap.xml`)).text();
  const addresses: string[] = [];
  for (const [, part = ''] of sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)) {
    const xml = await (await page.request.get(part)).text();
    for (const [, address = ''] of xml.matchAll(/<loc>([^<]+)<\/loc>/g)) addresses.push(address);
  }
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(200);
    await expect(page.getByRole('heading', { level: 1 }).first(), address).toBeVisible();
  }
});

test('a second import of the same file changes nothing', async () => {
  const { stdout } = await command(site, 'import', file, '--json');
  const report = JSON.parse(stdout) as { created: Record<string, number>; updated: Record<string, number> };
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
  expect(sum(report.created)).toBe(0);
  expect(sum(report.updated)).toBe(0);
});

test('withdrawn by the command line, an article stays away after kill -9 and a start', async ({ request }) => {
  test.setTimeout(180_000);
  const feed = (await (await request.get(`${origin}/feed.json`)).json()) as { items: { url: string; title: string }[] };
  const [first] = feed.items;
  expect(first).toBeDefined();
  const { url = '', title = '' } = first ?? {};
  expect((await request.get(url)).status()).toBe(200);
  const slug = decodeURIComponent(url.split('/').at(-1) ?? '');

  expect((await command(site, 'article', 'withdraw', slug)).code).toBe(0);
  await expect.poll(async () => (await request.get(url)).status()).toBe(404);
  await server.kill();
  server = await startServer(site);
  expect((await request.get(url)).status()).toBe(404);
  expect(await (await request.get(`${origin}/`)).text()).not.toContain(`/articles/${slug}"`);

  expect((await command(site, 'article', 'publish', slug)).code).toBe(0);
  await expect.poll(async () => (await request.get(url)).status()).toBe(200);
  expect(await (await request.get(url)).text()).toContain(title.slice(0, 8));
});

test('an article withdrawn while no server runs is not there when one starts', async ({ request }) => {
  test.setTimeout(180_000);
  const feed = (await (await request.get(`${origin}/feed.json`)).json()) as { items: { url: string }[] };
  const url = feed.items[1]?.url ?? '';
  expect((await request.get(url)).status()).toBe(200);
  await server.stop();
  await command(site, 'article', 'withdraw', decodeURIComponent(url.split('/').at(-1) ?? ''));
  server = await startServer(site);
  expect((await request.get(url)).status()).toBe(404);
});
