import { expect, test } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import { compareVersions } from './differences.ts';

const paragraph = (text: string): DocumentNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const version = (...content: DocumentNode[]) => ({
  headline: 'The bridge',
  deck: '',
  body: { type: 'doc', content },
  fields: null,
});
const lines = (count: number) => Array.from({ length: count }, (_, n) => paragraph(`Paragraph ${n} says ${n * 7}.`));

test('a changed word is a word, and what stayed far from it is left out', () => {
  const before = lines(30);
  const after = before.with(15, paragraph('Paragraph 15 says something else.'));
  const { blocks, headline } = compareVersions(version(...before), version(...after));
  expect(headline).toBeNull();
  expect(blocks.map((block) => block.kind)).toEqual(['skipped', 'same', 'changed', 'same', 'skipped']);
  expect(blocks[0]).toEqual({ kind: 'skipped', count: 14 });
  const changed = blocks[2];
  if (changed?.kind !== 'changed') throw new Error('No change was found.');
  expect(changed.words.filter(({ change }) => change === 'removed').map(({ text }) => text)).toEqual(['105']);
  expect(changed.words.find(({ change }) => change === 'added')?.text).toBe('something else');
});

test('paragraphs that went or came are shown whole, and lists and quotes by what is in them', () => {
  const item = (text: string): DocumentNode => ({ type: 'listItem', content: [paragraph(text)] });
  const list = (...texts: string[]): DocumentNode => ({ type: 'bulletList', content: texts.map(item) });
  const { blocks } = compareVersions(
    version(paragraph('Stays.'), list('Milk', 'Bread')),
    version(paragraph('Stays.'), list('Milk', 'Bread', 'Salt and pepper'), paragraph('New.')),
  );
  expect(blocks.filter((block) => block.kind === 'added')).toMatchObject([
    { words: [{ text: 'Salt and pepper', change: 'added' }] },
    { words: [{ text: 'New.', change: 'added' }] },
  ]);
});

test('a link that leads elsewhere and a picture with other words are changes; nothing is nothing', () => {
  const link = (href: string): DocumentNode => ({
    type: 'paragraph',
    content: [{ type: 'text', text: 'A link', marks: [{ type: 'link', attrs: { href } }] }],
  });
  expect(compareVersions(version(link('https://a.example/')), version(link('https://b.example/'))).blocks).toHaveLength(
    1,
  );
  const same = version(...lines(3));
  expect(compareVersions(same, same)).toEqual({ headline: null, deck: null, blocks: [], fields: [] });
  expect(compareVersions(same, same, { all: true }).blocks).toHaveLength(3);
});

test('two long texts without a word in common take no time to speak of', () => {
  const text = (seed: number) =>
    Array.from({ length: 400 }, (_, n) =>
      paragraph(Array.from({ length: 40 }, (_, m) => `w${seed}x${n}y${m}`).join(' ')),
    );
  const began = performance.now();
  const { blocks } = compareVersions(version(...text(1)), version(...text(2)));
  expect(blocks.length).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(5000);
});
