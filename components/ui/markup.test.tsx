import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Document } from '#components/article/document';
import { Response } from '#components/comment/response';
import type { ResponseView } from '#features/responses/schema';
import { samples } from '#lib/document/fixture';
import { editionOf } from '#messages/edition';
import { sampleFiles } from '../attachment/fixture.ts';
import { Markup, markupOf } from './markup.tsx';

const edition = editionOf({ language: 'en', timeZone: 'UTC' });

/** What React writes, but for how it spells an apostrophe and for the hints to load pictures that it puts before them. */
const byReact = (node: ReactNode): string =>
  renderToStaticMarkup(node)
    .replaceAll('&#x27;', '&#39;')
    .replace(/<link rel="preload"[^>]*>/g, '');

describe('markup is what React writes', () => {
  test.each(Object.entries(samples))('%s', (_, body) => {
    for (const ugc of [false, true]) {
      const node = <Document body={body} edition={edition} prefix={ugc ? 'r1-' : ''} ugc={ugc} />;
      expect(markupOf(node)).toBe(byReact(node));
    }
  });

  test('a response', () => {
    const response: ResponseView = {
      id: 12,
      kind: 'comment',
      parentId: null,
      name: `"><script>alert('1')</script>`,
      link: 'https://reader.example/?a=1&b="2"',
      title: '',
      body: samples.paragraph as ResponseView['body'],
      at: '2026-01-02T03:04:05.000Z',
      userId: 'a"b',
      staff: true,
      editedAt: '2026-01-02T03:05:05.000Z',
      likes: 3,
      state: 'shown',
      writerGone: false,
      linkback: null,
      replies: [],
      attachments: sampleFiles,
    };
    for (const actions of ['none', 'closed', 'open'] as const) {
      const node = <Response response={response} edition={edition} actions={actions} note={<b>'Waits' & waits</b>} />;
      expect(markupOf(node)).toBe(byReact(node));
      expect(markupOf(node)).not.toContain('<script');
    }
  });

  test('attributes and children of every kind', () => {
    const hostile = `<b a="1" b='2'>&amp;</b>`;
    const node = (
      <>
        {[null, undefined, false, true, 0, 1.5, '', hostile, ['a', ['b', <i key="c">c</i>]]]}
        <p
          title={hostile}
          lang=""
          dir={undefined}
          hidden
          data-on={true}
          data-off={false}
          aria-busy={true}
          tabIndex={-1}
        >
          <a href="java-script:1">1</a> <a href="mailto:desk@paper.example">2</a>
        </p>
        <td colSpan={2} className="a b" />
        <time dateTime="2026">then</time>
        <ol start={3} reversed type="a" style={{ '--share': 2.5 } as object} />
        <video controls playsInline muted={false} width={4} height={3} style={{ aspectRatio: '4 / 3' }} poster="" />
        <a href="/files/a" download>
          file
        </a>
        <a href="/files/a" download="b.txt" hrefLang="de">
          file
        </a>
        <pre>{'\n two'}</pre>
        <details open={false} suppressHydrationWarning>
          <summary>…</summary>
        </details>
        <Markup as="div">
          <hr />
        </Markup>
        <svg viewBox="0 0 1 1" aria-hidden="true" focusable="false">
          <path d="M0 0" />
        </svg>
        <br />
      </>
    );
    expect(markupOf(node)).toBe(byReact(node));
  });

  test('addresses that run are left out, however they are written', () => {
    for (const href of ['javascript:alert(1)', ' \tJaVa\nScript\r:1', '\u0001javascript:1']) {
      expect(markupOf(<a href={href}>x</a>)).toBe('<a>x</a>');
      // React writes an address that throws.
      expect(byReact(<a href={href}>x</a>)).toContain('React has blocked');
    }
  });
});

const Island = Object.assign(() => null, { $$typeof: Symbol.for('react.client.reference') });
const Waiting = async () => <b />;

test('what React does more with than to write it is refused', () => {
  for (const node of [
    <Island key="1" />,
    <Waiting key="2" />,
    <input key="3" defaultValue="x" />,
    <script key="4" src="/a.js" />,
    <b key="5" style={{ color: 'red' }} />,
  ]) {
    expect(() => markupOf(node)).toThrow(/markup/);
  }
});

test('an element holds it as it is', () => {
  const node = (
    <Markup as="ol" className="thread">
      <li>{'1 < 2'}</li>
    </Markup>
  );
  expect(renderToStaticMarkup(node)).toBe('<ol class="thread" data-words=""><li>1 &lt; 2</li></ol>');
});
