import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/* The whole publication out of the newsroom, and in again. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(41);
let administrator: Person;
let editor: Person;
let packed: Buffer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  administrator = await place.person('Desk one', { role: 'administrator', known: false });
  editor = await place.person('Desk two', { role: 'editor', known: false });
});

test.afterAll(() => place.stop());

async function downloadOf(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download/ }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('an export is made, says how far it is, and is downloaded', async ({ browser }) => {
  const page = await place.open(browser, administrator);
  await page.goto('/admin/transfer');
  await page.getByRole('button', { name: 'Make an export' }).click();
  packed = await downloadOf(page);
  const text = gunzipSync(packed).toString();
  expect(text).toContain('<generator>Broadsheet</generator>');
  expect(text.trim().endsWith('</rss>')).toBe(true);
  await expectAccessible(page);
  // Whoever has not shown lately that it is them is asked first.
  await place.sql`update session set confirmed_at = now() - interval '1 hour' where user_id = ${administrator.id}`;
  const href = (await page.getByRole('link', { name: /^Download/ }).getAttribute('href')) ?? '';
  const asked = await page.request.get(href, { maxRedirects: 0 });
  expect([asked.status(), asked.headers().location]).toEqual([303, '/account/confirm?to=%2Fadmin%2Ftransfer']);
  await place.sql`update session set confirmed_at = now() where user_id = ${administrator.id}`;
  await page.context().close();
});

test('without JavaScript a file is sent, looked through and imported, and brings nothing twice', async ({
  browser,
}) => {
  const [{ count = 0 } = {}] = await place.sql<{ count: number }[]>`select count(*)::int as count from article`;
  const page = await place.open(browser, administrator, { javaScriptEnabled: false });
  const again = async (done: () => Promise<boolean>) =>
    expect(async () => {
      if (!(await done())) await page.getByRole('link', { name: 'Look again' }).click({ timeout: 1000 });
      expect(await done()).toBe(true);
    }).toPass();
  await page.goto('/admin/transfer');
  const file = page.getByLabel('File', { exact: true });
  await file.setInputFiles({ name: 'empty.xml', mimeType: 'text/xml', buffer: Buffer.alloc(0) });
  await page.getByRole('button', { name: 'Send and look through' }).click();
  await expect(page.getByRole('alert')).toContainText('The file is empty.');
  await file.setInputFiles({ name: 'site.xml.gz', mimeType: 'application/gzip', buffer: packed });
  await page.getByRole('button', { name: 'Send and look through' }).click();
  const start = page.getByRole('button', { name: 'Import', exact: true });
  await again(() => start.isVisible());
  await expect(page.getByRole('table', { name: 'New here' }).getByRole('row', { name: `Pages` })).toBeVisible();
  expect((await place.sql`select 1 from article`).length).toBe(count);
  await page.getByLabel('Take the articles of the demo away first').check();
  await start.click();
  await again(() => page.getByText('What it did').isVisible());
  expect((await place.sql`select 1 from article`).length).toBe(count);
  expect((await place.sql`select 1 from imported where origin = 'demo' and kind = 'article'`).length).toBe(0);
  expect((await place.sql`select 1 from mail`).length).toBe(0);
  await page.context().close();
});

test('what comes from another site, or from somebody else, is not taken', async ({ browser }) => {
  const form = { file: { name: 'site.xml', mimeType: 'text/xml', buffer: Buffer.from('<rss/>') } };
  const page = await place.open(browser, administrator);
  const elsewhere = await page.request.post('/api/transfer', {
    multipart: form,
    headers: { origin: 'https://other.example' },
  });
  expect([elsewhere.status(), await elsewhere.text()]).toEqual([
    403,
    expect.stringContaining('was not sent by the form'),
  ]);
  await page.context().close();
  const other = await place.open(browser, editor);
  const refused = await other.request.post('/api/transfer', { multipart: form, headers: { origin: place.origin } });
  expect([refused.status(), await refused.text()]).toEqual([403, expect.stringContaining('Only administrators')]);
  await other.context().close();
});
