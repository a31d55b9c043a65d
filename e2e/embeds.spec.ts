import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import sharp from 'sharp';
import { DiscussionSite, form, toDiscussion } from './discussion-site.ts';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';
import { portBelow } from './server.ts';

/*
 * Links that become players and cards. Players of YouTube are answered by the test; the pages that are looked up are those
 * of a server here, in the place of the rest of the web.
 */
test.describe.configure({ mode: 'serial' });

const elsewhere = portBelow(21);
const place = new DiscussionSite(20);
place.site.env = { ALLOW_PRIVATE_HOSTS: `127.0.0.1:${elsewhere}` };
const film = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=62';
const path = '/articles/the-measure';
const run = promisify(execFile);

let services: Server;
let gone = false;
const asked: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const still = await sharp({ create: { width: 800, height: 420, channels: 3, background: '#456' } })
    .png()
    .toBuffer();
  // A page with Open Graph (ogp.me) that names its own oEmbed (oembed.com, 4: discovery).
  services = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (gone) return response.writeHead(410).end();
    if (request.url === '/still.png') return response.writeHead(200, { 'content-type': 'image/png' }).end(still);
    if (request.url?.startsWith('/oembed')) {
      const answer = {
        type: 'rich',
        version: '1.0',
        title: 'From <b>oEmbed</b>',
        html: '<script>window.bad=1</script><iframe src="https://evil.example/"></iframe>',
      };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
    return response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        '<title>A page</title><meta property="og:description" content="What it is about."><meta property="og:image" content="/still.png"><link rel="alternate" type="application/json+oembed" href="/oembed">',
      );
  }).listen(elsewhere, '127.0.0.1');
  await place.start();
  await keepFilm(await sharp(still).webp().toBuffer());
});

test.afterAll(async () => {
  await place.stop();
  services?.close();
});

/** A film that was looked up, in an article. */
async function keepFilm(still: Buffer): Promise<void> {
  const id = randomUUID();
  mkdirSync(join(place.site.dataDir, 'files/ee'), { recursive: true });
  writeFileSync(join(place.site.dataDir, 'files/ee', id), still);
  await place.sql`insert into file (id, key, name, type, bytes, sha256, width, height)
    values (${id}, ${`ee/${id}`}, 'still.webp', 'image/webp', ${still.length}, ${id}, 800, 420)`;
  await place.sql`insert into embed (key, url, service, state, kind, title, author, poster_id, due_at, needed_at)
    values ('youtube:dQw4w9WgXcQ', ${film}, 'youtube', 'ready', 'video', 'How a paper is "printed"', 'The press room', ${id}, now() + interval '9 days', now()),
      ('vimeo:76979871', 'https://vimeo.com/76979871', 'vimeo', 'gone', 'video', 'A film that was taken down', '', null, now() + interval '9 days', now())`;
  const urls = [film, 'https://x.com/jack/status/20', 'https://vimeo.com/76979871'];
  const body = { type: 'doc', content: urls.map((url) => ({ type: 'embed', attrs: { url } })) };
  await place.sql`update revision set body = ${place.sql.json(body)} where id = (select revision_id from article where slug = 'the-measure')`;
  await place.expire('article:the-measure');
}

/** A window in which the frames of services are answered here. Gives the requests that left for other hosts. */
async function reader(browser: Browser, options: BrowserContextOptions = {}): Promise<{ page: Page; left: string[] }> {
  const context = await browser.newContext({
    baseURL: place.origin,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const left: string[] = [];
  page.on('pageerror', (error) => expect(error.message, 'uncaught').toBe(''));
  page.on('request', (request) => {
    if (request.url().startsWith('http') && !request.url().startsWith(place.origin)) left.push(request.url());
  });
  await context.route(/^https:/, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Player</title><button>Pause</button>' }),
  );
  await expect.poll(async () => (await page.goto(path)) && page.locator('figure.embed').count()).toBeGreaterThan(2);
  return { page, left };
}

const figure = (page: Page) => page.locator('.document figure.embed').first();
const play = (page: Page) => page.getByRole('link', { name: 'Play here: How a paper is "printed", from YouTube' });

test('a page with players asks nobody else, has a still of ours, and passes axe in both looks and sizes', async ({
  browser,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      const { page, left } = await reader(browser, { colorScheme, viewport: { width, height: 900 } });
      await expect(figure(page).locator('img')).toHaveAttribute('src', /^\/files\//);
      await expect(figure(page).getByRole('link', { name: 'How a paper is "printed"', exact: true })).toHaveAttribute(
        'href',
        film,
      );
      await expect(page.getByText('This is no longer on Vimeo.')).toBeVisible();
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(left).toEqual([]);
      await page.context().close();
    }
  }
});

test('a click puts the player in place, closed as it can be, and it can be put away again', async ({ browser }) => {
  const { page, left } = await reader(browser);
  const shift = await watchLayoutShift(page);
  await page.reload();
  await play(page).click();
  const frame = figure(page).locator('iframe');
  await expect(frame).toHaveAttribute(
    'src',
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=62&rel=0&autoplay=1',
  );
  await expect(frame).toHaveAttribute('title', 'How a paper is "printed", player from YouTube');
  const sandbox = (await frame.getAttribute('sandbox'))?.split(' ') ?? [];
  expect(sandbox).not.toContain('allow-top-navigation');
  expect(await frame.getAttribute('allow')).not.toMatch(/camera|microphone|geolocation/);
  await expect(page.frameLocator('figure.embed iframe').getByRole('button')).toBeVisible();
  expect(left.every((url) => url.startsWith('https://www.youtube-nocookie.com/'))).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  expect(await shift()).toBeLessThan(0.05);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(frame).toHaveCount(0);
  await expect(play(page)).toBeFocused();
  await page.context().close();
});

test('by keyboard, and with the keys that open a tab it stays a link', async ({ browser }) => {
  const { page } = await reader(browser);
  await play(page).focus();
  await page.keyboard.press('Enter');
  await expect(figure(page).locator('iframe')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  const opened = page.context().waitForEvent('page');
  await play(page).click({ modifiers: ['ControlOrMeta'] });
  expect((await opened).url()).not.toContain(place.origin);
  await expect(figure(page).locator('iframe')).toHaveCount(0);
  await page.context().close();
});

test('"always" is remembered, and can be taken back beside a player and on the page about them', async ({
  browser,
}) => {
  const { page, left } = await reader(browser);
  await play(page).click();
  await page.getByRole('button', { name: 'Always show YouTube' }).click();
  await page.reload();
  const frame = figure(page).locator('iframe');
  await frame.scrollIntoViewIfNeeded();
  // It does not begin by itself.
  await expect(frame).toHaveAttribute('src', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=62&rel=0');
  expect(await page.locator('iframe').count()).toBe(1);
  await page.getByRole('button', { name: 'Ask before showing YouTube' }).click();
  await page.getByRole('button', { name: 'Always show YouTube' }).click();

  await page.getByRole('link', { name: 'This player comes from YouTube.' }).click();
  await page.getByRole('button', { name: 'Ask before showing YouTube again' }).click();
  await expect(page.getByText('Each player waits for your click.')).toBeVisible();
  await expectAccessible(page);
  const before = left.length;
  await page.goto(path);
  await expect(play(page)).toBeVisible();
  await expect(figure(page).locator('iframe')).toHaveCount(0);
  expect(left.length).toBe(before);
  await page.context().close();
});

test('a post grows to the height that its own frame says, and to no other', async ({ browser }) => {
  const { page } = await reader(browser);
  await page.context().route('https://platform.twitter.com/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script>parent.postMessage({ 'twttr.embed': { method: 'twttr.private.resize', params: [{ height: 333 }] } }, '*')</script>`,
    }),
  );
  await page.getByRole('link', { name: /^Show it here.*from X\)$/ }).click();
  const frame = page.locator('figure.is-post iframe');
  await expect(frame).toHaveCSS('height', '333px');
  await page.evaluate(() => postMessage({ height: 1999 }, '*'));
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(frame).toHaveCSS('height', '333px');
  await page.context().close();
});

test('without scripts each is a link, and on paper it has its address', async ({ browser }) => {
  const { page, left } = await reader(browser, { javaScriptEnabled: false });
  await expect(play(page)).toHaveAttribute('href', film);
  await expect(page.locator('.embed-mark')).toBeHidden();
  await expect(page.getByText('then learns that you are reading this').first()).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(figure(page).locator('.embed-stage')).toBeHidden();
  await expect(figure(page).locator('.embed-title a')).toBeVisible();
  expect(left).toEqual([]);
  await page.context().close();
});

const page_ = `http://127.0.0.1:${elsewhere}/a-page`;

test('a link alone on its line of a comment is looked up when everybody may see it, and not before', async ({
  browser,
}) => {
  const stranger = await place.person('Reader one', { known: false });
  const known = await place.person('Reader two');
  const slug = '/articles/headlines-and-decks';
  const first = await place.open(browser, stranger);
  await toDiscussion(first, slug);
  await form(first).text.fill(`http://127.0.0.1:${elsewhere}/held`);
  await form(first).post.click();
  await expect(first.locator('.responses figure.embed')).toContainText('/held');

  const page = await place.open(browser, known);
  await toDiscussion(page, slug);
  await form(page).text.fill(`Look at this:\n${page_}`);
  await form(page).post.click();
  await expect(page.locator('.responses figure.embed')).toContainText('/a-page');
  const [article] = await place.sql<{ id: number }[]>`select id from article where slug = 'headlines-and-decks'`;
  await expect
    .poll(async () => (await place.sql`select state from embed where url = ${page_}`)[0]?.state)
    .toBe('ready');
  const anybody = await place.open(browser, null);
  await expect
    .poll(async () => {
      await anybody.goto(slug);
      return anybody.locator('.responses .embed-title').allTextContents();
    })
    .toEqual(['From <b>oEmbed</b>']);
  await expect(anybody.locator('.responses figure.embed img')).toHaveAttribute('src', /^\/files\//);
  await expect(anybody.locator('.embed-about')).toHaveText('What it is about.');
  await expectAccessible(anybody);
  expect(asked).toContain('/a-page');
  expect(asked).not.toContain('/held');
  expect(article).toBeDefined();

  // What is gone at its source says so, once somebody looks.
  gone = true;
  await run(process.execPath, ['bin/embeds.ts', 'refetch', page_], {
    env: { ...process.env, ...place.site.env, DATA_DIR: place.site.dataDir, DATABASE_URL: '' },
  });
  await expect
    .poll(async () => {
      await anybody.goto(slug);
      return anybody.locator('.embed-gone').allTextContents();
    })
    .toEqual(['This is no longer on 127.0.0.1.']);
  for (const each of [first, page, anybody]) await each.context().close();
});

test('the preview shows a link as what it will be', async ({ browser }) => {
  const page = await place.open(browser, await place.person('Reader three'));
  await toDiscussion(page, '/articles/how-a-trackback-works');
  await form(page).text.fill(`Words\n\n${film}\n\nand https://example.org/in-a-sentence`);
  await form(page).preview.click();
  const shown = page.locator('.respond-preview');
  await expect(shown.locator('figure.embed')).toHaveCount(1);
  await expect(shown.locator('figure.embed')).toContainText('How a paper is "printed"');
  await page.context().close();
});

test('at the desk an editor sees what is gone, has it looked up again, and switches a service off', async ({
  browser,
}) => {
  const reader_ = await place.open(browser, await place.person('Reader four'));
  expect((await reader_.goto('/admin/embeds'))?.status()).toBe(403);
  const page = await place.open(browser, await place.person('Desk one', { role: 'editor' }));
  await page.goto('/admin/embeds');
  const line = page.getByRole('listitem').filter({ hasText: 'A film that was taken down' });
  await line.getByRole('button', { name: 'Look it up now' }).click();
  await expect
    .poll(async () => (await place.sql`select looked_up_at from embed where service = 'vimeo'`)[0]?.looked_up_at)
    .not.toBeNull();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Switch YouTube off' }).click();
  await expect(page.getByRole('button', { name: 'Switch YouTube on' })).toBeVisible();
  const anybody = await place.open(browser, null);
  await expect
    .poll(async () => (await anybody.goto(path)) && anybody.locator('.document figure.embed').first().textContent())
    .not.toContain('How a paper');
  await page.getByRole('button', { name: 'Switch YouTube on' }).click();
  await expect(page.getByRole('button', { name: 'Switch YouTube off' })).toBeVisible();
  for (const each of [reader_, page, anybody]) await each.context().close();
});
