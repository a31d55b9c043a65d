import { createServer, type Server } from 'node:http';
import { DiscussionSite } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { portBelow } from './server.ts';

/* What other sites send, by each of the protocols: from the wire to the moderators and to the readers. */
test.describe.configure({ mode: 'serial' });

const elsewhere = portBelow(29);
const place = new DiscussionSite(28);
place.site.env = { ALLOW_PRIVATE_HOSTS: `127.0.0.1:${elsewhere}` };
const target = `${place.origin}/articles/the-measure`;
const from = (path: string) => `http://127.0.0.1:${elsewhere}${path}`;

let other: Server;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  other = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const link = name === 'no-link' ? '' : `<a href="${target}">The measure</a>`;
    response
      .writeHead(name.startsWith('by-') || name === 'no-link' ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
      })
      .end(`<title>A page: ${name}</title><p>What was said ${name}, with <b>its</b> link: ${link}</p>`);
  }).listen(elsewhere, '127.0.0.1');
  await place.start();
});

test.afterAll(async () => {
  await place.stop();
  other?.close();
});

const post = (path: string, type: string, body: string, accept = '*/*') =>
  fetch(place.origin + path, { method: 'POST', headers: { 'content-type': type, accept }, body, redirect: 'manual' });
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const formType = 'application/x-www-form-urlencoded';

test('an article says where it takes them, and each protocol is answered in its own words', async () => {
  // The second answer is the one from memory.
  for (let time = 0; time < 2; time++) {
    const page = await fetch(target);
    const html = await page.text();
    expect(page.headers.get('x-pingback')).toBe(`${place.origin}/xmlrpc`);
    expect(page.headers.get('link')).toContain(`<${place.origin}/webmention>; rel="webmention"`);
    expect(html).toContain(`<link rel="webmention" href="${place.origin}/webmention"`);
    expect(html).toContain(`<link rel="pingback" href="${place.origin}/xmlrpc"`);
  }
  const trackback = await post('/articles/the-measure/trackback', formType, form({ url: from('/by-trackback') }));
  expect(await trackback.text()).toContain('<error>0</error>');
  const call = (source: string) =>
    `<methodCall><methodName>pingback.ping</methodName><params><param><value>${source}</value></param><param><value>${target}</value></param></params></methodCall>`;
  const pingback = await post('/xmlrpc', 'text/xml', call(from('/by-pingback')));
  expect(await pingback.text()).toContain('is registered');
  const webmention = await post('/webmention', formType, form({ source: from('/by-webmention'), target }));
  expect(webmention.status).toBe(202);
  expect(webmention.headers.get('location')).toMatch(`${place.origin}/webmention/`);

  expect(await (await post('/xmlrpc', 'text/xml', call(target))).text()).toContain('<int>0</int>');
  expect(await (await fetch(`${place.origin}/articles/the-measure/trackback`)).text()).toContain('<error>1</error>');
  expect((await fetch(`${place.origin}/xmlrpc`)).status).toBe(405);
  expect((await post('/webmention', formType, form({ source: 'x', target }))).status).toBe(400);
  expect((await post('/webmention', 'multipart/form-data; boundary=x', '--x--')).status).toBe(415);
  await expect.poll(async () => (await place.sql`select id from mention where state = 'verified'`).length).toBe(3);
});

test('a moderator approves them in the queue, and readers see them', async ({ browser }) => {
  const moderator = await place.person('Moderator one', { role: 'moderator' });
  const page = await place.open(browser, moderator);
  await page.goto('/admin/moderation');
  await expect(page.getByText('Nothing of this site was approved yet.')).toHaveCount(3);
  await expect(page.getByText('What was said by-pingback, with its link: The measure')).toBeVisible();
  await expectAccessible(page);
  for (let left = 3; left > 0; left--) {
    await page
      .getByRole('button', { name: /^Approve the response of/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: /^Approve the response of/ })).toHaveCount(left - 1);
  }
  await expect(page.getByText('Nothing waits.')).toBeVisible();
  await page.context().close();
  await expect.poll(async () => (await fetch(target)).text()).toContain('What was said by-trackback');
});

test('who has no such software tells us by a form, by keyboard and without JavaScript', async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await place.open(browser, null, { javaScriptEnabled, viewport: { width: 390, height: 800 } });
    await page.goto(`/webmention?target=${encodeURIComponent(target)}`);
    const source = page.getByLabel('Address of your page');
    await expect(page.getByLabel('Address of our article')).toHaveValue(target);
    await source.focus();
    await page.keyboard.type('my page');
    await page.keyboard.press('Enter');
    // What was typed is still there, and beside it what is wrong.
    await expect(source).toHaveValue('my page');
    await expect(source).toHaveAccessibleDescription(/This is not a web address/);
    if (javaScriptEnabled) await expectAccessible(page);
    await source.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(from(javaScriptEnabled ? '/by-hand' : '/no-link'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/webmention\/[0-9a-f-]{36}$/);
    const words = javaScriptEnabled ? 'it is shown among the responses' : 'It was not taken.';
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('status')).toContainText(words, { timeout: 1_000 });
    }).toPass();
    if (javaScriptEnabled) {
      await expectAccessible(page);
      await page.getByRole('link', { name: 'See it among the responses' }).click();
      await expect(page.getByText('What was said by-hand')).toBeVisible();
    }
    await page.context().close();
  }
  const gone = await fetch(`${place.origin}/webmention/00000000-0000-4000-8000-000000000000`);
  expect(gone.status).toBe(404);
  expect(await gone.text()).toContain('noindex');
});
