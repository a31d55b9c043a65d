import { DiscussionSite, form, type Person, toDiscussion } from './discussion-site.ts';
import { expect, test } from './fixtures.ts';
import { command } from './server.ts';

/* The discussion as a screen reader hears it, and on a publication that is read from right to left. */
test.describe.configure({ mode: 'serial' });

const site = new DiscussionSite(14);
const article = '/articles/the-measure';
let reader: Person;
let desk: Person;
let first = 0;
let answer = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await site.start();
  [reader, desk] = [await site.person('Reader one'), await site.person('Night desk', { role: 'moderator' })];
  const articleId = await site.articleId('the-measure');
  first = await site.respond(articleId, 'Words of the first.', { userId: reader.id, daysAgo: 2 });
  answer = await site.respond(articleId, 'Words of the desk.', { userId: desk.id, parentId: first, daysAgo: 1 });
  await site.expire(`responses:${articleId}`);
});
test.afterAll(() => site.stop());

test('a response says whose it is, and each of its buttons what it is for', async ({ browser }) => {
  const page = await site.open(browser, reader);
  await toDiscussion(page, article);
  await expect(page.locator(`#response-${answer}`)).toMatchAriaSnapshot(`
    - article "Response of Night desk":
      - paragraph:
        - text: Night desk Staff
        - link /\\d{4}/:
          - /url: "#response-${answer}"
          - time: /\\d{4}/
      - paragraph: Words of the desk.
      - paragraph:
        - button "Like (response of Night desk)"
        - button "Reply to Night desk"
        - button "More (response of Night desk)"
  `);
  // Inside the list of what answers the first, which is inside the list of threads.
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.locator(`> #response-${first}`) })
      .getByRole('listitem'),
  ).toHaveCount(1);
  await page.context().close();
});

test('the form has its label, its hint and its mistake, and tells the number of letters now and then', async ({
  browser,
}) => {
  const page = await site.open(browser, reader);
  await toDiscussion(page, article);
  const { text, post } = form(page);
  await expect(page.locator('#respond')).toMatchAriaSnapshot(`
    - text: Your response
    - textbox "Your response"
    - alert
    - paragraph: /Emphasis/
    - paragraph:
      - button "Post"
      - button "Preview"
  `);
  await expect(text).toHaveAccessibleDescription(/Emphasis/);
  await post.click();
  await expect(text).toBeFocused();
  await expect(text).toHaveAccessibleDescription(/There is nothing in your response yet/);
  await expect(text).toHaveAttribute('aria-invalid', 'true');

  const told = page.locator('#respond [aria-live]');
  await text.fill('a'.repeat(9_600));
  await expect(told).toHaveText('400 characters left');
  await text.pressSequentially('bcd');
  await expect(page.locator('.respond-count').first()).toHaveText('397 characters left');
  await expect(told).toHaveText('400 characters left');
  await page.context().close();
});

test('the headings of an article lead to its responses in their order', async ({ browser }) => {
  const page = await site.open(browser, null);
  await page.goto(article);
  const levels = await page
    .getByRole('heading')
    .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  await expect(page.getByRole('region', { name: /responses?$/ })).toBeVisible();
  await page.context().close();
});

for (const width of [390, 1440]) {
  test(`from right to left everything stands on the other side, at ${width} pixels`, async ({ browser }) => {
    expect((await command(site.site, 'settings', 'language=he', 'direction=rtl')).code).toBe(0);
    const page = await site.open(browser, reader, { viewport: { width, height: 900 } });
    await expect
      .poll(
        async () => {
          await page.goto(article);
          return page.locator('html').getAttribute('dir');
        },
        { timeout: 15_000 },
      )
      .toBe('rtl');
    await toDiscussion(page, article);
    const edges = (selector: string) =>
      page.locator(selector).evaluate((element) => {
        const { left, right } = element.getBoundingClientRect();
        return { left, right };
      });
    const [outer, inner, head] = [
      await edges(`#response-${first}`),
      await edges(`#response-${answer}`),
      await edges(`#response-${answer} .response-name`),
    ];
    // The answer is set in from the right, and its writer's name begins there.
    expect(inner.right).toBeLessThan(outer.right);
    expect(inner.left).toBe(outer.left);
    expect(inner.right - head.right).toBeLessThan(40);
    // Words stand as their own letters want it.
    await expect(page.locator(`#response-${answer} .response-body`)).toHaveCSS('direction', 'ltr');
    await form(page).text.fill('מילים');
    await expect(form(page).text).toHaveCSS('direction', 'rtl');
    await form(page).text.fill('Words');
    await expect(form(page).text).toHaveCSS('direction', 'ltr');
    for (const [path, who] of [
      [article, reader],
      ['/account', reader],
      ['/account/notifications', reader],
      [`/responses/${answer}/report`, reader],
      ['/admin/moderation', desk],
    ] as const) {
      const personal = await site.open(browser, who, { viewport: { width, height: 900 } });
      await personal.goto(path);
      const over = await personal.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, path).toBeLessThanOrEqual(0);
      await personal.context().close();
    }
    await page.context().close();
  });
}
