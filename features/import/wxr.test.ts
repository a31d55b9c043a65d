import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWxr, type WxrPart } from './wxr.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wxr-'));
});
afterAll(() => rm(folder, { recursive: true }));

const head = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title><link>https://o.example</link>
<wp:wxr_version>1.2</wp:wxr_version>
`;
const foot = '</channel></rss>\n';
const item =
  '<item><title>A &amp; B &#x41;</title><wp:post_id>1</wp:post_id><content:encoded><![CDATA[a ]]]]><![CDATA[> b]]></content:encoded></item>';

async function read(content: string | Uint8Array, options: { repair?: boolean } = {}): Promise<WxrPart[]> {
  const path = join(folder, 'export.xml');
  await writeFile(path, content);
  const parts: WxrPart[] = [];
  for await (const part of readWxr(path, options)) parts.push(part);
  return parts;
}

describe('an export that can be read', () => {
  test('entities, references and CDATA in CDATA', async () => {
    const [, part] = await read(head + item + foot);
    expect(part).toMatchObject({ type: 'item', item: { fields: { title: 'A & B A', content: 'a ]]> b' } } });
  });

  for (const [name, encode] of [
    ['UTF-16 with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without one', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['empty lines before the declaration', (text: string) => Buffer.from(`\n\n${text}`)],
  ] as const) {
    test(name, async () => {
      expect(await read(encode(head + item.replace('A &amp;', 'Ä &amp;') + foot))).toHaveLength(2);
    });
  }

  test('Latin-1 that says so', async () => {
    const text = head.replace('UTF-8', 'ISO-8859-1') + item.replace('A &amp;', 'Ä &amp;') + foot;
    const [, part] = await read(Buffer.from(text, 'latin1'));
    expect(part).toMatchObject({ item: { fields: { title: 'Ä & B A' } } });
  });

  test('a file larger than the pieces it is read in', async () => {
    const long = item.replace('a ]]]]>', `${'ä]'.repeat(400_000)} ]]]]>`);
    const parts = await read(head + long.repeat(2) + foot);
    expect(parts).toHaveLength(3);
    expect(parts[2]).toMatchObject({ item: { fields: { content: `${'ä]'.repeat(400_000)} ]]> b` } } });
  });
});

const laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
const advice = 'Give the file that WordPress makes under Tools, Export.';
const cutAt = (line: number, character: number, inside: string): string =>
  `export.xml is cut: it ends at line ${line}, character ${character}, inside <${inside}>. Nothing was imported; export or download it again.`;
const broken: [name: string, content: string | Uint8Array, sentence: string][] = [
  ['cut in an element', head + item.slice(0, 30), cutAt(4, head.length + 30, 'title')],
  ['cut in CDATA', `${head}${item.slice(0, -40)}\n\n`, cutAt(6, head.length + item.length - 38, 'content:encoded')],
  ['cut between items', head + item, cutAt(4, head.length + item.length, 'channel')],
  [
    'cut in a character',
    Buffer.concat([Buffer.from(`${head}<item><title>`), Buffer.from([0xe2, 0x82])]),
    cutAt(4, head.length + 13, 'title'),
  ],
  ['not XML', 'PK\u0003\u0004 something', `export.xml is not XML (line 1). ${advice}`],
  ['text', 'Dear editor,\nhere is my text', `export.xml is not XML (line 1). ${advice}`],
  ['empty', '', 'export.xml is empty. Export it from WordPress again (Tools, Export).'],
  [
    'a web page',
    '<html><body>Log in</body></html>',
    'export.xml is not a WordPress export: it begins with <html>, not <rss>.',
  ],
  [
    'a feed',
    '<rss version="2.0"><channel><title>T</title><item><title>x</title></item></channel></rss>',
    `export.xml is RSS, but not a WordPress export: it has no wp:wxr_version. ${advice}`,
  ],
  [
    'another version',
    head.replace('>1.2<', '>2.0<') + item + foot,
    'export.xml is a WordPress export of version 2.0; this import reads 1.0 to 1.2.',
  ],
  [
    'an entity bomb',
    head.replace('<rss', `${laughs}<rss`) + item + foot,
    'export.xml declares entities of its own. No WordPress export does, and they can be a trap: it is not read.',
  ],
  [
    'an entity of HTML',
    head + item.replace('&amp;', '&nbsp;') + foot,
    'export.xml is not well-formed XML at line 4: the entity &nbsp; is not known. Nothing was imported; export it again.',
  ],
  [
    'a control character',
    `${head}\n${item.replace('a ]]', 'a\u000b ]]')}${foot}`,
    'export.xml has a control character (U+000B) at line 5 that XML does not allow. Nothing was imported; run the import with --repair to drop such characters.',
  ],
  [
    'a reference to a control character',
    head + item.replace('&#x41;', '&#x0B;') + foot,
    'export.xml has a control character (&#x0B;) at line 4 that XML does not allow. Nothing was imported; run the import with --repair to drop such characters.',
  ],
  [
    'elements that cross',
    head + item.replace('</title>', '</b>') + foot,
    'export.xml is not well-formed XML at line 4: <title> is closed by </b>. Nothing was imported; export it again.',
  ],
  [
    'nested CDATA',
    head + item.replace('a ]]]]><![CDATA[> b', 'a <![CDATA[ b ]]> c') + foot,
    'export.xml is not well-formed XML at line 4: "]]>" stands in text. Nothing was imported; export it again.',
  ],
  [
    'another encoding',
    Buffer.concat([Buffer.from(head), Buffer.from('<item>\xe9</item>', 'latin1'), Buffer.from(foot)]),
    `export.xml says it is UTF-8, but byte ${head.length + 6} is not. Save it in that encoding, or let --repair stand a sign in for such bytes.`,
  ],
  [
    'an unknown encoding',
    head.replace('UTF-8', 'x-klingon') + foot,
    'export.xml says it is in the encoding x-klingon, which is not known here. Save it as UTF-8.',
  ],
];

describe('a file that is refused', () => {
  for (const [name, content, sentence] of broken) {
    test(name, async () => {
      const message = await read(content).then(
        () => 'it was read',
        (error: Error) => error.message.replace(`${folder}/`, ''),
      );
      expect(message).toBe(sentence);
    });
  }

  test('a file that is not there', async () => {
    const reading = readWxr(join(folder, 'nothing.xml')).next();
    await expect(reading).rejects.toThrow(`There is no file ${join(folder, 'nothing.xml')}.`);
  });

  test('a folder', async () => {
    await expect(readWxr(folder).next()).rejects.toThrow(`${folder} is not a file.`);
  });
});

describe('--repair', () => {
  test('drops what XML forbids and keeps the rest', async () => {
    const text = head + item.replace('&#x41;', '&#x0B;&#11;C').replace('a ]]', 'a\u0000\u000b ]]') + foot;
    const [, part] = await read(text, { repair: true });
    expect(part).toMatchObject({ item: { fields: { title: 'A & B C', content: 'a ]]> b' } } });
  });

  test('reads CDATA in CDATA that nobody escaped', async () => {
    const [, part] = await read(head + item.replace('a ]]]]><![CDATA[> b', 'a <![CDATA[ b ]]> c') + foot, {
      repair: true,
    });
    expect(part).toMatchObject({ item: { fields: { content: 'a <![CDATA[ b  c]]>' } } });
  });

  test('stands U+FFFD in for bytes of another encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${head}<item><title>`),
      Buffer.from([0xe9]),
      Buffer.from(`</title></item>${foot}`),
    ]);
    const [, part] = await read(bytes, { repair: true });
    expect(part).toMatchObject({ item: { fields: { title: '\ufffd' } } });
  });
});
