import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { embed, file, revision } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser, formOf, origin, trustAll } from '#db/test-fixture';
import { exportWxr } from '#features/export/commands';
import { importWxr } from '#features/import/commands';
import { approveResponses } from '#features/moderation/commands';
import { publishArticle } from '#features/newsroom/commands';
import { postResponse } from '#features/responses/commands';
import type { Actor, Role } from '#lib/actor';
import { lookUpJob, previewEmbed, refetchEmbed, requireEmbeds, switchService } from './commands.ts';
import { type Answers, picture, services } from './fixture.ts';
import { lookUpEmbed, pauseAfter, sweepEmbeds } from './jobs.ts';
import { getEmbeds, listEmbeds } from './queries.ts';

const tube = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
const key = 'youtube:dQw4w9WgXcQ';
const operator: Actor = { kind: 'operator' };
const anonymous: Actor = { kind: 'anonymous' };
const bodyWith = (...urls: string[]) => ({
  type: 'doc',
  content: urls.map((url) => ({ type: 'embed', attrs: { url } })),
});

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'embeds-'));
  const before = process.env.DATA_DIR;
  process.env.DATA_DIR = folder;
  onTestFinished(async () => {
    if (before === undefined) delete process.env.DATA_DIR;
    else process.env.DATA_DIR = before;
    await rm(folder, { recursive: true, force: true });
  });
  return { ...(await testDatabase()), folder };
}

const post = (actor: Actor, articleId: number, text: string) =>
  postResponse({ actor, input: formOf(articleId, text), origin });
const row = async (of = key) => (await db.select().from(embed).where(eq(embed.key, of)))[0];
const jobs = async (): Promise<string[]> =>
  (
    await db.execute<{ key: string }>(
      sql`select data->>'key' as key from pgboss.job where name = ${lookUpJob} order by 1`,
    )
  ).map((job) => job.key);
const expired = async (): Promise<string[]> =>
  (await db.execute<{ tag: string }>(sql`select tag from tag_expiry where tag like 'embed:%' order by 1`)).map(
    ({ tag }) => tag,
  );

const answer = async (title = 'A film'): Promise<Answers> => ({
  'www.youtube.com/oembed': {
    type: 'video',
    version: '1.0',
    title,
    author_name: 'A channel',
    thumbnail_url: 'https://i.ytimg.com/s.png',
  },
  'i.ytimg.com/s.png': await picture(),
});

test('what is published is looked up by a job, once for each thing, and shown from what is kept', async () => {
  await setUp();
  const again = 'https://youtu.be/dQw4w9WgXcQ?t=62';
  await db.transaction((tx) =>
    requireEmbeds(tx, [bodyWith(tube, again), bodyWith('https://www.facebook.com/a/posts/12345')]),
  );
  await db.transaction((tx) => requireEmbeds(tx, [bodyWith(again)]));
  expect(await jobs()).toEqual([key]);
  const before = (await getEmbeds([tube])).embeds[tube];
  expect(before).toMatchObject({ state: 'waiting', title: '', service: 'youtube', player: { ratio: '16 / 9' } });

  const { ask, asked } = await services(await answer());
  await lookUpEmbed(key, ask);
  expect(await expired()).toEqual([`embed:${key}`]);
  const { embeds, keys } = await getEmbeds([tube, again, 'https://www.facebook.com/a/posts/12345', 'nothing']);
  expect(keys).toHaveLength(2);
  expect(embeds[tube]).toMatchObject({
    state: 'ready',
    title: 'A film',
    author: 'A channel',
    kind: 'video',
    poster: { width: 640, height: 360 },
  });
  expect(embeds[tube]?.poster?.src).toMatch(/^\/files\/[0-9a-f-]{36}\/[0-9a-f]{12}\.webp$/);
  expect(embeds[again]?.player?.src).toContain('start=62');
  expect(embeds['https://www.facebook.com/a/posts/12345']).toMatchObject({
    serviceName: 'Facebook',
    title: '',
    player: { grows: true },
  });

  // The same answer is no change: no page is rendered for it, and no second still is kept.
  await db.execute(sql`delete from tag_expiry`);
  await lookUpEmbed(key, ask);
  expect(await expired()).toEqual([]);
  expect(await db.$count(file)).toBe(1);
  expect(asked.length).toBe(8);
});

test('a failure keeps what was known and is tried again with growing pauses; what is gone says so', async () => {
  await setUp();
  await db.transaction((tx) => requireEmbeds(tx, [bodyWith(tube)]));
  const down: Answers = { 'www.youtube.com/oembed': (_, response) => response.writeHead(503).end() };
  const { ask: failing } = await services(down);
  await lookUpEmbed(key, failing);
  await lookUpEmbed(key, failing);
  expect(await row()).toMatchObject({ state: 'failed', failures: 2, problem: 'www.youtube.com answered with 503.' });
  expect((await getEmbeds([tube])).embeds[tube]?.player).not.toBeNull();
  expect([1, 2, 3, 30].map(pauseAfter)).toEqual([5, 15, 45, 43_200]);

  const { ask } = await services(await answer());
  await lookUpEmbed(key, ask);
  await lookUpEmbed(key, failing);
  expect(await row()).toMatchObject({ state: 'ready', title: 'A film', failures: 1 });

  const { ask: gone } = await services({});
  await lookUpEmbed(key, gone);
  expect((await getEmbeds([tube])).embeds[tube]).toMatchObject({
    state: 'gone',
    title: 'A film',
    poster: null,
    player: null,
  });
  expect(await db.$count(file)).toBe(0);
  // And it may come back.
  await lookUpEmbed(key, ask);
  expect((await row())?.state).toBe('ready');
});

test('a comment asks nobody anything before everybody may see it', async () => {
  await setUp();
  const article = await addArticle();
  const person = await addUser();
  const moderator = await addUser('moderator');
  const held = await post(person, article, tube);
  expect(held.outcome).toBe('held');
  expect(held.response.body.content?.[0]).toMatchObject({ type: 'embed', attrs: { url: tube } });
  expect(await jobs()).toEqual([]);
  expect(await row()).toBeUndefined();
  await approveResponses({ actor: moderator, ids: [held.response.id] });
  expect(await jobs()).toEqual([key]);

  await trustAll();
  const shown = await post(person, article, 'See\nhttps://vimeo.com/76979871\nand more');
  expect(shown.outcome).toBe('approved');
  expect(await jobs()).toEqual(['vimeo:76979871', key]);
});

test('an article asks when it is published, an import a few at a time', async () => {
  const { folder } = await setUp();
  const id = await addArticle({ status: 'draft', publishedAt: null });
  const [made] = await db
    .insert(revision)
    .values({ articleId: id, version: 1, headline: 'x', body: bodyWith(tube), bodyVersion: 1 })
    .returning({ id: revision.id });
  await db.execute(sql`update article set revision_id = ${made?.id}, slug = 'one' where id = ${id}`);
  expect(await jobs()).toEqual([]);
  await publishArticle({ actor: operator, slug: 'one' });
  expect(await jobs()).toEqual([key]);

  const lines = Array.from({ length: 60 }, (_, n) => `https://vimeo.com/${100_000 + n}`).join('\n\n');
  const path = join(folder, 'site.xml');
  await writeFile(path, wxr(lines, 'Look:\n\nhttps://vimeo.com/999999'));
  await importWxr({ path });
  expect(await db.$count(embed)).toBe(62);
  expect(await jobs()).toEqual([key]);
  await sweepEmbeds();
  expect(await jobs()).toHaveLength(41);
  await sweepEmbeds();
  await sweepEmbeds();
  expect(await jobs()).toHaveLength(62);
});

const wxr = (content: string, comment: string) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<item><title>Films</title><link>https://old.example/films/</link><dc:creator>desk</dc:creator><content:encoded><![CDATA[${content}]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>5</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>films</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:comment_status>open</wp:comment_status><wp:ping_status>open</wp:ping_status>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Reader one</wp:comment_author><wp:comment_date_gmt>2020-01-02 00:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[${comment}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
</item></channel></rss>`;

test('what is due is taken once by several servers', async () => {
  await setUp();
  await db.transaction((tx) =>
    requireEmbeds(tx, [bodyWith(...Array.from({ length: 30 }, (_, n) => `https://vimeo.com/${100_000 + n}`))], {
      later: true,
    }),
  );
  await Promise.all([sweepEmbeds(), sweepEmbeds(), sweepEmbeds()]);
  expect(await jobs()).toHaveLength(30);
});

test('a preview asks by a job, stays a link until then, and is forgotten where nothing was posted', async () => {
  await setUp();
  const person = await addUser();
  expect(await previewEmbed({ actor: person, url: tube })).toMatchObject({ serviceName: 'YouTube', state: 'waiting' });
  expect(await jobs()).toEqual([key]);
  await expect(previewEmbed({ actor: person, url: 'javascript:alert(1)' })).rejects.toMatchObject({ code: 'invalid' });
  for (let n = 0; n < 28; n++) await previewEmbed({ actor: person, url: tube });
  await previewEmbed({ actor: person, url: tube });
  await expect(previewEmbed({ actor: person, url: tube })).rejects.toThrow('Try again in');
  await db.update(embed).set({ createdAt: sql`now() - interval '3 days'` });
  await sweepEmbeds();
  expect(await row()).toBeUndefined();
});

test('what was only previewed decides nothing for an article that has it', async () => {
  await setUp();
  const person = await addUser('reader');
  // Somebody asked by another address of the same thing, and nothing was there.
  await previewEmbed({ actor: person, url: `${tube}&list=gone` });
  await db.update(embed).set({ state: 'gone' });
  await db.execute(sql`delete from pgboss.job`);
  await db.transaction((tx) => requireEmbeds(tx, [bodyWith(tube)]));
  expect(await jobs()).toEqual([key]);
  expect(await row()).toMatchObject({ url: tube });
});

test('a service that is off is a link, and is asked nothing', async () => {
  await setUp();
  const editor = await addUser('editor');
  await db.transaction((tx) => requireEmbeds(tx, [bodyWith(tube)]));
  expect(await switchService({ actor: editor, service: 'YouTube', on: false })).toEqual(['youtube']);
  expect(await switchService({ actor: editor, service: 'youtube', on: false })).toEqual(['youtube']);
  expect((await getEmbeds([tube])).embeds[tube]).toMatchObject({ kind: 'link', player: null, poster: null });
  const { ask, asked } = await services(await answer());
  await lookUpEmbed(key, ask);
  expect(asked).toEqual([]);
  await expect(switchService({ actor: editor, service: 'nobody', on: false })).rejects.toThrow(
    'There is no service "nobody"',
  );
  expect(await switchService({ actor: editor, service: 'youtube', on: true })).toEqual([]);
  expect((await getEmbeds([tube])).embeds[tube]?.player).not.toBeNull();
});

const roles: Role[] = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'];
const may: Record<string, { of: Role[]; act: (actor: Actor) => Promise<unknown> }> = {
  previewEmbed: { of: roles, act: (actor) => previewEmbed({ actor, url: tube }) },
  refetchEmbed: { of: ['editor', 'moderator', 'administrator'], act: (actor) => refetchEmbed({ actor, url: tube }) },
  switchService: {
    of: ['editor', 'moderator', 'administrator'],
    act: (actor) => switchService({ actor, service: 'x', on: false }),
  },
  listEmbeds: { of: ['editor', 'moderator', 'administrator'], act: (actor) => listEmbeds({ actor }) },
};

test.each(Object.entries(may))('%s: who may, and who may not', async (_, { of, act }) => {
  await setUp();
  for (const role of roles) {
    const actor = await addUser(role);
    if (of.includes(role)) await act(actor);
    else await expect(act(actor)).rejects.toMatchObject({ code: 'refused' });
    await expect(act({ ...actor, banned: true })).rejects.toMatchObject({ code: 'refused' });
  }
  await expect(act(anonymous)).rejects.toMatchObject({ code: 'refused' });
  await act(operator);
});

test('an editor has one looked up again, and sees what could not be', async () => {
  await setUp();
  await db.transaction((tx) => requireEmbeds(tx, [bodyWith(tube)]));
  await db.update(embed).set({ state: 'failed', failures: 4, problem: 'It was down.' });
  expect(await listEmbeds({ actor: operator, failed: true })).toMatchObject([
    { key, state: 'failed', problem: 'It was down.' },
  ]);
  await refetchEmbed({ actor: operator, url: tube });
  expect(await jobs()).toEqual([key, key]);
  expect((await row())?.failures).toBe(0);
  await expect(refetchEmbed({ actor: operator, url: 'https://www.facebook.com/a/posts/12345' })).rejects.toThrow(
    'is not asked',
  );
});

test('an export has the addresses, and leaves the stills where they are', async () => {
  const { folder } = await setUp();
  const path = join(folder, 'site.xml');
  await writeFile(path, wxr(tube, 'Words'));
  await importWxr({ path });
  const { ask } = await services(await answer());
  await lookUpEmbed(key, ask);
  expect((await row())?.posterId).not.toBeNull();
  let written = '';
  const report = await exportWxr({
    write: (part) => {
      written += part;
    },
  });
  expect(report.files).toBe(0);
  expect(written).toContain('wp:embed');
  expect(written).toContain(tube);
});
