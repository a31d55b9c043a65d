import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { samples } from '../lib/document/fixture.ts';
import { type DocumentNode, documentSchema } from '../lib/document/schema.ts';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';

/* The editor of articles, on the page where it stands. What its commands do to a document, the unit tests ask. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(32);
let editor: Person;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await place.start();
  editor = await place.person('Science desk', { role: 'editor', known: false });
});

test.afterAll(() => place.stop());

/** Gives an article a text, and opens it in the newsroom. */
async function open(page: Page, slug: string, content: DocumentNode[]): Promise<void> {
  const id = await place.articleId(slug);
  const body = JSON.stringify({ type: 'doc', content });
  await place.sql`update revision set body = ${body}::text::jsonb
    where id = (select max(id) from revision where article_id = ${id})`;
  await page.goto(`/admin/articles/${id}`);
  await expect(page.locator('.ProseMirror')).toBeEditable();
}

/** The document as the editor has it, every attribute said. */
const documentIn = (page: Page): Promise<DocumentNode> =>
  page
    .locator('.ProseMirror')
    .evaluate((dom) => (dom as unknown as { editor: { getJSON(): DocumentNode } }).editor.getJSON());

const typesIn = async (page: Page): Promise<string> =>
  ((await documentIn(page)).content ?? []).map(({ type }) => type).join(' ');

const line = (text = ''): DocumentNode => ({ type: 'paragraph', ...(text && { content: [{ type: 'text', text }] }) });

test('what was imported opens whole, and is not changed by looking at it', async ({ browser }) => {
  const page = await place.open(browser, editor);
  const content = Object.values(samples).flatMap((one) => one.content ?? []);
  await open(page, 'the-measure', content);
  expect(await documentIn(page)).toEqual(documentSchema.nodeFromJSON({ type: 'doc', content }).toJSON());
  await expect(page.locator('.editor-unknown').first()).toContainText('[contact-form-7 id="1" title="Hi"]');
  await page.close();
});

test('an article is written: Markdown, the slash menu, a link by search, a note, a pasted address', async ({
  browser,
}) => {
  const page = await place.open(browser, editor);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'the-measure', [line()]);
  const text = page.locator('.ProseMirror');
  await text.click();
  await page.evaluate(() => navigator.clipboard.writeText('https://www.youtube.com/watch?v=dQw4w9WgXcQ'));
  await page.keyboard.press('Control+v');
  await expect(text.locator('.embed')).toContainText('youtube.com');
  await page.keyboard.press('Enter');
  await page.keyboard.type('## A head\nWords **in bold** here.\n/tab');
  await expect(page.getByRole('option', { name: 'Table' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(text.locator('th').first()).toBeVisible();
  await page.keyboard.type('One');
  await page.getByRole('button', { name: 'Row' }).click();
  await page.getByRole('menuitem', { name: 'Insert a row below' }).click();
  await expect(text.locator('tr')).toHaveCount(4);

  await text.locator(':scope > p').last().click();
  await expect(page.locator('.editor-context-name')).toHaveText('Paragraph');
  await page.keyboard.type('See ');
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search for an article').fill('trackback');
  await page
    .getByRole('option', { name: /trackback/i })
    .first()
    .click();
  await expect(text.locator('a[href^="/articles/"]')).toBeVisible();
  await page.keyboard.press('Control+Alt+f');
  await page.keyboard.type('Said so.');
  await expect(text.locator('.footnotes')).toContainText('Said so.');
  await expect(text.locator('.footnote-reference')).toHaveAttribute('data-number', '1');

  expect(await typesIn(page)).toBe('embed heading paragraph table paragraph footnotes');

  // The newsroom has it.
  const id = await place.articleId('the-measure');
  await expect
    .poll(
      async () => {
        const [row] = await place.sql<
          { body: DocumentNode }[]
        >`select body from revision where article_id = ${id} order by id desc limit 1`;
        return row?.body.content?.map(({ type }) => type).join(' ');
      },
      { timeout: 15_000 },
    )
    .toBe('embed heading paragraph table paragraph footnotes');
  await page.close();
});

test('pictures are sent, described and moved by keyboard; what is none says why', async ({ browser }) => {
  const page = await place.open(browser, editor);
  await open(page, 'the-measure', [line('Above'), line()]);
  await page.locator('.ProseMirror > p').last().click();
  const insert = async (what: string) => {
    await page.getByRole('button', { name: 'Insert' }).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  };
  const chosen = page.waitForEvent('filechooser');
  await insert('Picture');
  await page.getByRole('button', { name: 'Upload' }).click();
  const buffer = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#456' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  await (await chosen).setFiles([
    { name: 'press.jpg', mimeType: 'image/jpeg', buffer },
    { name: 'bad.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') },
  ]);
  const refused = page.locator('.editor-upload [role=alert]');
  await expect(refused).toContainText('“bad.jpg” is not what its name says', { timeout: 15_000 });
  const image = page.locator('.ProseMirror figure img');
  await expect(image).toHaveJSProperty('complete', true);
  await expect(image).toHaveAttribute('height', '90');
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await expect(refused).toHaveCount(0);

  await page.getByRole('button', { name: 'Add a description' }).click();
  await page.getByLabel('Description for people').fill('A press');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(image).toHaveAttribute('alt', 'A press');
  await image.click();
  await expect(page.locator('.editor-context-name')).toHaveText('Picture');
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect.poll(() => typesIn(page)).toMatch(/^picture paragraph/);

  // Others are in the library: searched, and chosen by keyboard alone.
  await page.locator('.ProseMirror > p').last().click();
  await insert('Gallery');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('measure-');
  const found = page.getByRole('dialog').getByRole('option');
  await expect(found.first()).toHaveAccessibleName(/measure-/);
  await expectAccessible(page);
  for (const key of ['ArrowDown', 'Space', 'ArrowRight', 'Space']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Take 2 pictures' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.ProseMirror .gallery img')).toHaveCount(2);

  // What stays in sight of one is kept with it, and shown at once.
  const first = page.locator('.ProseMirror .gallery img').first();
  await first.click();
  await page.keyboard.press('Alt+Enter');
  const settings = page.getByRole('dialog');
  const cross = settings.getByRole('button', { name: 'Point that stays in sight' });
  await cross.press('Shift+ArrowLeft');
  await cross.press('ArrowUp');
  await expect(settings.getByLabel('From the left, in percent')).toHaveValue('40');
  await settings.getByRole('button', { name: 'Done' }).click();
  await expect(first).toHaveCSS('object-position', '40% 49%');
  expect(await place.sql`select focus_x, focus_y from file where focus_x is not null`).toMatchObject([
    { focus_x: 40, focus_y: 49 },
  ]);

  // A note on words leads there and back, by keyboard, for as long as they stand there.
  // A dialog that closes gives the focus back, and would take it from what was clicked meanwhile.
  await expect(settings).toBeHidden();
  await page.locator('.ProseMirror > p', { hasText: 'Above' }).click();
  await expect(page.locator('.ProseMirror')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  // The editor has heard of the choice.
  await expect(page.getByRole('button', { name: 'Note on these words' })).toBeVisible();
  await page.keyboard.press('Control+Alt+m');
  await expect(page.getByLabel('Say something to your colleagues')).toBeFocused();
  await page.keyboard.type('Above what?');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await expect(page.locator('.noted')).toHaveText('Above');
  await page.getByRole('button', { name: 'Show in the text' }).click();
  await expect(page.locator('.ProseMirror')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'Read the note' })).toBeVisible();
  await page.keyboard.press('Control+Alt+m');
  await expect(page.locator('.desk-notes > li').filter({ hasText: 'Above what?' })).toBeFocused();
  await page.getByRole('button', { name: 'Show in the text' }).click();
  await page.keyboard.type('Below');
  await expect(page.getByText('These words are in the text no more.')).toBeVisible();
  await expect(page.locator('.noted')).toHaveCount(0);
  await page.close();
});

test('a phone: nothing moves, nothing is too small, nothing is wrong for axe, and the keyboard goes everywhere', async ({
  browser,
}) => {
  const page = await place.open(browser, editor, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const shift = await watchLayoutShift(page);
  await open(page, 'the-measure', [
    line('Words to stand in'),
    { type: 'picture', attrs: { src: 'https://example.org/a.jpg' } },
  ]);
  await expect(page.locator('.editor-elsewhere')).toContainText('example.org');
  await page.locator('.ProseMirror > p').first().click();
  await expect(page.locator('.editor-context-name')).toHaveText('Paragraph');
  for (const tool of await page.locator('.editor .editor-tool').all()) {
    const box = await tool.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await page.keyboard.press('Alt+F10');
  await expect(page.locator('.editor-toolbar :focus')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Insert' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('.ProseMirror')).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  expect(await shift()).toBeLessThan(0.02);
  await page.close();
});
