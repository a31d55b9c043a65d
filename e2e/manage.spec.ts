import type { Page } from '@playwright/test';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/* Managing what is published: many articles at once, tags, files, people and settings, and readers see it. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(38);
let editor: Person;
let administrator: Person;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  editor = await place.person('Desk one', { role: 'editor' });
  administrator = await place.person('Desk two', { role: 'administrator' });
});

test.afterAll(() => place.stop());

/** What a page says of what was done; pages that were left stay behind it, hidden. */
const said = (page: Page, words: string) =>
  expect(page.locator('.desk-done').filter({ hasText: words, visible: true })).toHaveCount(1);

test('articles are chosen by keyboard and get a tag; two tags become one, and readers see it', async ({ browser }) => {
  const page = await place.open(browser, editor);
  const anybody = await place.open(browser, null);
  const [kept] = await place.sql<{ name: string; slug: string }[]>`
    select t.name, t.slug from tag t join article_tag a on a.tag_id = t.id group by t.id order by count(*) desc limit 1`;
  await page.goto('/admin/articles?status=published');
  const boxes = page.locator('input[name=id]');
  const link = page.locator('.articles-table tbody th a').first();
  const headline = (await link.textContent()) ?? '';
  await boxes.first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('.bulk-count')).toHaveText(' 1 chosen');
  await page.getByLabel('Choose all on this page').check();
  await expect(page.locator('.bulk-count')).toHaveText(` ${await boxes.count()} chosen`);
  await page.getByLabel('Choose all on this page').uncheck();
  // From one box to another with the shift key, and a column less, which this browser remembers.
  await boxes.nth(1).click();
  await boxes.nth(3).click({ modifiers: ['Shift'] });
  await expect(page.locator('.bulk-count')).toHaveText(' 3 chosen');
  await page.locator('.desk-table-columns summary').click();
  await page.getByRole('checkbox', { name: 'Status' }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Status' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Status' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Saved' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByText('Change what is chosen').click();
  await page.getByRole('button', { name: 'Add this tag' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Choose some articles first' })).toBeVisible();
  await boxes.first().check();
  await page.getByLabel('Tag', { exact: true }).fill('Passing fancy');
  await page.getByRole('button', { name: 'Add this tag' }).click();
  await said(page, '1 article was changed. Readers see it now.');
  await anybody.goto('/tags/passing-fancy');
  await expect(anybody.getByRole('link', { name: headline }).first()).toBeVisible();

  await page.goto('/admin/tags?q=passing');
  await page.getByRole('link', { name: 'Passing fancy' }).click();
  await page.getByLabel('Name or address of the one that stays').fill('Not a tag');
  await page.getByRole('button', { name: 'Merge into it' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'There is no tag of this name' })).toBeVisible();
  await expect(page.getByLabel('Name or address of the one that stays')).toHaveValue('Not a tag');
  await page.getByLabel('Name or address of the one that stays').fill(kept?.slug ?? '');
  await page.getByRole('button', { name: 'Merge into it' }).click();
  await said(page, 'Merged.');
  await anybody.goto('/tags/passing-fancy');
  await expect(anybody).toHaveURL(new RegExp(`/tags/${kept?.slug}$`));
  await expect(anybody.getByRole('heading', { level: 1 })).toHaveText(kept?.name ?? '');
  const feed = await anybody.request.get('/tags/passing-fancy/feed.xml');
  expect(feed.url()).toContain(`/tags/${kept?.slug}/feed.xml`);
  expect(feed.status()).toBe(200);
  for (const each of [page, anybody]) await each.context().close();
});

test('without JavaScript articles are withdrawn together, and a list is kept', async ({ browser }) => {
  const plain = await place.open(browser, editor, { javaScriptEnabled: false });
  const anybody = await place.open(browser, null);
  await plain.goto('/admin/articles?kind=article&status=published&sort=publishedAt');
  const link = plain.locator('.articles-table tbody th a').first();
  const [row] = await place.sql<{ slug: string }[]>`
    select slug from article where id = ${Number((await link.getAttribute('href'))?.split('/').at(-1))}`;
  expect((await anybody.goto(`/articles/${row?.slug}`))?.status()).toBe(200);
  await plain.locator('input[name=id]').first().check();
  await plain.getByText('Change what is chosen').click();
  await plain.getByText('Withdraw …').click();
  await plain.getByRole('button', { name: 'Withdraw what is chosen' }).click();
  await said(plain, '1 article was changed. Readers see it now.');
  expect((await anybody.goto(`/articles/${row?.slug}`))?.status()).toBe(404);
  await plain.getByText('Keep this list').click();
  await plain.getByLabel('Name', { exact: true }).fill('Oldest first');
  await plain.getByRole('button', { name: 'Save' }).click();
  await plain.getByRole('navigation', { name: 'Your lists' }).getByRole('link', { name: 'Oldest first' }).click();
  await expect(plain).toHaveURL(/\?kind=article&status=published&sort=publishedAt$/);
  for (const each of [plain, anybody]) await each.context().close();
});

test('a file is brought, described, and deleted while it stands nowhere', async ({ browser }) => {
  const page = await place.open(browser, editor);
  await page.goto('/admin/media');
  const { default: sharp } = await import('sharp');
  const buffer = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#b5341f' } })
    .png()
    .toBuffer();
  await page.getByLabel('Add files').setInputFiles({ name: 'a red square.png', mimeType: 'image/png', buffer });
  await said(page, '1 file was added.');
  await page.getByRole('link', { name: 'a red square.png' }).click();
  await page.getByLabel('Alternative text').fill('A red square');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await said(page, 'Saved.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete the file' }).click();
  await said(page, 'Removed.');
  await expect(page.getByRole('link', { name: 'a red square.png' })).toHaveCount(0);
  await page.context().close();
});

test('an administrator changes settings and roles; others do not come in', async ({ browser }) => {
  const page = await place.open(browser, administrator);
  const anybody = await place.open(browser, null);
  await page.goto('/admin/settings');
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByLabel('Line under the name').fill('A line for today');
  await page.getByRole('button', { name: 'Save (Publication)' }).click();
  await expect(page.getByLabel('Time zone')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Line under the name')).toHaveValue('A line for today');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByRole('button', { name: 'Save (Publication)' }).click();
  await said(page, 'Saved. Pages have it now.');
  await anybody.goto('/');
  await expect(anybody.getByText('A line for today').first()).toBeVisible();

  const reader = await place.person('Reader one');
  await page.goto('/admin/people?q=Reader+one');
  await page.getByLabel('Role of Reader one').selectOption('editor');
  await page.getByRole('button', { name: 'Give this role (Reader one)' }).click();
  const second = await place.open(browser, reader);
  await expect(async () => expect((await second.goto('/admin/tags'))?.status()).toBe(200)).toPass();
  expect((await second.goto('/admin/people'))?.status()).toBe(403);
  await expect(second.getByRole('heading', { name: 'This is for administrators' })).toBeVisible();
  for (const each of [page, anybody, second]) await each.context().close();
});

test('the pages pass axe and fit, in both looks and sizes', async ({ browser }) => {
  for (const [colorScheme, width] of [
    ['light', 390],
    ['dark', 1440],
  ] as const) {
    const page = await place.open(browser, administrator, { colorScheme, viewport: { width, height: 900 } });
    for (const path of ['articles', 'media', 'sections', 'redirects', 'people', 'settings']) {
      await page.goto(`/admin/${path}`);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    await page.context().close();
  }
});
