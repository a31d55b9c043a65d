import { createHash, randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { runningEmbedded } from '../db/embedded.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { demoData, originOf, portBelow, type Site, startServer } from './server.ts';

/* The moderators' queue, as they and their readers meet it. A server of its own, whose responses are put there by hand. */
test.describe.configure({ mode: 'serial' });

const site: Site = { port: portBelow(7), dataDir: '', demo: true };
const origin = originOf(site);
const queue = `${origin}/admin/moderation`;
const article = `${origin}/articles/the-measure`;

let server: Awaited<ReturnType<typeof startServer>>;
let remove = () => {};
let sql: Sql;
let articleId = 0;
const people: Record<string, string> = {};

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const data = demoData();
  site.dataDir = data.dataDir;
  remove = data.remove;
  server = await startServer(site);
  sql = postgres(runningEmbedded(site.dataDir), { max: 2 });
  const [found] = await sql<{ id: string }[]>`select id from article where slug = 'the-measure' and kind = 'article'`;
  articleId = Number(found?.id);
  for (const [name, role] of [
    ['Moderator one', 'moderator'],
    ['Moderator two', 'moderator'],
    ['Reader one', 'reader'],
    ['Reader two', 'reader'],
  ] as const) {
    const id = randomUUID();
    people[name] = id;
    await sql`insert into "user" (id, name, name_key, email, role)
      values (${id}, ${name}, ${name}, ${`${name.replace(' ', '.').toLowerCase()}@paper.example`}, ${role})`;
    await sql`insert into session (session_token, user_id, expires, id) values
      (${createHash('sha256').update(name).digest('hex')}, ${id}, now() + interval '1 day', ${randomUUID()})`;
  }
});

test.afterAll(async () => {
  await sql?.end();
  await server?.stop();
  remove();
});

test.beforeEach(async () => {
  await sql`delete from response where user_id is not null`;
  await sql`delete from event where name like 'moderation.%'`;
  await sql`update "user" set banned_at = null`;
});

/** Puts a response there, as its writer's post would have. */
async function add(text: string, state: 'waiting' | 'public' = 'waiting', by = 'Reader one'): Promise<number> {
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
  const times = { waiting: [null, new Date()], public: [new Date(), null] }[state];
  const [row] = await sql<{ id: string }[]>`
    insert into response (article_id, kind, user_id, body, source, created_at, approved_at, held_at) values
    (${articleId}, 'comment', ${people[by] ?? ''}, ${sql.json(body)}, ${text}, now(), ${times[0] ?? null}, ${times[1] ?? null})
    returning id`;
  if (state === 'waiting')
    await sql`insert into response_verdict (response_id, phase, verdict, reason, detail)
      values (${row?.id ?? 0}, 'links', 'hold', 'whyLinks', ${sql.json({ count: 2 })})`;
  // As the command does; pages that were kept are read anew.
  await sql`insert into tag_expiry (tag, expired_at) values (${`responses:${articleId}`}, clock_timestamp())
    on conflict (tag) do update set expired_at = clock_timestamp()`;
  await sql.notify('broadsheet_expiry', JSON.stringify({ tags: [`responses:${articleId}`], gently: false }));
  return Number(row?.id);
}

/** A window in which somebody is signed in; errors of any of its pages fail the test. */
async function as(browser: Browser, name: string | null, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  if (name !== null)
    await context.addCookies([{ name: 'authjs.session-token', value: name, url: origin, httpOnly: true }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => expect(error.message, 'uncaught').toBe(''));
  return page;
}

/** The static page, as anybody who asks gets it. */
const readerSees = async (text: string): Promise<boolean> => (await (await fetch(article)).text()).includes(text);
const entry = (page: Page, text: string) =>
  page.locator('.entry').filter({ has: page.locator('.entry-words', { hasText: text }) });

test('strangers are sent to sign in, readers find no way in, and neither hears of the queue', async ({ browser }) => {
  const answer = await fetch(queue, { redirect: 'manual' });
  expect([303, 307]).toContain(answer.status);
  expect(answer.headers.get('location')).toMatch(/\/sign-in\?to=(\/|%2F)admin(\/|%2F)moderation/);
  const page = await as(browser, 'Reader one');
  await page.goto(queue);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This is the moderators’ room');
  await expect(page.locator('.queue')).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.request.get(`${queue}/news?tab=waiting`)).status()).toBe(403);
  await page.context().close();
  const late = await as(browser, 'a session that is over', { javaScriptEnabled: false });
  await late.goto(queue);
  await expect(late).toHaveURL(/\/sign-in\?to=/);
  await late.context().close();
});

test('an approved response is public, a hidden one gone for all when the click has returned, and undo brings it back', async ({
  browser,
}) => {
  await add('The galley was wider than that.');
  const page = await as(browser, 'Moderator one');
  await page.goto(queue);
  await expect(entry(page, 'The galley')).toContainText('Has 2 links.');
  await expect(entry(page, 'The galley')).toContainText('0 approved, 0 rejected');
  expect(await readerSees('The galley was wider')).toBe(false);
  await page.getByRole('button', { name: 'Approve the response of Reader one' }).click();
  await expect(page.getByRole('status')).toContainText('Approved.');
  await expect(page.getByRole('heading', { name: 'Nothing waits.' })).toBeVisible();
  await expect.poll(() => readerSees('The galley was wider')).toBe(true);

  await sql`insert into response_report (response_id, user_id, reason, text)
    select id, ${people['Reader two'] ?? ''}, 'abuse', 'Rude' from response where user_id = ${people['Reader one'] ?? ''}`;
  await page.getByRole('link', { name: 'Reported 1' }).click();
  await expect(entry(page, 'The galley')).toContainText('Insult or threat');
  await page.getByText('Give a reason').click();
  await page.getByLabel('Reason, which the writer is told').fill('Too sharp.');
  await page.getByRole('button', { name: 'Hide the response of Reader one' }).click();
  await expect(page.getByRole('status')).toContainText('Hidden.');
  // No poll: the first reader after the click must not see it.
  expect(await readerSees('The galley was wider')).toBe(false);
  const [notice] = await sql`select kind, detail ->> 'reason' as reason from notification where kind = 'hidden'`;
  expect(notice).toMatchObject({ reason: 'Too sharp.' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status')).toContainText('Taken back');
  expect(await readerSees('The galley was wider')).toBe(true);
  await expect(entry(page, 'The galley')).toBeVisible();
  await page.context().close();
});

test('a queue is emptied by keyboard alone', async ({ browser }) => {
  for (const text of ['First thought', 'Second thought', 'Third thought', 'Fourth thought']) await add(text);
  const page = await as(browser, 'Moderator one');
  await page.goto(queue);
  const current = page.locator('.entry[data-current]');
  await expect(current).toContainText('First thought');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(current).toContainText('Second thought');
  await page.keyboard.press('k');
  await expect(current).toContainText('First thought');
  await page.keyboard.press('a');
  await expect(page.getByRole('status')).toContainText('Approved.');
  await expect(page.locator('.entry')).toHaveCount(3);
  await expect(current).toContainText('Second thought');
  await page.keyboard.press('u');
  await expect(page.getByRole('status')).toContainText('Taken back');
  await expect(page.locator('.entry')).toHaveCount(4);

  await page.keyboard.press('h');
  await expect(page.locator('.entry')).toHaveCount(3);
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('status')).toContainText('2 marked as spam.');
  await expect(page.locator('.entry')).toHaveCount(1);
  await page.keyboard.press('b');
  await expect(page.getByRole('status')).toContainText('Banned');
  await expect(page.getByRole('heading', { name: 'Nothing waits.' })).toBeVisible();
  const banned = await sql`select name from "user" where banned_at is not null`;
  expect(banned.map((row) => row.name)).toEqual(['Reader one']);
  await page.context().close();
});

test('letters that are typed into a field decide nothing, and the keys can be switched off', async ({ browser }) => {
  await add('Only thought');
  const page = await as(browser, 'Moderator one');
  await page.goto(queue);
  await expect(page.locator('.entry[data-current]')).toBeVisible();
  await page.getByText('Give a reason').click();
  await page.getByLabel('Reason, which the writer is told').pressSequentially('that has');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Reason, which the writer is told')).toHaveValue('that has');
  await page.getByRole('button', { name: 'Keyboard' }).click();
  await page.getByLabel('Single keys decide').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('a');
  await page.reload();
  await expect(page.locator('.entry[data-current]')).toBeVisible();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Keyboard' }).click();
  await page.getByLabel('Single keys decide').check();
  const [row] = await sql`select count(*)::int as n from event where name like 'moderation.%'`;
  expect(row?.n).toBe(0);
  await page.context().close();
});

test('without JavaScript each decision, many at once, and undo are plain posts', async ({ browser }) => {
  for (const text of ['Plain one', 'Plain two', 'Plain three']) await add(text);
  const page = await as(browser, 'Moderator one', { javaScriptEnabled: false });
  await page.goto(queue);
  await entry(page, 'Plain one').getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('status')).toContainText('Approved.');
  await expect(page.locator('.entry')).toHaveCount(2);
  expect(await readerSees('Plain one')).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status')).toContainText('Taken back');
  await expect(page.locator('.entry')).toHaveCount(3);
  expect(await readerSees('Plain one')).toBe(false);
  await entry(page, 'Plain two').getByRole('checkbox').check();
  await entry(page, 'Plain three').getByRole('checkbox').check();
  await page.locator('.queue-bulk').getByRole('button', { name: 'Trash' }).click();
  await expect(page.getByRole('status')).toContainText('2 put into the trash.');
  await expect(page.locator('.entry')).toHaveCount(1);
  await page.getByRole('link', { name: 'Decided' }).click();
  await expect(page.locator('.queue-decisions > li').first()).toContainText('Moderator one put this into the trash.');
  await page.context().close();
});

test('two moderators on one response: the second sees what the first decided, and can not decide it again', async ({
  browser,
}) => {
  await add('Contested thought');
  await add('Another thought');
  const [one, two] = [await as(browser, 'Moderator one'), await as(browser, 'Moderator two')];
  // The second hears nothing of what the first does.
  await two.route('**/moderation/news**', (route) => route.abort());
  for (const page of [one, two]) await page.goto(queue);
  await expect(two.locator('.entry[data-current]')).toBeVisible();
  await entry(one, 'Contested').getByRole('button', { name: 'Approve' }).click();
  await expect(one.getByRole('status')).toContainText('Approved.');
  await entry(two, 'Contested').getByRole('button', { name: 'Spam' }).click();
  await expect(two.getByRole('status')).toContainText('Moderator one approved this');
  await expect(entry(two, 'Contested')).toHaveCount(0);
  expect(await readerSees('Contested thought')).toBe(true);

  // Who hears of it sees it on the spot.
  const three = await as(browser, 'Moderator two');
  await three.goto(queue);
  await entry(one, 'Another').getByRole('button', { name: 'Hide' }).click();
  await expect(entry(three, 'Another')).toContainText('Moderator one hid this.', { timeout: 15_000 });
  await expect(entry(three, 'Another').getByRole('button')).toHaveCount(0);
  await expectAccessible(three);
  for (const page of [one, two, three]) await page.context().close();
});

test('what comes in announces itself, and moves nothing', async ({ browser }) => {
  await add('Early thought');
  const page = await as(browser, 'Moderator one');
  await page.goto(queue);
  await expect(page.locator('.entry')).toHaveCount(1);
  await add('Late thought');
  await expect(page.getByRole('status')).toContainText('1 new one has come.', { timeout: 15_000 });
  await expect(page.getByRole('link', { name: 'Waiting 2' })).toBeVisible();
  await expect(page.locator('.entry')).toHaveCount(1);
  await page.getByRole('status').getByRole('link', { name: 'Show' }).click();
  await expect(page.locator('.entry')).toHaveCount(2);
  await page.context().close();
});

test('on a phone everything is there and within reach, in light and dark', async ({ browser }) => {
  await add('A thought on a phone', 'waiting');
  await add('A reported one', 'public');
  await sql`insert into response_report (response_id, user_id, reason)
    select id, ${people['Reader two'] ?? ''}, 'spam' from response where approved_at is not null and user_id = ${people['Reader one'] ?? ''}`;
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await as(browser, 'Moderator one', { viewport: { width: 390, height: 844 }, colorScheme });
    for (const tab of ['waiting', 'reported', 'appeals', 'spam', 'recent']) {
      await page.goto(`${queue}?tab=${tab}`);
      await expect(page.locator('.entry, .empty, .queue-decisions').first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), tab).toBeLessThanOrEqual(390);
      await expectAccessible(page);
    }
    await page.goto(queue);
    for (const button of await entry(page, 'on a phone').getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    }
    await page.context().close();
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await as(browser, 'Moderator one', { viewport: { width: 1440, height: 900 }, colorScheme });
    await page.goto(queue);
    await expect(page.locator('.entry[data-current]')).toBeVisible();
    await expectAccessible(page);
    await page.context().close();
  }
});
