import { describe, expect, test } from 'vitest';
import { markupOf } from '#components/ui/markup';
import type { ArticleView } from '#features/articles/schema';
import { SettingsShape } from '#features/settings/schema';
import { editionOf } from '#messages/edition';
import { TakePart } from './take-part.tsx';

const edition = editionOf({ language: 'en', timeZone: 'UTC' });
const article = {
  ...{ kind: 'article', slug: 'a--b', headline: 'A --> "title" & <b>more</b>', body: { type: 'doc' } },
  ...{ commentsOpen: true, pingsOpen: true },
} as ArticleView;

const html = (about: Partial<ArticleView>, changes: object = {}): string =>
  markupOf(
    <TakePart
      article={{ ...article, ...about }}
      settings={SettingsShape.parse(changes)}
      site="https://paper.example"
      edition={edition}
    />,
  );
const sentence = (about: Partial<ArticleView>, changes?: object): string =>
  (/<p class="take-part">(.*?)<\/p>/.exec(html(about, changes))?.[1] ?? '').replace(/<[^>]*>/g, '');

describe('what can be done about an article', () => {
  const noTrackbacks = { receiveTrackbacks: false };
  const nothing = { ...noTrackbacks, receivePingbacks: false, receiveWebmentions: false };
  for (const [name, about, changes, wanted] of [
    ['all is open', {}, {}, 'You can leave a response, or trackback from your own site.'],
    ['no trackbacks', {}, noTrackbacks, 'You can leave a response, or answer from your own site.'],
    ['comments alone, by the article', { pingsOpen: false }, {}, 'You can leave a response.'],
    ['comments alone, by the site', {}, nothing, 'You can leave a response.'],
    [
      'closed here',
      { commentsOpen: false },
      {},
      'Responses are closed here, but you can trackback from your own site.',
    ],
    [
      'closed, no trackbacks',
      { commentsOpen: false },
      noTrackbacks,
      'Responses are closed here, but you can answer from your own site.',
    ],
    ['all is closed', { commentsOpen: false, pingsOpen: false }, {}, ''],
    ['the site takes nothing', {}, { readOnly: true }, ''],
    ['a protected text', { body: null }, {}, ''],
    ['a page', { kind: 'page' }, {}, ''],
  ] as const) {
    test(name, () => expect(sentence(about as Partial<ArticleView>, changes)).toBe(wanted));
  }
});

test('the block for old tools stays inside its comment, and says what it means', () => {
  const block = /<!--(.*?)-->/s.exec(html({}))?.[1] ?? '';
  expect(block).not.toContain('--');
  expect(block.endsWith('</rdf:RDF> ')).toBe(true);
  const value = (name: string) =>
    (new RegExp(`${name}="([^"]*)"`).exec(block)?.[1] ?? '').replaceAll('&#45;', '-').replaceAll('&gt;', '>');
  expect(value('trackback:ping')).toBe('https://paper.example/articles/a--b/trackback');
  expect(value('dc:identifier')).toBe('https://paper.example/articles/a--b');
  expect(value('dc:title')).toBe('A --> &quot;title&quot; &amp; &lt;b>more&lt;/b>');
  expect(html({}, { receiveTrackbacks: false })).not.toContain('<!--');
});
