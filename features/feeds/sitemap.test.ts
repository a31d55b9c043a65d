import { expect, test } from 'vitest';
import { assertWellFormed } from './read-feed.ts';
import { sitemapPartOf, sitemapPath } from './schema.ts';
import { newsSitemap, robotsText, sitemap, sitemapIndex } from './sitemap.ts';

const textsOf = (xml: string, name: string) =>
  assertWellFormed(xml)
    .filter((element) => element.name === name)
    .map(({ text }) => text);

test('a sitemap escapes its addresses and leaves out times it does not know', () => {
  const xml = sitemap([
    { url: "https://paper.example/articles/a&b'c", changedAt: '2026-01-02T03:04:05.000Z' },
    { url: 'https://paper.example/', changedAt: null },
  ]);
  expect(textsOf(xml, 'loc')).toEqual(["https://paper.example/articles/a&b'c", 'https://paper.example/']);
  expect(textsOf(xml, 'lastmod')).toEqual(['2026-01-02T03:04:05.000Z']);
  expect(
    textsOf(sitemapIndex([{ url: 'https://paper.example/sitemaps/pages.xml', changedAt: null }]), 'loc'),
  ).toHaveLength(1);
});

test('the news sitemap has hostile headlines as text, and languages as Google wants them', () => {
  const item = (language: string) => ({
    url: 'https://p.example/articles/a',
    headline: ']]> <b> & \u0001',
    language,
    publishedAt: '2026-01-02T03:04:05.000Z',
  });
  const xml = newsSitemap('R&D <daily>', ['pt-BR', 'zh', 'zh-TW', 'zh-Hant', 'nonsense!', 'de-x-private'].map(item));
  expect(textsOf(xml, 'news:language')).toEqual(['pt', 'zh-cn', 'zh-tw', 'zh-tw', 'en', 'de']);
  expect(textsOf(xml, 'news:title')[0]).toBe(']]> <b> & ');
  expect(textsOf(xml, 'news:name')[0]).toBe('R&D <daily>');
  expect(textsOf(newsSitemap('Paper', []), 'loc')).toEqual([]);
});

test('parts have names that lead back to them, and nothing else does', () => {
  for (const part of [
    { kind: 'articles', part: 12 },
    { kind: 'pages', part: 1 },
    { kind: 'authors', part: 1 },
  ] as const) {
    expect(sitemapPartOf(sitemapPath(part).replace('/sitemaps/', ''))).toEqual(part);
  }
  for (const name of [
    'articles-0.xml',
    'articles-01.xml',
    'articles.xml',
    'pages-1.xml',
    'articles-1',
    '../x',
    'articles-9999999999.xml',
  ]) {
    expect(sitemapPartOf(name)).toBeNull();
  }
});

test('robots.txt closes the newsroom, and not a page whose name begins like it', () => {
  expect(robotsText('https://paper.example').split('\n')).toEqual(
    expect.arrayContaining([
      'Disallow: /admin$',
      'Disallow: /admin/',
      'Disallow: /api/',
      'Sitemap: https://paper.example/sitemap.xml',
    ]),
  );
});
