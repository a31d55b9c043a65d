import type { Browser, Page } from '@playwright/test';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/* An editor's day: writing, reviewing by a second person, publishing, correcting, and what must not be lost on the way. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(30);
let writer: Person;
let editor: Person;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  writer = await place.person('Reporter one', { role: 'contributor' });
  editor = await place.person('Desk one', { role: 'editor' });
});

test.afterAll(() => place.stop());

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
const saved = (page: Page) => expect(page.locator('.save-state')).toHaveText(/^Saved /);

/** Begins an article, and waits until it can be written. */
async function begin(page: Page, headline: string): Promise<string> {
  await page.goto('/admin/articles/new');
  await page.getByLabel('Headline').fill(headline);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(textOf(page)).toBeVisible();
  return new URL(page.url()).pathname;
}

async function type(page: Page, words: string): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(words);
  await expect(page.locator('.save-state')).not.toHaveText(/^Saved /);
}

/** Writes and publishes an article; gives the path of its desk. */
async function publish(page: Page, headline: string, words: string): Promise<string> {
  const desk = await begin(page, headline);
  await type(page, words);
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.getByText('Published. Readers have it now.')).toBeVisible();
  return desk;
}

test('a reporter writes, a second person approves and publishes, and readers have it', async ({ browser }) => {
  const page = await place.open(browser, writer);
  await page.goto('/admin/articles');
  const desk = await begin(page, 'The bridge is open');
  await page.getByLabel('Line under the headline').fill('It has two arches.');
  await type(page, 'Words about the bridge.');
  // What is not saved yet is saved first.
  await page.getByRole('button', { name: 'Send to review' }).click();
  await expect(page.getByText('Sent to review.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish now' })).toHaveCount(0);

  const second = await place.open(browser, editor);
  await second.goto('/admin/articles?status=in_review');
  await second.getByRole('link', { name: 'The bridge is open' }).click();
  await expect(second.getByText('Reporter one has this article open too.')).toBeVisible();
  await second.getByLabel('Say something to your colleagues').fill('Who says so?');
  await second.getByRole('button', { name: 'Add the note' }).click();
  await expect(second.locator('.desk-notes')).toContainText('Who says so?');
  await second.getByRole('button', { name: 'Approve' }).click();
  await expect(second.getByText('Approved.', { exact: true })).toBeVisible();
  const anybody = await place.open(browser, null);
  expect((await anybody.goto('/articles/the-bridge-is-open'))?.status()).toBe(404);
  await second.getByRole('button', { name: 'Publish now' }).click();
  await expect(second.getByText('Published. Readers have it now.')).toBeVisible();
  expect((await anybody.goto('/articles/the-bridge-is-open'))?.status()).toBe(200);
  await expect(anybody.locator('.document').first()).toHaveText('Words about the bridge.');
  await anybody.goto('/');
  await expect(anybody.getByRole('link', { name: 'The bridge is open' }).first()).toBeVisible();
  // Whose it was may not change it any more.
  await page.goto(desk);
  await expect(page.getByText('You can read this article, and no longer change it.')).toBeVisible();
  for (const each of [page, second, anybody]) await each.context().close();
});

test('desk and list pass axe and fit, in both looks and sizes', async ({ browser }) => {
  const [row] = await place.sql<{ id: string }[]>`select id from article where slug = 'the-bridge-is-open'`;
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      const page = await place.open(browser, editor, { colorScheme, viewport: { width, height: 900 } });
      for (const path of ['/admin/articles', `/admin/articles/${row?.id}`, `/admin/articles/${row?.id}/revisions`]) {
        await page.goto(path);
        if (path.endsWith(String(row?.id))) await expect(textOf(page)).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
      }
      await page.context().close();
    }
  }
});

test('two people at once: the second is shown both texts, and nothing is lost', async ({ browser }) => {
  const other = await place.person('Desk two', { role: 'editor' });
  const one = await place.open(browser, editor);
  const desk = await begin(one, 'Two at once');
  const two = await place.open(browser, other);
  await two.goto(desk);
  await expect(textOf(two)).toBeVisible();
  await type(one, 'Words of one.');
  await one.getByRole('button', { name: 'Save now' }).click();
  await saved(one);
  await type(two, 'Words of two.');
  await two.getByRole('button', { name: 'Save now' }).click();
  await expect(two.getByRole('heading', { name: 'Two people changed this article' })).toBeVisible();
  const sides = two.locator('.stale-text');
  await expect(sides.first()).toContainText('What Desk one saved');
  await expect(sides.first().locator('del')).toContainText('one');
  await expect(sides.last().locator('ins')).toContainText('two');
  await expectAccessible(two);
  await two.getByRole('button', { name: 'Save mine as the newest version' }).click();
  await saved(two);
  await two.goto(`${desk}/revisions`);
  await two
    .getByRole('link', { name: /^What changed in version/ })
    .first()
    .click();
  await expect(two.locator('.comparison ins')).toContainText('two');
  await expect(two.locator('.comparison del')).toContainText('one');
  for (const each of [one, two]) await each.context().close();
});

test('what is typed offline, or after the session has ended, is kept and sent when one is back', async ({
  browser,
}) => {
  const page = await place.open(browser, editor);
  const desk = await begin(page, 'Offline');
  await page.context().setOffline(true);
  await type(page, 'Typed on a train.');
  await expect(page.locator('.save-state')).toContainText('offline');
  await page.context().setOffline(false);
  await saved(page);

  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await type(page, ' And after the session.');
  await expect(page.locator('.save-state')).toContainText('your session has ended');
  // The window is closed before anybody signs in.
  const [again] = [await page.context().newPage()];
  await page.close();
  await page.context().addCookies(cookies);
  await again.goto(desk);
  await expect(again.getByRole('heading', { name: 'A text was kept in this browser' })).toBeVisible();
  await again.getByRole('button', { name: 'Go on with it' }).click();
  await saved(again);
  await again.reload();
  await expect(textOf(again)).toContainText('Typed on a train. And after the session.');
  await expect(again.getByRole('heading', { name: 'A text was kept in this browser' })).toHaveCount(0);
  await again.context().close();
});

test('a time that is over is refused beside its field; one that is to come is kept, without JavaScript too', async ({
  browser,
}) => {
  const page = await place.open(browser, editor);
  const desk = await begin(page, 'Later');
  await type(page, 'For tomorrow.');
  await page.getByRole('button', { name: 'Save now' }).click();
  await saved(page);
  await page.context().close();
  const plain = await place.open(browser, editor, { javaScriptEnabled: false });
  await plain.goto(desk);
  const at = plain.getByLabel('Day and time in UTC');
  await at.fill('2020-01-01T09:00');
  await plain.getByRole('button', { name: 'Schedule' }).click();
  await expect(plain.getByRole('alert').filter({ hasText: 'This time is over already.' })).toBeVisible();
  await expect(at).toHaveValue('2020-01-01T09:00');
  await at.fill('2099-01-01T09:00');
  await plain.getByRole('button', { name: 'Schedule' }).click();
  await expect(plain.getByRole('heading', { name: 'Scheduled' })).toBeVisible();
  await expect(plain.getByText('Readers get it on January 1, 2099')).toBeVisible();
  await plain.context().close();
});

async function address(browser: Browser, path: string): Promise<Page> {
  const page = await place.open(browser, null);
  await page.goto(path);
  return page;
}

test('a correction, what was changed, a new address and a preview are where readers look for them', async ({
  browser,
}) => {
  const page = await place.open(browser, editor);
  const desk = await publish(page, 'Three arches', 'It has three arches.');
  await page.getByLabel('What was wrong, and what is right').fill('It has two arches, not three.');
  await page.getByRole('button', { name: 'Add the correction' }).click();
  await expect(page.locator('#corrections .desk-notes')).toContainText('It has two arches, not three.');
  const anybody = await address(browser, '/articles/three-arches');
  await expect(anybody.locator('.corrections')).toContainText('It has two arches, not three.');
  await anybody.goto('/corrections');
  await expect(anybody.getByRole('main')).toContainText('It has two arches, not three.');
  await expectAccessible(anybody);
  expect(await (await anybody.request.get('/feed.xml')).text()).toContain('It has two arches, not three.');

  await page.goto(desk);
  await page.getByLabel('Headline', { exact: true }).fill('Two arches');
  await page.getByLabel('Address', { exact: true }).fill('two-arches');
  await page.locator('.desk-details summary').click();
  await page.getByLabel('Readers may see what was changed').check();
  await page.getByRole('button', { name: 'Save now' }).click();
  await saved(page);
  await page.reload();
  await page.getByRole('button', { name: 'Publish the changes' }).click();
  await expect(page.getByText('Published. Readers have it now.')).toBeVisible();
  await anybody.goto('/articles/three-arches');
  await expect(anybody).toHaveURL(/\/articles\/two-arches$/);
  await anybody.getByRole('link', { name: 'What changed' }).click();
  await expect(anybody.locator('.comparison ins')).toContainText('Two');
  await expectAccessible(anybody);

  await page.getByLabel('Days it works').fill('2');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = (await page.locator('.desk-address').textContent()) ?? '';
  const preview = await address(browser, new URL(link).pathname);
  await expect(preview.getByRole('heading', { name: 'Two arches' })).toBeVisible();
  await expect(preview.getByText('A preview.')).toBeVisible();
  await expect(preview.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await page.reload();
  await page.getByRole('button', { name: /^End the link of/ }).click();
  await expect(page.getByRole('button', { name: /^End the link of/ })).toHaveCount(0);
  expect((await preview.reload())?.status()).toBe(404);
  await expect(preview.getByRole('heading', { name: 'This preview is over' })).toBeVisible();
  for (const each of [page, anybody, preview]) await each.context().close();
});
