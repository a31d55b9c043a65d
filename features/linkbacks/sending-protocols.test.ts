import { describe, expect, test } from 'vitest';
import type { SafeFetchOptions, SafeResponse } from '#lib/safe-fetch';
import {
  excerptFrom,
  pingbackAnswer,
  pingbackCall,
  tell,
  trackbackAnswer,
  webmentionAnswer,
} from './sending-protocols.ts';

const answer = (body: string, status = 200, type = 'text/xml', headers: Record<string, string> = {}): SafeResponse => ({
  ...{ status, type, url: 'https://blog.example/end', headers: new Headers(headers) },
  body: Buffer.from(body),
});
const fault = (code: string, text: string) =>
  `<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultString</name><value>${text}</value></member><member><name>faultCode</name><value><int>${code}</int></value></member></struct></value></fault></methodResponse>`;

describe('what is said', () => {
  const hostile = {
    source: 'https://paper.example/articles/a?b=1&c=<x>',
    target: 'https://blog.example/?p=1&q="2"',
    title: 'A <b>title</b> & "more"',
    excerpt: `${'Words '.repeat(100)}`,
    siteName: 'Ünïcode 日本',
  };
  const said = async (protocol: 'webmention' | 'pingback' | 'trackback') => {
    let sent: SafeFetchOptions | undefined;
    await tell({ protocol, url: 'https://blog.example/end' }, hostile, async (_, options) => {
      sent = options;
      return answer('');
    });
    return { ...sent, type: sent?.headers?.['content-type'] };
  };

  test('pingback: an XML-RPC call whose two addresses are escaped', async () => {
    const call = pingbackCall(hostile.source, hostile.target);
    expect(call).not.toMatch(/<x>|"2"/);
    expect(await said('pingback')).toMatchObject({ method: 'POST', type: 'text/xml', body: call, keepMethod: true });
  });

  test('trackback: a form in UTF-8, its excerpt cut', async () => {
    const { body, type } = await said('trackback');
    expect(type).toBe('application/x-www-form-urlencoded; charset=utf-8');
    const form = Object.fromEntries(new URLSearchParams(body));
    expect(form).toMatchObject({ url: hostile.source, title: hostile.title, blog_name: hostile.siteName });
    expect(form.excerpt?.length).toBeLessThanOrEqual(250);
  });

  test('webmention: source and target, and nothing else', async () => {
    const form = new URLSearchParams((await said('webmention')).body);
    expect([...form]).toEqual([
      ['source', hostile.source],
      ['target', hostile.target],
    ]);
  });
});

describe('what is answered', () => {
  test('webmention: any 2xx, with words or a place where they will stand', () => {
    expect(webmentionAnswer(answer('<p>Queued &amp; <b>kept</b></p>', 202, 'text/html'))).toMatchObject({
      outcome: 'told',
      text: 'Queued & kept',
    });
    const created = answer('', 201, '', { location: 'https://blog.example/status/1' });
    expect(webmentionAnswer(created).text).toBe('https://blog.example/status/1');
    expect(webmentionAnswer(answer('No', 400, 'text/plain'))).toMatchObject({ outcome: 'refused', text: 'No' });
  });

  test('what may pass is tried later, when the other side says', () => {
    expect(webmentionAnswer(answer('', 429, '', { 'retry-after': '120' }))).toMatchObject({
      outcome: 'later',
      waitSeconds: 120,
    });
    for (const status of [408, 500, 503]) expect(trackbackAnswer(answer('', status)).outcome).toBe('later');
    expect(pingbackAnswer(answer('', 503, '', { 'retry-after': 'Sun, 22 Nov 2026' })).waitSeconds).toBe(0);
  });

  test('pingback: a string, a fault, or something else', () => {
    const params = (value: string) =>
      answer(`<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`);
    expect(pingbackAnswer(params('<string>Thanks</string>'))).toMatchObject({ outcome: 'told', text: 'Thanks' });
    expect(pingbackAnswer(params('<![CDATA[<b>Thanks</b>]]>')).text).toBe('<b>Thanks</b>');
    expect(pingbackAnswer(answer(fault('17', 'No link')))).toMatchObject({
      outcome: 'refused',
      text: 'Fault 17: No link',
    });
    expect(pingbackAnswer(answer(fault('48', '')))).toMatchObject({ outcome: 'told', text: 'Fault 48' });
    expect(pingbackAnswer(answer('<html><p>Not here</p></html>', 200, 'text/html'))).toMatchObject({
      outcome: 'refused',
      text: 'Not here',
    });
  });

  test('trackback: zero, or a number and a message', () => {
    const xml = (error: string, message = '') =>
      answer(`\n<?xml version="1.0"?><response><error>${error}</error>${message}</response>`);
    expect(trackbackAnswer(xml('0')).outcome).toBe('told');
    expect(trackbackAnswer(xml(' 0 ')).outcome).toBe('told');
    expect(trackbackAnswer(xml('1', '<message>Closed &amp; done</message>'))).toMatchObject({
      outcome: 'refused',
      text: 'Closed & done',
    });
    expect(trackbackAnswer(xml('', '')).outcome).toBe('refused');
  });

  test('hostile XML is no answer: declarations, entities, depth, half a document', () => {
    const bodies = [
      '<!DOCTYPE r [<!ENTITY a "b">]><methodResponse><params/></methodResponse>',
      '<methodResponse><params>&unknown;</params></methodResponse>',
      `${'<a>'.repeat(20_000)}`,
      '<methodResponse><params>',
      '\u0000\ufffe',
    ];
    for (const body of bodies) {
      expect(pingbackAnswer(answer(body)).outcome).toBe('refused');
      expect(trackbackAnswer(answer(body)).outcome).toBe('refused');
      expect(pingbackAnswer(answer(body)).text).not.toContain('\u0000');
    }
  });

  test('long and unseen words are cut and cleaned', () => {
    const { text } = webmentionAnswer(answer(`a\u0000b\u202ec ${'x'.repeat(999)}`, 200, 'text/plain'));
    expect(text.startsWith('abc x')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(300);
  });
});

test('an excerpt: the one that was written, else the line under the headline, else how it begins', () => {
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'It begins.' }] }] };
  expect([excerptFrom('Excerpt', 'Deck', body), excerptFrom('', 'Deck', body), excerptFrom('', '', body)]).toEqual([
    'Excerpt',
    'Deck',
    'It begins.',
  ]);
  expect(excerptFrom('', '', null)).toBe('');
});
