import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublicAddress, safeFetch } from './safe-fetch.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const html = { accept: ['text/html'] };
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fetched',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

describe('addresses', () => {
  for (const address of [
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '100.64.0.1',
      '192.0.2.1',
      '198.18.0.1',
      '240.0.0.1',
    ],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001::1',
      '2001:db8::1',
      '::7f00:1',
      'not one',
    ],
  ]) {
    test(`${address} is closed`, () => expect(isPublicAddress(address)).toBe(false));
  }
  for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111']) {
    test(`${address} is open`, () => expect(isPublicAddress(address)).toBe(true));
  }
});

describe('what is refused before anything is asked', () => {
  for (const [address, message] of [
    ['file:///etc/passwd', 'refused: file: addresses are not fetched.'],
    ['http://127.0.0.1/', 'refused: 127.0.0.1 is not an address of the open internet.'],
    ['http://2130706433/', 'refused: 127.0.0.1 is not an address of the open internet.'],
    ['http://[::ffff:7f00:1]/', 'refused: ::ffff:7f00:1 is not an address of the open internet.'],
    ['http://example.org:22/', 'refused: Port 22 is not fetched from.'],
    ['http://user:secret@example.org/', 'refused: An address with a password in it is not fetched.'],
    ['not an address', 'refused: "not an address" is not an address.'],
  ] as const) {
    test(address, async () => expect(await code(safeFetch(address, { ...html, allowPrivate: '' }))).toBe(message));
  }

  test('a name that leads here', async () => {
    expect(await code(safeFetch('http://localhost/', { ...html, allowPrivate: '' }))).toMatch(
      /^refused: localhost leads to (127\.0\.0\.1|::1), which is not an address of the open internet\.$/,
    );
  });
});

describe('what is fetched', () => {
  test('the body, its type, and where it was', async () => {
    const host = await serve((request, answer) => {
      if (request.url === '/a') return void answer.writeHead(302, { location: '/b' }).end();
      answer
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' })
        .end(gzipSync('<p>Hi</p>'));
    });
    const found = await safeFetch(`http://${host}/a`, { ...html, allowPrivate: host });
    expect(found).toMatchObject({ status: 200, url: `http://${host}/b`, type: 'text/html' });
    expect(found.body.toString()).toBe('<p>Hi</p>');
  });

  test('an error status is an answer', async () => {
    const host = await serve((_, answer) => void answer.writeHead(404, { 'content-type': 'text/plain' }).end('no'));
    expect((await safeFetch(`http://${host}/`, { ...html, allowPrivate: host })).status).toBe(404);
  });

  test('not a redirect to a closed address', async () => {
    const host = await serve(
      (_, answer) => void answer.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    );
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host }))).toBe(
      'refused: 169.254.169.254 is not an address of the open internet.',
    );
  });

  test('not a redirect to another port of an allowed host', async () => {
    const other = await serve((_, answer) => void answer.end('secret'));
    const host = await serve((_, answer) => void answer.writeHead(302, { location: `http://${other}/` }).end());
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host }))).toMatch(
      /^refused: Port \d+ is not fetched from\.$/,
    );
  });

  test('no more than five redirects', async () => {
    const host = await serve((_, answer) => void answer.writeHead(302, { location: '/' }).end());
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host }))).toBe(
      `refused: http://${host}/ redirects too often.`,
    );
  });

  test('no more than was asked for, also when it was compressed', async () => {
    const host = await serve((_, answer) => {
      answer
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(20_000_000)));
    });
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host }))).toBe(
      `unavailable: http://${host}/ is larger than 1000 KB.`,
    );
  });

  test('no other type', async () => {
    const host = await serve((_, answer) => void answer.writeHead(200, { 'content-type': 'application/zip' }).end('x'));
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host }))).toBe(
      `unavailable: http://${host}/ is of the type application/zip, which is not expected there.`,
    );
  });

  test('no longer than the time there is, also for a body that trickles', async () => {
    const host = await serve((_, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html' });
      answer.write('a');
    });
    expect(await code(safeFetch(`http://${host}/`, { ...html, allowPrivate: host, timeout: 200 }))).toBe(
      `unavailable: http://${host}/ took too long to answer.`,
    );
  });

  test('what can not be reached is said so', async () => {
    expect(await code(safeFetch('http://127.0.0.1:9/', { ...html, allowPrivate: '127.0.0.1:9' }))).toBe(
      "unavailable: http://127.0.0.1:9/ can't be reached.",
    );
  });
});
