import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, expectAccessible, test } from './fixtures.ts';

const article = '/articles/how-a-trackback-works';
const kinds = [
  '/',
  article,
  '/sections/protocols',
  '/tags/linkbacks',
  '/authors/protocols-desk',
  '/archive',
  '/about',
  '/articles/none',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    for (const address of kinds) {
      test(`axe finds nothing on ${address}`, async ({ page }) => {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        await expectAccessible(page);
      });
    }
  });
}

for (const width of [320, 390, 1440, 3840]) {
  test(`nothing is wider than a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const address of [...kinds, '/articles/the-measure', '/articles/how-to-moderate-a-discussion']) {
      await page.goto(address);
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll, address).toBeLessThanOrEqual(client);
    }
  });
}

test('a reader goes from the front page to a story, its section and its author', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: 'How a trackback works' }).first().click();
  await expect(page).toHaveURL(article);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('How a trackback works');
  await page.getByRole('article').getByRole('link', { name: 'Protocols', exact: true }).first().click();
  await expect(page).toHaveURL('/sections/protocols');
  await page.goBack();
  await page.getByRole('link', { name: 'Protocols desk' }).first().click();
  await expect(page).toHaveURL('/authors/protocols-desk');
});

test('an article reads in order: section, headline, deck, byline, date, picture, text, tags, related, responses', async ({
  page,
}) => {
  await page.goto(article);
  const tops = await page.evaluate(() =>
    [
      'article a[href^="/sections/"]',
      'h1',
      'article a[href^="/authors/"]',
      'article time',
      'article figure img',
      '.document p',
      'article a[href^="/tags/"]',
      '.related',
      '#responses',
    ].map((selector) => {
      const all = [...document.querySelectorAll(selector)];
      const order = [...document.querySelectorAll('*')];
      return { selector, place: all[0] ? order.indexOf(all[0]) : -1 };
    }),
  );
  for (const [index, { selector, place }] of tops.entries()) {
    expect(place, selector).toBeGreaterThan(index === 0 ? 0 : (tops[index - 1]?.place ?? 0));
  }
});

test('pictures say what they show, and keep their place while they load', async ({ page }) => {
  await page.goto(article);
  for (const image of await page.locator('main img').all()) {
    expect(await image.getAttribute('width')).toMatch(/^\d+$/);
    expect(await image.getAttribute('alt')).not.toBeNull();
  }
  const lead = page.locator('article figure img').first();
  await expect
    .poll(() => lead.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
    .toBe(true);
});

test('a syndicated story names its source and gives it the canonical address', async ({ page }) => {
  await page.goto('/articles/attributing-a-syndicated-story');
  await expect(page.getByText(/Source:/)).toBeVisible();
  const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
  expect(new URL(canonical ?? '').host).toBe('example.org');
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').first().textContent()) ?? '{}');
  expect(data).toMatchObject({ '@type': 'NewsArticle', isBasedOn: expect.anything(), creditText: expect.any(String) });
  await page.goto('/articles/the-measure');
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
});

test('a correction is seen on its article', async ({ page }) => {
  await page.goto('/articles/dates-and-time-zones');
  await expect(page.getByText(/Correction/).first()).toBeVisible();
});

test('threads are nested, have addresses, and name what they are', async ({ page }) => {
  await page.goto('/articles/how-to-moderate-a-discussion');
  const responses = page.locator('[id^="response-"]');
  expect(await responses.count()).toBeGreaterThan(3);
  const id = await responses.nth(1).getAttribute('id');
  await page.goto(`/articles/how-to-moderate-a-discussion#${id}`);
  await expect(page.locator(':target')).toHaveAttribute('id', id ?? '');
  await page.goto(article);
  await expect(page.locator('[id^="response-"]').getByText('Trackback', { exact: true }).first()).toBeVisible();
});

test('the keyboard skips to the content', async ({ page }) => {
  await page.goto(article);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${article}#content`);
});

for (const forcedColors of ['none', 'active'] as const) {
  test(`whatever the keyboard reaches is on screen and marked, with forced colours ${forcedColors}`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors });
    for (const address of ['/', '/articles/the-measure']) {
      await page.goto(address);
      const focusable = await page.locator('a[href]:visible, button:visible, input:visible, summary:visible').count();
      for (let step = 0; step < focusable; step++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement) || element === document.body) return null;
          const { top, bottom, width } = element.getBoundingClientRect();
          // A card is marked as a whole, by what lies over it.
          const marks = [getComputedStyle(element), getComputedStyle(element, '::after')];
          return {
            what: `${element.tagName} ${element.textContent?.trim().slice(0, 40)}`,
            onScreen: bottom > 0 && top < innerHeight && width > 0,
            marked: marks.some((mark) => mark.outlineStyle !== 'none' && Number.parseFloat(mark.outlineWidth) >= 2),
          };
        });
        if (found === null) break;
        expect(found, address).toEqual({ ...found, onScreen: true, marked: true });
      }
    }
  });
}

test('without JavaScript everything is there to read', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
  const page = await context.newPage();
  for (const address of kinds) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(address === '/articles/none' ? 404 : 200);
    await expect(page.getByRole('heading', { level: 1 }), address).toBeVisible();
  }
  await page.goto(article);
  expect((await page.locator('.document').textContent())?.length).toBeGreaterThan(3000);
  await expect(page.locator('[id^="response-"]').first()).toBeVisible();
  await context.close();
});

test('printing gives the article and leaves the site out', async ({ page }) => {
  await page.goto(article);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeHidden();
  await expect(page.locator('.related')).toBeHidden();
});

test('a card for other sites is a picture of the size it says', async ({ page, request }) => {
  await page.goto(article);
  const address = (await page.locator('meta[property="og:image"]').getAttribute('content')) ?? '';
  const response = await request.get(address);
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toBe('image/png');
  const body = await response.body();
  expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630]);
});

test('lists have numbered pages that are real links', async ({ page, request }) => {
  // 16 articles fill one page only; the number of the newest is not an address of its own.
  expect((await request.get('/archive/page/1')).status()).toBe(404);
  await page.goto('/archive');
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
});

test('the Nu checker finds no error', async ({ request }) => {
  const java = spawnSync('java', ['-version']).status === 0;
  test.skip(!java, 'Java is not on this machine.');
  test.setTimeout(120_000);
  const pages = await Promise.all(kinds.slice(0, 7).map(async (address) => (await request.get(address)).text()));
  const jar = join(import.meta.dirname, '../node_modules/vnu-jar/build/dist/vnu.jar');
  for (const [index, html] of pages.entries()) {
    const { stderr } = spawnSync('java', ['-jar', jar, '--errors-only', '--format', 'json', '-'], {
      input: html,
      encoding: 'utf8',
    });
    const { messages } = JSON.parse(stderr) as { messages: { message: string; extract?: string }[] };
    expect(
      messages.map(({ message, extract }) => `${message} — ${extract}`),
      kinds[index],
    ).toEqual([]);
  }
});
