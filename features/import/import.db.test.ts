import { hash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Sql } from 'postgres';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { article, redirect, response } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { exportWxr } from '#features/export/commands';
import { isPassword } from '#lib/password-hash';
import { importWxr, removeDemo } from './commands.ts';

const edgeCases = join(import.meta.dirname, 'fixtures/edge-cases.xml');
const corpus = process.env.CORPUS_DIR;

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const before = { DATA_DIR: process.env.DATA_DIR, SITE_URL: process.env.SITE_URL };
  process.env.DATA_DIR = join(folder, 'data');
  process.env.SITE_URL = 'https://paper.example';
  onTestFinished(async () => {
    Object.assign(process.env, before);
    for (const [name, value] of Object.entries(before)) if (value === undefined) delete process.env[name];
    await rm(folder, { recursive: true, force: true });
  });
  return { ...(await testDatabase()), folder };
}

/** The export with something replaced, as a file of its own. */
async function changed(folder: string, ...changes: [from: string, to: string][]): Promise<string> {
  let text = await readFile(edgeCases, 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const path = join(folder, `changed-${changes.length}-${Math.random()}.xml`);
  await writeFile(path, text);
  return path;
}

/** Everything a reader could tell two sites apart by, without the ids of rows. */
async function siteOf(sql: Sql) {
  const rows = async (query: string) => [...(await sql.unsafe(query))];
  return {
    articles:
      await rows(`select kind, slug, article.headline, article.deck, excerpt, language, (select slug from section where id = section_id) as section,
      status, visibility, password_hash, article.published_at, updated_at, pinned_at, pinned_position, lead_file_id, lead_alt, lead_caption, lead_credit, comment_policy,
      comment_days, ping_policy, source_name, source_url, source_author, source_published_at, source_licence, source_policy, source_retrieved_at,
      words, article.created_at, revision.body, (select json_agg(slug order by slug) from article_tag join tag on tag.id = tag_id where article_id = article.id) as tags,
      (select json_agg(slug order by byline.position) from byline join author on author.id = author_id where article_id = article.id) as bylines,
      (select json_agg(json_build_array(at, text, mistake) order by at) from correction where article_id = article.id) as corrections
      from article join revision on revision.id = revision_id order by kind, slug`),
    responses:
      await rows(`select article.slug, response.kind, guest_name, guest_email_hash, guest_link, body, response.created_at, approved_at, held_at,
      spam_at, trashed_at, likes, response.source, edited_at, deleted_at, writer_gone_at, reaction, linkback.source_url, source_title,
      linkback.kind as linkback_kind, site_name, linkback.published_at as linked_at, avatar_id, (select guest_name from response parent where parent.id = response.parent_id) as parent
      from response join article on article.id = article_id left join linkback on response_id = response.id
      order by response.created_at, guest_name, article.slug`),
    sections:
      await rows(`select slug, name, description, position, (select slug from section parent where parent.id = section.parent_id) as parent
      from section order by slug`),
    tags: await rows('select slug, name, description from tag order by slug'),
    authors: await rows('select slug, name, kind, bio, link from author order by slug'),
    redirects: await rows('select path, target from redirect order by path'),
    files: await rows(
      'select id, name, type, bytes, sha256, width, height, alt, caption, credit, focus_x, focus_y from file order by id',
    ),
  };
}

describe('the edge cases of real exports', () => {
  test('are brought as what they are', async () => {
    const { db, sql } = await setUp();
    const report = await importWxr({ path: edgeCases });

    expect(report.created).toMatchObject({
      article: 10,
      page: 1,
      comment: 4,
      pingback: 1,
      trackback: 1,
      author: 3,
      section: 4,
    });
    expect(report.site).toEqual({
      origin: 'old.example.org/blog',
      title: 'The Old & Grey',
      description: 'A paper',
      language: 'en-GB',
    });
    expect(report.skipped).toEqual(
      expect.arrayContaining([
        { kind: 'article', id: '21', why: 'It is in the trash there.' },
        expect.objectContaining({ kind: 'nav_menu_item', id: '22' }),
        expect.objectContaining({ kind: 'revision', id: '23' }),
        { kind: 'product', id: '24', why: 'Items of the type product are not brought.' },
        expect.objectContaining({ kind: 'file', id: '30' }),
        expect.objectContaining({ kind: 'picture', id: '10' }),
        expect.objectContaining({ kind: 'comment', id: '12' }),
      ]),
    );

    const rows = await db.select().from(article);
    const by = (slug: string) => rows.find((row) => row.slug === slug);
    expect(by('threads')).toMatchObject({
      headline: 'Threads & markup',
      excerpt: 'A short excerpt',
      pingPolicy: 'closed',
      publishedAt: new Date('2023-05-01T10:00:00Z'),
      updatedAt: new Date('2023-06-01T10:00:00Z'),
      pinnedAt: new Date('2023-05-01T10:00:00Z'),
    });
    expect(by('twin-2')).toMatchObject({ headline: 'Twin', commentPolicy: 'closed' });
    expect(by('article-12')).toMatchObject({
      status: 'draft',
      headline: 'A draft that has no title and no slug but words enough',
      publishedAt: null,
    });
    expect(by('مرحبا')).toMatchObject({ headline: 'مرحبا', status: 'published' });
    expect(by('secret')?.visibility).toBe('password');
    expect(await isPassword('sesame', by('secret')?.passwordHash ?? '')).toBe(true);
    expect(by('private')).toMatchObject({ visibility: 'private', status: 'published', passwordHash: null });
    expect(by('later')?.status).toBe('scheduled');
    expect(by('waiting')?.status).toBe('in_review');
    // Where the site searches, no page can stand.
    expect(by('search-2')?.kind).toBe('page');
    expect(by('undated')?.publishedAt).toEqual(new Date('2024-01-01T00:00:00Z'));

    const site = await siteOf(sql);
    const threads = site.articles.find((row) => row.slug === 'threads');
    expect(threads).toMatchObject({ section: 'news', tags: ['local', 'мир'], bylines: ['ada'] });
    const body = JSON.stringify(threads?.body);
    expect(body).toContain('"/articles/twin#part"');
    expect(body).toContain('"/articles/article-12"');
    expect(body).toContain('"/sections/local"');
    expect(body).toContain('CDATA ends with ]]>.');
    for (const type of ['embed', 'gallery', 'readMore', 'unknown', 'hardBreak'])
      expect(body).toContain(`"type":"${type}"`);
    expect(JSON.stringify(site.articles.find((row) => row.slug === 'search-2')?.body)).toContain('Used again');
    expect(site.authors.map((row) => row.name)).toEqual(['Ada Lovelace', 'grace', 'stranger']);
    expect(site.sections).toContainEqual(expect.objectContaining({ slug: 'local', parent: 'news' }));
    expect(site.sections).toContainEqual(
      expect.objectContaining({ slug: 'news', name: 'News & Views', description: 'What is new' }),
    );

    const redirects = Object.fromEntries(site.redirects.map((row) => [row.path, row.target]));
    expect(redirects).toMatchObject({
      '/blog/2023/05/01/threads': '/articles/threads',
      '/blog?p=10': '/articles/threads',
      '/?p=10': '/articles/threads',
      '/blog/2023/05/05/مرحبا': '/articles/مرحبا',
      '/blog/search': '/search-2',
      '/?page_id=20': '/search-2',
      '/blog/category/news/local': '/sections/local',
    });
    for (const [path, target] of Object.entries(redirects)) expect(path).not.toBe(target);

    const responses = await db.select().from(response);
    const named = (name: string) => responses.find((row) => row.guestName === name);
    expect(named('Child ’n')).toMatchObject({ parentId: named('Parent')?.id, guestLink: null, kind: 'comment' });
    expect(named('Child ’n')?.guestEmailHash).toMatch(/^[\da-f]{64}$/);
    expect(JSON.stringify(named('Parent')?.body)).not.toContain('bad()');
    expect(named('Blog « Post')).toMatchObject({ kind: 'pingback' });
    expect(named('Tracker')).toMatchObject({ kind: 'trackback', approvedAt: null, heldAt: expect.any(Date) });
    expect(named('Spammer')).toMatchObject({ spamAt: expect.any(Date), parentId: null });
    expect(named('Gone')).toMatchObject({ trashedAt: expect.any(Date), approvedAt: null });

    const [file] = await readdir(join(process.env.DATA_DIR ?? '', 'imports'));
    expect(JSON.parse(await readFile(join(process.env.DATA_DIR ?? '', 'imports', file ?? ''), 'utf8'))).toEqual(report);
  });

  test('a second run changes nothing and says so', async () => {
    const { sql } = await setUp();
    const first = await importWxr({ path: edgeCases });
    const site = await siteOf(sql);
    const second = await importWxr({ path: edgeCases });
    expect(second).toMatchObject({ created: {}, updated: {} });
    expect(second.unchanged).toMatchObject({ article: first.created.article, comment: first.created.comment });
    expect(await siteOf(sql)).toEqual(site);
  });

  test('a dry run writes nothing and reports the same', async () => {
    const { db, sql } = await setUp();
    const dry = await importWxr({ path: edgeCases, dryRun: true });
    expect(await db.$count(article)).toBe(0);
    expect((await siteOf(sql)).redirects).toEqual([]);
    const { redirect: _, ...created } = (await importWxr({ path: edgeCases })).created;
    expect(dry.created).toEqual(created);
  });

  test('what changed there is updated, unless it was edited here', async () => {
    const { db, folder } = await setUp();
    await importWxr({ path: edgeCases });
    await db.update(article).set({ headline: 'Mine', version: 2 }).where(eq(article.slug, 'secret'));
    const path = await changed(
      folder,
      ['<p>One</p>', '<p>Two</p>'],
      ['<title>Secret</title>', '<title>Theirs</title>'],
    );
    const report = await importWxr({ path });
    expect(report.updated).toEqual({ article: 1 });
    expect(report.skipped).toContainEqual(
      expect.objectContaining({ kind: 'article', id: '15', why: expect.stringContaining('edited here') }),
    );
    const [mine] = await db.select().from(article).where(eq(article.slug, 'secret'));
    expect(mine?.headline).toBe('Mine');
    const [twin] = await db.select().from(article).where(eq(article.slug, 'twin'));
    expect(twin?.version).toBe(2);
    expect((await importWxr({ path })).updated).toEqual({});
  });

  test('responses that came since are brought, and moderation here stands', async () => {
    const { db, folder } = await setUp();
    await importWxr({ path: edgeCases });
    await db.update(response).set({ spamAt: new Date(), approvedAt: null }).where(eq(response.guestName, 'Parent'));
    const fresh = `<wp:comment><wp:comment_id>77</wp:comment_id><wp:comment_author>Late</wp:comment_author><wp:comment_date_gmt>2023-06-01 00:00:00</wp:comment_date_gmt><wp:comment_content>Late</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>7</wp:comment_parent></wp:comment>\n`;
    const path = await changed(
      folder,
      ['<wp:comment><wp:comment_id>5<', `${fresh}<wp:comment><wp:comment_id>5<`],
      ['See https://example.com/x', 'See https://example.com/y'],
    );
    const report = await importWxr({ path });
    expect(report.created).toEqual({ comment: 1 });
    expect(report.skipped).toContainEqual(
      expect.objectContaining({ kind: 'comment', id: '7', why: expect.stringContaining('moderated here') }),
    );
    const rows = await db.select().from(response);
    expect(rows.find((row) => row.guestName === 'Late')?.parentId).toBe(
      rows.find((row) => row.guestName === 'Parent')?.id,
    );
  });

  test('an import that was stopped goes on where it was', async () => {
    const { sql } = await setUp();
    const stop = new AbortController();
    const stopped = await importWxr({
      path: edgeCases,
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'writing' && done === 5) stop.abort();
      },
    });
    expect(stopped.interrupted).toBe(true);
    const resumed = await importWxr({ path: edgeCases });
    expect(resumed.interrupted).toBe(false);
    const site = await siteOf(sql);
    expect(site.articles).toHaveLength(11);
    expect((await importWxr({ path: edgeCases })).created).toEqual({});
  });

  test('a cut file leaves nothing behind', async () => {
    const { db, folder } = await setUp();
    const path = join(folder, 'cut.xml');
    await writeFile(path, (await readFile(edgeCases, 'utf8')).slice(0, 12_000));
    await expect(importWxr({ path })).rejects.toThrow(/cut\.xml is cut: it ends at line \d+, character 12000, inside/);
    expect(await db.$count(article)).toBe(0);
  });

  test('the demo goes, and nothing else', async () => {
    const { db, sql } = await setUp();
    await importWxr({ path: edgeCases });
    await sql`update imported set origin = 'demo' where kind = 'article' and external_id = '11'`;
    await removeDemo();
    expect(await db.$count(article)).toBe(10);
    expect(await db.select().from(redirect).where(eq(redirect.target, '/articles/twin'))).toEqual([]);
  });
});

describe('media', () => {
  async function withMedia() {
    const set = await setUp();
    const media = join(set.folder, 'uploads');
    await mkdir(join(media, '2023/05'), { recursive: true });
    const picture = sharp({ create: { width: 8, height: 6, channels: 3, background: '#b5341f' } });
    await picture.png().toFile(join(media, '2023/05/press.png'));
    return { ...set, media };
  }

  test('are found by the end of their address, measured, and shown', async () => {
    const { sql, media } = await withMedia();
    const report = await importWxr({ path: edgeCases, media });
    expect(report.created.file).toBe(1);
    const site = await siteOf(sql);
    expect(site.files).toEqual([
      expect.objectContaining({
        name: 'press.png',
        type: 'image/png',
        width: 8,
        height: 6,
        alt: 'A press at work',
        caption: 'The press',
      }),
    ]);
    const threads = site.articles.find((row) => row.slug === 'threads');
    expect(threads).toMatchObject({
      lead_file_id: site.files[0]?.id,
      lead_alt: 'A press at work',
      lead_caption: 'The press',
    });
    expect(JSON.stringify(threads?.body)).toContain(`"fileId":"${site.files[0]?.id}"`);
    expect(await importWxr({ path: edgeCases, media })).toMatchObject({
      created: {},
      updated: {},
      unchanged: { file: 1 },
    });
  });

  test('that come with a later run appear in what was imported before', async () => {
    const { media } = await withMedia();
    await importWxr({ path: edgeCases });
    expect((await importWxr({ path: edgeCases, media })).updated).toEqual({ article: 1 });
  });

  test('our own export makes the same site again', async () => {
    const first = await withMedia();
    await importWxr({ path: edgeCases, media: first.media });
    await first.sql`update article set deck = 'Below & under', source_name = 'Elsewhere', source_url = 'https://elsewhere.example/', source_policy = 'noindex',
      source_published_at = '2023-01-01T00:00:00Z', lead_credit = 'Ada', comment_policy = 'closed_after', comment_days = 14, language = 'en' where slug = 'threads'`;
    await first.sql`update article set status = 'archived' where slug = 'twin-2'`;
    await first.sql`update section set position = 3 where slug = 'news'`;
    await first.sql`update file set credit = 'Ada', focus_x = 0, focus_y = 87`;
    await first.sql`insert into correction (article_id, at, text, mistake) select id, '2023-07-01T00:00:00Z', 'A name was wrong.', true from article where slug = 'twin'`;
    await first.sql`insert into byline select article.id, author.id, 1 from article, author where article.slug = 'threads' and author.slug = 'grace'`;
    await first.sql`update response set likes = 3, source = 'Some *words*', edited_at = '2024-02-03T04:05:06Z'
      where id = (select min(id) from response where kind = 'comment')`;
    const empty = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] });
    await first.sql`update response set deleted_at = '2024-02-03T04:05:06Z', body = ${empty}::text::jsonb, guest_name = '', guest_link = null,
      guest_email_hash = null where id = (select max(id) from response where kind = 'comment' and approved_at is not null)`;
    await first.sql`update linkback set kind = 'like', site_name = 'An Almanac', source_title = 'A title', published_at = '2024-01-02T03:04:05Z',
      avatar_id = (select id from file order by id limit 1) where response_id = (select min(response_id) from linkback)`;
    await first.sql`update response set reaction = 'like' where id = (select min(response_id) from linkback)`;
    const site = await siteOf(first.sql);
    const out = join(first.folder, 'out.xml');
    let text = '';
    await exportWxr({
      write: (part) => {
        text += part;
      },
      media: join(first.folder, 'out'),
    });
    await writeFile(out, text);

    process.env.DATA_DIR = join(first.folder, 'second');
    const second = await testDatabase();
    const report = await importWxr({ path: out, media: join(first.folder, 'out') });
    expect(report.skipped).toEqual([]);
    expect(await siteOf(second.sql)).toEqual(site);
  });
});

test('what accounts wrote leaves with their names, and can be claimed where it arrives', async () => {
  const { sql } = await setUp();
  await sql`insert into article (id, slug, headline, status, published_at) overriding system value values (1, 'one', 'One', 'published', now())`;
  await sql`insert into "user" (id, name, email, link) values ('u', 'Reader one', 'one@reader.example', 'https://one.example/')`;
  await sql`insert into response (article_id, kind, user_id, body, created_at, approved_at, deleted_at)
    select 1, 'comment', 'u', '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Words"}]}]}', now(), now(), gone
    from (values (null::timestamptz), (now())) as state (gone)`;
  let text = '';
  await exportWxr({
    write: (part) => {
      text += part;
    },
  });
  const [shown, takenBack] = text.split('<wp:comment>').slice(1);
  for (const kept of ['Reader one', 'https://one.example/', 'Words', hash('sha256', 'one@reader.example')])
    expect(shown).toContain(kept);
  expect(shown).not.toContain('one@reader');
  expect(shown).toContain('<wp:comment_approved><![CDATA[1]]>');
  expect(takenBack).not.toContain('Reader one');
  expect(takenBack).toContain('<wp:comment_approved><![CDATA[trash]]>');
});

describe.skipIf(corpus === undefined)('the theme unit test of WordPress', () => {
  test('is brought whole, and our export of it makes the same site', async () => {
    const { sql, folder } = await setUp();
    const report = await importWxr({ path: join(corpus ?? '', 'data/theme-unit-test.wxr.xml') });
    expect(report.created).toMatchObject({ article: 58, page: 21, comment: 29, trackback: 2, pingback: 2 });
    const site = await siteOf(sql);
    let text = '';
    await exportWxr({
      write: (part) => {
        text += part;
      },
    });
    await writeFile(join(folder, 'out.xml'), text);
    const second = await testDatabase();
    await importWxr({ path: join(folder, 'out.xml') });
    expect(await siteOf(second.sql)).toEqual(site);
  });
});
