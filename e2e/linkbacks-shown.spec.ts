import { createServer, type Server } from 'node:http';
import { DiscussionSite } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { portBelow } from './server.ts';

/*
 * What is shown of other sites under an article and how they can answer, and whom an editor sees told of a link. The site
 * that is told is a server here.
 */
test.describe.configure({ mode: 'serial' });

const elsewhere = portBelow(27);
const blog = `http://127.0.0.1:${elsewhere}`;
const place = new DiscussionSite(26);
place.site.env = { ALLOW_PRIVATE_HOSTS: `127.0.0.1:${elsewhere}` };
const path = '/articles/the-measure';

let other: Server;
const told: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  other = createServer((request, response) => {
    if (request.method !== 'POST')
      return response
        .writeHead(200, { 'content-type': 'text/html', link: '</mentions>; rel="webmention"' })
        .end('A page');
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    return request.on('end', () => {
      told.push(body);
      response.writeHead(202, { 'content-type': 'text/plain' }).end('Thank you <b>very</b> much.');
    });
  }).listen(elsewhere, '127.0.0.1');
  await place.start();
});

test.afterAll(async () => {
  await place.stop();
  other.close();
});

/** A linkback that readers see. */
async function linkback(kind: string, name: string, words: string, { title = '', hours = 1 } = {}) {
  const articleId = await place.articleId('the-measure');
  const body = {
    type: 'doc',
    content: [{ type: 'paragraph', ...(words && { content: [{ type: 'text', text: words }] }) }],
  };
  const [row] = await place.sql<{ id: string }[]>`
    insert into response (article_id, kind, reaction, guest_name, body, created_at, approved_at)
    values (${articleId}, 'webmention', ${['like', 'repost', 'bookmark'].includes(kind) ? kind : null}, ${name}, ${place.sql.json(body)}, now() - make_interval(hours => ${hours}), now())
    returning id`;
  await place.sql`insert into linkback (response_id, source_url, source_title, kind, site_name)
    values (${row?.id ?? 0}, ${`https://site.example/${row?.id}`}, ${title}, ${kind}, 'The <i>Almanac</i>')`;
  return Number(row?.id);
}

test('under an article stands how other sites can answer, without scripts too', async ({ browser }) => {
  const page = await place.open(browser, null, { javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  await page.goto(path);
  await expect(page.locator('.take-part')).toHaveText('You can leave a response, or trackback from your own site.');
  const address = page.getByText(`${place.origin}${path}/trackback`);
  await expect(address).toBeHidden();
  await page.locator('.take-part').getByRole('link', { name: 'trackback' }).click();
  await expect(address).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  const source = await (await page.request.get(path)).text();
  expect(source).toMatch(
    /<!-- <rdf:RDF [^>]*><rdf:Description [^>]*trackback:ping="[^"]*\/articles\/the-measure\/trackback"/,
  );

  await place.sql`update article set ping_policy = 'closed' where slug = 'the-measure'`;
  await place.expire('article:the-measure');
  await expect(async () => {
    await page.goto(path);
    await expect(page.locator('.take-part')).toHaveText('You can leave a response.', { timeout: 100 });
  }).toPass();
  await expect(page.locator('.take-part-how')).toHaveCount(0);
  await place.sql`update article set ping_policy = 'open' where slug = 'the-measure'`;
  await place.expire('article:the-measure');
});

test('likes are a row of faces, replies and mentions excerpts with their source', async ({ browser }) => {
  const before = Number((await (await fetch(place.origin + path)).text()).match(/<h2 id="responses">(\d+)/)?.[1] ?? 0);
  for (let count = 0; count < 32; count++) await linkback('like', `Reader no ${count}`, '', { hours: count + 2 });
  await linkback('repost', 'Night <b>desk</b>', '');
  const mention = await linkback('mention', 'Weather desk', 'They say <script>so</script>.', { title: 'A note' });
  const articleId = await place.articleId('the-measure');
  await place.expire(`responses:${articleId}`);
  const page = await place.open(browser, null, { colorScheme: 'dark' });
  await page.goto(path);
  await expect(page.locator('#responses')).toHaveText(new RegExp(`^${before + 1} response`));
  const faces = page.getByRole('list', { name: '33 reactions on other sites' });
  await expect(faces.getByRole('listitem')).toHaveCount(31);
  await expect(faces.getByRole('link', { name: 'Night <b>desk</b> reposted this' })).toHaveAttribute(
    'rel',
    'ugc nofollow noopener',
  );
  await expect(faces).toContainText('and 3 more');
  const excerpt = page.locator(`#response-${mention}`);
  await expect(excerpt).toContainText('They say <script>so</script>.');
  await expect(excerpt.getByRole('link', { name: 'A note' })).toHaveAttribute(
    'href',
    `https://site.example/${mention}`,
  );
  await expect(excerpt).toContainText('on The <i>Almanac</i>');
  await expectAccessible(page);

  await place.sql`insert into setting (key, value) values ('linkbacksShown', '"apart"')`;
  await place.expire('settings');
  await expect(async () => {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'From other sites' })).toBeVisible({ timeout: 100 });
  }).toPass();
  const order = await page.locator('.thread > li').evaluateAll((items) => items.map((item) => item.textContent ?? ''));
  expect(order.findIndex((text) => text.includes('They say'))).toBeGreaterThan(order.indexOf('From other sites'));
});

test('an editor sees whom an article told of its links, and tells again', async ({ browser }) => {
  const editor = await place.person('Science desk', { known: false, role: 'editor' });
  const articleId = await place.articleId('the-measure');
  await place.sql`insert into outgoing_mention (article_id, target_url, target_host, due_at)
    values (${articleId}, ${`${blog}/post`}, '127.0.0.1', null)`;
  const page = await place.open(browser, editor, { javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  await page.goto('/admin/linkbacks');
  const entry = page.getByRole('listitem').filter({ hasText: `${blog}/post` });
  await expect(entry).toContainText('Waiting');
  await entry.getByRole('button', { name: 'Tell again' }).click();
  await expect(async () => {
    await page.goto('/admin/linkbacks');
    await expect(entry).toContainText('Told', { timeout: 100 });
  }).toPass();
  await expect(entry).toContainText('Webmention');
  await expect(entry).toContainText('Thank you <b>very</b> much.');
  expect(told).toEqual([`${new URLSearchParams({ source: `${place.origin}${path}`, target: `${blog}/post` })}`]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: 'Tell nobody of its links' }).click();
  await expect(page.getByText('Nobody is told of links in this article.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tell again' })).toHaveCount(0);

  const seen = await place.open(browser, editor);
  await seen.goto('/admin/linkbacks');
  await expectAccessible(seen);
  const reader = await place.open(browser, await place.person('Reader one', { known: false }));
  expect((await reader.goto('/admin/linkbacks'))?.status()).toBe(403);
});
