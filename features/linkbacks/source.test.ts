import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readSource } from './source.ts';

const target = 'https://paper.example/articles/the-target';
const at = 'https://other.example/notes/answer';

beforeAll(() => vi.stubEnv('SITE_URL', 'https://paper.example'));
afterAll(() => vi.unstubAllEnvs());

const read = (html: string, said: Parameters<typeof readSource>[2] = null, contentType = 'text/html; charset=utf-8') =>
  readSource(
    { body: Buffer.from(html), url: at, contentType },
    async (links) => new Set(links.map((url) => url.href).filter((href) => href.replace(/#.*$/, '') === target)),
    said,
  );

test.each([
  ['a link', `<a href="${target}">x</a>`],
  ['with a fragment', `<a href=${target}#responses>x</a>`],
  ['relative to a base', '<base href="https://paper.example/articles/"><a href="the-target">x</a>'],
  ['with escapes', `<a href="&#104;ttps://paper.example/articles/the-target">x</a>`],
  ['in upper case', `<A HREF='${target}'>x</A>`],
  ['in an area', `<map><area href="${target}"></map>`],
  ['shown', `<iframe src="${target}"></iframe>`],
  ['in <noscript>', `<noscript><a href="${target}">x</a></noscript>`],
  ['half a document', `<html><body><p><a href="${target}">x`],
])('finds %s', async (_, html) => {
  expect(await read(html)).not.toBeNull();
});

test.each([
  ['in words', `<p>${target}</p>`],
  ['that is escaped', `<p>&lt;a href="${target}"&gt;x&lt;/a&gt;</p>`],
  ['in a comment', `<!-- <a href="${target}">x</a> -->`],
  ['in a script', `<script>'<a href="${target}">x</a>'</script>`],
  ['in a text field', `<textarea><a href="${target}">x</a></textarea>`],
  ['in a template', `<template><a href="${target}">x</a></template>`],
  ['to what only begins alike', `<a href="${target}-2">x</a>`],
  ['to what only ends alike', `<a href="https://evil.example/?${target}">x</a>`],
  ['of another host below ours', '<a href="https://paper.example.evil.example/articles/the-target">x</a>'],
  ['of another attribute', `<a title="${target}" href="/">x</a>`],
  ['that runs as a script', `<a href="javascript:'${target}'">x</a>`],
  ['with an address that can not be read', `<a href="http://[${target}">x</a>`],
])('takes nothing for a link %s', async (_, html) => {
  expect(await read(html)).toBeNull();
});

const entry = (inside: string, properties = `class="u-in-reply-to" href="${target}"`) =>
  `<article class="h-entry"><a ${properties}>x</a> ${inside}</article>`;

test.each([
  ['u-in-reply-to', 'reply'],
  ['u-like-of', 'like'],
  ['u-repost-of', 'repost'],
  ['u-bookmark-of', 'bookmark'],
  ['u-url', 'mention'],
])('reads from %s that it is a %s', async (name, kind) => {
  expect(await read(entry('<p class="e-content">Words.</p>', `class="${name}" href="${target}"`))).toMatchObject({
    kind,
    excerpt: ['like', 'repost', 'bookmark'].includes(kind) ? '' : 'Words.',
  });
});

test('reads who wrote it, its title and date, from its entry', async () => {
  const html = entry(`<h1 class="p-name">A title</h1>
    <p class="p-author h-card"><img class="u-photo" src="/me.png" alt=""><a class="p-name u-url" href="/me">Writer one</a></p>
    <time class="dt-published" datetime="2026-05-04T10:00:00+02:00">May</time>
    <div class="e-content"><p>First words.</p> <p>More words.</p></div>`);
  expect(await read(html)).toEqual({
    kind: 'reply',
    name: 'Writer one',
    authorUrl: 'https://other.example/me',
    photo: 'https://other.example/me.png',
    title: 'A title',
    siteName: '',
    excerpt: 'First words. More words.',
    publishedAt: new Date('2026-05-04T08:00:00Z'),
  });
});

test('takes a cite for the page it cites, and the entry that links here of several', async () => {
  const cite = `<div class="u-like-of h-cite"><a class="u-url p-name" href="${target}">x</a></div>`;
  const html = `<div class="h-feed"><div class="h-entry"><p class="e-content">Other.</p></div>
    <div class="h-entry">${cite}<span class="p-author">Writer two</span></div></div>`;
  expect(await read(html)).toMatchObject({ kind: 'like', name: 'Writer two' });
});

test('falls back to Open Graph, then to the title and the words around the link', async () => {
  const link = `<p>Some   words <b>before</b> <a href="${target}">it</a> and after.</p>`;
  const graph = `<meta property="og:title" content="A &amp; B"><meta property="og:description" content="What it says.">
    <meta property="og:site_name" content="The other site"><meta name="author" content="Writer three">
    <meta property="article:published_time" content="2026-01-02">`;
  expect(await read(`<title>No</title>${graph}${link}`)).toMatchObject({
    title: 'A & B',
    excerpt: 'What it says.',
    siteName: 'The other site',
    name: 'Writer three',
    publishedAt: new Date('2026-01-02'),
  });
  expect(
    await read(`<title> A
    page </title>${link}`),
  ).toMatchObject({ title: 'A page', excerpt: 'Some words before it and after.', name: '' });
  const said = { title: 'Said', excerpt: 'Said so.', blogName: 'A blog' };
  expect(await read(link, said)).toMatchObject({ title: 'Said', excerpt: 'Said so.', siteName: 'A blog' });
});

test('keeps names, titles and words as plain text of a line, cut between words', async () => {
  const html =
    entry(`<h1 class="p-name">&lt;script&gt;alert(1)&lt;/script&gt;\u202e</h1><span class="p-author">${'x'.repeat(500)}</span>
    <p class="p-summary">${'word '.repeat(400)}</p>`);
  const found = await read(html);
  expect(found?.title).toBe('<script>alert(1)</script>');
  expect(found?.name).toHaveLength(80);
  expect(found?.excerpt.length).toBeLessThanOrEqual(400);
  expect(found?.excerpt).toMatch(/word…$/);
  const bad = entry(
    '<a class="p-author h-card" href="javascript:alert(1)">Me</a><time class="dt-published">tomorrow</time>',
  );
  expect(await read(bad)).toMatchObject({ name: 'Me', authorUrl: null, publishedAt: null });
});

test('reads pages in their own character set', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`<meta charset="shift_jis"><title>`),
    Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    Buffer.from(`</title><a href="${target}">x</a>`),
  ]);
  const found = await readSource(
    { body: bytes, url: at, contentType: 'text/html' },
    async () => new Set([target]),
    null,
  );
  expect(found?.title).toBe('日本');
});

test.each([
  '<div class="h-entry">',
  '<b>',
  '<p><b>',
  '<a href="x">',
  '<table><tr><td>',
  '<div class="h-entry"><p class="e-content">x</p></div>',
  '<b></p>',
  '<p class="h-entry">',
  '<svg><b>',
  '<li><i>',
  '<b></b>',
])('a megabyte of %s holds nobody up', async (part) => {
  for (const length of [390_000, 1_000_000]) {
    const started = performance.now();
    const link = `<a class="u-like-of h-entry" href="${target}">x</a>`;
    expect(await read(link + part.repeat(Math.floor((length - link.length) / part.length)))).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  }
});

test('a base without end is none, and costs nothing', async () => {
  const base = `<base href="https://paper.example/${'a'.repeat(50_000)}/">`;
  const before = process.memoryUsage().heapUsed;
  expect(await read(`${base}${'<a href="b">x</a>'.repeat(20_000)}`)).toBeNull();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  expect(await read(`${base}<a class="h-entry" href="${target}">x</a>`)).toMatchObject({ kind: 'mention' });
});

const many = (count: number, part: (n: number) => string) => Array.from({ length: count }, (_, n) => part(n)).join('');
const names = (count: number) => many(count, (n) => ` p-${n} u-${n} dt-${n}`);

test.each([
  ['nested properties', `${'<div class="e-content">'.repeat(140)}${'<b>x</b>'.repeat(14_000)}`],
  ['many names', `<div class="${names(100)}">${'<b>x</b>'.repeat(14_000)}</div>`],
  ['roots with two names in each other', '<div class="p-a p-b h-card">'.repeat(140)],
  ['old names', `<div class="hentry">${'<div class="entry-content">'.repeat(140)}${'<b>x</b>'.repeat(14_000)}`],
  ['long texts', `${'<div class="e-content">'.repeat(140)}${'x'.repeat(380_000)}`],
  ['names side by side', '<b class="p-name"></b>'.repeat(14_000)],
  ['what only seems closed', '<div class="e-a"><table><tr><td></div>'.repeat(3_700)],
  ['letters that stay bold', `<p>${many(100, (n) => `<b class="e-${n}">`)}</p>${'<p>x</p>'.repeat(14_000)}`],
  ['relations', `<a href="/" rel="${many(60_000, (n) => `${n} `)}">x</a>`],
  ['attributes', `<a ${many(60_000, (n) => `a${n} `)}>x</a>`],
])('%s hold nobody up', async (_, html) => {
  const started = performance.now();
  const link = `<a class="u-like-of" href="${target}">x</a>`;
  expect(await read(`<div class="h-entry">${link}${html}`)).not.toBeNull();
  expect(performance.now() - started).toBeLessThan(1_000);
});
