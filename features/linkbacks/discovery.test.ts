import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { safeFetch } from '#lib/safe-fetch';
import { discoverEndpoint, endpointOf, headerLink } from './discovery.ts';

const at = 'https://blog.example/posts/1';
/** What is discovered of a page of ours with these headers and this HTML: its protocol and address. */
function found(html: string, headers: [string, string][] = [], url = at): string | null {
  const endpoint = endpointOf(new Headers(headers), `<!doctype html><html>${html}</html>`, url, at);
  return endpoint && `${endpoint.protocol} ${endpoint.url}`;
}
const yes = 'webmention https://blog.example/mentions';
const no = '<link rel="webmention" href="/wrong">';

/** The names are those of the discovery tests of webmention.rocks; the pages are ours. */
const cases: [number, string, () => string | null, string | null][] = [
  [1, 'HTTP Link header, unquoted rel, relative URL', () => found('', [['link', '</mentions>; rel=webmention']]), yes],
  [
    2,
    'HTTP Link header, unquoted rel, absolute URL',
    () => found('', [['link', '<https://blog.example/mentions>; rel=webmention']]),
    yes,
  ],
  [3, 'HTML <link> tag, relative URL', () => found('<head><link rel="webmention" href="/mentions"></head>'), yes],
  [
    4,
    'HTML <link> tag, absolute URL',
    () => found('<link rel="webmention" href="https://blog.example/mentions">'),
    yes,
  ],
  [5, 'HTML <a> tag, relative URL', () => found('<p><a rel="webmention" href="/mentions">Tell us</a>'), yes],
  [
    6,
    'HTML <a> tag, absolute URL',
    () => found('<a href="https://blog.example/mentions" rel=webmention>Tell</a>'),
    yes,
  ],
  [7, 'HTTP Link header with strange casing', () => found('', [['LiNk', '</mentions>; REL=WebMention']]), yes],
  [8, 'HTTP Link header, quoted rel', () => found('', [['link', '</mentions>; rel="webmention"']]), yes],
  [9, 'Multiple rel values on a <link> tag', () => found('<link rel="me webmention next" href="/mentions">'), yes],
  [
    10,
    'Multiple rel values on a Link header',
    () => found('', [['link', '</mentions>; title="a, b; c"; rel="next webmention"']]),
    yes,
  ],
  [
    11,
    'Multiple Webmention endpoints advertised: Link, <link>, <a>',
    () => found(`${no}<a rel="webmention" href="/wrong2">x</a>`, [['link', '</mentions>; rel=webmention']]),
    yes,
  ],
  [
    12,
    'Checking for exact match of rel=webmention',
    () => found('<link rel="not-webmention" href="/wrong"><a rel="webmention" href="/mentions">x</a>'),
    yes,
  ],
  [
    13,
    'False endpoint inside an HTML comment',
    () => found(`<!-- ${no} --><a rel="webmention" href="/mentions">x</a>`),
    yes,
  ],
  [
    14,
    'False endpoint in escaped HTML',
    () => found('<code>&lt;a rel="webmention" href="/wrong"&gt;</code><a rel="webmention" href="/mentions">x</a>'),
    yes,
  ],
  [15, 'Webmention href is an empty string', () => found('<link rel="webmention" href="">'), `webmention ${at}`],
  [
    16,
    'Multiple Webmention endpoints advertised: <a>, <link>',
    () => found(`<a rel="webmention" href="/mentions">x</a>${no}`),
    yes,
  ],
  [
    17,
    'Multiple Webmention endpoints advertised: <link>, <a>',
    () => found('<link rel="webmention" href="/mentions"><a rel="webmention" href="/wrong">x</a>'),
    yes,
  ],
  [
    18,
    'Multiple HTTP Link headers',
    () =>
      found('', [
        ['link', '</wrong>; rel="other"'],
        ['link', '</mentions>; rel="webmention"'],
      ]),
    yes,
  ],
  [
    19,
    'Single HTTP Link header with multiple values',
    () => found('', [['link', '</wrong,with comma>; rel="other", </mentions>; rel="webmention"']]),
    yes,
  ],
  [
    20,
    'Link tag with no href attribute',
    () => found('<link rel="webmention"><a rel="webmention" href="/mentions">x</a>'),
    yes,
  ],
  [
    21,
    'Webmention endpoint has query string parameters',
    () => found('<link rel="webmention" href="/mentions?query=yes&amp;b=1">'),
    `${yes}?query=yes&b=1`,
  ],
  [
    22,
    'Webmention endpoint is relative to the path',
    () => found('<link rel="webmention" href="1/mentions">'),
    'webmention https://blog.example/posts/1/mentions',
  ],
  [
    23,
    'Webmention target is a redirect and the endpoint is relative',
    () => found('<link rel="webmention" href="mentions">', [], 'https://blog.example/moved/here'),
    'webmention https://blog.example/moved/mentions',
  ],
];
for (const [number, name, given, wanted] of cases) test(`${number}: ${name}`, () => expect(given()).toBe(wanted));

test('tags in scripts, templates and text fields name no place, nor do addresses that are none', () => {
  expect(found(`<script>'${no}'</script><textarea>${no}</textarea><template>${no}</template>`)).toBeNull();
  expect(found('<link rel="webmention" href="javascript:alert(1)"><a rel="webmention" href="/late">x</a>')).toBeNull();
  expect(found('<base href="https://other.example/b/"><link rel="webmention" href="m">')).toBe(
    'webmention https://other.example/b/m',
  );
  expect(found('<base href="https://other.example/"><link rel="webmention" href="">')).toBe(`webmention ${at}`);
});

test('broken Link headers are read as far as they go', () => {
  for (const header of ['', '<', '</a', '</a>', '</a>;', '</a>; rel', '</a>; rel="webmention', ', , <>;;;', '</a> rel'])
    expect(headerLink(header, 'webmention')).toBeUndefined();
  expect(headerLink('</a>; rel=next; rel=webmention, </b>; rel=webmention', 'webmention')).toBe('/b');
  expect(headerLink(`${'<'.repeat(20_000)}>; rel=x`, 'webmention')).toBeUndefined();
});

test('pingback by its header, then by its tag; webmention goes before', () => {
  const tag = '<link rel="pingback" href="https://blog.example/xmlrpc.php?a&amp;b">';
  expect(found(tag)).toBe('pingback https://blog.example/xmlrpc.php?a&b');
  expect(found(tag, [['x-pingback', 'https://blog.example/ping']])).toBe('pingback https://blog.example/ping');
  expect(found(`${tag}<a rel="webmention" href="/mentions">x</a>`)).toBe(yes);
  expect(found('<a rel="pingback" href="/ping">x</a>')).toBeNull();
});

test('trackback by the RDF that is about the page, in a comment or not', () => {
  const rdf = (about: string, ping: string) =>
    `<rdf:RDF xmlns:rdf="x"><rdf:Description rdf:about="${about}" dc:title="a > b" dc:identifier='${about}' trackback:ping="${ping}" /></rdf:RDF>`;
  const both =
    rdf('https://blog.example/posts/2', 'https://blog.example/tb/2') + rdf(at, 'https://blog.example/tb?p=1&amp;q=2');
  expect(found(`<!-- ${both} -->`)).toBe('trackback https://blog.example/tb?p=1&q=2');
  expect(found(both)).toBe('trackback https://blog.example/tb?p=1&q=2');
  expect(found(rdf('https://blog.example/posts/2', '/tb/2'))).toBeNull();
  expect(found('<rdf:Description '.repeat(60_000))).toBeNull();
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    ask: (url: string, options: object) => safeFetch(url, { accept: [], ...options, allowPrivate: host }),
  };
}

test('over the wire: redirects, two Link headers, what is no page, errors', async () => {
  let asked = 0;
  const { host, ask } = await serve((request, response) => {
    asked++;
    if (request.url === '/old') return response.writeHead(302, { location: '/new/page' }).end();
    if (request.url === '/new/page')
      return response
        .writeHead(200, { 'content-type': 'text/html', link: ['<x>; rel=other', '<m?a=1>; rel=webmention'] })
        .end();
    if (request.url === '/film')
      return response
        .writeHead(200, { 'content-type': 'video/mp4', link: '</m>; rel=webmention' })
        .end(Buffer.alloc(3_000_000));
    return response.writeHead(Number(request.url?.slice(1)), { link: '</m>; rel=webmention' }).end();
  });
  const discover = (path: string) => discoverEndpoint(`http://${host}${path}`, ask);
  expect(await discover('/old')).toEqual({
    endpoint: { protocol: 'webmention', url: `http://${host}/new/m?a=1` },
    status: 200,
  });
  expect(asked).toBe(2);
  expect((await discover('/film')).endpoint?.url).toBe(`http://${host}/m`);
  expect(await discover('/410')).toEqual({ endpoint: null, status: 410 });
  for (const status of [429, 503]) await expect(discover(`/${status}`)).rejects.toThrow(`answered with ${status}.`);
});

test('elements without end hold nobody up', () => {
  const started = performance.now();
  const page = `<link rel="webmention" href="/here">${'<b>'.repeat(333_000)}`;
  const found = endpointOf(new Headers(), page, 'https://other.example/', 'https://other.example/');
  expect(found).toEqual({ protocol: 'webmention', url: 'https://other.example/here' });
  expect(performance.now() - started).toBeLessThan(1_000);
});
