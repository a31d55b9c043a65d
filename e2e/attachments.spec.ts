import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, Request } from '@playwright/test';
import sharp from 'sharp';
import { DiscussionSite, form, type Person, toDiscussion } from './discussion-site.ts';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';
import { command, portBelow } from './server.ts';

/* Files with a response, from choosing them to seeing them in the thread, in a browser. */
test.describe.configure({ mode: 'serial' });

const here = new DiscussionSite(15);
const article = '/articles/how-to-moderate-a-discussion';
const other = '/articles/the-measure';
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-e2e-files-'));
const whole = 100_000_000;

/** Text, so that its bytes are what they have to be, and no part of it like another. */
function writeLarge(name: string, bytes: number): string {
  const path = join(folder, name);
  const lines = Buffer.alloc(bytes, 10);
  for (let at = 0, line = 0; at + 16 <= bytes; at += 16, line++) lines.write(String(line).padStart(15, '0'), at);
  writeFileSync(path, lines);
  return path;
}

async function sha256(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

type Sent = { name: string; mimeType: string; buffer: Buffer };

const picture = async (name: string, width = 900, height = 600, background = '#356'): Promise<Sent> => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer(),
});
const pdf = (name: string): Sent => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
});
const words = (name: string, text = 'Some words.\n'): Sent => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await here.start();
  // A publication begins with looking at every file first; most of this is about what comes after.
  await command(here.site, 'settings', 'attachmentHold=false');
});
test.afterAll(async () => {
  await here.stop();
  rmSync(folder, { recursive: true, force: true });
});

const list = (page: Page) => page.locator('#respond .upload');
const upload = (page: Page, name: string) => list(page).filter({ has: page.locator('bdi', { hasText: name }) });
const choose = (page: Page) => page.locator('#respond .attach-button input');
const responseWith = (page: Page, text: string) =>
  page.locator('article.response:visible').filter({ has: page.locator('.response-body', { hasText: text }) });

/** A window of somebody, in which an error on the console fails the test unless it is of a connection that was cut. */
async function open(browser: Browser, person: Person | null, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await here.open(browser, person, options);
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      expect(message.text(), 'console').toBe('');
  });
  return page;
}

/** What was sent to the ingest, as it is sent. */
function watchPuts(page: Page): { ranges: (string | undefined)[] } {
  const seen: { ranges: (string | undefined)[] } = { ranges: [] };
  page.on('request', (request: Request) => {
    if (request.method() === 'PUT') seen.ranges.push(request.headers().range);
  });
  return seen;
}

/** Slow enough to be caught on the way. */
async function slowly(page: Page, bytesPerSecond: number) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const at = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    });
  await at(bytesPerSecond);
  return { normal: () => at(-1) };
}

/** A line to the server that can be cut. */
async function cuttableLine() {
  const open = new Set<Socket>();
  let isCut = false;
  const line = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(here.site.port, '127.0.0.1');
    for (const [one, next] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(next);
      one.on('error', () => next.destroy());
      one.on('close', () => {
        open.delete(one);
        next.destroy();
      });
    }
  });
  const port = portBelow(16);
  await new Promise<void>((done) => line.listen(port, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      line.close();
    },
  };
}

const sentPart = (page: Page, name: string) =>
  upload(page, name)
    .locator('progress')
    .evaluate((bar) => (bar as HTMLProgressElement).value)
    .catch(() => 0);

test('files are chosen, dropped and pasted, described, put in order, posted, and stand in the thread', async ({
  browser,
}) => {
  const page = await open(browser, await here.person('Sender one'));
  await toDiscussion(page, article);
  await expect(page.locator('#respond .attach')).toContainText('You can add up to 10 files, each up to 100 MB');

  await form(page).text.fill('With files.');
  await choose(page).setInputFiles([await picture('first.jpg'), pdf('plan.pdf')]);
  // Dropped on the form.
  const second = await picture('second.jpg', 600, 900, '#753');
  await page.locator('#respond').evaluate((target, bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(
      new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], 'second.jpg', { type: 'image/jpeg' }),
    );
    target.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, second.buffer.toString('base64'));
  // Pasted into the text.
  await form(page).text.evaluate((target) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['Pasted.\n'], 'pasted.txt', { type: 'text/plain' }));
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  await expect(list(page)).toHaveCount(4);
  for (const name of ['first.jpg', 'plan.pdf', 'second.jpg', 'pasted.txt'])
    await expect(upload(page, name)).toHaveAttribute('data-state', 'ready');
  await expectAccessible(page);

  await upload(page, 'first.jpg').getByLabel('What the picture shows').fill('A blue field');
  await upload(page, 'second.jpg').getByLabel('What the picture shows').fill('A brown field');
  await upload(page, 'second.jpg').getByLabel('Caption').fill('In autumn');
  await upload(page, 'second.jpg').getByRole('button', { name: 'Move up' }).click();
  await upload(page, 'second.jpg').getByRole('button', { name: 'Move up' }).press('Enter');
  await expect(list(page).first()).toContainText('second.jpg');
  await upload(page, 'pasted.txt').getByRole('button', { name: 'Remove' }).click();
  await expect(list(page)).toHaveCount(3);
  await form(page).post.click();

  const posted = responseWith(page, 'With files.');
  await expect(posted.locator('.attached img')).toHaveCount(2);
  await expect(posted.locator('.attached img').first()).toHaveAttribute('alt', 'A brown field');
  await expect(posted.locator('figcaption').first()).toHaveText('In autumn');
  await expect(posted.locator('.attached-file')).toContainText('plan.pdf');
  await expect(list(page)).toHaveCount(0);

  // Everybody finds them in the page, without scripts.
  const plain = await open(browser, null, { javaScriptEnabled: false });
  await expect
    .poll(async () => {
      await plain.goto(article);
      return responseWith(plain, 'With files.').locator('.attached img').count();
    })
    .toBe(2);
  for (const address of await responseWith(plain, 'With files.')
    .locator('.attached :is(img, a)')
    .evaluateAll((all) => all.map((one) => one.getAttribute('src') ?? one.getAttribute('href') ?? ''))) {
    expect(address).toMatch(/^\/files\//);
    const answer = await plain.request.get(address);
    expect(answer.status(), address).toBe(200);
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
  }
  await expect(plain.locator('#respond')).toContainText('Adding files needs JavaScript.');
  await expect(plain.locator('.attach-add')).toBeHidden();
});

test('what can not come along says why beside it, and the text goes without it', async ({ browser }) => {
  const page = await open(browser, await here.person('Sender two'));
  await toDiscussion(page, article);
  await form(page).text.fill('Only words in the end.');
  await choose(page).setInputFiles([
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'program.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="alert(1)"/>') },
    // A zip that calls itself a picture.
    {
      name: 'holiday.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
    },
  ]);
  for (const name of ['empty.txt', 'program.exe', 'drawing.svg', 'holiday.jpg'])
    await expect(upload(page, name)).toHaveAttribute('data-state', 'refused');
  await expect(upload(page, 'empty.txt')).toContainText('The file is empty.');
  await expect(upload(page, 'program.exe')).toContainText('Files that end in .exe are not taken here.');
  await expect(upload(page, 'holiday.jpg').locator('.upload-problem')).not.toBeEmpty();
  await choose(page).setInputFiles([writeLarge('toolarge.txt', whole + 1)]);
  await expect(upload(page, 'toolarge.txt')).toContainText('100,000,001 bytes; a file may have 100 MB');
  await form(page).post.click();
  await expect(responseWith(page, 'Only words in the end.')).toBeVisible();
  await expect(responseWith(page, 'Only words in the end.').locator('.attached')).toHaveCount(0);
});

test('ten thousand files: ten are taken, and a sentence says how many are not', async ({ browser }) => {
  const page = await open(browser, await here.person('Sender three'));
  await toDiscussion(page, article);
  await page.locator('#respond').evaluate((target) => {
    const transfer = new DataTransfer();
    for (let n = 0; n < 10_000; n++) transfer.items.add(new File([`${n}\n`], `n${n}.txt`, { type: 'text/plain' }));
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(page.locator('#respond .attach')).toContainText('9,990 files were left out: a response takes 10.');
  await expect(list(page)).toHaveCount(10);
  await expect(page.locator('#respond .upload[data-state=ready]')).toHaveCount(10);
});

test('a file of 100 MB that is cut in the middle goes on where it stopped', async ({ browser }) => {
  test.setTimeout(120_000);
  const path = writeLarge('hundred.txt', whole);
  const line = await cuttableLine();
  const context = await browser.newContext({ baseURL: line.origin });
  await context.addCookies(
    here.cookiesOf(await here.person('Sender four')).map((cookie) => ({ ...cookie, url: line.origin })),
  );
  const page = await context.newPage();
  const puts = watchPuts(page);
  await toDiscussion(page, article);
  const network = await slowly(page, 25_000_000);
  await form(page).text.fill('All hundred of them.');
  await choose(page).setInputFiles(path);
  await expect.poll(() => sentPart(page, 'hundred.txt')).toBeGreaterThan(0.3);
  line.cut();
  await expect(upload(page, 'hundred.txt')).toContainText('The connection broke. It goes on where it stopped.');
  await network.normal();
  line.mend();
  // Posting waits for it.
  await form(page).post.click();
  const link = responseWith(page, 'All hundred of them.').locator('.attached-name bdi');
  await expect(link).toHaveText('hundred.txt', { timeout: 60_000 });
  expect(puts.ranges.length).toBeGreaterThan(1);
  const from = Number(/^bytes=(\d+)-$/.exec(puts.ranges.at(-1) ?? '')?.[1]);
  expect(from).toBeGreaterThan(1_000_000);
  const stored = await page.request.get((await link.locator('..').getAttribute('href')) ?? '', { timeout: 60_000 });
  expect(
    createHash('sha256')
      .update(await stored.body())
      .digest('hex'),
  ).toBe(await sha256(createReadStream(path)));
  line.close();
});

test('after a reload it goes on by itself; where the browser has lost the file, it asks for it', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const path = writeLarge('later.txt', 40_000_000);
  const page = await open(browser, await here.person('Sender five'));
  const puts = watchPuts(page);
  await toDiscussion(page, article);
  const network = await slowly(page, 8_000_000);
  await form(page).text.fill('Sent in three parts.');
  await choose(page).setInputFiles(path);
  await upload(page, 'later.txt').getByLabel('Caption').fill('A caption that stays');
  await expect.poll(() => sentPart(page, 'later.txt')).toBeGreaterThan(0.2);
  await page.reload();
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect.poll(() => puts.ranges.length).toBe(2);
  expect(Number(/\d+/.exec(puts.ranges[1] ?? '')?.[0])).toBeGreaterThan(1_000_000);
  await expect(upload(page, 'later.txt').getByLabel('Caption')).toHaveValue('A caption that stays');
  await expect(form(page).text).toHaveValue('Sent in three parts.');

  // Another browser would not have it either.
  await page.evaluate(
    () =>
      new Promise((done) => {
        const asked = indexedDB.open('broadsheet', 1);
        asked.onsuccess = () => {
          const clearing = asked.result.transaction('files', 'readwrite');
          clearing.objectStore('files').clear();
          clearing.oncomplete = done;
        };
      }),
  );
  await page.reload();
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(upload(page, 'later.txt')).toContainText('This browser no longer has the file. Choose it again');
  await form(page).post.click();
  await expect(form(page).problem).toContainText('Not posted yet: later.txt');
  await network.normal();
  const again = upload(page, 'later.txt').locator('.upload-again input');
  await again.setInputFiles(words('later.txt'));
  await expect(upload(page, 'later.txt')).toContainText('That is another file.');
  await again.setInputFiles(path);
  await expect(upload(page, 'later.txt')).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  expect(Number(/\d+/.exec(puts.ranges.at(-1) ?? '')?.[0])).toBeGreaterThan(1_000_000);

  // What is there stays there, whatever becomes of the page.
  await page.reload();
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  await expect(upload(page, 'later.txt')).toHaveAttribute('data-state', 'ready');
  await form(page).post.click();
  await expect(responseWith(page, 'Sent in three parts.').locator('.attached-caption')).toHaveText(
    'A caption that stays',
  );
});

test('one is cancelled, a server that fails is asked again, and at most three are sent at once', async ({
  browser,
}) => {
  const page = await open(browser, await here.person('Sender six'));
  await toDiscussion(page, article);
  await form(page).text.fill('Three and one.');
  let failures = 0;
  await page.route(/\/api\/ingest\/[A-Za-z0-9]+\?/, async (route) => {
    const isFirst = decodeURIComponent(route.request().url()).includes('fails.txt') && failures === 0;
    if (route.request().method() !== 'PUT' || !isFirst) return route.continue();
    failures++;
    return route.fulfill({ status: 500, json: { error: 'The file could not be taken. Try it again.' } });
  });
  await choose(page).setInputFiles(words('fails.txt'));
  await expect(upload(page, 'fails.txt')).toContainText('The file could not be taken. Try it again.');
  await upload(page, 'fails.txt').getByRole('button', { name: 'Try again' }).click();
  await expect(upload(page, 'fails.txt')).toHaveAttribute('data-state', 'ready');

  const network = await slowly(page, 200_000);
  await choose(page).setInputFiles(
    ['a', 'b', 'c', 'd'].map((name) => words(`${name}.txt`, `${name}\n`.repeat(300_000))),
  );
  await expect(page.locator('#respond .upload[data-state=sending]')).toHaveCount(3);
  await expect(upload(page, 'd.txt')).toContainText('Waits for its turn');
  await form(page).post.click();
  await expect(page.locator('#respond .respond-waiting')).toContainText('4 files are still on their way');
  await page.getByRole('button', { name: 'Do not post yet' }).click();
  await expect(form(page).post).toBeEnabled();
  for (const name of ['a.txt', 'b.txt', 'c.txt'])
    await upload(page, name).getByRole('button', { name: 'Cancel' }).click();
  await network.normal();
  await expect(upload(page, 'd.txt')).toHaveAttribute('data-state', 'ready');
  await form(page).post.click();
  const posted = responseWith(page, 'Three and one.');
  await expect(posted.locator('.attached-name bdi')).toHaveText(['fails.txt', 'd.txt']);
});

test('files of a held response are for its writer and moderators, and gone when it is', async ({ browser }) => {
  const writer = await here.person('Newcomer', { known: false });
  await here.respond(await here.articleId('the-measure'), 'Something to begin with.');
  await here.expire(`responses:${await here.articleId('the-measure')}`);
  const page = await open(browser, writer);
  await toDiscussion(page, other);
  await form(page).text.fill('My first words, with a picture.');
  await choose(page).setInputFiles([await picture('held.jpg')]);
  await expect(upload(page, 'held.jpg')).toHaveAttribute('data-state', 'ready');
  await form(page).post.click();
  const held = responseWith(page, 'My first words, with a picture.');
  await expect(held).toContainText('Only you see it');
  const address = (await held.locator('.attached img').getAttribute('src')) ?? '';
  expect((await page.request.get(address)).status()).toBe(200);
  const anybody = await open(browser, null);
  const reader = await open(browser, await here.person('Reader one'));
  for (const stranger of [anybody, reader]) expect((await stranger.request.get(address)).status()).toBe(404);

  const moderator = await open(browser, await here.person('Moderator one', { role: 'moderator' }));
  await moderator.goto('/admin/moderation');
  const entry = moderator.getByRole('article').filter({ has: moderator.locator(`img[src="${address}"]`) });
  await expect(entry.locator('.attached img')).toHaveJSProperty('complete', true);
  expect((await moderator.request.get(address)).status()).toBe(200);
  await expectAccessible(moderator);
  await entry.getByRole('button', { name: 'Approve' }).first().click();
  await expect.poll(async () => (await anybody.request.get(address)).status()).toBe(200);

  // Taken back: nobody gets it any more.
  await toDiscussion(page, other);
  await responseWith(page, 'My first words, with a picture.').locator('[data-act=more]').first().click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(responseWith(page, 'My first words, with a picture.')).toHaveCount(0);
  expect((await anybody.request.get(address)).status()).toBe(404);
});

test('while a response can be changed, files come and go', async ({ browser }) => {
  const page = await open(browser, await here.person('Sender seven'));
  await toDiscussion(page, article);
  await form(page).text.fill('To be changed.');
  await choose(page).setInputFiles([await picture('stays.jpg'), words('goes.txt')]);
  await expect(upload(page, 'goes.txt')).toHaveAttribute('data-state', 'ready');
  await expect(upload(page, 'stays.jpg')).toHaveAttribute('data-state', 'ready');
  await form(page).post.click();
  const posted = responseWith(page, 'To be changed.');
  await expect(posted.locator('.attached-name bdi')).toHaveText('goes.txt');
  await posted.locator('[data-act=more]').first().click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const editing = page.locator('.response-opened form.respond');
  await expect(editing.locator('.upload')).toHaveCount(2);
  await editing.locator('.upload', { hasText: 'goes.txt' }).getByRole('button', { name: 'Remove' }).click();
  await editing.locator('.attach-button input').setInputFiles([words('comes.txt')]);
  await expect(editing.locator('.upload', { hasText: 'comes.txt' })).toHaveAttribute('data-state', 'ready');
  await editing.getByRole('button', { name: 'Save the change' }).click();
  await expect(posted.locator('.attached-name bdi')).toHaveText('comes.txt');
  await expect(posted.locator('.attached img')).toHaveCount(1);
});

test('pictures open over the page, by keyboard, and the keyboard comes back', async ({ browser }) => {
  const page = await open(browser, await here.person('Sender eight'));
  const shift = await watchLayoutShift(page);
  await toDiscussion(page, article);
  await form(page).text.fill('Three pictures.');
  await choose(page).setInputFiles([
    await picture('one.jpg', 1600, 900, '#a43'),
    await picture('two.jpg', 900, 1600, '#3a4'),
    await picture('three.jpg', 800, 800, '#34a'),
  ]);
  await expect(page.locator('#respond .upload[data-state=ready]')).toHaveCount(3);
  await upload(page, 'two.jpg').getByLabel('Caption').fill('The second');
  await form(page).post.click();
  const links = responseWith(page, 'Three pictures.').locator('a[data-act=enlarge]');
  await expect(links).toHaveCount(3);
  await links.first().focus();
  await page.keyboard.press('Enter');
  const box = page.locator('dialog.lightbox');
  await expect(box).toBeVisible();
  await expect(box).toContainText('Picture 1 of 3');
  await expect(box.locator('img')).toHaveJSProperty('complete', true);
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await expect(box).toContainText('The second');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(box).toContainText('Picture 3 of 3');
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);
  await expect(links.nth(2)).toBeFocused();

  // As a page it stands still while pictures come.
  await page.goto(article);
  await responseWith(page, 'Three pictures.').scrollIntoViewIfNeeded();
  await expect(links.first().locator('img')).toHaveJSProperty('complete', true);
  expect(await shift()).toBeLessThan(0.02);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`on a phone, ${colorScheme}`, async ({ browser }) => {
    const page = await open(browser, await here.person(`Phone ${colorScheme}`), {
      colorScheme,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await toDiscussion(page, article);
    await choose(page).setInputFiles([
      await picture('a-very-long-name-that-goes-on-and-on-for-a-phone.jpg'),
      pdf('plan.pdf'),
    ]);
    await expect(page.locator('#respond .upload[data-state=ready]')).toHaveCount(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
}

test('who is signed out reads the limits and is asked to sign in; the uploader is fetched by nobody but who sends', async ({
  browser,
}) => {
  const page = await open(browser, null);
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.url());
  });
  await toDiscussion(page, article);
  await expect(page.locator('#respond .attach')).toContainText('You can add up to 10 files');
  await expect(page.getByRole('link', { name: 'Sign in to add files' })).toBeVisible();
  await expect(choose(page)).toBeHidden();
  const texts = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).text()));
  expect(texts.some((text) => text.includes('x-ut-range-start'))).toBe(false);
});

test('the operator changes limits and the sentence follows; who must wait is told so', async ({ browser }) => {
  const changed = await command(
    here.site,
    'settings',
    'attachmentMaxBytes=2000000',
    'attachmentKinds=image',
    'attachmentHold=true',
  );
  expect(changed.stderr).toBe('');
  const page = await open(browser, await here.person('Sender nine'));
  await expect
    .poll(async () => {
      await page.goto(article);
      return page.locator('#respond .attach').textContent();
    })
    .toContain('each up to 2 MB: pictures. A response with files waits for a moderator.');
  await toDiscussion(page, article);
  await choose(page).setInputFiles([pdf('plan.pdf'), await picture('only.jpg')]);
  await expect(upload(page, 'plan.pdf')).toHaveAttribute('data-state', 'refused');
  await expect(upload(page, 'only.jpg')).toHaveAttribute('data-state', 'ready');
  await form(page).text.fill('One picture that waits.');
  await form(page).post.click();
  await expect(responseWith(page, 'One picture that waits.')).toContainText('Waits for a moderator');
});
