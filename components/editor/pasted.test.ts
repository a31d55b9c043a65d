import { expect, test } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import { checkDocument } from '#lib/document/schema';
import { blocksOfCopied, blocksOfPasted } from './pasted.ts';

/** A document as short words: `p(a *b*)`, so that a test reads like what it says. */
function brief(node: DocumentNode): string {
  if (node.type === 'text') {
    return (node.marks ?? []).reduce(
      (text, { type, attrs }) => `${type}${attrs?.href ? ` ${attrs.href}` : ''}<${text}>`,
      node.text ?? '',
    );
  }
  const inner = (node.content ?? []).map(brief).join(node.content?.some(({ type }) => type === 'text') ? '' : ' ');
  const level = node.type === 'heading' ? String(node.attrs?.level ?? 2) : '';
  const src = node.attrs?.src ? String(node.attrs.src) : '';
  return `${node.type}${level}(${src}${inner})`;
}

const pasted = (html: string): string => {
  const content = blocksOfPasted(html);
  if (content.length > 0) checkDocument({ type: 'doc', content });
  return content.map(brief).join(' ');
};

test('Google Docs: the wrapper is no bold, styles are marks, list items are lines, links lead where they say', () => {
  expect(
    pasted(`<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-8d4f"><h1 dir="ltr"><span style="font-weight:400;font-style:normal">A head</span></h1>
      <p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Plain </span><span style="font-weight:700">bold</span><span style="font-style:italic;font-weight:400"> slanted</span>
      <a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D"><span style="text-decoration:underline">there</span></a></p>
      <ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li></ul></b><br class="Apple-interchange-newline">`),
  ).toBe(
    'heading2(A head) paragraph(Plain bold<bold>italic< slanted> link https://example.org/a<there>) bulletList(listItem(paragraph(one)))',
  );
});

test('Word: its paragraphs with signs are lists again, its styles headings, its own elements nothing', () => {
  const item = (level: number, sign: string, words: string) =>
    `<p class=MsoListParagraph style='margin-left:.5in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>${words}<o:p></o:p></p>`;
  expect(
    pasted(`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color:red}</style><xml><o:OfficeDocumentSettings/></xml></head>
      <body lang=EN-US><!--StartFragment--><p class=MsoTitle>Title</p><p class=MsoNormal><b>Bold</b> and <i style='mso-bidi-font-style:normal'>slanted</i><o:p></o:p></p>
      ${item(1, '·', 'one')}
      ${item(2, 'o', 'inner')}
      ${item(1, '·', 'two')}
      ${item(1, '1.', 'first')}<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`),
  ).toBe(
    'heading2(Title) paragraph(bold<Bold> and italic<slanted>) bulletList(listItem(paragraph(one) bulletList(listItem(paragraph(inner)))) listItem(paragraph(two))) orderedList(listItem(paragraph(first)))',
  );
});

test('hostile pages: nothing that runs or leads astray is kept, the words are', () => {
  const html = `<div onclick="x()"><script>alert(1)</script><style>*{}</style><p onmouseover="x()">Words <a href="javascript:alert(1)">bad</a>
    <a href=" jAvAsCrIpT:alert(1)">worse</a> <a href="data:text/html,x">data</a></p><img src="data:image/svg+xml,<svg onload=alert(1)>" alt="Sign">
    <img src=x onerror=alert(1)><svg><script>1</script><text>drawn</text></svg><iframe srcdoc="<script>1</script>"></iframe>
    <form action="https://evil.example"><p>Asked</p><input value=v></form><object data="x.swf"></object><math><mtext>m</mtext></math></div>`;
  const blocks = blocksOfPasted(html);
  const json = JSON.stringify(blocks);
  expect(json).not.toMatch(/script|onclick|onerror|onload|data:|srcdoc|alert|evil|unknown/i);
  expect(json).toContain('Words bad worse data');
});

test('a picture of another page stays an address; of this machine it is nothing', () => {
  expect(pasted('<p>a</p><img src="https://example.org/a.png" alt="A"><img src="file:///C:/a.png"><p>b</p>')).toBe(
    'paragraph(a) picture(https://example.org/a.png) paragraph(b)',
  );
});

test('headings are those that an article may have, and tables stay tables', () => {
  expect(pasted('<h1>a</h1><h6>b</h6><table><tr><th>c</th></tr><tr><td>d</td></tr></table>')).toBe(
    'heading2(a) heading4(b) table(tableRow(tableHeader(paragraph(c))) tableRow(tableCell(paragraph(d))))',
  );
});

test('cells of a table span no more than there is', () => {
  const row = `<tr>${'<td colspan=99999 rowspan=99999>c</td>'.repeat(9)}</tr>`;
  const [table] = blocksOfPasted(`<table>${row}${row}<tr><td colspan=2>d</td></tr></table>`);
  const spans = (table?.content ?? []).map(({ content }) => [
    content?.[0]?.attrs?.colspan,
    content?.[0]?.attrs?.rowspan,
  ]);
  expect(spans).toEqual([
    [1, 3],
    [1, 2],
    [2, 1],
  ]);
});

test('a deep and a long paste end', () => {
  expect(blocksOfPasted(`${'<div>'.repeat(20_000)}deep${'</div>'.repeat(20_000)}`)).toHaveLength(1);
  expect(blocksOfPasted('<p>word</p>'.repeat(20_000)).length).toBe(20_000);
});

test('what an editor copied comes back, and addresses in it are safe ones', () => {
  const link = (href: unknown) => [
    { type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }] },
  ];
  expect(blocksOfCopied(JSON.stringify(link('https://example.org/')))).toEqual(link('https://example.org/'));
  expect(blocksOfCopied(JSON.stringify(link('javascript:alert(1)')))).toEqual(link(''));
  expect(blocksOfCopied(JSON.stringify(link({ toString: 1 })))).toEqual(link(null));
  expect(blocksOfCopied('[{"type":"embed","attrs":{"url":"javascript:alert(1)"}}]')).toBeNull();
  expect(blocksOfCopied('{"type":"doc"}')).toBeNull();
  expect(blocksOfCopied('no json')).toBeNull();
});
