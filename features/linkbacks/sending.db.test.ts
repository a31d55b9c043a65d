import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, outgoingMention, revision } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, changeSetting } from '#db/test-fixture';
import type { DocumentNode } from '#lib/document/schema';
import { noteOutgoingLinks } from './commands.ts';
import { sendJob } from './outgoing.ts';
import { sendLinkback, sendPauseAfter, sweepOutgoing } from './sending.ts';
import { says, sites, withMention } from './sending-fixture.ts';

const site = 'http://localhost:3000';

const linksTo = (...urls: string[]): DocumentNode => ({
  type: 'doc',
  content: urls.map((href) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: 'A link', marks: [{ type: 'link', attrs: { href } }] }],
  })),
});

/** A text that readers get from now on. */
async function give(articleId: number, body: DocumentNode, version: number): Promise<void> {
  const [row] = await db
    .insert(revision)
    .values({ articleId, version, headline: 'A <b>headline</b> & more', body, bodyVersion: 1, publishedAt: new Date() })
    .returning({ id: revision.id });
  await db.update(article).set({ revisionId: row?.id }).where(eq(article.id, articleId));
}

async function publish(values: Partial<typeof article.$inferInsert>, ...urls: string[]): Promise<number> {
  const id = await addArticle({ headline: 'A <b>headline</b> & more', excerpt: 'What it says.', ...values });
  await give(id, linksTo(...urls), 1);
  await noteLinks(id);
  return id;
}
const noteLinks = (id: number) => db.transaction((tx) => noteOutgoingLinks(tx, id));

const rows = (articleId: number) =>
  db.select().from(outgoingMention).where(eq(outgoingMention.articleId, articleId)).orderBy(outgoingMention.id);
const jobs = async (): Promise<number[]> =>
  (
    await db.execute<{ id: string }>(
      sql`select data->>'id' as id from pgboss.job where name = ${sendJob} order by created_on, id`,
    )
  ).map(({ id }) => Number(id));
const forgetJobs = () => db.execute(sql`delete from pgboss.job where name = ${sendJob}`);
/** What waits may be tried at once, and every host may be asked. */
const makeDue = async () => {
  await db.update(outgoingMention).set({ dueAt: sql`now()` }).where(sql`due_at is not null`);
  await db.execute(sql`delete from host_pause`);
};

test('each new link is told once, by the protocol its page names', async () => {
  await testDatabase();
  const { asked, tell } = await sites({
    'blog.example/post': withMention,
    'blog.example/mentions': says(202, 'Thank you.'),
    'old.example/?p=1': (_, response) => response.writeHead(200, { 'x-pingback': 'https://ping.example/rpc' }).end(),
    'ping.example/rpc': says(
      200,
      '<?xml version="1.0"?><methodResponse><params><param><value><string>Registered &amp; kept</string></value></param></params></methodResponse>',
    ),
    'older.example/a':
      '<!-- <rdf:Description dc:identifier="https://older.example/a" trackback:ping="https://older.example/tb" /> -->',
    'older.example/tb': says(200, '<?xml version="1.0"?><response><error>0</error></response>'),
    'quiet.example/a': '<p>Nothing</p>',
  });
  const id = await publish(
    {},
    ...['https://blog.example/post#part', 'https://old.example/?p=1', 'https://older.example/a'],
    ...['https://quiet.example/a', 'https://blog.example/post', `${site}/articles/other`, 'mailto:desk@paper.example'],
  );
  const waiting = await rows(id);
  expect(waiting.map(({ targetUrl }) => targetUrl)).toEqual([
    'https://blog.example/post',
    'https://old.example/?p=1',
    'https://older.example/a',
    'https://quiet.example/a',
  ]);
  expect(await jobs()).toEqual(waiting.map((row) => row.id));
  await tell();
  const [slug] = await db.select({ slug: article.slug }).from(article).where(eq(article.id, id));
  const source = `${site}/articles/${slug?.slug}`;
  expect(
    (await rows(id)).map(({ state, protocol, answer, answerStatus, dueAt }) => ({
      state,
      protocol,
      answer,
      answerStatus,
      dueAt,
    })),
  ).toEqual([
    { state: 'told', protocol: 'webmention', answer: 'Thank you.', answerStatus: 202, dueAt: null },
    { state: 'told', protocol: 'pingback', answer: 'Registered & kept', answerStatus: 200, dueAt: null },
    { state: 'told', protocol: 'trackback', answer: '', answerStatus: 200, dueAt: null },
    { state: 'none', protocol: null, answer: '', answerStatus: 200, dueAt: null },
  ]);
  const posts = asked.filter(({ method }) => method === 'POST');
  expect(Object.fromEntries(new URLSearchParams(posts[0]?.body))).toEqual({
    source,
    target: 'https://blog.example/post',
  });
  expect(posts[1]).toMatchObject({ type: 'text/xml' });
  expect(posts[1]?.body).toContain(
    `<string>${source}</string></value></param><param><value><string>https://old.example/?p=1<`,
  );
  expect(Object.fromEntries(new URLSearchParams(posts[2]?.body))).toEqual({
    url: source,
    title: 'A <b>headline</b> & more',
    excerpt: 'What it says.',
    blog_name: 'Broadsheet',
  });

  // Neither the same job again, nor publishing the same text again, nor a change elsewhere in it tells anybody anything.
  const before = asked.length;
  await makeDue();
  await tell();
  await noteLinks(id);
  await give(id, linksTo(...waiting.map((row) => row.targetUrl).reverse()), 2);
  await noteLinks(id);
  await sweepOutgoing();
  await tell();
  expect(asked.length).toBe(before);
});

test('one link told by two jobs at the same moment is told once', async () => {
  await testDatabase();
  const { ask, asked } = await sites({ 'blog.example/post': withMention, 'blog.example/mentions': says(200) });
  const [row] = await rows(await publish({}, 'https://blog.example/post'));
  const id = row?.id ?? 0;
  await Promise.all([sendLinkback({ id }, ask), sendLinkback({ id }, ask), sendLinkback({ id }, ask)]);
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('a link taken out is told to who heard of it by webmention; one that comes back is told again', async () => {
  await testDatabase();
  const { asked, tell } = await sites({
    'blog.example/post': withMention,
    'blog.example/mentions': says(200),
    'older.example/a':
      '<rdf:Description rdf:about="https://older.example/a" trackback:ping="https://older.example/tb" />',
    'older.example/tb': says(200, '<response><error>0</error></response>'),
  });
  const id = await publish({}, 'https://blog.example/post', 'https://older.example/a');
  await tell();
  await give(id, linksTo('https://new.example/'), 2);
  await noteLinks(id);
  const told = () => asked.filter(({ method }) => method === 'POST').map(({ url }) => url);
  expect(told()).toHaveLength(2);
  await makeDue();
  await tell();
  expect(told()).toEqual(['blog.example/mentions', 'older.example/tb', 'blog.example/mentions']);
  expect((await rows(id)).map(({ state, removedAt }) => [state, removedAt !== null])).toEqual([
    ['told', true],
    ['told', true],
    ['none', false],
  ]);
  await give(id, linksTo('https://blog.example/post'), 3);
  await noteLinks(id);
  await makeDue();
  await tell();
  expect(told()).toHaveLength(4);
  expect((await rows(id))[0]).toMatchObject({ state: 'told', removedAt: null });
});

test('withdrawn or protected, its links are gone; published again, they are back', async () => {
  await testDatabase();
  const { asked, tell } = await sites({ 'blog.example/post': withMention, 'blog.example/mentions': says(200) });
  const id = await addArticle({ status: 'draft' });
  await give(id, linksTo('https://blog.example/post'), 1);
  const turn = async (values: Partial<typeof article.$inferInsert>) => {
    await db.update(article).set(values).where(eq(article.id, id));
    await noteLinks(id);
  };
  await noteLinks(id);
  expect(await rows(id)).toEqual([]);
  await turn({ status: 'published' });
  const tellAll = async () => {
    await makeDue();
    await tell();
    return asked.filter(({ method }) => method === 'POST').length;
  };
  expect(await tellAll()).toBe(1);
  await turn({ status: 'archived' });
  expect(await tellAll()).toBe(2);
  await turn({ status: 'published' });
  expect(await tellAll()).toBe(3);
  await turn({ visibility: 'password' });
  expect(await tellAll()).toBe(4);
});

test('a scheduled article tells nobody before its date, wherever that is moved to', async () => {
  await testDatabase();
  const { asked, tell } = await sites({ 'blog.example/post': withMention, 'blog.example/mentions': says(200) });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  const id = await publish({ status: 'scheduled', publishedAt: inDays(1) }, 'https://blog.example/post');
  const dueIn = async () => Math.round((((await rows(id))[0]?.dueAt?.getTime() ?? 0) - Date.now()) / 3_600_000);
  expect(await jobs()).toEqual([]);
  expect(await dueIn()).toBe(24);
  await tell();
  await db
    .update(article)
    .set({ publishedAt: inDays(2), embargoUntil: inDays(3) })
    .where(eq(article.id, id));
  await noteLinks(id);
  expect(await dueIn()).toBe(72);
  // A job that comes too early finds that it can't be read.
  await makeDue();
  await tell();
  expect(asked).toEqual([]);
  await db
    .update(article)
    .set({ publishedAt: inDays(-1), embargoUntil: null })
    .where(eq(article.id, id));
  await noteLinks(id);
  await sweepOutgoing();
  expect(await jobs()).toHaveLength(1);
  await tell();
  expect((await rows(id))[0]?.state).toBe('told');
});

test('nobody is told where the site or the article says so, nor of what stood there before', async () => {
  await testDatabase();
  const { asked, tell } = await sites({});
  expect(await rows(await publish({ sendsPings: false }, 'https://blog.example/a'))).toEqual([]);
  const switched = await publish({}, 'https://blog.example/b');
  await changeSetting('sendLinkbacks', false);
  expect(await rows(await publish({}, 'https://blog.example/c'))).toEqual([]);
  await makeDue();
  await tell();
  await sweepOutgoing();
  expect(asked).toEqual([]);
  await changeSetting('sendLinkbacks', true);
  await db.update(article).set({ sendsPings: false }).where(eq(article.id, switched));
  await tell();
  expect(asked).toEqual([]);
  await db.update(article).set({ sendsPings: true }).where(eq(article.id, switched));
  await noteLinks(switched);
  expect((await rows(switched))[0]?.dueAt).not.toBeNull();

  // An imported article has links that nobody here wrote: changing it tells only of what is new.
  const imported = await addArticle();
  await give(imported, linksTo('https://blog.example/old'), 1);
  await give(imported, linksTo('https://blog.example/old', 'https://blog.example/new'), 2);
  await noteLinks(imported);
  expect((await rows(imported)).map(({ targetUrl }) => targetUrl)).toEqual(['https://blog.example/new']);
});

test('no more than a hundred links of an article are told', async () => {
  await testDatabase();
  const urls = Array.from({ length: 130 }, (_, index) => `https://blog.example/${index}`);
  expect(await rows(await publish({}, ...urls))).toHaveLength(100);
});

test('a failure is tried again with growing pauses and given up; its host is left alone meanwhile', async () => {
  await testDatabase();
  const { asked, tell } = await sites({
    'blog.example/post': withMention,
    'blog.example/mentions': says(503, 'Busy'),
    'blog.example/two': withMention,
  });
  const id = await publish({}, 'https://blog.example/post', 'https://blog.example/two');
  await tell();
  const [first, second] = await rows(id);
  expect(first).toMatchObject({ state: 'waiting', failures: 1, answer: 'Busy', answerStatus: 503 });
  // The second waits for the host, which is no failure of its own, and asks nobody.
  expect(second).toMatchObject({ state: 'waiting', failures: 0 });
  expect(asked).toHaveLength(2);
  expect([1, 2, 3, 6].map(sendPauseAfter)).toEqual([5, 15, 45, 1215]);
  for (let tries = 1; tries < 6; tries++) {
    await makeDue();
    await tell();
  }
  expect(await rows(id)).toMatchObject([
    { state: 'failed', failures: 6, answer: 'Busy', dueAt: null },
    { state: 'waiting', failures: 0 },
  ]);
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(6);
});

test('a refusal is final and kept in the words of the other side; pingback 48 counts as told', async () => {
  await testDatabase();
  const fault = (code: number, text: string) =>
    `<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member><member><name>faultString</name><value><string>${text}</string></value></member></struct></value></fault></methodResponse>`;
  const ping = (to: string) => says(200, '', { 'x-pingback': `https://${to}/rpc` });
  const { tell } = await sites({
    'a.example/': ping('a.example'),
    'a.example/rpc': says(200, fault(17, 'No &lt;b&gt;link&lt;/b&gt;')),
    'b.example/': ping('b.example'),
    'b.example/rpc': says(200, fault(48, 'Already registered')),
    'c.example/': `<link rel=webmention href="https://c.example/m">`,
    'c.example/m': says(403, '<p>Go <b>away</b></p><script>x</script>', { 'content-type': 'text/html' }),
    'd.example/': ping('d.example'),
    'd.example/rpc': says(200, '<!DOCTYPE a [<!ENTITY b "c">]><methodResponse><params/></methodResponse>', {
      'content-type': 'text/xml',
    }),
  });
  const id = await publish({}, ...['a', 'b', 'c', 'd'].map((name) => `https://${name}.example/`));
  await tell();
  expect((await rows(id)).map(({ state, answer, answerStatus }) => [state, answer, answerStatus])).toEqual([
    ['refused', 'Fault 17: No <b>link</b>', 200],
    ['told', 'Fault 48: Already registered', 200],
    ['refused', 'Go away', 403],
    ['refused', expect.any(String), 200],
  ]);
  const [pause] = await db.execute<{ failures: number }>(sql`select failures from host_pause where host = 'c.example'`);
  expect(pause?.failures).toBe(1);
});

test('an address that is not of the open internet is given up at once', async () => {
  await testDatabase();
  const id = await publish({}, 'http://127.0.0.1:9/', 'https://blog.example:22/');
  for (const row of await rows(id)) await sendLinkback({ id: row.id });
  expect((await rows(id)).map(({ state, answer }) => [state, answer])).toEqual([
    ['failed', 'Port 9 is not fetched from.'],
    ['failed', 'Port 22 is not fetched from.'],
  ]);
});

test('what a server left behind is put to work by the sweep', async () => {
  await testDatabase();
  const id = await publish({}, 'https://blog.example/post');
  await forgetJobs();
  await sweepOutgoing();
  expect(await jobs()).toEqual([]);
  await makeDue();
  await sweepOutgoing();
  expect(await jobs()).toEqual((await rows(id)).map((row) => row.id));
  await sweepOutgoing();
  expect(await jobs()).toHaveLength(1);
});
