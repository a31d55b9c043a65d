import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { article, response, revision } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { getArticle } from '#features/articles/queries';
import { archiveArticle } from '#features/newsroom/commands';
import { SettingsShape } from '#features/settings/schema';
import { cacheTags } from '#lib/cache-tags';
import { formatFor } from '#lib/format';
import { en } from '#messages/en';
import {
  type Edition,
  getFeed,
  getNewsSitemap,
  getResponsesFeed,
  getSitemap,
  getSitemapIndex,
  renderFeed,
  resolveArticle,
} from './queries.ts';
import { assertWellFormed, readFeed } from './read-feed.ts';

const site = 'https://paper.example';
const settings = SettingsShape.parse({ name: 'The Paper' });
const edition: Edition = { settings, site, words: en, format: formatFor({ language: 'en', timeZone: 'UTC' }) };

type Row = Partial<typeof article.$inferInsert> & { slug: string };

const textBody = (text: string) => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** An article with a body of one paragraph, published a day ago unless told; gives its id. */
async function insertArticle(db: Database, row: Row): Promise<number> {
  const values = { headline: `On ${row.slug}`, status: 'published' as const, publishedAt: daysAgo(1), ...row };
  const [made] = await db.insert(article).values(values).returning({ id: article.id });
  if (!made) throw new Error('not inserted');
  const text = {
    articleId: made.id,
    version: 1,
    headline: values.headline,
    body: textBody(`Text of ${row.slug}`),
    bodyVersion: 1,
  };
  const [first] = await db.insert(revision).values(text).returning({ id: revision.id });
  await db
    .update(article)
    .set({ revisionId: first?.id ?? null })
    .where(eq(article.id, made.id));
  return made.id;
}

const locations = (xml: string | undefined): string[] =>
  assertWellFormed(xml ?? '')
    .filter(({ name }) => name === 'loc')
    .map(({ text }) => text.replace(site, ''));

const hidden: Row[] = [
  { slug: 'draft', status: 'draft' },
  { slug: 'private', visibility: 'private' },
  { slug: 'archived', status: 'archived' },
  { slug: 'future', status: 'scheduled', publishedAt: daysAgo(-1) },
  { slug: 'a-page', kind: 'page' },
];

test('feeds list what is public, newest first, and each list its own', async () => {
  const { db, sql } = await testDatabase();
  const [section] =
    await sql`insert into section (slug, name, description) values ('science', 'Science', 'What is known') returning id::int`;
  const [tag] = await sql`insert into tag (slug, name) values ('brücken', 'Brücken') returning id::int`;
  const [author] = await sql`insert into author (slug, name, bio) values ('ada', 'Ada', 'Writes') returning id::int`;
  for (const row of hidden) await insertArticle(db, row);
  await insertArticle(db, { slug: 'older', publishedAt: daysAgo(9) });
  const id = await insertArticle(db, { slug: 'listed', sectionId: section?.id ?? null });
  await insertArticle(db, {
    slug: 'locked',
    visibility: 'password',
    excerpt: 'secret',
    publishedAt: new Date(Date.now() - 3_600_000),
  });
  await insertArticle(db, { slug: 'due', status: 'scheduled', publishedAt: new Date(Date.now() - 1000) });
  await sql`insert into article_tag (tag_id, article_id) values (${tag?.id}, ${id})`;
  await sql`insert into byline (article_id, author_id) values (${id}, ${author?.id})`;

  const feed = await getFeed({ kind: 'site' }, edition);
  expect(feed?.entries.map((entry) => entry.url)).toEqual(
    ['due', 'locked', 'listed', 'older'].map((slug) => `${site}/articles/${slug}`),
  );
  expect(feed?.entries.map((entry) => entry.html.includes('Text of'))).toEqual([true, false, true, true]);
  expect(JSON.stringify(feed)).not.toContain('secret');
  expect(feed?.updatedAt).toBe(feed?.entries[0]?.publishedAt);

  for (const [kind, slug, name] of [
    ['section', 'science', 'Science'],
    ['tag', 'brücken', 'Brücken'],
    ['author', 'ada', 'Ada'],
  ] as const) {
    const list = await getFeed({ kind, slug }, edition);
    expect(list).toMatchObject({ title: `${name} — The Paper`, entries: [{ url: `${site}/articles/listed` }] });
    expect(list?.addresses.atom).toBe(`${site}/${kind}s/${encodeURIComponent(slug)}/atom.xml`);
    expect(await getFeed({ kind, slug: 'nobody' }, edition)).toBeNull();
  }
  if (!feed) throw new Error('no feed');
  const { items } = await readFeed((await renderFeed(feed, 'rss', [])).body);
  expect(items).toHaveLength(4);
});

test('a feed has at most thirty entries, and excerpts where settings say so', async () => {
  const { db } = await testDatabase();
  for (let day = 1; day <= 32; day++) {
    await insertArticle(db, {
      slug: `day-${day}`,
      excerpt: `Excerpt ${day}`,
      publishedAt: daysAgo(day),
    });
  }
  const feed = await getFeed({ kind: 'site' }, { ...edition, settings: { ...settings, feedText: 'excerpt' } });
  expect(feed?.entries).toHaveLength(30);
  expect(feed?.entries[0]?.html).toBe('<p>Excerpt 1</p>');
});

test('the tag of a feed is that of its text; its time also moves when an article is taken away', async () => {
  const { db } = await testDatabase();
  await insertArticle(db, { slug: 'stays', publishedAt: new Date('2026-01-01T00:00:00Z') });
  await insertArticle(db, { slug: 'goes', publishedAt: new Date('2026-02-01T00:00:00Z') });
  const render = async () => {
    const feed = await getFeed({ kind: 'site' }, edition);
    if (!feed) throw new Error('no feed');
    return renderFeed(feed, 'atom', [cacheTags.lists]);
  };
  const first = await render();
  expect(await render()).toEqual(first);
  expect(first.modifiedAt).toBe('2026-02-01T00:00:00.000Z');
  const before = new Date().toISOString();
  await archiveArticle({ actor: { kind: 'operator' }, slug: 'goes' });
  const second = await render();
  expect(second.body).not.toContain('goes');
  expect(second.etag).not.toBe(first.etag);
  expect(String(second.modifiedAt) >= before.slice(0, 19)).toBe(true);
});

test('the responses to an article: the newest public ones, with the page they are on', async () => {
  const { db, sql } = await testDatabase();
  const id = await insertArticle(db, { slug: 'a' });
  const insert = async (values: Partial<typeof response.$inferInsert>) => {
    const row = {
      articleId: id,
      kind: 'comment' as const,
      guestName: 'Eve',
      body: textBody('Said'),
      approvedAt: new Date(),
      ...values,
    };
    const [made] = await db
      .insert(response)
      .values({ createdAt: new Date(), ...row })
      .returning({ id: response.id });
    return made?.id ?? 0;
  };
  const first = await insert({ createdAt: new Date('2026-01-01T00:00:00Z') });
  for (let day = 1; day <= 50; day++) await insert({ createdAt: new Date(Date.UTC(2026, 1, day)) });
  const held = await insert({ heldAt: new Date() });
  await insert({ spamAt: new Date() });
  await insert({ approvedAt: null });
  const toHeld = await insert({ parentId: held, createdAt: new Date('2026-05-01T00:00:00Z') });
  const reply = await insert({ parentId: first, createdAt: new Date('2026-06-01T00:00:00Z') });
  const back = await insert({ kind: 'pingback', guestName: 'Blog', createdAt: new Date('2026-07-01T00:00:00Z') });
  await sql`insert into linkback (response_id, source_url, source_title) values (${back}, 'javascript:alert(1)', 'A reply')`;

  const view = await getArticle('a');
  if (!view) throw new Error('no article');
  const feed = await getResponsesFeed(view, edition);
  const address = `${site}/articles/a`;
  expect(feed.entries).toHaveLength(30);
  expect(feed.entries.slice(0, 3)).toMatchObject([
    {
      id: `${address}#response-${back}`,
      url: `${address}/responses/2#response-${back}`,
      title: 'Pingback: A reply',
      authors: [{ url: null }],
    },
    {
      id: `${address}#response-${reply}`,
      url: `${address}#response-${reply}`,
      inReplyTo: { id: `${address}#response-${first}` },
    },
    { id: `${address}#response-${toHeld}`, inReplyTo: { id: address } },
  ]);
  const { items } = await readFeed((await renderFeed(feed, 'atom', [])).body);
  expect(items[0]?.guid).toBe(`${address}#response-${back}`);
});

test('sitemaps name what is to be indexed, in parts by id', async () => {
  const { db, sql } = await testDatabase();
  const [section] =
    await sql`insert into section (slug, name) values ('science', 'Science'), ('empty', 'Empty') returning id::int`;
  const [tag] = await sql`insert into tag (slug, name) values ('used', 'Used'), ('unused', 'Unused') returning id::int`;
  for (const row of hidden.filter(({ slug }) => slug !== 'a-page')) await insertArticle(db, row);
  const id = await insertArticle(db, {
    slug: 'listed',
    sectionId: section?.id ?? null,
    updatedAt: new Date('2026-11-01T00:00:00Z'),
    publishedAt: new Date('2026-01-01T00:00:00Z'),
  });
  await sql`insert into article_tag (tag_id, article_id) values (${tag?.id}, ${id})`;
  await insertArticle(db, { slug: 'locked', visibility: 'password' });
  await insertArticle(db, {
    slug: 'copy',
    sourceName: 'Wire',
    sourceUrl: 'https://wire.example/1',
    sourcePolicy: 'noindex',
  });
  await insertArticle(db, {
    slug: 'theirs',
    sourceName: 'Wire',
    sourceUrl: 'https://wire.example/1',
    sourcePolicy: 'canonical',
  });
  await insertArticle(db, { slug: 'credited', sourceName: 'Wire', sourcePolicy: 'canonical' });
  await insertArticle(db, { slug: 'about', kind: 'page' });
  await sql`alter table article alter column id restart with 20001`;
  await insertArticle(db, { slug: 'far', publishedAt: daysAgo(3) });

  expect(locations((await getSitemapIndex(site, [])).body)).toEqual([
    '/sitemaps/pages.xml',
    '/sitemaps/articles-1.xml',
    '/sitemaps/articles-3.xml',
    '/sitemaps/tags-1.xml',
  ]);
  const first = await getSitemap({ kind: 'articles', part: 1 }, site, []);
  expect(locations(first?.body)).toEqual(['/articles/listed', '/articles/credited']);
  expect(first?.body).toContain('<lastmod>2026-11-01T00:00:00.000Z</lastmod>');
  expect(await getSitemap({ kind: 'articles', part: 2 }, site, [])).toBeNull();
  expect(locations((await getSitemap({ kind: 'articles', part: 3 }, site, []))?.body)).toEqual(['/articles/far']);
  expect(locations((await getSitemap({ kind: 'tags', part: 1 }, site, []))?.body)).toEqual(['/tags/used']);
  expect(locations((await getSitemap({ kind: 'pages', part: 1 }, site, []))?.body)).toEqual([
    '/',
    '/sections/science',
    '/about',
  ]);
  expect(await getSitemap({ kind: 'authors', part: 1 }, site, [])).toBeNull();
  expect(locations((await getNewsSitemap(settings, site, new Date())).body)).toEqual(['/articles/credited']);
  expect(locations((await getNewsSitemap(settings, site, new Date(Date.now() + 49 * 3_600_000))).body)).toEqual([]);
});

test('an address is resolved to its article, an old one too', async () => {
  const { sql } = await testDatabase();
  await sql`insert into redirect (path, target) values ('/2013/05/brücke', '/articles/brücke'), ('/?p=12', '/articles/twelve')`;
  expect(await resolveArticle(`${site}/articles/any?utm=x`, site)).toBe('any');
  expect(await resolveArticle(`${site}/2013/05/br%C3%BCcke/`, site)).toBe('brücke');
  expect(await resolveArticle(`${site}/?p=12`, site)).toBe('twelve');
  expect(await resolveArticle(`${site}/?p=13`, site)).toBeNull();
  expect(await resolveArticle(`${site}/sections/science`, site)).toBeNull();
  expect(await resolveArticle('https://other.example/articles/any', site)).toBeNull();
});
