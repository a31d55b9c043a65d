import type { Browser, Page } from '@playwright/test';
import postgres from 'postgres';
import { runningEmbedded } from '../db/embedded.ts';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';
import { demoData, originOf, portBelow, type Site, startServer } from './server.ts';

/*
 * Counting, as browsers and programs meet it. A server of its own, because it is killed; it believes the address
 * that a request forwards, so that each test has readers nobody else had.
 */
test.describe.configure({ mode: 'serial' });

const site: Site = { port: portBelow(6), dataDir: '', demo: true };
const origin = originOf(site);
const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const article = `${origin}/articles/the-measure`;

let server: Awaited<ReturnType<typeof startServer>>;
let remove = () => {};
let network = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const data = demoData();
  site.dataDir = data.dataDir;
  remove = data.remove;
  process.env.TRUSTED_PROXIES = '127.0.0.1';
  server = await startServer(site);
});

test.afterAll(async () => {
  delete process.env.TRUSTED_PROXIES;
  await server?.stop();
  remove();
});

/** A reader nobody has seen: a window with an address of its own. */
async function reader(browser: Browser, options: { userAgent?: string; javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({
    userAgent: agent,
    ...options,
    extraHTTPHeaders: { 'x-forwarded-for': `198.51.100.${++network}` },
  });
  return { context, page: await context.newPage() };
}

const numberOf = async (page: Page): Promise<number> =>
  Number((await page.locator('.hits-number').first().textContent())?.replaceAll(',', ''));

/** Resolves with the total that the server answers next, or null where it does not count. */
const answered = (page: Page): Promise<number | null> =>
  new Promise((done) => {
    void page.route('**/articles/**', async (route) => {
      if (route.request().headers()['next-action'] === undefined) return route.fallback();
      const response = await route.fetch();
      const found = /\n1:(null|\d+)\n/.exec(await response.text())?.[1];
      await route.fulfill({ response });
      done(found === undefined || found === 'null' ? null : Number(found));
    });
  });

/** The totals in the database. */
async function total(): Promise<number> {
  const sql = postgres(runningEmbedded(site.dataDir), { max: 1 });
  const [row] = await sql<{ counted: number }[]>`select coalesce(sum(counted), 0)::int as counted from hit_total`;
  await sql.end();
  return row?.counted ?? 0;
}

test('a reader is counted after a second on screen, sees the live number, and is counted once', async ({ browser }) => {
  const before = await total();
  const { context, page } = await reader(browser);
  const answer = answered(page);
  await page.goto(article);
  expect(await answer).toBe(before + 1);
  await expect.poll(() => numberOf(page)).toBe(before + 1);
  expect(await page.getByText(`Hits: ${before + 1}`).count()).toBe(1);

  // The second call is answered in front of Next, in the same words.
  const again = answered(page);
  await page.reload();
  expect(await again).toBe(before + 1);
  await expect.poll(() => numberOf(page)).toBe(before + 1);
  expect(await total()).toBe(before + 1);
  await expectAccessible(page);
  await context.close();
});

test('the live number moves nothing', async ({ browser }) => {
  const { context, page } = await reader(browser);
  const layoutShift = await watchLayoutShift(page);
  const answer = answered(page);
  await page.goto(article);
  await page.locator('.hits').scrollIntoViewIfNeeded();
  const box = await page.locator('.hits a').last().boundingBox();
  const now = await answer;
  await expect.poll(() => numberOf(page)).toBe(now);
  expect((await page.locator('.hits a').last().boundingBox())?.x).toBe(box?.x);
  expect(await layoutShift()).toBe(0);
  await context.close();
});

test('a bot is not counted, though it runs scripts', async ({ browser }) => {
  const before = await total();
  for (const userAgent of [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    agent.replace('Chrome', 'HeadlessChrome'),
  ]) {
    const { context, page } = await reader(browser, { userAgent });
    const answer = answered(page);
    await page.goto(article);
    expect(await answer).toBeNull();
    await context.close();
  }
  expect(await total()).toBe(before);
});

test('a tab that nobody looks at is not counted until somebody does', async ({ browser }) => {
  const { context, page } = await reader(browser);
  let calls = 0;
  page.on('request', (request) => {
    if (request.headers()['next-action'] !== undefined) calls++;
  });
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  });
  await page.goto(article);
  // Longer than it takes to be counted: there is no event for what does not happen.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1800)));
  expect(calls).toBe(0);
  const answer = answered(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  expect(await answer).not.toBeNull();
  await context.close();
});

test('without JavaScript the number of the last minute stands there @full', async ({ browser }) => {
  test.setTimeout(90_000);
  const now = await total();
  const { context, page } = await reader(browser, { javaScriptEnabled: false });
  await expect
    .poll(
      async () => {
        await page.goto(article);
        return numberOf(page);
      },
      { timeout: 60_000 },
    )
    .toBe(now);
  await context.close();
});

test('the statistics of an article and the page on the method are read by everybody', async ({ browser }) => {
  const { context, page } = await reader(browser);
  await page.goto(article);
  await page.getByRole('link', { name: 'Last 30 days' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('img', { name: /hits in the last 30 days/ })).toBeVisible();
  expect(await page.getByRole('row').count()).toBe(31);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'How hits are counted' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'How hits are counted' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${origin}/about`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});

test('calls that no page makes are no hit and no error page', async ({ request, browser }) => {
  const { context, page } = await reader(browser);
  // Answered, so that this reader's own hit is in the total before.
  const seen = page.waitForResponse((answer) => answer.request().headers()['next-action'] !== undefined);
  await page.goto(article);
  const id = (await seen).request().headers()['next-action'] ?? '';
  await context.close();
  const before = await total();
  for (const data of [
    '[]',
    '[0,""]',
    '["1",""]',
    '[1.5,""]',
    '[999999,""]',
    '[1]',
    '[1,5]',
    '{',
    '',
    '[null,null]',
    '[1,"$F1"]',
    `[1,"${'x'.repeat(900)}"]`,
  ]) {
    const response = await request.post(article, {
      data: data === '' ? '[]' : data,
      headers: {
        'next-action': id,
        'content-type': 'text/plain;charset=UTF-8',
        accept: 'text/x-component',
        origin,
        'user-agent': agent,
        'x-forwarded-for': '198.51.100.250',
      },
    });
    expect(response.status(), data).toBe(200);
  }
  // One of them was a hit: a host that is none is left out, the reader is not.
  expect((await total()) - before).toBeLessThanOrEqual(1);
});

test('every hit that was answered is there after kill -9, and none is twice', async ({ request, browser }) => {
  test.setTimeout(120_000);
  const start = await total();
  const { context, page } = await reader(browser);
  const seen = page.waitForRequest((sent) => sent.headers()['next-action'] !== undefined);
  await page.goto(article);
  const sent = await seen;
  const id = sent.headers()['next-action'] ?? '';
  const data = sent.postData() ?? '';
  await expect.poll(total).toBe(start + 1);
  await context.close();
  const before = start + 1;
  const call = (n: number) =>
    request
      .post(article, {
        data,
        headers: {
          'next-action': id,
          'content-type': 'text/plain;charset=UTF-8',
          accept: 'text/x-component',
          origin,
          'user-agent': agent,
          'x-forwarded-for': `203.0.${n >> 8}.${n & 255}`,
        },
      })
      .then(
        async (response) => /\n1:\d+\n/.test(await response.text()),
        () => false,
      );
  let answers = 0;
  const calls = Array.from({ length: 300 }, async (_, n) => {
    if (await call(n + 1)) answers++;
  });
  await expect.poll(() => answers).toBeGreaterThan(20);
  await server.kill();
  await Promise.all(calls);
  server = await startServer(site);
  const after = (await total()) - before;
  expect(after).toBeGreaterThanOrEqual(answers);
  expect(after).toBeLessThanOrEqual(300);
});
