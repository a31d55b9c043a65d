import type { DocumentNode } from './schema.ts';

const words = (text: string, ...marks: NonNullable<DocumentNode['marks']>): DocumentNode =>
  marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text };
const p = (...content: DocumentNode[]): DocumentNode => ({ type: 'paragraph', content });
const doc = (...content: DocumentNode[]): DocumentNode => ({ type: 'doc', content });
const file = {
  fileId: '0190a3c4-7b2e-7c11-8a55-2f3f6d0e9b01',
  src: '/files/0190a3c4-7b2e-7c11-8a55-2f3f6d0e9b01/a.jpg',
};
const picture: DocumentNode = {
  type: 'picture',
  attrs: {
    ...file,
    alt: 'A "press" & <ink>',
    width: 800,
    height: 600,
    align: 'wide',
    href: 'https://example.org/',
    credit: 'Ada',
  },
  content: [words('The press, '), words('1911', { type: 'italic' })],
};

/** A document for each thing that the schema has. */
export const samples: Record<string, DocumentNode> = {
  paragraph: doc(p(words('One & two < three "four" [gallery]')), {
    type: 'paragraph',
    attrs: { align: 'center', lang: 'ar', dir: 'rtl' },
    content: [words('مرحبا')],
  }),
  'empty paragraph': doc({ type: 'paragraph' }, p(words('x'))),
  heading: doc(
    { type: 'heading', attrs: { level: 3, id: 'a-b', align: 'center' }, content: [words('Title')] },
    { type: 'heading', attrs: { level: 2, id: null, align: null }, content: [words('Two')] },
  ),
  blockquote: doc({
    type: 'blockquote',
    attrs: { cite: 'https://example.org/q' },
    content: [p(words('Said.')), p(words('Who', { type: 'citation' }))],
  }),
  pullQuote: doc({
    type: 'pullQuote',
    attrs: { citation: 'Ada & Co', align: 'left' },
    content: [p(words('Large words'))],
  }),
  lists: doc(
    {
      type: 'bulletList',
      content: [
        {
          type: 'listItem',
          content: [
            p(words('one')),
            { type: 'bulletList', content: [{ type: 'listItem', content: [p(words('inner'))] }] },
          ],
        },
        { type: 'listItem', content: [p(words('a')), p(words('b'))] },
      ],
    },
    {
      type: 'orderedList',
      attrs: { start: 4, reversed: true, style: 'a' },
      content: [{ type: 'listItem', content: [p(words('four'))] }],
    },
  ),
  definitionList: doc({
    type: 'definitionList',
    content: [
      { type: 'definitionTerm', content: [words('Hit')] },
      { type: 'definitionDescription', content: [p(words('A view.'))] },
    ],
  }),
  codeBlock: doc(
    { type: 'codeBlock', attrs: { language: 'ts' }, content: [words('if (a < b && c[0]) {\n  go();\n}')] },
    { type: 'codeBlock', attrs: { language: null }, content: [words('<!-- wp:x -->')] },
  ),
  preformatted: doc({
    type: 'preformatted',
    content: [words('  two\n   three '), words('bold', { type: 'bold' }), words('\nend')],
  }),
  rules: doc(
    { type: 'horizontalRule' },
    { type: 'readMore', attrs: { label: 'Go on' } },
    { type: 'readMore', attrs: { label: null } },
    { type: 'pageBreak' },
    p(words('x')),
  ),
  table: doc({
    type: 'table',
    attrs: { caption: 'Sums & parts' },
    content: [
      {
        type: 'tableRow',
        content: [
          { type: 'tableHeader', content: [p(words('A'))] },
          { type: 'tableHeader', attrs: { colspan: 2, rowspan: 1, align: 'right' }, content: [p(words('B'))] },
        ],
      },
      {
        type: 'tableRow',
        content: [
          {
            type: 'tableCell',
            attrs: { colspan: 1, rowspan: 2, align: null },
            content: [p(words('x')), p(words('y'))],
          },
          { type: 'tableCell', content: [{ type: 'paragraph' }] },
          {
            type: 'tableCell',
            content: [{ type: 'bulletList', content: [{ type: 'listItem', content: [p(words('in'))] }] }],
          },
        ],
      },
    ],
  }),
  picture: doc(picture, { type: 'picture', attrs: { ...file, alt: '', title: 'T' } }),
  gallery: doc(
    {
      type: 'gallery',
      attrs: { columns: 4 },
      content: [
        { ...picture, attrs: { ...picture.attrs, align: null } },
        { type: 'picture', attrs: { ...file, alt: 'b' } },
      ],
    },
    { type: 'gallery', attrs: { columns: 1 }, content: [{ type: 'picture', attrs: { ...file, alt: 'single' } }] },
  ),
  audio: doc({ type: 'audio', attrs: { ...file, title: 'Talk' }, content: [words('Hear')] }),
  video: doc({
    type: 'video',
    attrs: { ...file, poster: '/files/p.jpg', width: 640, height: 360 },
    content: [words('See')],
  }),
  attachment: doc({ type: 'attachment', attrs: { ...file, name: 'Paper [1].pdf' } }),
  embed: doc(
    { type: 'embed', attrs: { url: 'https://www.youtube.com/watch?v=abc&t=1' }, content: [words('A film')] },
    { type: 'embed', attrs: { url: 'https://example.org/a--b' } },
  ),
  button: doc(
    { type: 'button', attrs: { href: 'https://example.org/' }, content: [words('Go '), words('on', { type: 'bold' })] },
    { type: 'button', attrs: { href: null }, content: [words('Dead')] },
  ),
  details: doc({
    type: 'details',
    attrs: { summary: 'More', open: true },
    content: [p(words('Inside')), { type: 'horizontalRule' }],
  }),
  columns: doc({
    type: 'columns',
    content: [
      { type: 'column', attrs: { width: '33.3%' }, content: [p(words('left'))] },
      {
        type: 'column',
        attrs: { width: null },
        content: [p(words('right')), { type: 'codeBlock', attrs: { language: null }, content: [words('x')] }],
      },
    ],
  }),
  footnotes: doc(p(words('Text'), { type: 'footnoteReference', attrs: { id: 'a1' } }, words(' on.')), {
    type: 'footnotes',
    content: [{ type: 'footnote', attrs: { id: 'a1' }, content: [p(words('Note.'))] }],
  }),
  unknown: doc(
    { type: 'unknown', attrs: { name: 'contact-form-7', source: '[contact-form-7 id="1" title="Hi"]' } },
    { type: 'unknown', attrs: { name: 'acme/chart', source: '<!-- wp:acme/chart {"id":3} /-->' } },
    { type: 'unknown', attrs: { name: 'form', source: '<form action="/x"><input name="a"></form>' } },
    p(words('x')),
  ),
  inline: doc(
    p(
      words('a '),
      words(
        'link',
        { type: 'link', attrs: { href: 'https://example.org/?a=1&b=2', title: 'T', rel: 'nofollow', hreflang: 'de' } },
        { type: 'bold' },
      ),
      words(' '),
      words(
        'all',
        { type: 'bold' },
        { type: 'italic' },
        { type: 'underline' },
        { type: 'strike' },
        { type: 'subscript' },
        { type: 'code' },
        { type: 'keyboard' },
        { type: 'highlight' },
        { type: 'small' },
        { type: 'citation' },
        { type: 'insertion' },
      ),
      words('2', { type: 'superscript' }),
      words('q', { type: 'quotation', attrs: { cite: 'https://example.org/' } }),
      words('abbr', { type: 'abbreviation', attrs: { title: 'Long "form"' } }),
      words('fr', { type: 'span', attrs: { lang: 'fr', dir: 'ltr' } }),
      { type: 'hardBreak' },
      words('next '),
      { type: 'anchor', attrs: { id: 'here' } },
      { type: 'inlinePicture', attrs: { ...file, alt: ':)', width: 16, height: 16 } },
      words(' end'),
    ),
  ),
};
