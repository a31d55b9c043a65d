import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/*
 * What a request is answered, over plain HTTP, where there is nothing, or nothing for this person, and where the server
 * itself fails. On a server of its own, whose tables are taken away.
 */
test.describe.configure({ mode: 'serial' });

const site = new DiscussionSite(13);
let reader: Person;
let writer: Person;
let theirs = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await site.start();
  [reader, writer] = [await site.person('Reader one'), await site.person('Reader two')];
  theirs = await site.respond(await site.articleId('the-measure'), 'Somebody else’s words.', { userId: writer.id });
});
test.afterAll(() => site.stop());

const staleSession = { id: '', name: '', token: 'a session that is over' };

/** Status and address it leads to, as a client without scripts gets them. */
async function answer(path: string, person: Person | null): Promise<string> {
  const cookie = person ? `authjs.session-token=${person.token}` : '';
  const { status, headers } = await fetch(site.origin + path, { redirect: 'manual', headers: { cookie } });
  return `${status} ${headers.get('location') ?? ''}`.trim();
}

test('what is not there is 404, what is refused 403, and who is signed out is led to sign in', async () => {
  for (const path of ['/responses/999999/more', '/responses/none/reply', '/responses/999999/edit', '/respond/999999']) {
    for (const person of [null, reader]) expect(await answer(path, person), path).toBe('404');
  }
  for (const path of [`/responses/${theirs}/edit`, `/responses/${theirs}/delete`, `/responses/${theirs}/appeal`]) {
    expect(await answer(path, reader), path).toBe('403');
    expect(await answer(path, null), path).toBe(`307 /sign-in?to=${encodeURIComponent(path)}`);
  }
  expect(await answer(`/responses/${theirs}/delete`, writer)).toBe('200');
  expect(await answer('/admin/moderation', reader)).toBe('403');
  expect(await answer('/admin', reader)).toBe('403');
  for (const path of ['/account', '/account/notifications', '/account/delete', '/admin/moderation']) {
    expect(await answer(path, staleSession), path).toBe(`307 /sign-in?to=${encodeURIComponent(path)}`);
    expect(await answer(path, null), path).toBe(`303 /sign-in?to=${encodeURIComponent(path)}`);
  }
  for (const path of ['/account', '/account/notifications', `/responses/${theirs}/more`])
    expect(await answer(path, reader), path).toBe('200');
});

test('a refusal is a whole page without scripts', async ({ browser }) => {
  const page = await site.open(browser, reader, { javaScriptEnabled: false });
  await page.goto(`/responses/${theirs}/delete`);
  await expect(page.getByText('Only who wrote a response can do that.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await page.goto('/responses/999999/more');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await page.goto('/admin/moderation');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This is the moderators’ room');
  await page.context().close();
});

/** Runs with a table out of reach: what reads it fails for real. */
async function without<T>(table: string, body: () => Promise<T>): Promise<T> {
  await site.sql.unsafe(`alter table "${table}" rename to out_of_reach`);
  try {
    return await body();
  } finally {
    await site.sql.unsafe(`alter table out_of_reach rename to "${table}"`);
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a page that fails says so, with a way on and an id that is in the log (${colorScheme})`, async ({
    browser,
  }) => {
    for (const [path, table] of [
      ['/account', 'session'],
      ['/articles/the-measure', 'article'],
      // With the settings the root layout fails, and everything in it.
      ['/', 'setting'],
    ] as const) {
      await site.expire('everything');
      const page = await site.open(browser, reader, { colorScheme, javaScriptEnabled: path !== '/' });
      await without(table, async () => {
        await expect.poll(async () => (await page.goto(path))?.status(), path).toBe(500);
      });
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong here');
      const words = await page.content();
      const id = /error (\w+)\./.exec(words)?.[1] ?? 'none';
      await expect.poll(() => site.log(), path).toContain(id);
      for (const inside of ['relation', 'select ', 'node_modules', '.ts', 'postgres', reader.token])
        expect(words, path).not.toContain(inside);
      if (path !== '/') await expectAccessible(page);
      // What failed is not kept.
      await page.getByRole('link', { name: 'Try again' }).click();
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Something went wrong here');
      await page.context().close();
    }
  });
}

test('a page that fails while it is open says so, and comes back', async ({ browser }) => {
  const page = await site.open(browser, reader);
  await page.goto('/account');
  // The button is live once the form says so.
  await expect(page.locator('form input[name=live]').first()).toBeAttached();
  await without('provider_account', async () => {
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong here');
  });
  const id = /error (\w+)\./.exec((await page.locator('main').textContent()) ?? '')?.[1] ?? 'none';
  await expect.poll(() => site.log()).toContain(id);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reader one');
  await page.context().close();
});
