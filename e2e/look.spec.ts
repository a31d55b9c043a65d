import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/* How the publication looks: tried before it is applied, its menus, and what stands on top of its front page. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(70);
let administrator: Person;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  administrator = await place.person('The look desk', { role: 'administrator', known: false });
});

test.afterAll(() => place.stop());

const noSideways = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

test('a look is tried without scripts, readers get nothing of it, then it is theirs', async ({ browser }) => {
  const page = await place.open(browser, administrator, { javaScriptEnabled: false });
  const anybody = await place.open(browser, null);
  await page.goto('/admin/look');
  await page.getByRole('radio', { name: /^Modern/ }).check();
  await page.getByLabel('Front page', { exact: true }).selectOption('river');
  await page.getByLabel('Designed by').fill('Type & <i>Co</i>');
  await page.getByLabel('Their web address').fill('somewhere');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'must be a web address' })).toBeVisible();
  await expect(page.getByLabel('Designed by')).toHaveValue('Type & <i>Co</i>');
  await page.getByLabel('Their web address').fill('https://type.example');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Readers do not see this yet.')).toBeVisible();
  const tried = page.frameLocator('iframe[title="Front page, on a phone"]');
  await expect(tried.locator('.look-page[data-look="modern"] .front-river')).toBeVisible();
  await anybody.goto('/');
  await expect(anybody.locator('html')).toHaveAttribute('data-look', 'classic');
  expect((await anybody.goto('/admin/look/preview/front'))?.url()).toContain('/sign-in');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('status')).toHaveText('Applied. Readers see it now.');
  await anybody.goto('/');
  await expect(anybody.locator('html')).toHaveAttribute('data-look', 'modern');
  await expect(anybody.locator('.front-river li').first()).toBeVisible();
  await expect(anybody.getByRole('link', { name: 'Type & <i>Co</i>' })).toHaveAttribute('href', 'https://type.example');
  for (const { context } of [page, anybody].map((each) => ({ context: each.context() }))) await context.close();
});

test('every look can be read, light and dark, on a phone too, and fetches its own type alone', async ({ browser }) => {
  for (const [look, scheme] of [
    ['classic', 'light'],
    ['modern', 'dark'],
    ['high-contrast', 'light'],
    ['high-contrast', 'dark'],
  ] as const) {
    await place.sql`insert into setting (key, value) values ('look', ${place.sql.json(look)}), ('frontLayout', '"grid"')
      on conflict (key) do update set value = excluded.value`;
    await place.expire('settings');
    const page = await place.open(browser, null, { colorScheme: scheme });
    const faces: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'font') faces.push(request.url());
    });
    await expect(async () => {
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('data-look', look, { timeout: 100 });
    }).toPass();
    await expectAccessible(page);
    if (look === 'high-contrast') {
      const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze();
      expect(violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))).toEqual([]);
    }
    expect(faces.some((url) => url.includes('libre-franklin'))).toBe(look === 'modern');
    expect(faces.some((url) => url.includes('source-serif'))).toBe(false);
    await page.setViewportSize({ width: 390, height: 844 });
    await noSideways(page);
    await page.goto('/articles/the-measure');
    await noSideways(page);
    await page.context().close();
  }
});

test('the front page is put in order by keyboard', async ({ browser }) => {
  const page = await place.open(browser, administrator);
  await page.goto('/admin/front');
  const rows = page.getByRole('list', { name: 'On top' }).getByRole('listitem');
  const before = await rows.count();
  for (const more of [1, 2]) {
    await page.getByRole('button', { name: 'Put on top' }).first().press('Enter');
    await expect(rows).toHaveCount(before + more);
  }
  const last = (await rows.last().locator('b').textContent()) ?? '';
  for (let left = before + 1; left > 0; left--) {
    await rows.filter({ hasText: last }).getByRole('button', { name: 'Move up' }).press('Enter');
    await expect(page.getByText(`${last}: place ${left} of ${before + 2}`)).toBeAttached();
  }
  // At the top, only the other arrow leads on.
  await expect(rows.first().getByRole('button', { name: 'Move down' })).toBeFocused();
  await expectAccessible(page);
  const anybody = await place.open(browser, null);
  await anybody.goto('/');
  await expect(anybody.locator('.front-lead .card-headline')).toHaveText(last);
  await anybody.context().close();

  // Sections by their handles.
  await page.goto('/admin/sections');
  const sections = page.getByRole('list', { name: 'Sections' }).getByRole('listitem');
  const moved = (await sections.first().locator('b').textContent()) ?? '';
  await sections.first().locator('.sortable-handle').hover();
  await page.mouse.down();
  await sections.nth(1).locator('.sortable-handle').hover();
  await page.mouse.up();
  await expect(sections.nth(1).locator('b')).toHaveText(moved);

  // What is chosen by the arrow keys keeps the focus when it has been looked at.
  await page.goto('/admin/look');
  await page.getByRole('radio', { name: /^High contrast/ }).press('ArrowUp');
  await expect(page.getByText('Readers do not see this yet.')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Modern/ })).toBeFocused();
  await page.context().close();
});

test('a menu is arranged without scripts, and its parts open without them', async ({ browser }) => {
  const phone = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };
  const page = await place.open(browser, administrator, phone);
  await page.goto('/admin/menus');
  await page.getByRole('button', { name: 'Begin with what stands there now' }).click();
  await page.getByText('Add an entry (Menu of the header)').click();
  const form = page.getByRole('region', { name: 'Menu of the header' });
  await form.getByLabel('Leads to').fill('/articles/not-there');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'There is nothing at this address' })).toBeVisible();
  await expect(form.getByLabel('Leads to')).toHaveValue('/articles/not-there');
  await form.getByLabel('Leads to').fill(`${place.origin}/articles/the-measure`);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: /^Put under the one before: The measure/ }).click();
  await expect(page.getByRole('button', { name: /^Let stand by itself: The measure/ })).toBeVisible();
  await noSideways(page);
  const anybody = await place.open(browser, null, phone);
  await anybody.goto('/articles/what-an-honest-hit-is');
  await expect(anybody.getByRole('navigation', { name: 'Menu' })).toBeVisible();
  const entry = anybody.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: /^The measure/ });
  await expect(entry).toBeHidden();
  await anybody.getByRole('navigation', { name: 'Menu' }).locator('summary').press('Enter');
  await noSideways(anybody);
  await entry.click();
  await expect(anybody.getByRole('heading', { level: 1 })).toHaveText(/^The measure/);
  await anybody.context().close();
  await page.context().close();
});
