import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { forwardedBy } from './forwarded.ts';

function through(trusted: string, peer: string, headers: Record<string, string>): IncomingMessage['headers'] {
  const request = {
    headers: { host: 'paper.example', ...headers },
    socket: { remoteAddress: peer },
  } as unknown as IncomingMessage;
  forwardedBy(trusted)(request);
  return request.headers;
}

test('what a client says of itself is overwritten', () => {
  const headers = through('', '198.51.100.7', {
    'x-forwarded-for': '1.2.3.4',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-real-ip': '1.2.3.4',
    forwarded: 'for=1.2.3.4',
  });
  expect(headers).toEqual({
    host: 'paper.example',
    'x-forwarded-for': '198.51.100.7',
    'x-forwarded-host': 'paper.example',
    'x-forwarded-proto': 'http',
  });
});

test('a trusted proxy is believed, up to the last address that is not one', () => {
  const headers = through('127.0.0.1, 10.0.0.0/8', '::ffff:127.0.0.1', {
    'x-forwarded-for': '1.2.3.4, 203.0.113.9, 10.1.2.3',
    'x-forwarded-proto': 'https',
  });
  expect(headers['x-forwarded-for']).toBe('203.0.113.9');
  expect(headers['x-forwarded-proto']).toBe('https');
});

test('a port behind a forwarded address is left out', () => {
  expect(through('127.0.0.1', '127.0.0.1', { 'x-forwarded-for': '1.2.3.4:55' })['x-forwarded-for']).toBe('1.2.3.4');
  expect(through('127.0.0.1', '127.0.0.1', { 'x-forwarded-for': '[2001:db8::1]:55' })['x-forwarded-for']).toBe(
    '2001:db8::1',
  );
});

test('an address has one spelling, whichever the proxy chose', () => {
  for (const [said, kept] of [
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
  ] as const)
    expect(through('127.0.0.1', '127.0.0.1', { 'x-forwarded-for': said })['x-forwarded-for']).toBe(kept);
});

test('an entry that is no address is named', () => {
  expect(() => forwardedBy('10.0.0.0/8, everybody')).toThrow('"everybody" is neither');
});
