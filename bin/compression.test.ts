import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { Compressor, preferred } from './compression.ts';
import { PageFront } from './page-front.ts';
import { tagsManifest } from './tags-manifest.ts';

const page = '<!DOCTYPE html><html><body>'.padEnd(4000, 'words and ');

/** `tags`: those of each page; null where it was rendered for another request. */
async function serverOf(
  handler: RequestListener,
  tags: string[] | null = ['anything', 'meanwhile', 'a-tag'],
): Promise<
  (headers?: Record<string, string>, method?: string) => Promise<{ response: IncomingMessage; body: Buffer }>
> {
  const front = new PageFront();
  const compressor = new Compressor(front, async () =>
    Buffer.from('<!DOCTYPE html><html lang="en">no such page</html>'),
  );
  const server = createServer((request, response) => {
    const ask = () => {
      compressor.wrap(request, response, { began: Date.now(), answerWith: () => {}, tags });
      handler(request, response);
    };
    if (!front.answer(request, response, preferred(request.headers['accept-encoding']), ask)) ask();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return (headers = {}, method = 'GET') =>
    new Promise((done, fail) => {
      httpRequest({ port, host: '127.0.0.1', headers, method, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done({ response, body: Buffer.concat(chunks) }));
      })
        .on('error', fail)
        .end();
    });
}

test('brotli before gzip, as the client allows', () => {
  expect(preferred('gzip, deflate, br')).toBe('br');
  expect(preferred('gzip;q=1, br;q=0.5')).toBe('gzip');
  expect(preferred('br;q=0, gzip')).toBe('gzip');
  expect(preferred('identity')).toBeNull();
  expect(preferred(undefined)).toBeNull();
  expect(preferred('*')).toBe('br');
});

test('an answer with an ETag is compressed, with a weak ETag and its true length', async () => {
  const get = await serverOf((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('ETag', '"one"');
    response.write(page.slice(0, 100));
    response.end(page.slice(100));
  });
  const br = await get({ 'accept-encoding': 'br, gzip' });
  expect(brotliDecompressSync(br.body).toString()).toBe(page);
  expect(br.response.headers.etag).toBe('W/"one"');
  expect(Number(br.response.headers['content-length'])).toBe(br.body.length);
  expect(br.response.headers.vary).toBe('Accept-Encoding');
  const gzip = await get({ 'accept-encoding': 'gzip' });
  expect(gunzipSync(gzip.body).toString()).toBe(page);
  expect((await get()).body.toString()).toBe(page);
});

test('a streamed answer is compressed as it goes, and pictures are left alone', async () => {
  const get = await serverOf((request, response) => {
    response.setHeader('Content-Type', request.headers.accept === 'image/png' ? 'image/png' : 'text/plain');
    response.write(page);
    response.end(page);
  });
  const text = await get({ 'accept-encoding': 'gzip' });
  expect(gunzipSync(text.body).toString()).toBe(page + page);
  const picture = await get({ 'accept-encoding': 'gzip', accept: 'image/png' });
  expect(picture.response.headers['content-encoding']).toBeUndefined();
});

test('what is asked for in part or by HEAD tells caches the same', async () => {
  const get = await serverOf((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.setHeader('Cache-Control', 's-maxage=86400, stale-while-revalidate=2505600');
    response.setHeader('ETag', '"one"');
    response.end(page);
  });
  for (const answer of [
    await get({ range: 'bytes=0-' }),
    await get({}, 'HEAD'),
    await get({ 'accept-encoding': 'br' }),
  ]) {
    expect(answer.response.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(answer.response.headers.vary).toBe('Accept-Encoding');
  }
});

test('a large answer that is written as fast as it is taken comes whole', async () => {
  const pieces = 400;
  const get = await serverOf(async (_, response) => {
    response.setHeader('Content-Type', 'text/x-component');
    for (let piece = 0; piece < pieces; piece++) {
      if (!response.write(page)) await new Promise((done) => response.once('drain', done));
    }
    response.end();
  });
  const { body } = await get({ 'accept-encoding': 'gzip' });
  expect(gunzipSync(body).length).toBe(page.length * pieces);
});

test('the document without a body that Next keeps for a page not found becomes a whole page', async () => {
  const get = await serverOf((_, response) => {
    response.statusCode = 404;
    response.setHeader('Content-Type', 'text/html');
    response.setHeader('ETag', '"shell"');
    response.end('<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>');
  });
  for (const headers of [{}, { 'accept-encoding': 'br' }]) {
    const { response, body } = await get(headers);
    expect(response.statusCode).toBe(404);
    expect(body.toString()).toContain('no such page');
  }
});

test('a static page is answered from memory until a tag of it is expired', async () => {
  let rendered = 0;
  const get = await serverOf((_, response) => {
    rendered++;
    response.setHeader('Content-Type', 'text/html');
    response.setHeader('x-nextjs-cache', 'HIT');
    response.setHeader('ETag', `"${rendered}"`);
    response.end(page);
  });
  const first = await get({ 'accept-encoding': 'br' });
  const second = await get({ 'accept-encoding': 'br' });
  expect(rendered).toBe(1);
  expect(second.body.equals(first.body)).toBe(true);
  expect((await get({ 'accept-encoding': 'br' }, 'HEAD')).body.length).toBe(0);
  const unchanged = await get({ 'accept-encoding': 'br', 'if-none-match': 'W/"1"' });
  expect(unchanged.response.statusCode).toBe(304);
  // The router's own requests are no documents.
  await get({ 'accept-encoding': 'br', rsc: '1' });
  expect(rendered).toBe(2);
  tagsManifest.set('anything', { expired: Date.now() });
  const renewed = await get({ 'accept-encoding': 'br' });
  expect(rendered).toBe(3);
  expect(renewed.response.headers.etag).toBe('W/"3"');
});

test('a page is asked for again only when a tag of its own is expired', async () => {
  let rendered = 0;
  const get = await serverOf(
    (_, response) => {
      rendered++;
      // Another's, while this page is being made.
      tagsManifest.set('tag:other', { expired: Date.now() });
      response.setHeader('Content-Type', 'text/html');
      response.setHeader('x-nextjs-cache', 'HIT');
      response.setHeader('ETag', `"${rendered}"`);
      response.end(page);
    },
    ['tag:one', 'tag:two'],
  );
  await get();
  tagsManifest.set('tag:other', { expired: Date.now() });
  expect((await get()).response.headers.etag).toBe('"1"');
  tagsManifest.set('tag:two', { expired: Date.now() });
  expect((await get()).response.headers.etag).toBe('"2"');
  tagsManifest.set('tag:one', { stale: Date.now() });
  expect((await get()).response.headers.etag).toBe('"3"');
  expect((await get()).response.headers.etag).toBe('"3"');
});

test('what was rendered for who asks is kept, what was rendered for another is not, whatever Next calls it', async () => {
  for (const [tags, state, times] of [
    [['tag:fresh'], 'MISS', 1],
    [null, 'MISS', 2],
    [null, 'HIT', 2],
    [['tag:fresh'], 'REVALIDATED', 2],
  ] as const) {
    let rendered = 0;
    const get = await serverOf(
      (_, response) => {
        rendered++;
        response.setHeader('Content-Type', 'text/html');
        response.setHeader('x-nextjs-cache', state);
        response.setHeader('ETag', '"fresh"');
        response.end(page);
      },
      tags && [...tags],
    );
    await get();
    await get();
    expect(rendered, `${state}, ${tags}`).toBe(times);
  }
});

test('a page is not kept when a tag was expired while it was being made', async () => {
  let rendered = 0;
  const get = await serverOf((_, response) => {
    rendered++;
    if (rendered === 1) tagsManifest.set('meanwhile', { expired: Date.now() });
    response.setHeader('Content-Type', 'text/html');
    response.setHeader('x-nextjs-cache', 'HIT');
    response.setHeader('ETag', '"same"');
    response.end(page);
  });
  await get({ 'accept-encoding': 'br' });
  await get({ 'accept-encoding': 'br' });
  expect(rendered).toBe(2);
});

test('a page that many ask for at once is made once, the same for each', async () => {
  let asked = 0;
  const get = await serverOf((_, response) => {
    asked++;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('ETag', '"many"');
    response.end(page);
  });
  const answers = await Promise.all(Array.from({ length: 8 }, () => get({ 'accept-encoding': 'gzip' })));
  expect(asked).toBe(8);
  for (const { response, body } of answers) {
    expect(gunzipSync(body).toString()).toBe(page);
    expect(response.headers.etag).toBe('W/"many"');
  }
});

test.each([
  // Kept at once.
  ['MISS', 2],
  // Not kept: the others ask Next's cache, one for all.
  ['REVALIDATED', 3],
])(
  'who asks for a page while it is rendered (%s) waits for it, and Next is asked %s times',
  async (rendered, times) => {
    let asked = 0;
    let state = 'HIT';
    let letGo = (): void => {};
    let wait: Promise<void> = Promise.resolve();
    const get = await serverOf(async (_, response) => {
      const number = ++asked;
      const cached = state;
      await wait;
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('ETag', `"${number}"`);
      response.setHeader('x-nextjs-cache', cached);
      response.end(`${number} ${page}`);
    });
    await get();
    await get();
    expect(asked).toBe(1);
    tagsManifest.set('a-tag', { expired: Date.now() });
    state = rendered;
    wait = new Promise((done) => {
      letGo = done;
    });
    const readers = Array.from({ length: 8 }, () => get());
    await expect.poll(() => asked).toBe(2);
    state = 'HIT';
    letGo();
    const answers = await Promise.all(readers);
    expect(asked).toBe(times);
    const numbers = answers.map(({ body }) => body.toString().split(' ', 1)[0]);
    expect(numbers.sort()).toEqual(['2', ...Array(7).fill(`${times}`)]);
  },
);

test('nobody waits for a page that is made for each who asks', async () => {
  let open = 0;
  let most = 0;
  let letGo = (): void => {};
  const all = new Promise<void>((done) => {
    letGo = done;
  });
  const get = await serverOf(async (_, response) => {
    most = Math.max(most, ++open);
    if (open === 5) letGo();
    await all;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('ETag', '"own"');
    response.end(page);
  });
  await Promise.all(Array.from({ length: 5 }, () => get()));
  expect(most).toBe(5);
});

test('nobody waits for one who asks for no page, and not for ever for one whose page does not come', async () => {
  let asked = 0;
  let stuck = false;
  const get = await serverOf((request, response) => {
    asked++;
    if (stuck && asked === 2) return;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('ETag', '"one"');
    response.setHeader('x-nextjs-cache', 'HIT');
    response.end(request.method === 'HEAD' ? undefined : page);
  });
  await get();
  tagsManifest.set('a-tag', { expired: Date.now() });
  stuck = true;
  void get({}, 'HEAD').catch(() => {});
  await expect.poll(() => asked).toBe(2);
  // The one who asked for the head alone is never answered; who asks for the page is.
  expect((await get()).body.toString()).toBe(page);
  tagsManifest.set('a-tag', { expired: Date.now() + 1 });
  asked = 1;
  void get().catch(() => {});
  await expect.poll(() => asked).toBe(2);
  expect((await get()).body.toString()).toBe(page);
  expect(asked).toBe(3);
});
