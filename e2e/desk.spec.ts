import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/* Seeing and keeping: the figures, the log, the machinery, and the doors of the whole newsroom. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(48);
const roles = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'] as const;
type Role = (typeof roles)[number];
let people: Record<Role, Person>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  const made = await Promise.all(
    roles.map(async (role) => [role, await place.person(`Desk of the ${role}`, { role, known: false })] as const),
  );
  people = Object.fromEntries(made) as Record<Role, Person>;
});

test.afterAll(() => place.stop());

const newsroom: readonly Role[] = ['contributor', 'author', 'editor', 'moderator', 'administrator'];
const writers: readonly Role[] = ['contributor', 'author', 'editor', 'administrator'];
const desk: readonly Role[] = ['editor', 'administrator'];
const keepers: readonly Role[] = ['editor', 'moderator', 'administrator'];
const moderators: readonly Role[] = ['moderator', 'administrator'];
const administrators: readonly Role[] = ['administrator'];

/** Every address of the newsroom and who may open it. The article is one that none of them began. */
const rules: Record<string, readonly Role[]> = {
  '/admin': newsroom,
  // What has no page says so, to everybody.
  '/admin/[...address]': roles,
  '/admin/articles': writers,
  '/admin/articles/[id]': desk,
  '/admin/articles/[id]/preview': desk,
  '/admin/articles/[id]/preview/phone': desk,
  '/admin/articles/[id]/revisions': desk,
  '/admin/articles/new': writers,
  '/admin/authors': desk,
  '/admin/authors/[id]': desk,
  '/admin/embeds': keepers,
  '/admin/figures/[plot]': newsroom,
  '/admin/front': desk,
  '/admin/linkbacks': keepers,
  '/admin/log': administrators,
  '/admin/log/file/[format]': administrators,
  '/admin/look': administrators,
  '/admin/look/preview/[page]': administrators,
  '/admin/media': desk,
  '/admin/media/[id]': desk,
  '/admin/menus': desk,
  '/admin/moderation': moderators,
  '/admin/moderation/news': moderators,
  '/admin/people': administrators,
  '/admin/redirects': desk,
  '/admin/sources': desk,
  '/admin/sections': desk,
  '/admin/sections/[id]': desk,
  '/admin/settings': administrators,
  '/admin/system': administrators,
  '/admin/tags': desk,
  '/admin/tags/[id]': desk,
  '/admin/transfer': administrators,
  '/admin/transfer/[id]/file': administrators,
};

const routesIn = (folder: string, path: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? routesIn(join(folder, entry.name), entry.name.startsWith('(') ? path : `${path}/${entry.name}`)
      : /^(page\.tsx|route\.ts)$/.test(entry.name)
        ? [path]
        : [],
  );

test('every address of the newsroom is shut to visitors, and to each who has no business there', async () => {
  expect(
    [...routesIn('app/admin', '/admin'), ...routesIn('app/(look)/admin', '/admin')].sort(),
    'each has a rule',
  ).toEqual(Object.keys(rules).sort());
  const articleId = await place.articleId('the-measure');
  const [first] = await place.sql<{ id: string }[]>`select id from file where attachment_id is null limit 1`;
  const numberOf = (path: string, name: string) =>
    name === 'plot'
      ? 'hits'
      : name === 'page'
        ? 'front'
        : name === 'format'
          ? 'csv'
          : path.startsWith('/admin/media')
            ? first?.id
            : `${articleId}`;
  for (const [route, may] of Object.entries(rules)) {
    const path = route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => numberOf(route, name) ?? '');
    const ask = (token: string | null) =>
      fetch(place.origin + path, {
        redirect: 'manual',
        headers: token === null ? {} : { cookie: `authjs.session-token=${token}` },
      });
    const stranger = await ask(null);
    expect(stranger.status, path).toBe(303);
    expect(stranger.headers.get('location')).toContain(`/sign-in?to=${encodeURIComponent(path)}`);
    for (const role of roles) {
      const answer = await ask(people[role].token);
      await answer.arrayBuffer();
      // Some number may be of nothing: what matters is that it is not refused.
      if (may.includes(role)) expect([200, 404], `${path} by ${role}`).toContain(answer.status);
      else expect(answer.status, `${path} by ${role}`).toBe(403);
      expect(answer.headers.get('cache-control'), path).toMatch(/no-store/);
    }
  }
});

test('scripts of the newsroom run by a nonce alone, and everything on its pages still works', async ({ browser }) => {
  const page = await place.open(browser, people.administrator);
  const blocked: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) blocked.push(message.text());
  });
  const nonces = new Set<string>();
  const articleId = await place.articleId('the-measure');
  for (const path of [
    '/admin',
    '/admin/moderation',
    '/admin/embeds',
    '/admin/system',
    '/admin/no-such-page',
    `/admin/articles/${articleId}`,
  ]) {
    const answer = await page.goto(path);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(scripts, path).toMatch(/^'nonce-[^']{20,}' 'sha256-[^']+' 'strict-dynamic'$/);
    nonces.add(scripts);
    expect(answer?.headers()['x-robots-tag']).toContain('noindex');
    await expect(page.locator('main h1, main textarea, main [contenteditable]').first()).toBeVisible();
  }
  expect(nonces.size).toBe(6);
  // The editor has come to life, and what was put into the page by somebody else has not.
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toBeVisible();
  expect(blocked).toEqual([]);
  await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<img src="x" onerror="window.bad = 1">';
    document.body.append(script);
    return new Promise<void>((done) =>
      document.addEventListener('securitypolicyviolation', () => done(), { once: true }),
    );
  });
  expect(await page.evaluate(() => Reflect.get(window, 'bad'))).toBeUndefined();
  await page.context().close();
});

test('the figures of chosen days, drawn, as tables and as files', async ({ browser }) => {
  const articleId = await place.articleId('the-measure');
  await place.sql`delete from hit_day`;
  await place.sql`insert into hit_day (day, article_id, hits) values ('2026-02-01', ${articleId}, 40), ('2026-02-02', ${articleId}, 2)`;
  await place.sql`insert into hit_referrer (day, article_id, host, hits) values ('2026-02-02', ${articleId}, 'search.example', 2)`;
  // Without scripts: it is plain links and one form.
  const page = await place.open(browser, people.editor, {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 800 },
    colorScheme: 'dark',
  });
  await page.goto('/admin?from=2026-02-01&to=2026-02-03');
  const hits = page.getByRole('region', { name: 'Hits by day' });
  await expect(hits.getByRole('img')).toHaveAccessibleName(/Hits: 42 in all; most on Feb 1, 2026, 40\./);
  await expect(hits.locator('svg:visible')).toHaveCount(1);
  await hits.locator('summary').click();
  await expect(hits.getByRole('row', { name: 'Feb 2, 2026 2' })).toBeVisible();
  await page.getByRole('region', { name: 'Where readers came from' }).locator('summary').click();
  await expect(page.getByRole('row', { name: 'search.example 2' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Failed jobs' })).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'As CSV: Hits by day' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('hits-2026-02-01-2026-02-03.csv');
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('Day,Hits\r\n2026-02-01,40\r\n2026-02-02,2\r\n2026-02-03,0\r\n');
  await page.goto('/admin?from=2026-02-03&to=2026-02-01');
  await expect(page.getByRole('alert')).toContainText('The first day has to be before the last.');
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-02-03');
  await page.getByRole('link', { name: 'Last 7 days' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.context().close();
});

test('a failed job is seen, tried again without scripts, and stands in the log', async ({ browser }) => {
  await place.sql`insert into pgboss.job (name, state, completed_on, output, data)
    values ('mail.send', 'failed', now(), '{"message":"The server said <b>no</b>"}'::jsonb, '{"id":"gone"}'::jsonb)`;
  const page = await place.open(browser, people.administrator, { javaScriptEnabled: false });
  await page.goto('/admin/system');
  await expect(page.getByText('The server said <b>no</b>')).toBeVisible();
  await page.getByRole('button', { name: 'Try again (mail.send)' }).click();
  await expect(page.getByText('The server said <b>no</b>')).toHaveCount(0);
  await page.getByRole('button', { name: 'Send a test mail to yourself' }).click();
  await expect(page.getByRole('status')).toContainText('A test mail to your address is in the outbox.');
  expect(
    (await place.sql`select subject from mail where recipient = ${`${people.administrator.id}@paper.example`}`).length,
  ).toBe(1);

  await page.goto('/admin/log');
  await page.getByLabel('Who', { exact: true }).fill('desk of the administrator');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await expect(page.getByRole('row').filter({ hasText: 'had a failed job tried again: job:mail.send' })).toBeVisible();
  await page.getByLabel('To what', { exact: true }).fill('no-such-article');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('alert')).toContainText('There is nothing called no-such-article here.');
  await expect(page.getByLabel('Who', { exact: true })).toHaveValue('desk of the administrator');
  await page.context().close();
});

test('the pages pass axe in both looks and sizes', async ({ browser }) => {
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    const page = await place.open(browser, people.administrator, { colorScheme, viewport: { width, height: 900 } });
    for (const path of ['/admin', '/admin/log', '/admin/system']) {
      await page.goto(path);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    await page.context().close();
  }
});
