import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PersonError } from '#lib/errors';
import { type Answers, picture, services } from './fixture.ts';
import { lookUp } from './look-up.ts';
import { recognise } from './services.ts';

/*
 * The answers are written from each service's own documentation, named beside it; none of them was asked for real.
 */

async function about(address: string, answers: Answers) {
  const { ask, asked } = await services(answers);
  const place = recognise(address);
  if (!place) throw new Error(`${address} is no address.`);
  return { found: await lookUp(place, ask), asked };
}

const html = (head: string) => `<!doctype html><html><head>${head}</head><body><p>Words</p></body></html>`;
const tube = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';

/** oEmbed 1.0, 2.3.4.2 (https://oembed.com): the example of a video. */
const youtubeAnswer = {
  type: 'video',
  version: '1.0',
  title: 'A film  of <b>nothing</b>',
  author_name: 'A channel',
  author_url: 'https://www.youtube.com/@channel',
  provider_name: 'YouTube',
  provider_url: 'https://www.youtube.com/',
  thumbnail_url: 'https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg',
  thumbnail_width: 480,
  thumbnail_height: 360,
  width: 200,
  height: 113,
  html: '<iframe width="200" height="113" src="https://www.youtube.com/embed/dQw4w9WgXcQ?feature=oembed"></iframe>',
};

test('a film: its title, its channel, and the large still where there is one', async () => {
  const answers = {
    'www.youtube.com/oembed': youtubeAnswer,
    'i.ytimg.com/vi/dQw4w9WgXcQ/hq720.jpg': await picture(1600, 900),
  };
  const { found, asked } = await about(tube, answers);
  expect(found).toMatchObject({
    kind: 'video',
    title: 'A film of <b>nothing</b>',
    author: 'A channel',
    description: '',
    player: null,
  });
  expect(asked[0]).toBe(
    'https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json&maxwidth=1280',
  );
  expect(asked.slice(1)).toEqual([
    'https://i.ytimg.com/vi/dQw4w9WgXcQ/maxresdefault.jpg',
    'https://i.ytimg.com/vi/dQw4w9WgXcQ/hq720.jpg',
  ]);
  expect(await sharp(found?.poster ?? undefined).metadata()).toMatchObject({
    format: 'webp',
    width: 1280,
    height: 720,
  });
});

test('a post of X: its words, without their markup (developer.x.com, oEmbed API)', async () => {
  const { found } = await about('https://x.com/jack/status/20', {
    'publish.twitter.com/oembed': {
      url: 'https://twitter.com/jack/status/20',
      author_name: 'jack',
      html: '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">just setting up my twttr &amp; more</p>&mdash; jack (@jack) <a href="https://twitter.com/jack/status/20">March 21, 2006</a></blockquote>\n<script async src="https://platform.twitter.com/widgets.js"></script>',
      width: 550,
      height: null,
      type: 'rich',
      cache_age: '3153600000',
      provider_name: 'Twitter',
      version: '1.0',
    },
  });
  expect(found).toMatchObject({ kind: 'post', author: 'jack', player: null });
  expect(found?.description).toBe('just setting up my twttr & more');
});

test('Bluesky names the account by which its player is found (docs.bsky.app, oEmbed and Post Embed Widget)', async () => {
  const answer = (uri: string) => ({
    'embed.bsky.app/oembed': {
      type: 'rich',
      version: '1.0',
      author_name: 'A writer',
      html: `<blockquote class="bluesky-embed" data-bluesky-uri="${uri}" data-bluesky-cid="bafy"><p lang="en">Words</p></blockquote>`,
      width: 600,
      height: null,
    },
  });
  const address = 'https://bsky.app/profile/writer.example/post/3kqmooj3ems2w';
  const { found } = await about(
    address,
    answer('at://did:plc:tjf4apt65s75xiojhiqzvcan/app.bsky.feed.post/3kqmooj3ems2w'),
  );
  expect(found?.player).toBe(
    'https://embed.bsky.app/embed/did:plc:tjf4apt65s75xiojhiqzvcan/app.bsky.feed.post/3kqmooj3ems2w?colorMode=system',
  );
  for (const uri of [
    'at://did:plc:../../x/app.bsky.feed.post/3kqmooj3ems2w',
    'at://did:web:a%22/app.bsky.feed.post/x',
    'https://evil.example',
  ])
    expect((await about(address, answer(uri))).found?.player).toBeNull();
});

test('an instance of Mastodon is known by its own answer (docs.joinmastodon.org, methods/oembed)', async () => {
  const address = 'https://social.example/@name/109300000000000000';
  const answer = (src: string): Answers => ({
    'social.example/@name/109300000000000000': html(
      '<title>x</title><meta property="og:title" content="A name (@name)"><link href="https://social.example/api/oembed?format=json" rel="alternate" type="application/json+oembed">',
    ),
    'social.example/api/oembed': {
      type: 'rich',
      version: '1.0',
      author_name: 'A name',
      html: `<iframe src="${src}" class="mastodon-embed"></iframe>`,
      width: 400,
      height: null,
    },
  });
  expect((await about(address, answer(`${address}/embed`))).found).toMatchObject({
    kind: 'post',
    player: `${address}/embed`,
    title: 'A name (@name)',
  });
  for (const src of ['https://evil.example/embed', 'https://social.example/settings', 'javascript:alert(1)'])
    expect((await about(address, answer(src))).found).toMatchObject({ kind: 'link', player: null });
});

test('a gist is its first lines (docs.github.com, REST API, gists)', async () => {
  const { found } = await about('https://gist.github.com/name/8f2a1c3d4e5f60718293a4b5c6d7e8f9', {
    'api.github.com/gists/8f2a1c3d4e5f60718293a4b5c6d7e8f9': {
      description: 'How to count',
      owner: { login: 'name' },
      files: { 'count.js': { filename: 'count.js', content: 'let n = 0;\nn++; // <script>\n' } },
    },
  });
  expect(found).toMatchObject({
    kind: 'code',
    title: 'How to count',
    author: 'name',
    description: 'let n = 0;\nn++; // <script>',
  });
});

test('a short address is followed to what it stands for', async () => {
  const { found } = await about('https://vm.tiktok.com/ZMabcdefg/', {
    'vm.tiktok.com/ZMabcdefg/': (_, response) =>
      response.writeHead(301, { location: '/www.tiktok.com/@a/video/6718335390845095173?x=1' }).end(),
    'www.tiktok.com/@a/video/6718335390845095173': html('<title>TikTok</title>'),
    // developers.tiktok.com, Embed Videos: oEmbed.
    'www.tiktok.com/oembed': {
      version: '1.0',
      type: 'video',
      title: 'Scramble up ur name',
      author_name: 'A person',
      thumbnail_url: 'https://p16.example/a.png',
      provider_name: 'TikTok',
    },
    'p16.example/a.png': await picture(300, 540),
  });
  expect(found).toMatchObject({
    kind: 'video',
    title: 'Scramble up ur name',
    target: 'https://www.tiktok.com/@a/video/6718335390845095173',
  });
});

test('a page of nobody we know is what its head says (ogp.me)', async () => {
  const { found } = await about('https://example.org/a', {
    'example.org/a': html(
      '<title>Plain</title><meta property="og:title" content="A page &amp; more"><meta property="og:description" content="What it is about."><meta property="og:image" content="/a.png">',
    ),
    'example.org/a.png': await picture(),
  });
  expect(found).toMatchObject({ kind: 'link', title: 'A page & more', description: 'What it is about.', player: null });
  expect(found?.poster).not.toBeNull();
});

test('a page may name its own oEmbed, and still frames nobody', async () => {
  const { found } = await about('https://blog.example/a', {
    'blog.example/a': html('<title>T</title><link rel="alternate" type="application/json+oembed" href="/oembed?x=1">'),
    'blog.example/oembed': {
      type: 'rich',
      version: '1.0',
      title: 'From oEmbed',
      html: '<iframe src="https://blog.example/a/embed"></iframe>',
    },
  });
  expect(found).toMatchObject({ title: 'From oEmbed', player: null });
});

test('a provider of the registry may frame its own hosts, and no other', async () => {
  const answer = (src: string): Answers => ({
    'speakerdeck.com/oembed.json': {
      type: 'rich',
      version: '1.0',
      title: 'Slides',
      html: `<script>alert(1)</script><iframe src="${src}"></iframe>`,
      width: 710,
      height: 399,
    },
  });
  const framed = async (src: string) => (await about('https://speakerdeck.com/name/a-deck', answer(src))).found?.player;
  expect(await framed('https://speakerdeck.com/player/abc')).toBe('https://speakerdeck.com/player/abc');
  expect(await framed('//speakerdeck.com/player/abc')).toBe('https://speakerdeck.com/player/abc');
  for (const src of [
    'https://evil.example/player',
    'https://speakerdeck.com.evil.example/',
    'https://evilspeakerdeck.com/',
    'http://speakerdeck.com/player',
    'https://speakerdeck.com:8443/player',
    'https://user@speakerdeck.com/player',
    'javascript:alert(1)',
    'data:text/html,x',
    `https://speakerdeck.com/${'x'.repeat(3000)}`,
  ])
    expect(await framed(src)).toBeNull();
});

test('what is gone is gone, and what is not allowed is not', async () => {
  expect((await about(tube, {})).found).toBeNull();
  expect((await about('https://example.org/a', {})).found).toBeNull();
  const status = (code: number): Answers => ({
    'www.youtube.com/oembed': (_, response) => response.writeHead(code).end(),
  });
  expect((await about(tube, status(410))).found).toBeNull();
  for (const code of [401, 403, 429, 500, 503])
    await expect(about(tube, status(code))).rejects.toBeInstanceOf(PersonError);
});

const json = { 'content-type': 'application/json' };
const hostile: Record<string, Answers[string]> = {
  huge: (_, response) => {
    response.writeHead(200, json);
    response.end(JSON.stringify({ type: 'video', title: 'x'.repeat(2_000_000) }));
  },
  slow: (_, response) => {
    response.writeHead(200, json);
    response.write('{');
  },
  silent: () => {},
  'a page instead': html('<title>Sign in</title>'),
  'a picture that says it is JSON': (_, response) =>
    response.writeHead(200, json).end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0])),
  'JSON that is no object': (_, response) => response.writeHead(200, json).end('"words"'),
  'led to this machine': (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'led to the cloud': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
  'led in a circle': (request, response) => response.writeHead(302, { location: request.url ?? '/' }).end(),
  'cut off': (_, response) => {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write('{"type":"video"');
    response.destroy();
  },
};

test.each(Object.entries(hostile))('an answer that is %s is refused with a sentence', async (_, answer) => {
  await expect(about(tube, { 'www.youtube.com/oembed': answer })).rejects.toBeInstanceOf(PersonError);
});

test('an answer full of lies is an answer of nothing', async () => {
  const { found } = await about(tube, {
    'www.youtube.com/oembed': {
      type: ['video'],
      title: { toString: 'x' },
      author_name: 7,
      thumbnail_url: 'javascript:alert(1)',
      html: ['<script>'],
      width: 'wide',
      height: -4,
    },
  });
  expect(found).toMatchObject({
    kind: 'video',
    title: '',
    author: '7',
    poster: null,
    player: null,
    width: null,
    height: null,
  });
});

test.each([
  ['an icon', () => picture(16, 16)],
  ['no picture', async () => Buffer.from('GIF89a, but not really')],
  [
    'a drawing that could run',
    async () =>
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'),
  ],
  [
    'a bomb of pixels',
    () =>
      sharp({ create: { width: 7_000, height: 6_500, channels: 3, background: 'red' } })
        .png({ compressionLevel: 1 })
        .toBuffer(),
  ],
])('%s is no still', async (_, make) => {
  const { found } = await about('https://example.org/a', {
    'example.org/a': html('<title>T</title><meta property="og:image" content="https://example.org/still">'),
    'example.org/still': await make(),
  });
  expect(found?.poster).toBeNull();
});
