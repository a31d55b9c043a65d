import { describe, expect, test } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import { documentText } from '#lib/document/text';
import { cleanNote, readMarkdown } from './markdown.ts';
import { longestResponse } from './schema.ts';

const read = (text: string): DocumentNode[] => readMarkdown(text).body.content ?? [];
const words = (text: string): string => documentText(readMarkdown(text).body);
const text = (value: string, ...marks: string[]) =>
  marks.length === 0
    ? { type: 'text', text: value }
    : { type: 'text', text: value, marks: marks.map((type) => ({ type })) };
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const link = (value: string, href: string) => ({ ...text(value), marks: [{ type: 'link', attrs: { href } }] });

describe('what a response may say', () => {
  test('emphasis, code, and line ends', () => {
    expect(read('*a* **b** ***c*** `d*e*`\nnext')).toEqual([
      paragraph(
        text('a', 'italic'),
        text(' '),
        text('b', 'bold'),
        text(' '),
        text('c', 'bold', 'italic'),
        text(' '),
        text('d*e*', 'code'),
        { type: 'hardBreak' },
        text('next'),
      ),
    ]);
    expect(read('```js\nlet a = "<b>";\n\n\nend\n```')).toEqual([
      { type: 'codeBlock', attrs: { language: 'js' }, content: [text('let a = "<b>";\n\n\nend')] },
    ]);
  });

  test('quotes and lists', () => {
    expect(read('> a\n> > b\n\n- one\n- two\n\n3. three')).toEqual([
      { type: 'blockquote', content: [paragraph(text('a')), { type: 'blockquote', content: [paragraph(text('b'))] }] },
      {
        type: 'bulletList',
        content: ['one', 'two'].map((item) => ({ type: 'listItem', content: [paragraph(text(item))] })),
      },
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('three'))] }],
      },
    ]);
  });

  test('links, also bare ones, to the web and to mail alone', () => {
    expect(read('[a](https://one.example/x) https://two.example/?q=1. <mailto:a@three.example>')).toEqual([
      paragraph(
        link('a', 'https://one.example/x'),
        text(' '),
        link('https://two.example/?q=1', 'https://two.example/?q=1'),
        text('. '),
        link('mailto:a@three.example', 'mailto:a@three.example'),
      ),
    ]);
    expect(read('See https://one.example/video')).toEqual([
      paragraph(text('See '), link('https://one.example/video', 'https://one.example/video')),
    ]);
    for (const bad of [
      'javascript:alert(1)',
      'JAVASCRIPT:x',
      'data:text/html,x',
      'vbscript:x',
      '//host.example',
      '/path',
      'java&#9;script:x',
    ]) {
      expect(JSON.stringify(read(`[words](${bad})`))).not.toContain('"link"');
      expect(words(`[words](${bad})`)).toContain('words (');
    }
  });

  test('an address alone on its line becomes a player or a card', () => {
    const embed = (url: string) => ({ type: 'embed', attrs: { url } });
    const one = 'https://one.example/video';
    expect(read(one)).toEqual([embed(one)]);
    expect(read(`  ${one}  `)).toEqual([embed(one)]);
    expect(read(`<${one}>`)).toEqual([embed(one)]);
    expect(read(`Look:\n${one}\nand more`)).toEqual([
      paragraph(text('Look:')),
      embed(one),
      paragraph(text('and more')),
    ]);
    expect(read(`${one}\n\nhttps://two.example/é`)).toEqual([embed(one), embed('https://two.example/é')]);
    expect(read(`${one}\n${one}`)).toEqual([embed(one), embed(one)]);
    for (const sentence of [
      `${one} is it`,
      `[words](${one})`,
      `**${one}**`,
      `> ${one}`,
      `- ${one}`,
      `\`${one}\``,
      'www.one.example',
      'a@one.example',
    ])
      expect(JSON.stringify(read(sentence))).not.toContain('embed');
  });

  test('everything else stays as it was typed', () => {
    expect(read('# Head')).toEqual([paragraph(text('# Head'))]);
    expect(words('Head\n===')).toBe('Head ===');
    expect(words('a\n\n---\n\nb')).toBe('a --- b');
    expect(words('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBe(
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
    );
    expect(words('&lt;b&gt; &#x202e; &copy;')).toBe('&lt;b&gt; &#x202e; &copy;');
    expect(words('[a]: https://one.example\n\n[a][b]')).toBe('[a]: https://one.example [a][b]');
    expect(words('| a | b |\n|---|---|\n| 1 | 2 |')).toBe('| a | b | |---|---| | 1 | 2 |');
    expect(words('    indented')).toBe('indented');
    expect(read('![a picture](https://one.example/p.png)')).toEqual([
      paragraph(link('a picture', 'https://one.example/p.png')),
    ]);
  });
});

test('what needs no parser is read as the parser reads it', () => {
  const plain = [
    'One line',
    'Two\nlines',
    '  Led in,\n   and again  \n\n\n\n  "quoted" (3) #1 = 5% of it!',
    'a\n===\nb\n\n\tc',
    '1 of 2',
    'A — b; c ~ d',
  ];
  for (const given of plain) {
    // An escaped sign at the end is a matter for the parser.
    const parsed = JSON.stringify(readMarkdown(`${given} \\@`).body);
    expect(JSON.stringify(readMarkdown(given).body)).toBe(parsed.replace(' @', ''));
  }
});

describe('what people send', () => {
  test('one spelling of letters and line ends, nothing that hides or turns', () => {
    const { source } = readMarkdown('\r\n\u202eevil\u202c a\u0000b\u0007\u200b\ufeff e\u0301\r\nx\u2028y \ud800  ');
    expect(source).toBe('evil ab é\nx\ny \ufffd');
    expect(readMarkdown('می‌خواهم 👩‍👩‍👧').source).toBe('می‌خواهم 👩‍👩‍👧');
    expect(readMarkdown('ca\u00ads\ufe0fi\u034fn\u{e0061}o').source).toBe('casino');
    expect(JSON.stringify(read('[a](https://one.example/\u202ex)'))).not.toContain('\u202e');
  });

  test('towers of marks are cut, letters with a few are not', () => {
    expect(readMarkdown(`Z${'\u0317\u033f\u0335'.repeat(100)}a`).source.length).toBeLessThan(8);
    expect(readMarkdown('việt ษี้ קָ֑').source).toBe('việt ษี้ קָ֑'.normalize('NFC'));
  });

  test.each([
    '',
    '   \n\t ',
    '\u200b\u202e',
    '\u2800\u3164',
    '\u00ad\ufe0f',
    '\u0301',
    '>',
    '- \n- ',
    '```\n```',
    '> - 1. ',
    '\u0000',
  ])('nothing in %j is a sentence', (nothing) => {
    expect(() => readMarkdown(nothing)).toThrow(/Write something first/);
  });

  test('too long is a sentence with both numbers', () => {
    expect(readMarkdown('x'.repeat(longestResponse)).source).toHaveLength(longestResponse);
    expect(() => readMarkdown('x'.repeat(longestResponse + 1))).toThrow(/10,001 .* 10,000/);
    expect(() => readMarkdown('x'.repeat(1_000_000))).toThrow(/1,000,000 .* 10,000/);
    // A form sends two characters for each line end; they are counted as one.
    expect(readMarkdown('x\r\n'.repeat(5000)).source).toHaveLength(9999);
  });

  test('notes are plain and short', () => {
    expect(cleanNote(' It is\r\nrude\u202e ')).toBe('It is\nrude');
    expect(cleanNote('\u200b \n')).toBe('');
    expect(() => cleanNote('x'.repeat(2001))).toThrow(/2000/);
  });
});

const full = (part: string) => part.repeat(Math.floor((longestResponse - 1) / part.length));
const hostile: [name: string, text: string][] = [
  ['quotes in one line', `${full('>').slice(0, -1)}x`],
  ['quotes with spaces', `${full('> ')}x`],
  ['quotes, lists and numbers', `${full('> - 1. ')}x`],
  ['quotes in lines', full(`${'>'.repeat(30)}x\n`)],
  ['steps of a list', Array.from({ length: 98 }, (_, index) => `${'  '.repeat(index)}- a`).join('\n')],
  ['brackets', full('[')],
  ['links in links', full('[a](')],
  ['pictures in links', full('![[]()')],
  ['emphasis never closed', full('*a **a ')],
  ['emphasis of two kinds', full('*_')],
  ['a tower of emphasis', `${'*'.repeat(4900)}a${'*'.repeat(4900)}`],
  ['ticks', Array.from({ length: 138 }, (_, index) => '`'.repeat(index + 1)).join(' ')],
  ['angles', full('<http:')],
  ['addresses', full('a@b.c ')],
  ['line ends', `a${'\n'.repeat(9000)}b`],
  ['quotes of one word', full('> a\n\n')],
  ['marks', `a${'\u0301'.repeat(9000)}`],
];

test.each(hostile)('%s: read in a moment, not deeper than ten', (_, given) => {
  readMarkdown('warm *up* [a](https://one.example)');
  const started = performance.now();
  const { body } = readMarkdown(given);
  // Milliseconds it takes; the margin is for a busy machine. Without the guards some take minutes.
  expect(performance.now() - started).toBeLessThan(1500);
  expect(documentText(body)).not.toBe('');
  const depth = (node: DocumentNode): number =>
    (node.type === 'blockquote' || node.type.endsWith('List') ? 1 : 0) +
    Math.max(0, ...(node.content ?? []).map(depth));
  expect(depth(body)).toBeLessThanOrEqual(10);
});

test('addresses that end in a long row of signs are left as text: finding their end takes the parser seconds', () => {
  for (const hard of [
    `http://a.example/${')'.repeat(9000)}x`,
    `${'&a;'.repeat(3000)} http://a.example`,
    `${'?!.,'.repeat(2000)} www.a.example`,
  ]) {
    expect(JSON.stringify(readMarkdown(hard).body)).not.toContain('"link"');
  }
  expect(JSON.stringify(readMarkdown('See http://a.example/b?c).').body)).toContain('"link"');
});
