import { describe, expect, test } from 'vitest';
import { documentFromHtml, type FromHtmlOptions } from './from-html.ts';
import type { DocumentNode } from './schema.ts';

const read = (html: string, options: FromHtmlOptions = { wordpress: true }): DocumentNode[] =>
  documentFromHtml(html, options).content ?? [];

/** A short sketch of a document: types, text, and the attributes that say something. */
function sketch(nodes: readonly DocumentNode[] = []): string {
  return nodes
    .map((node) => {
      const marks = (node.marks ?? []).map((mark) => `^${mark.type}`).join('');
      if (node.type === 'text') return JSON.stringify(node.text) + marks;
      const attrs = Object.entries(node.attrs ?? {})
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ');
      return `${node.type}${attrs ? `(${attrs})` : ''}${marks}${node.content ? `[${sketch(node.content)}]` : ''}`;
    })
    .join(' ');
}

const cases: [name: string, html: string, expected: string, options?: FromHtmlOptions][] = [
  ['text without paragraphs', 'One\ntwo\n\nthree', 'paragraph["One" hardBreak "two"] paragraph["three"]'],
  ['a mark over an empty line', '<b>one\n\ntwo</b>', 'paragraph["one"^bold] paragraph["two"^bold]'],
  [
    'line breaks between blocks',
    '<p>a</p>\n\n<h1>b</h1>\n<p>c</p>',
    'paragraph["a"] heading(level=2)["b"] paragraph["c"]',
  ],
  ['<br> before a line break', 'a<br />\nb', 'paragraph["a" hardBreak "b"]'],
  [
    'line breaks mean nothing beside blocks',
    '<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->',
    'paragraph["a b"]',
  ],
  ['empty paragraphs', '<p></p><p>&nbsp;</p><p>x</p>', 'paragraph["x"]'],
  [
    'an address alone on its line',
    'See\n\nhttps://example.org/a?b=1\n\nend',
    'paragraph["See"] embed(url=https://example.org/a?b=1) paragraph["end"]',
  ],
  ['an address in a line', 'See https://example.org/ here', 'paragraph["See https://example.org/ here"]'],
  [
    'an address as an item',
    '<ul><li>https://example.org/</li></ul>',
    'bulletList[listItem[paragraph["https://example.org/"]]]',
  ],
  [
    'more and next page',
    'a<!--more Go on-->b<!--nextpage-->c',
    'paragraph["a"] readMore(label=Go on) paragraph["b"] pageBreak paragraph["c"]',
  ],
  [
    'scripts and styles',
    '<p>a<script>alert(1)</script><style>b{}</style></p><p onclick="x()">b</p>',
    'paragraph["a"] paragraph["b"]',
  ],
  ['addresses that run', '<a href="java\tscript:alert(1)">a</a> <img src="javascript:x" alt="b">', 'paragraph["a b"]'],
  ['nested marks', '<em>a <strong>b</strong></em>', 'paragraph["a "^italic "b"^bold^italic]'],
  ['subscript in superscript', '<sup>a<sub>b</sub></sup>', 'paragraph["a"^superscript "b"^subscript]'],
  ['blocks in a link', '<a href="/x"><h2>T</h2><p>t</p></a>', 'heading(level=2)["T"^link] paragraph["t"^link]'],
  [
    'a list in a list',
    '<ul><li>a</li><ul><li>b</li></ul></ul>',
    'bulletList[listItem[paragraph["a"] bulletList[listItem[paragraph["b"]]]]]',
  ],
  [
    'an ordered list',
    '<ol start="3" type="a" reversed><li>a</li></ol>',
    'orderedList(start=3 reversed=true style=a)[listItem[paragraph["a"]]]',
  ],
  [
    'a picture alone',
    '<p><a href="/b"><img src="/a.jpg" alt="A" class="alignleft"></a></p>',
    'picture(src=/a.jpg alt=A align=left href=/b)',
  ],
  [
    'a floated picture before text',
    '<p><img class="alignright size-medium" src="/a.jpg" width="300" height="200">Text</p>',
    'picture(src=/a.jpg width=300 height=200 align=right) paragraph["Text"]',
  ],
  [
    'a smiley',
    'Hello <img class="wp-smiley" src="/s.gif" alt=":)"> you',
    'paragraph["Hello " inlinePicture(src=/s.gif alt=:)) " you"]',
  ],
  ['a pixel that counts', 'a<img src="https://t.example/p.gif" width="1" height="1">', 'paragraph["a"]'],
  [
    'a lazy picture',
    '<img src="data:image/gif;base64,AA" data-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>',
    'picture(src=/a.jpg)',
  ],
  [
    '[caption]',
    '[caption id="x" align="alignleft" width="9"]<a href="/b"><img src="/a.jpg" alt="A"></a> The <em>caption</em>[/caption]',
    'picture(src=/a.jpg alt=A align=left href=/b)["The " "caption"^italic]',
  ],
  [
    'an old [caption]',
    '[caption caption="Say <b>this</b>"]<img src="/a.jpg">[/caption]',
    'picture(src=/a.jpg)["Say " "this"^bold]',
  ],
  ['[embed]', '[embed width="4"]https://example.org/v[/embed]', 'embed(url=https://example.org/v)'],
  [
    '[audio] and [video]',
    '[audio src="/a.mp3"]\n[video mp4="/v.mp4" poster="/p.jpg" width="640" height="360"][/video]',
    'audio(src=/a.mp3) video(src=/v.mp4 poster=/p.jpg width=640 height=360)',
  ],
  ['[code]', '[code language="php"]\nif (a &lt; b) { [x] }\n[/code]', 'codeBlock(language=php)["if (a < b) { [x] }"]'],
  [
    'an unknown shortcode',
    'a\n\n[contact-form-7 id="1" title="Hi [x]"]\n\nb',
    'paragraph["a"] unknown(name=contact-form-7 source=[contact-form-7 id="1" title="Hi [x]"]) paragraph["b"]',
  ],
  [
    'brackets that are words',
    'He said [sic] and [...] so [Smith 2004]',
    'paragraph["He said [sic] and [...] so [Smith 2004]"]',
  ],
  ['an escaped shortcode', 'Write [[gallery]] for one', 'paragraph["Write [gallery] for one"]'],
  [
    'what an unknown shortcode wraps',
    '[spoiler]\nThe <b>end</b>\n[/spoiler]',
    'unknown(name=spoiler source=[spoiler]) paragraph["The " "end"^bold] unknown(name=spoiler source=[/spoiler])',
  ],
  [
    '[gallery]',
    '[gallery columns="2" ids="7,8"]',
    'gallery(columns=2)[picture(fileId=f7 src=/7.jpg width=4 height=3 alt=A7) picture(fileId=f8 src=/8.jpg width=4 height=3 alt=A8)]',
    files(),
  ],
  [
    '[gallery] without ids',
    '[gallery]',
    'gallery(columns=3)[picture(fileId=f7 src=/7.jpg width=4 height=3 alt=A7)]',
    files(),
  ],
  [
    'a gallery of figures',
    '<figure class="wp-block-gallery columns-2"><figure><img src="/a.jpg"><figcaption>A</figcaption></figure><figure><img src="/b.jpg"></figure><figcaption>Both</figcaption></figure>',
    'gallery(columns=2)[picture(src=/a.jpg)["A"] picture(src=/b.jpg)] paragraph["Both"]',
  ],
  [
    'an old gallery',
    '<!-- wp:gallery {"ids":[1],"columns":4} --><ul class="wp-block-gallery"><li class="blocks-gallery-item"><figure><img src="/a.jpg"></figure></li></ul><!-- /wp:gallery -->',
    'gallery(columns=4)[picture(src=/a.jpg)]',
  ],
  [
    'a gallery that a plug-in rendered',
    '<div class="gallery" data-columns="5"><dl class="gallery-item"><dt><a href="/x"><img src="/a.jpg"></a></dt><dd class="gallery-caption">A</dd></dl></div>',
    'gallery(columns=5)[picture(src=/a.jpg href=/x)["A"]]',
  ],
  [
    'a frame of a player',
    '<iframe src="//www.youtube-nocookie.com/embed/abc?start=9"></iframe><iframe src="https://player.vimeo.com/video/5"></iframe>',
    'embed(url=https://www.youtube.com/watch?v=abc&t=9) embed(url=https://vimeo.com/5)',
  ],
  [
    'another frame',
    '<iframe src="https://example.org/x"></iframe>',
    'unknown(name=iframe source=<iframe src="https://example.org/x"></iframe>)',
  ],
  [
    'a form',
    '<p>a</p><form action="/"><input name="q"></form>',
    'paragraph["a"] unknown(name=form source=<form action="/"><input name="q"></form>)',
  ],
  [
    'a pull quote',
    '<aside class="pull-quote"><p>Big</p><cite>Ada</cite></aside>',
    'pullQuote(citation=Ada)[paragraph["Big"]]',
  ],
  [
    'a quote with its author',
    '<blockquote><p>Q</p><cite>A</cite></blockquote>',
    'blockquote[paragraph["Q"] paragraph["A"^citation]]',
  ],
  [
    'a table',
    '<figure class="wp-block-table"><table><thead><tr><th>A</th></tr></thead><tr><td colspan="2" rowspan="x">b</td></tr></table><figcaption>C</figcaption></figure>',
    'table(caption=C)[tableRow[tableHeader(colspan=1 rowspan=1)[paragraph["A"]]] tableRow[tableCell(colspan=2 rowspan=1)[paragraph["b"]]]]',
  ],
  [
    'a definition list',
    '<dl><dt>T</dt><dd>D</dd></dl>',
    'definitionList[definitionTerm["T"] definitionDescription[paragraph["D"]]]',
  ],
  ['verse', '<pre class="wp-block-verse">a\n  b</pre>', 'preformatted["a\\n  b"]'],
  [
    'code',
    '<pre class="wp-block-code"><code class="language-js">a &lt; b</code></pre>',
    'codeBlock(language=js)["a < b"]',
  ],
  [
    'a file',
    '<div class="wp-block-file"><a href="/p.pdf">Paper</a><a href="/p.pdf" class="wp-block-file__button">Download</a></div>',
    'attachment(src=/p.pdf name=Paper)',
  ],
  [
    'a button',
    '<div class="wp-block-buttons"><div class="wp-block-button"><a class="wp-block-button__link" href="/x">Go</a></div></div>',
    'button(href=/x)["Go"]',
  ],
  [
    'columns',
    '<div class="wp-block-columns"><div class="wp-block-column" style="flex-basis:30%"><p>a</p></div><div class="wp-block-column">b</div></div>',
    'columns[column(width=30%)[paragraph["a"]] column[paragraph["b"]]]',
  ],
  [
    'details',
    '<details open><summary>S <b>x</b></summary><p>a</p></details>',
    'details(summary=S x open=true)[paragraph["a"]]',
  ],
  [
    'a cover',
    '<div class="wp-block-cover" style="background-image:url(/c.jpg)"><p class="has-text-align-center">T</p></div>',
    'picture(src=/c.jpg) paragraph(align=center)["T"]',
  ],
  [
    'an unknown block',
    '<!-- wp:acme/chart {"id":1} --><div class="chart"></div><!-- /wp:acme/chart --><p>x</p>',
    'unknown(name=acme/chart source=<!-- wp:acme/chart {"id":1} --><div class="chart"></div><!-- /wp:acme/chart -->) paragraph["x"]',
  ],
  [
    'an unknown block with words',
    '<!-- wp:acme/box --><div><p>Words</p></div><!-- /wp:acme/box -->',
    'paragraph["Words"]',
  ],
  [
    'a block made anew each time',
    '<!-- wp:latest-posts /-->',
    'unknown(name=latest-posts source=<!-- wp:latest-posts /-->)',
  ],
  [
    'a template',
    '<!-- wp:query {"q":1} --><div><!-- wp:post-template --><p>t</p><!-- /wp:post-template --></div><!-- /wp:query -->',
    'unknown(name=query source=<!-- wp:query {"q":1} --><div><!-- wp:post-template --><p>t</p><!-- /wp:post-template --></div><!-- /wp:query -->)',
  ],
  [
    'a block embed',
    '<!-- wp:core-embed/youtube {"url":"https://youtu.be/x"} --><figure class="wp-block-embed-youtube"><div class="wp-block-embed__wrapper">https://youtu.be/x</div><figcaption>F</figcaption></figure><!-- /wp:core-embed/youtube -->',
    'embed(url=https://youtu.be/x)["F"]',
  ],
  [
    'notes of Gutenberg',
    '<p>a<sup data-fn="u1" class="fn"><a href="#u1" id="u1-link">1</a></sup></p><!-- wp:footnotes /-->',
    'paragraph["a" footnoteReference(id=u1)] footnotes[footnote(id=u1)[paragraph["N"^bold]]]',
    { wordpress: true, footnotes: [{ id: 'u1', content: '<strong>N</strong>' }] },
  ],
  [
    'notes of Markdown',
    '<p>a<sup id="fnref:1"><a href="#fn:1">1</a></sup></p><div class="footnotes"><ol><li id="fn:1"><p>N <a href="#fnref:1">↩</a></p></li></ol></div>',
    'paragraph["a" footnoteReference(id=1)] footnotes[footnote(id=1)[paragraph["N"]]]',
  ],
  [
    'a place that is linked to',
    '<p><a href="#here">go</a></p><p id="here">x</p><p id="there">y</p>',
    'paragraph["go"^link] paragraph[anchor(id=here) "x"] paragraph["y"]',
  ],
  ['right to left', '<p dir="rtl" lang="ar">مرحبا</p>', 'paragraph(lang=ar dir=rtl)["مرحبا"]'],
  [
    'a comment of a reader',
    'See https://example.org/a.\n\n<script>x</script><form>words</form> [gallery]',
    'paragraph["See " "https://example.org/a"^link "."] paragraph["words"] paragraph["[gallery]"]',
    { wordpress: true, comment: true },
  ],
  [
    'an address alone on its line of a comment',
    'See:\nhttps://example.org/a\n\nhttps://example.org/b\n\nor https://example.org/c',
    'paragraph["See:"] embed(url=https://example.org/a) embed(url=https://example.org/b) paragraph["or " "https://example.org/c"^link]',
    { wordpress: true, comment: true },
  ],
  [
    'links to the old site',
    '<a href="https://old.example/a">a</a>',
    'paragraph["a"^link]',
    { resolveLink: () => '/articles/a' },
  ],
];

function files(): FromHtmlOptions {
  return {
    wordpress: true,
    attached: () => ['7'],
    resolvePicture: (id) =>
      /^\d+$/.test(id) ? { fileId: `f${id}`, src: `/${id}.jpg`, width: 4, height: 3, alt: `A${id}` } : null,
  };
}

describe('HTML as a document', () => {
  for (const [name, html, expected, options] of cases) {
    test(name, () => {
      expect(sketch(read(html, options))).toBe(expected);
    });
  }

  test('nothing at all is an empty paragraph', () => {
    expect(documentFromHtml('')).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] });
  });

  test('NUL and half surrogates, which Postgres refuses, are gone', () => {
    expect(sketch(read('a\u0000b\ud800c'))).toBe('paragraph["ab\ufffdc"]');
  });

  for (const html of [
    '<blockquote>',
    '<div><b>',
    '<ul><li>',
    '<figure>',
    '<table><tr><td>',
    '[caption]',
    '<!-- wp:x -->',
    '[a b=',
    "['x ",
  ]) {
    test(`ten thousand times ${html} is read quickly, and its text stays`, () => {
      const started = performance.now();
      const document = documentFromHtml(`${html.repeat(10_000)}end`, { wordpress: true });
      expect(JSON.stringify(document)).toContain('end');
      expect(performance.now() - started).toBeLessThan(2000);
    });
  }
});
