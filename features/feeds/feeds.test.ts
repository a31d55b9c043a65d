import { describe, expect, test } from 'vitest';
import type { FeedArticleView } from '#features/articles/schema';
import { formatFor } from '#lib/format';
import { en } from '#messages/en';
import { atomOf } from './atom.ts';
import { articleEntry, responseEntry, type Writing } from './entries.ts';
import { jsonFeedOf } from './json-feed.ts';
import { assertWellFormed, readFeed } from './read-feed.ts';
import { rssOf } from './rss.ts';
import type { Feed } from './schema.ts';

const site = 'https://paper.example';
const writing: Writing = { site, words: en, format: formatFor({ language: 'en', timeZone: 'UTC' }), whole: true };

/** Everything that breaks feeds: markup, both ends of CDATA, an entity, what XML forbids, half an emoji. */
const hostile = `</title><script>alert("1")</script> ]]> & &amp; 'q' ]]> \u0000\u0001\u000b\ufffe\ud83d <![CDATA[ é 🗞`;
const cleaned = `</title><script>alert("1")</script> ]]> & &amp; 'q' ]]>  <![CDATA[ é 🗞`;
const withoutTags = cleaned.replace(/<\/?(title|script)>/g, '');

const article: FeedArticleView = {
  id: 7,
  slug: 'brücke-schließt',
  kind: 'article',
  headline: hostile,
  deck: 'A deck',
  excerpt: 'Tom & Jerry <3',
  language: 'de',
  publishedAt: '2026-05-14T08:00:00.000Z',
  updatedAt: '2026-05-15T16:20:00.000Z',
  section: { slug: 'r&d', name: 'R&D <lab>' },
  tags: [{ slug: 'a', name: 'A "quoted" tag' }],
  bylines: [
    { slug: 'ada', name: 'Ada & Co' },
    { slug: 'desk', name: 'News desk' },
  ],
  authors: [],
  picture: {
    src: '/files/1/a%20b.jpg',
    width: 1600,
    height: 900,
    alt: 'Bridge "old"',
    caption: 'The <bridge>',
    credit: 'Ada',
  },
  file: { type: 'image/jpeg', bytes: 12345 },
  source: {
    name: 'The Wire <agency>',
    url: 'https://wire.example/story?a=1&b=2',
    author: 'Grace',
    publishedAt: '2026-05-13T12:00:00.000Z',
    licence: 'CC BY 4.0',
    policy: 'canonical',
  },
  corrections: [{ at: '2026-05-16T09:00:00.000Z', text: 'The sum was <b>wrong</b>.', mistake: true }],
  body: {
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: `Body ]]> ${hostile}` }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'a link', marks: [{ type: 'link', attrs: { href: '/articles/other?x=1&y=2' } }] },
        ],
      },
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'a note', marks: [{ type: 'link', attrs: { href: '#note' } }] }],
      },
      { type: 'picture', attrs: { src: '/files/2/in.png', alt: '' } },
    ],
  },
  readingTime: 1,
  responses: 0,
  words: 10,
  commentsOpen: true,
  pingsOpen: true,
};

const feedOf = (...articles: FeedArticleView[]): Feed => feedWith({ whole: true }, ...articles);

function feedWith({ whole }: { whole: boolean }, ...articles: FeedArticleView[]): Feed {
  const entries = articles.map((each) => articleEntry(each, { ...writing, whole }));
  return {
    title: hostile,
    description: hostile,
    language: 'en',
    publisher: { name: 'The Paper', url: `${site}/` },
    home: `${site}/`,
    addresses: { rss: `${site}/feed.xml`, atom: `${site}/atom.xml`, json: `${site}/feed.json` },
    updatedAt: entries[0]?.updatedAt ?? null,
    entries,
  };
}

const address = `${site}/articles/br%C3%BCcke-schlie%C3%9Ft`;

describe.each([
  ['RSS', rssOf, 'feed.xml'],
  ['Atom', atomOf, 'atom.xml'],
])('%s', (name, write, file) => {
  test('is read by a feed library as it was meant, whatever stands in it', async () => {
    const xml = write(feedOf(article));
    // The library takes markup out of titles, as many readers do; the XML itself has it as text.
    const titles = assertWellFormed(xml).filter((element) => element.name === 'title');
    expect(titles.map(({ text }) => text)).toEqual([cleaned, cleaned]);
    const { meta, items } = await readFeed(xml);
    expect(meta.title).toBe(withoutTags);
    expect(meta.link).toBe(`${site}/`);
    expect(meta.xmlurl).toBe(`${site}/${file}`);
    expect(meta.language).toBe('en');
    const [item] = items;
    expect(item?.title).toBe(withoutTags);
    expect(item?.guid).toBe(address);
    expect(item?.link).toBe(address);
    expect(item?.pubdate).toEqual(new Date('2026-05-14T08:00:00Z'));
    expect(item?.categories).toEqual(name === 'RSS' ? ['R&D <lab>', 'A "quoted" tag'] : ['r&d', 'a']);
    expect(item?.enclosures).toEqual([
      expect.objectContaining({ url: `${site}/files/1/a%20b.jpg`, type: 'image/jpeg', length: '12345' }),
    ]);
  });

  test('carries the whole text with absolute addresses, its source and its corrections', async () => {
    const { items } = await readFeed(write(feedOf(article)));
    const html = String(items[0]?.description);
    expect(html).toContain('Body ]]&gt; &lt;/title&gt;&lt;script&gt;');
    expect(html).not.toContain('<script');
    expect(html).toContain(`href="${site}/articles/other?x=1&amp;y=2"`);
    expect(html).toContain(`href="${address}#note"`);
    expect(html).toContain(`src="${site}/files/2/in.png"`);
    expect(html).toContain(
      `<img src="${site}/files/1/a%20b.jpg" alt="Bridge &quot;old&quot;" width="1600" height="900">`,
    );
    expect(html).toContain(
      '<p>Source: <a href="https://wire.example/story?a=1&amp;b=2">The Wire &lt;agency&gt;</a> — first published there on May 13, 2026, written by Grace, Licence: CC BY 4.0</p>',
    );
    expect(html).toContain('<strong>Correction (May 16, 2026):</strong> The sum was &lt;b&gt;wrong&lt;/b&gt;.');
  });

  test('carries an excerpt where the publication says so', async () => {
    const { items } = await readFeed(write(feedWith({ whole: false }, article)));
    const html = String(items[0]?.description);
    expect(html).toContain('<p>Tom &amp; Jerry &lt;3</p>');
    expect(html).toContain('Source:');
    expect(html).not.toContain('Body');
  });

  test('gives nothing of a protected article away', async () => {
    const xml = write(feedOf({ ...article, body: null, excerpt: 'the secret', deck: 'the secret deck' }));
    const { items } = await readFeed(xml);
    expect(items[0]?.description).toContain(en.protectedText);
    expect(xml).not.toContain('secret');
    expect(xml).not.toContain('/files/');
    expect(xml).not.toContain('/responses/');
  });

  test('is valid without anything in it', async () => {
    const { items } = await readFeed(write(feedOf()));
    expect(items).toEqual([]);
  });
});

test('RSS names every byline, and marks the address as permanent', async () => {
  const xml = rssOf(feedOf(article));
  expect(xml).toContain('<dc:creator>Ada &amp; Co</dc:creator>\n<dc:creator>News desk</dc:creator>');
  expect(xml).toContain(`<guid isPermaLink="true">${address}</guid>`);
  expect(xml).toContain('<lastBuildDate>Sat, 16 May 2026 09:00:00 GMT</lastBuildDate>');
  expect(xml).toContain(`<wfw:commentRss>${address}/responses/feed.xml</wfw:commentRss>`);
});

test('Atom says when an entry changed, where it came from and in which language it is', () => {
  const xml = atomOf(feedOf(article));
  expect(xml).toContain('<updated>2026-05-16T09:00:00.000Z</updated>');
  expect(xml).toContain('<link rel="via" href="https://wire.example/story?a=1&amp;b=2"/>');
  expect(xml).toContain('<entry xml:lang="de">');
  expect(xml).toContain(`<author><name>Ada &amp; Co</name><uri>${site}/authors/ada</uri></author>`);
  expect(xml).toContain(`<category term="r&amp;d" label="R&amp;D &lt;lab&gt;" scheme="${site}/sections/"/>`);
});

test('JSON Feed has the same, without characters that stop a parser', () => {
  const text = jsonFeedOf(feedOf(article));
  expect(text.isWellFormed()).toBe(true);
  const feed = JSON.parse(text);
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: cleaned,
    feed_url: `${site}/feed.json`,
  });
  expect(feed.items[0]).toMatchObject({
    id: address,
    url: address,
    external_url: 'https://wire.example/story?a=1&b=2',
    title: cleaned,
    summary: 'Tom & Jerry <3',
    date_published: '2026-05-14T08:00:00.000Z',
    date_modified: '2026-05-16T09:00:00.000Z',
    authors: [{ name: 'Ada & Co', url: `${site}/authors/ada` }, { name: 'News desk' }],
    tags: ['R&D <lab>', 'A "quoted" tag'],
    language: 'de',
    attachments: [{ url: `${site}/files/1/a%20b.jpg`, mime_type: 'image/jpeg', size_in_bytes: 12345 }],
  });
});

test('a response leads to the page of the thread it is on, and says what it answers', async () => {
  const response = {
    id: 9,
    kind: 'comment',
    parentId: 4,
    name: '',
    link: null,
    title: '',
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: hostile }] }] },
    at: '2026-06-01T00:00:00.000Z',
    userId: null,
    staff: false,
    editedAt: null,
    likes: 0,
    state: 'shown',
    writerGone: false,
    linkback: null,
    attachments: [],
    replies: [],
    page: 3,
  } as const;
  const entry = responseEntry(
    {
      ...response,
      body: { ...response.body, content: [...response.body.content] } as never,
      attachments: [],
      replies: [],
    },
    'a',
    writing,
  );
  expect(entry).toMatchObject({
    id: `${site}/articles/a#response-9`,
    url: `${site}/articles/a/responses/3#response-9`,
    title: 'Comment: Anonymous',
    inReplyTo: { id: `${site}/articles/a#response-4` },
  });
  const feed = { ...feedOf(), entries: [entry] };
  const { items } = await readFeed(rssOf(feed));
  expect(items[0]?.guid).toBe(`${site}/articles/a#response-9`);
  expect(rssOf(feed)).toContain('isPermaLink="false"');
  expect(atomOf(feed)).toContain(`<thr:in-reply-to ref="${site}/articles/a#response-4"`);
});
