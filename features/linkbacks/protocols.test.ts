import { expect, test } from 'vitest';
import { readForm } from './form.ts';
import { isListed, linkbackHost, pageKey } from './hosts.ts';
import { readBody } from './request.ts';
import { faultOf, readCall, resultOf, XmlRpcError } from './xml-rpc.ts';

const form = (text: string | Buffer, type = 'application/x-www-form-urlencoded') => readForm(Buffer.from(text), type);

test('a form is read in the character set it names, or looks like', () => {
  expect(form('title=A+%26+B&url=http%3A%2F%2Fx.example%2F&title=second&empty')).toEqual(
    new Map([
      ['title', 'A & B'],
      ['url', 'http://x.example/'],
      ['empty', ''],
    ]),
  );
  expect(form('title=%E9t%E9', 'application/x-www-form-urlencoded; charset=ISO-8859-1').get('title')).toBe('été');
  expect(form('title=%E9t%E9&charset=iso-8859-1').get('title')).toBe('été');
  expect(form('title=%E9t%E9').get('title')).toBe('été');
  expect(form('title=%C3%A9').get('title')).toBe('é');
  // ひらがな in Shift_JIS and EUC-JP, percent-encoded and raw.
  expect(form('title=%82%D0%82%E7%82%AA%82%C8').get('title')).toBe('ひらがな');
  expect(form(Buffer.concat([Buffer.from('title='), Buffer.from([0x82, 0xd0, 0x82, 0xe7])])).get('title')).toBe('ひら');
  expect(form('title=%93%FA%96%7B&charset=Shift_JIS').get('title')).toBe('日本');
  expect(form('title=x&charset=no-such-thing').get('title')).toBe('x');
  expect(form('title=%zz%4').get('title')).toBe('%zz%4');
  expect(form('a=%00&b=2').get('b')).toBe('2');
});

const call = (method: string, ...params: string[]) =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params.map((value) => `<param>${value}</param>`).join('')}</params></methodCall>`;

test('a call of XML-RPC is read with typed and untyped values', () => {
  expect(
    readCall(
      call('pingback.ping', '<value><string>http://a/?x=1&amp;y=2</string></value>', '<value>http://b/</value>'),
    ),
  ).toEqual({
    method: 'pingback.ping',
    params: ['http://a/?x=1&y=2', 'http://b/'],
  });
  expect(readCall(call('x', '<value><![CDATA[<b>]]></value>')).params).toEqual(['<b>']);
  expect(readCall(call('x')).params).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['half of one', call('x').slice(0, 60)],
  ['words', 'pingback.ping'],
  ['another document', '<html><body></body></html>'],
  ['no method', '<methodCall><params/></methodCall>'],
  ['an entity of its own', `<!DOCTYPE m [<!ENTITY a "b">]>${call('&a;')}`],
  ['an outside entity', `<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>${call('x', '<value>&a;</value>')}`],
  ['a document type', `<!DOCTYPE methodCall SYSTEM "http://127.0.0.1/x.dtd">${call('x')}`],
  ['an unknown entity', call('x', '<value>&lol;</value>')],
  ['endless nesting', `<methodCall>${'<value>'.repeat(100)}`],
  ['endless params', call('x', ...Array.from({ length: 100 }, () => '<value>1</value>'))],
  ['two roots', `${call('x')}${call('y')}`],
])('%s is no call', (_, text) => {
  expect(() => readCall(text)).toThrow(XmlRpcError);
});

test('what is answered is escaped, and can be read', () => {
  expect(faultOf(17, '<b> & "x"')).toContain('<value><string>&lt;b&gt; &amp; &quot;x&quot;</string></value>');
  expect(resultOf(['http://a/?x&y', 'http://b/'])).toContain('<value><string>http://a/?x&amp;y</string></value>');
});

test('hosts and pages are the same however they are written', () => {
  expect(linkbackHost(new URL('HTTPS://WWW.Other.Example:8443/x'))).toBe('other.example');
  expect(pageKey(new URL('https://Other.example:443/a?b#c'))).toBe(pageKey(new URL('http://other.example/a?b')));
  expect(pageKey(new URL('https://other.example/a'))).not.toBe(pageKey(new URL('https://other.example/A')));
  expect(isListed('blog.other.example', ['other.example'])).toBe(true);
  expect(isListed('another.example', ['other.example'])).toBe(false);
  expect(isListed('other.example', ['*.other.example'])).toBe(true);
  expect(isListed('other.example', [''])).toBe(false);
});

test('a body is read to its cap and no further', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 10_000;
      yield new Uint8Array(10_000);
    }
  }
  expect(await readBody(endless(), 64_000)).toBe('too_large');
  expect(given).toBeLessThan(100_000);
  async function* broken() {
    yield new Uint8Array(3);
    throw new Error('aborted');
  }
  expect(await readBody(broken(), 10)).toBe('too_slow');
  expect(await readBody(null, 10)).toHaveLength(0);
});
