import { expect, test } from 'vitest';
import { cdata, escapeXml, withoutForbidden } from './html.ts';

test('what XML forbids is dropped, and nothing else', () => {
  expect(withoutForbidden('a\u0000\u0008\u000b\u001f\ufffe\uffff\ud800b\udc00')).toBe('ab');
  expect(withoutForbidden('\t\n\r é 🗞 \u007f\ue000')).toBe('\t\n\r é 🗞 \u007f\ue000');
});

test('text is escaped for content and attributes', () => {
  expect(escapeXml(`<a href="x">'&amp;'\u0001`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;');
});

test('a CDATA section is split wherever the text would end it', () => {
  expect(cdata('a]]>b]]>c\u0001')).toBe('<![CDATA[a]]]]><![CDATA[>b]]]]><![CDATA[>c]]>');
  // Dropping a character must not make an end of what was none.
  expect(cdata(']]\u0001>')).toBe('<![CDATA[]]]]><![CDATA[>]]>');
});
