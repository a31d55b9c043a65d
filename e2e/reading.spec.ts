import { expect, expectAccessible, test } from './fixtures.ts';

test('the front page leads with a story and reaches it', async ({ page }) => {
  await page.goto('/');
  const lead = page.getByRole('main').getByRole('heading', { level: 2 }).first();
  await expect(lead).toBeVisible();
  await expectAccessible(page);
});

test('an address without an article is a whole page with status 404, without JavaScript too', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
  const page = await context.newPage();
  const response = await page.goto('/articles/there-is-none');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});
