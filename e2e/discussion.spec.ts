import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DiscussionSite, form, toDiscussion } from './discussion-site.ts';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';

/* The discussion under an article, as those who read and write it meet it. */
test.describe.configure({ mode: 'serial' });

const here = new DiscussionSite();
const article = '/articles/how-to-moderate-a-discussion';
let articleId = 0;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await here.start();
  articleId = await here.articleId('how-to-moderate-a-discussion');
});
test.afterAll(() => here.stop());

const waiting = (page: Page) => page.locator('.responses-new');
const responseWith = (page: Page, text: string) =>
  page.locator('article.response:visible').filter({ has: page.locator('.response-body', { hasText: text }) });
const act = (page: Page, text: string, name: 'like' | 'reply' | 'more') =>
  responseWith(page, text).locator(`[data-act=${name}]`).first();

test('two people: one writes, the other is told without being moved, shows it, answers and likes', async ({
  browser,
}) => {
  const one = await here.open(browser, await here.person('Writer one'));
  const two = await here.open(browser, await here.person('Writer two'));
  await toDiscussion(one, article);
  await toDiscussion(two, article);
  const marked = two.locator('article.response').nth(2);
  const before = await marked.boundingBox();

  await form(one).text.fill('A **first** thought.');
  await form(one).preview.click();
  await expect(one.locator('.respond-preview strong')).toHaveText('first');
  await form(one).post.click();
  await expect(responseWith(one, 'A first thought.')).toBeFocused();
  await expect(form(one).text).toHaveValue('');

  await expect(waiting(two)).toContainText('1 new response');
  expect(await marked.boundingBox()).toEqual(before);
  await waiting(two).getByRole('button', { name: 'Show' }).click();
  await expect(responseWith(two, 'A first thought.')).toBeFocused();
  await expect(waiting(two)).toHaveText('');

  await act(two, 'A first thought.', 'reply').click();
  await two.getByLabel('Your reply to Writer one').fill('An answer to it.');
  await two.getByRole('button', { name: 'Post the reply' }).click();
  await expect(responseWith(two, 'An answer to it.')).toBeVisible();
  await act(two, 'A first thought.', 'like').click();
  await expect(act(two, 'A first thought.', 'like')).toHaveAttribute('aria-pressed', 'true');
  await expect(act(two, 'A first thought.', 'like')).toContainText('1');

  await waiting(one).getByRole('button', { name: 'Show' }).click();
  const thread = one.locator('.is-fresh > li').filter({ hasText: 'A first thought.' });
  await expect(thread.locator('.replies article')).toContainText('An answer to it.');

  // Everybody who comes now finds both in the page itself.
  const three = await here.open(browser, null, { javaScriptEnabled: false });
  await expect
    .poll(async () => {
      await three.goto(article);
      return responseWith(three, 'An answer to it.').count();
    })
    .toBe(1);
  await expect(responseWith(three, 'A first thought.').locator('.response-likes')).toHaveText('1');

  // Changed in place, and what is taken back is gone for the other at once.
  await act(one, 'A first thought.', 'more').click();
  await one.getByRole('button', { name: 'Edit' }).click();
  await one.getByLabel('Change your response').fill('A second thought.');
  await one.getByRole('button', { name: 'Save the change' }).click();
  await expect(responseWith(one, 'A second thought.').locator('.response-edited')).toBeVisible();
  await act(two, 'An answer to it.', 'more').click();
  await two.getByRole('button', { name: 'Delete' }).click();
  await two.getByRole('button', { name: 'Delete it' }).click();
  await expect(responseWith(two, 'An answer to it.')).toHaveCount(0);
  await expect(responseWith(one, 'An answer to it.')).toHaveCount(0);
});

test('a new writer waits for a moderator, sees it in its place, and then everybody does', async ({ browser }) => {
  const writer = await here.person('Newcomer', { known: false });
  const own = await here.open(browser, writer);
  const other = await here.open(browser, null);
  await toDiscussion(own, article);
  await toDiscussion(other, article);
  await form(own).text.fill('My first words here.');
  await form(own).post.click();
  await expect(responseWith(own, 'My first words here.')).toContainText('Waits for a moderator');
  await own.reload();
  await own.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(responseWith(own, 'My first words here.')).toContainText('Only you see it');
  await expect(waiting(other)).toHaveText('');

  await here.sql`update response set approved_at = now(), held_at = null where user_id = ${writer.id}`;
  await here.expire(`responses:${articleId}`);
  await waiting(other).getByRole('button', { name: 'Show' }).click();
  await expect(responseWith(other, 'My first words here.')).toBeVisible();

  // A decision against it takes it from every screen at once; its writer may ask once.
  await here.sql`update response set approved_at = null where user_id = ${writer.id}`;
  await here.expire(`responses:${articleId}`);
  await expect(responseWith(other, 'My first words here.')).toHaveCount(0);
  await own.reload();
  await own.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(responseWith(own, 'My first words here.')).toContainText('A moderator has hidden this response');
  await own.getByRole('link', { name: 'Ask to look again' }).click();
  await own.getByLabel('Why it should stand').fill('It breaks no rule.');
  await own.getByRole('button', { name: 'Ask' }).click();
  await expect(own.getByRole('status')).toContainText('A moderator will look at it again');
  await expect(own.getByRole('link', { name: 'Ask to look again' })).toHaveCount(0);
});

test('without JavaScript: written first, signed in after, posted, answered, changed, reported, deleted', async ({
  browser,
}) => {
  const writer = await here.person('Plain writer');
  const page = await here.open(browser, null, { javaScriptEnabled: false });
  await page.goto(article);
  await form(page).post.click();
  await expect(page).toHaveURL(/\/respond\//);
  await page.goto(article);
  await form(page).text.fill('Written before\nsigning in: ä „“ 🙂');
  await form(page).preview.click();
  await expect(page.locator('.respond-preview')).toContainText('signing in');
  await expect(form(page).text).toHaveValue('Written before\nsigning in: ä „“ 🙂');
  await form(page).post.click();
  await expect(page.getByText('Your text has come along')).toBeVisible();
  await expect(form(page).text).toHaveValue('Written before\nsigning in: ä „“ 🙂');
  await expect(page.locator('main').getByRole('link', { name: 'Sign in' })).toHaveAttribute(
    'href',
    /sign-in\?to=%2Frespond/,
  );

  await page.context().addCookies(here.cookiesOf(writer));
  await page.reload();
  await expect(form(page).text).toHaveValue('Written before\nsigning in: ä „“ 🙂');
  await form(page).post.click();
  await expect(page).toHaveURL(/\/articles\/how-to-moderate-a-discussion#response-\d+$/);
  await expect(responseWith(page, 'Written before')).toBeVisible();

  // Sent twice, it is there once.
  await page.goto(article);
  await form(page).text.fill('Written before\nsigning in: ä „“ 🙂');
  await form(page).post.click();
  await expect(responseWith(page, 'Written before')).toHaveCount(1);

  // A mistake is said beside the field, and the longest paste is still there.
  await page.goto(article);
  await form(page).text.fill('x'.repeat(1_000_000));
  await form(page).post.click();
  await expect(form(page).problem).toContainText('1,000,000 characters long');
  expect((await form(page).text.inputValue()).length).toBe(1_000_000);
  await page.goto(article);
  await form(page).text.fill('   ');
  await form(page).post.click();
  await expect(form(page).problem).toContainText('nothing in your response');
  await expect(form(page).text).toHaveAttribute('aria-invalid', 'true');

  await page.goto(article);
  const other = 'The part about the first hour';
  await act(page, other, 'reply').click();
  await page.getByLabel(/^Your reply to/).fill('An answer in plain HTML.');
  await page.getByRole('button', { name: 'Post the reply' }).click();
  await expect(responseWith(page, 'An answer in plain HTML.')).toBeVisible();

  await act(page, 'An answer in plain HTML.', 'more').click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Change your response').fill('A changed answer.');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(responseWith(page, 'A changed answer.')).toContainText('edited');

  await act(page, other, 'more').click();
  await page.getByRole('button', { name: 'Like' }).click();
  await expect(page.getByRole('button', { name: 'Take back the like' })).toBeVisible();
  await page.getByRole('link', { name: 'Report' }).click();
  await page.getByLabel('Has nothing to do with the article').check();
  await page.getByRole('button', { name: 'Report it' }).click();
  await expect(page.getByRole('status')).toContainText('Thank you');
  await page.getByRole('link', { name: 'Report' }).click();
  await page.getByLabel('Insult or threat').check();
  await page.getByLabel('Anything a moderator should know').fill('Once more.');
  await page.getByRole('button', { name: 'Report it' }).click();
  await expect(page.locator('.problem')).toContainText('reported this response already');
  await expect(page.getByLabel('Insult or threat')).toBeChecked();
  await expect(page.getByLabel('Anything a moderator should know')).toHaveValue('Once more.');

  await page.goto(article);
  await act(page, 'A changed answer.', 'more').click();
  await page.getByRole('link', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page).toHaveURL(/#responses$/);
  await expect(responseWith(page, 'A changed answer.')).toHaveCount(0);
});

test('a draft survives a reload and signing in', async ({ browser }) => {
  const page = await here.open(browser, null);
  await toDiscussion(page, article);
  await form(page).text.fill('A draft that waits.');
  await page.reload();
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(form(page).text).toHaveValue('A draft that waits.');
  await form(page).post.click();
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  const to = new URL(page.url()).searchParams.get('to') ?? '';
  await page.context().addCookies(here.cookiesOf(await here.person('Drafter')));
  await page.goto(to);
  await expect(form(page).text).toHaveValue('A draft that waits.');
  await form(page).post.click();
  await expect(responseWith(page, 'A draft that waits.')).toBeVisible();
  await page.reload();
  await expect(form(page).text).toHaveValue('');

  // A reply that was begun is open again.
  const other = await here.open(browser, null);
  await toDiscussion(other, article);
  await act(other, 'Did readers complain', 'reply').click();
  await other.getByLabel('Your reply to').fill('A reply that waits.');
  await other.getByRole('button', { name: 'Sign in to post' }).last().click();
  await expect(other).toHaveURL(/\/sign-in\?to=/);
  await other.context().addCookies(here.cookiesOf(await here.person('Second drafter')));
  await other.goto(new URL(other.url()).searchParams.get('to') ?? '');
  await expect(other.getByLabel('Your reply to')).toHaveValue('A reply that waits.');
});

test('an older page, a lost connection, a double click: nothing is lost, nothing is twice', async ({ browser }) => {
  const page = await here.open(browser, await here.person('Patient writer'));
  await toDiscussion(page, article);
  await form(page).text.fill('Words over a deploy.');
  await page.route('**/articles/**', (route) =>
    route.request().method() === 'POST' && (route.request().postData() ?? '').includes('deploy')
      ? route.fulfill({ status: 409, headers: { 'x-nextjs-action-not-found': '1', 'content-type': 'text/plain' } })
      : route.fallback(),
  );
  await form(page).post.click();
  await expect(form(page).problem).toContainText('older than the site; your text is kept');
  await expect(form(page).text).toBeFocused();
  await page.unroute('**/articles/**');
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(form(page).text).toHaveValue('Words over a deploy.');
  await expect(page.locator('.respond-who bdi')).toBeVisible();

  await page.context().setOffline(true);
  await form(page).post.click();
  await expect(form(page).problem).toContainText('There is no connection');
  await page.context().setOffline(false);
  await expect(responseWith(page, 'Words over a deploy.')).toBeVisible();

  await form(page).text.fill('Clicked in a hurry.');
  await form(page).post.dblclick();
  await expect(responseWith(page, 'Clicked in a hurry.')).toBeVisible();
  const [row] = await here.sql<
    { n: number }[]
  >`select count(*)::int as n from response where source = 'Clicked in a hurry.'`;
  expect(row?.n).toBe(1);
});

test('by keyboard alone, and focus comes back to where it was', async ({ browser }) => {
  const page = await here.open(browser, await here.person('Typist'));
  await toDiscussion(page, article);
  await expect(page.locator('.respond-who bdi')).toBeVisible();
  await form(page).text.focus();
  await page.keyboard.type('Typed, not clicked.');
  await page.keyboard.press('Tab');
  await expect(page.locator('#respond input[type=file]')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(form(page).post).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(responseWith(page, 'Typed, not clicked.')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(act(page, 'Typed, not clicked.', 'reply')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByLabel('Your reply to Typist')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(act(page, 'Typed, not clicked.', 'reply')).toBeFocused();

  const other = 'Did readers complain';
  await act(page, other, 'more').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copy the link' })).toBeFocused();
  await page.getByRole('button', { name: 'Report', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(act(page, other, 'more')).toBeFocused();
});

test('a passage is quoted, a person muted and heard again', async ({ browser }) => {
  const loud = await here.person('Loud writer');
  await here.respond(articleId, 'Something loud. Something quiet.', { userId: loud.id });
  await here.expire(`responses:${articleId}`);
  const page = await here.open(browser, await here.person('Quiet reader'));
  await expect
    .poll(async () => {
      await page.goto(article);
      return responseWith(page, 'Something loud').count();
    })
    .toBe(1);
  await toDiscussion(page, article);
  await expect(page.locator('.respond-who bdi')).toBeVisible();
  await act(page, 'Something loud', 'more').click();
  await page.getByRole('button', { name: 'Quote' }).click();
  await expect(page.getByLabel('Your reply to Loud writer')).toHaveValue('> Something loud. Something quiet.\n\n');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await act(page, 'Something loud', 'more').click();
  await page.getByRole('button', { name: 'Mute Loud writer' }).click();
  const muted = page.locator('article.response', { hasText: 'You muted Loud writer.' });
  await expect(muted.locator('.response-body')).toBeHidden();
  await muted.getByRole('button', { name: 'Show' }).click();
  await expect(muted.locator('.response-body')).toBeVisible();
  await act(page, 'Something loud', 'more').click();
  await page.getByRole('button', { name: 'Unmute Loud writer' }).click();
  await expect(page.getByText('You muted Loud writer.')).toHaveCount(0);
});

test('further pages come into place, in each order, and a permalink leads to its page', async ({ browser }) => {
  const slug = 'headlines-and-decks';
  const id = await here.articleId(slug);
  let last = 0;
  for (let n = 1; n <= 60; n++) last = await here.respond(id, `Thread number ${n}.`);
  await here.expire(`responses:${id}`);
  const page = await here.open(browser, null);
  await expect
    .poll(async () => {
      await page.goto(`/articles/${slug}`);
      return page.locator('.thread > li').count();
    })
    .toBe(50);
  await toDiscussion(page, `/articles/${slug}`);
  const more = page.getByRole('button', { name: 'Show more responses' });
  await more.focus();
  // Laid out now that it is on the screen: shorter than what was kept free for it.
  const fiftieth = page.locator('.thread > li').nth(49);
  await expect.poll(async () => (await fiftieth.boundingBox())?.height).toBeLessThan(150);
  const before = await fiftieth.boundingBox();
  await page.keyboard.press('Enter');
  await expect(responseWith(page, 'Thread number 60.')).toBeAttached();
  // To the pixel: where it was scrolled to may be a fraction of one.
  expect((await fiftieth.boundingBox())?.y).toBeCloseTo(before?.y ?? Number.NaN, 0);
  await act(page, 'Thread number 60.', 'more').click();
  await expect(page.getByRole('button', { name: 'Copy the link' })).toBeFocused();

  await page.goto(`/responses/${last}`);
  await expect(page).toHaveURL(new RegExp(`/articles/${slug}/responses/2#response-${last}$`));
  await expect(responseWith(page, 'Thread number 60.')).toBeInViewport();
  await page.getByRole('link', { name: 'Newest' }).click();
  await expect(page).toHaveURL(new RegExp(`/articles/${slug}/responses/newest/1#responses$`));
  await expect(page.locator('.thread > li').first()).toContainText('Thread number 60.');
  await page.getByRole('link', { name: 'Most liked' }).click();
  await expect(page.getByRole('link', { name: 'Most liked' })).toHaveAttribute('aria-current', 'true');
  expect((await page.request.get('/responses/999999')).status()).toBe(404);
  expect((await page.request.get('/responses/none')).status()).toBe(404);
});

test('closed, and closed for the whole site: each says so in its words', async ({ browser }) => {
  const page = await here.open(browser, null, { javaScriptEnabled: false });
  const slug = 'the-measure';
  const says = (words: string) =>
    expect
      .poll(async () => {
        await page.goto(`/articles/${slug}`);
        return page.locator('.responses').textContent();
      })
      .toContain(words);
  await here.sql`update article set comment_policy = 'closed_after', comment_days = 1 where slug = ${slug}`;
  await here.expire(`article:${slug}`);
  await says('Responses to this article were closed on');
  await expect(page.locator('#respond')).toHaveCount(0);
  await here.sql`update article set comment_policy = 'open' where slug = ${slug}`;
  await here.expire(`article:${slug}`);
  await here.sql`insert into setting (key, value) values ('readOnly', 'true') on conflict (key) do update set value = 'true'`;
  await here.expire('settings');
  await says('This site takes no responses at the moment.');
  await here.sql`delete from setting where key = 'readOnly'`;
  await here.expire('settings');
  await says('Nobody has responded yet.');
});

test('at 390 pixels nothing is cut off, targets are large, and waking up moves nothing', async ({ browser }) => {
  const page = await here.open(browser, await here.person('Reader on a phone'), {
    viewport: { width: 390, height: 844 },
  });
  const layoutShift = await watchLayoutShift(page);
  await toDiscussion(page, article);
  await expect(page.locator('.respond-who button')).toBeVisible();
  expect(await layoutShift()).toBeLessThan(0.01);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  for (const target of await page.locator('.response-foot a:visible, #respond button:visible, .responses-sort a').all())
    expect((await target.boundingBox())?.height, (await target.textContent()) ?? '').toBeGreaterThanOrEqual(44);
});

test('mail is stopped by a button, and by one click of a mail program', async ({ browser }) => {
  const reader = await here.person('Mailed reader');
  const { authSecret } = JSON.parse(readFileSync(join(here.site.dataDir, 'secrets.json'), 'utf8')) as {
    authSecret: string;
  };
  const signature = createHmac('sha256', authSecret).update(`unsubscribe ${reader.id}`).digest('base64url');
  const address = `/unsubscribe/${Buffer.from(reader.id).toString('base64url')}.${signature}`;
  const policy = async () =>
    (await here.sql<{ policy: string }[]>`select mail_policy as policy from "user" where id = ${reader.id}`)[0]?.policy;
  const page = await here.open(browser, null, { javaScriptEnabled: false });
  await page.goto(address);
  expect(await policy()).toBe('at_once');
  await page.getByRole('button', { name: 'Stop the mail' }).click();
  await expect(page.getByRole('status')).toContainText('No more mail');
  expect(await policy()).toBe('never');

  await here.sql`update "user" set mail_policy = 'daily' where id = ${reader.id}`;
  const answer = await page.request.post(address, { form: { 'List-Unsubscribe': 'One-Click' } });
  expect(answer.status()).toBe(200);
  expect(await policy()).toBe('never');
  expect(
    (await page.request.post('/unsubscribe/nobody.nothing', { form: { 'List-Unsubscribe': 'One-Click' } })).status(),
  ).toBe(404);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the form, the actions, the report and the notifications (${colorScheme})`, async ({
    browser,
  }) => {
    const reader = await here.person(`Careful reader ${colorScheme}`);
    const page = await here.open(browser, reader, { colorScheme });
    await toDiscussion(page, article);
    await expect(page.locator('.respond-who bdi')).toBeVisible();
    await form(page).post.click();
    await expect(form(page).problem).toContainText('nothing in your response');
    await act(page, 'Did readers complain', 'more').click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    const [own] = await here.sql<{ id: string }[]>`select id from response where user_id = ${reader.id}`;
    await here.sql`insert into notification (user_id, kind, response_id) values (${reader.id}, 'approved', ${own?.id ?? null})`;
    await page.goto('/account/notifications');
    await expect(page.getByText('1 unread')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(page.getByText('1 unread')).toHaveCount(0);
    await page.getByLabel('Once a day').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    for (const part of ['more', 'reply', 'report']) {
      const [any] = await here.sql<
        { id: string }[]
      >`select id from response where article_id = ${articleId} and user_id is null limit 1`;
      await page.goto(`/responses/${any?.id}/${part}`);
      await expectAccessible(page);
    }
  });
}
