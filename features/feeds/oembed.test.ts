import { expect, test } from 'vitest';
import type { ArticleView } from '#features/articles/schema';
import { formatFor } from '#lib/format';
import { articleSlugOf, oembedOf, oembedXml, ownAddress, thumbnailSize } from './oembed.ts';
import { assertWellFormed } from './read-feed.ts';
import { parseOembedQuery } from './schema.ts';

const site = 'https://paper.example';
const article = {
  slug: 'a-story',
  headline: 'A <script>alert(1)</script> & "story"',
  deck: '',
  excerpt:
    'Two lines about the story, long enough to take some room in the box that it is shown in, and then some more of it.',
  language: null,
  publishedAt: '2026-05-14T08:00:00.000Z',
  bylines: [{ slug: 'ada', name: 'Ada' }],
} as unknown as ArticleView;

const oembed = (box: { maxWidth?: number; maxHeight?: number } = {}) =>
  oembedOf({
    article,
    settings: { name: 'The Paper', language: 'en' },
    site,
    format: formatFor({ language: 'en', timeZone: 'UTC' }),
    box: { maxWidth: box.maxWidth ?? null, maxHeight: box.maxHeight ?? null },
    thumbnail: null,
  });

test('an article is a rich quotation without script', () => {
  expect(oembed()).toMatchObject({
    version: '1.0',
    type: 'rich',
    width: 600,
    author_name: 'Ada',
    author_url: `${site}/authors/ada`,
    provider_name: 'The Paper',
    provider_url: `${site}/`,
  });
  expect(oembed().html).toMatch(
    /^<blockquote cite="https:\/\/paper\.example\/articles\/a-story" lang="en"><p><a href="/,
  );
  expect(oembed().html).toContain('A &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;story&quot;');
  expect(oembed().height).toEqual(expect.any(Number));
});

test('the quotation fits its box, losing the teaser first, then itself', () => {
  const whole = oembed();
  const height = Number(whole.height);
  expect(oembed({ maxWidth: 300 }).width).toBe(300);
  expect(Number(oembed({ maxWidth: 300 }).height)).toBeGreaterThan(height);
  const short = oembed({ maxHeight: height - 1 });
  expect(short.type).toBe('rich');
  expect(short.html).not.toContain('Two lines');
  expect(Number(short.height)).toBeLessThan(height);
  expect(oembed({ maxHeight: 20 })).toMatchObject({ type: 'link', title: article.headline });
  expect(oembed({ maxHeight: 20 })).not.toHaveProperty('html');
  expect(oembed({ maxWidth: 50 }).type).toBe('link');
});

test('as XML it is well formed', () => {
  const elements = assertWellFormed(oembedXml(oembed()));
  expect(elements[0]?.name).toBe('oembed');
  expect(elements.find(({ name }) => name === 'html')?.text).toBe(oembed().html);
});

test('a thumbnail is the largest that fits the picture and the box', () => {
  const widths = [160, 320, 640, 1200];
  const picture = { width: 1000, height: 500 };
  const any = { maxWidth: null, maxHeight: null };
  expect(thumbnailSize(picture, widths, any)).toEqual({ width: 1000, height: 500 });
  expect(thumbnailSize({ width: 4000, height: 2000 }, widths, any)).toEqual({ width: 1200, height: 600 });
  expect(thumbnailSize(picture, widths, { maxWidth: 500, maxHeight: null })).toEqual({ width: 320, height: 160 });
  expect(thumbnailSize(picture, widths, { maxWidth: 500, maxHeight: 100 })).toEqual({ width: 160, height: 80 });
  expect(thumbnailSize(picture, widths, { maxWidth: 100, maxHeight: null })).toBeNull();
});

test('only addresses of this site are ours', () => {
  expect(ownAddress('https://paper.example/articles/a/?utm=1#x', site)?.path).toBe('/articles/a');
  expect(ownAddress('http://paper.example/?p=12', site)).toMatchObject({ path: '/' });
  for (const other of [
    'https://evil.example/articles/a',
    'https://paper.example:8443/articles/a',
    'ftp://paper.example/articles/a',
    'articles/a',
    'javascript:alert(1)',
    'https://paper.example/articles/%00',
  ]) {
    expect(ownAddress(other, site)).toBeNull();
  }
  expect(articleSlugOf('/articles/br%C3%BCcke')).toBe('brücke');
  expect(articleSlugOf('/articles/a/responses/2')).toBe('a');
  expect(articleSlugOf('/articles/a/other')).toBeNull();
  expect(articleSlugOf('/sections/a')).toBeNull();
  expect(articleSlugOf('/articles/%ff')).toBeNull();
});

test('the query is read as the specification has it', () => {
  const parse = (query: string) => parseOembedQuery(new URLSearchParams(query));
  expect(parse('')).toMatchObject({ status: 400 });
  expect(parse('url=x&format=yaml')).toMatchObject({ status: 501 });
  expect(parse('url=x')).toEqual({ url: 'x', format: 'json', box: { maxWidth: null, maxHeight: null } });
  expect(parse('url=x&format=xml&maxwidth=300&maxheight=-1')).toEqual({
    url: 'x',
    format: 'xml',
    box: { maxWidth: 300, maxHeight: null },
  });
});
