import { describe, expect, test } from 'vitest';
import { networkOf } from '#lib/network';
import { FloodGate } from './flood.ts';
import { whyLeftOut } from './judgement.ts';
import { identityOf, readerHash } from './reader.ts';
import { countryCode, referrerHost } from './referrer.ts';
import { CountHitInput, csvLine, DayRange } from './schema.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const request = { address: '203.0.113.7', userAgent: chrome, purpose: '', country: '' };

describe('what is left out', () => {
  test.each([
    ['no name at all', ''],
    ['white space', '   '],
    ['a search engine', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['a browser without a window', chrome.replace('Chrome', 'HeadlessChrome')],
    ['a command', 'curl/8.5.0'],
    ['a script', 'node'],
  ])('%s', (_, userAgent) => {
    expect(whyLeftOut({ ...request, userAgent }, false)).toBe('bot');
  });

  test.each([
    ['Chrome', chrome],
    [
      'Safari',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    ],
    ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0'],
    [
      'a phone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    ],
  ])('not %s', (_, userAgent) => {
    expect(whyLeftOut({ ...request, userAgent }, false)).toBeNull();
  });

  test('pages fetched ahead, and the staff', () => {
    expect(whyLeftOut({ ...request, purpose: 'prefetch;prerender' }, false)).toBe('prefetch');
    expect(whyLeftOut(request, true)).toBe('staff');
  });

  test('a name longer than any browser has costs no time', () => {
    const started = performance.now();
    for (let n = 0; n < 100; n++) whyLeftOut({ ...request, userAgent: `${n}${'a'.repeat(15_000)}` }, false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('who a reader is', () => {
  test('an IPv6 reader is known by the /64, an IPv4 one by the address, mapped or not', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff::9'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('no address')).toBe('');
  });

  test('the code is another for another salt, article, browser, address and site', () => {
    const identity = identityOf('https://a.example', request);
    const others = [
      readerHash('salt 2', 1, identity),
      readerHash('salt', 2, identity),
      readerHash('salt', 1, identityOf('https://a.example', { ...request, userAgent: 'other' })),
      readerHash('salt', 1, identityOf('https://a.example', { ...request, address: '203.0.113.8' })),
      readerHash('salt', 1, identityOf('https://b.example', request)),
    ];
    const own = readerHash('salt', 1, identity);
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([own, ...others]).size).toBe(6);
    expect(readerHash('salt', 1, identityOf('https://a.example', { ...request }))).toBe(own);
  });
});

test('hosts are host names or nothing', () => {
  expect(referrerHost('WWW.Example.com:8080')).toBe('example.com');
  expect(referrerHost('news.example.co.uk.')).toBe('news.example.co.uk');
  for (const other of [
    '',
    'localhost',
    '10.0.0.1',
    '[::1]',
    '=cmd()',
    'a b.example',
    `${'a'.repeat(120)}.example`,
    '-x.example',
  ]) {
    expect(referrerHost(other), other).toBe('');
  }
});

test('countries are two letters, and known', () => {
  expect([countryCode('de'), countryCode('XX'), countryCode('T1'), countryCode(''), countryCode('DEU')]).toEqual([
    'DE',
    null,
    null,
    null,
    null,
  ]);
});

test('what a page may send, and nothing else', () => {
  expect(CountHitInput.safeParse({ articleId: 1, referrer: '' }).success).toBe(true);
  for (const articleId of [0, -1, 1.5, '1', null, Number.NaN, 2 ** 60, {}, [1]]) {
    expect(CountHitInput.safeParse({ articleId, referrer: '' }).success).toBe(false);
  }
  expect(CountHitInput.safeParse({ articleId: 1, referrer: 'x'.repeat(301) }).success).toBe(false);
});

test('a network is full after its calls of the minute, and free in the next', () => {
  const gate = new FloodGate();
  const now = 600_000;
  for (let n = 0; n < 120; n++) expect(gate.isFull('a', now)).toBe(false);
  expect(gate.isFull('a', now)).toBe(true);
  expect(gate.isFull('b', now)).toBe(false);
  expect(gate.isFull('a', now + 60_000)).toBe(false);
});

test('CSV keeps words as words', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', 3])).toBe('a,"b,c","say ""x""",3\r\n');
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1']) {
    expect(csvLine([formula])).toMatch(/^"?'/);
  }
});

test('ranges of days', () => {
  expect(DayRange.safeParse({ from: '2026-01-01', to: '2026-01-01' }).success).toBe(true);
  expect(DayRange.safeParse({ from: '2026-01-02', to: '2026-01-01' }).success).toBe(false);
  expect(DayRange.safeParse({ from: '2026-02-30', to: '2026-03-01' }).success).toBe(false);
});
