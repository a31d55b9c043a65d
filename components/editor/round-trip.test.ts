import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getSchema } from '@tiptap/core';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { samples } from '#lib/document/fixture';
import { documentFromHtml } from '#lib/document/from-html';
import { type DocumentNode, documentSchema } from '#lib/document/schema';
import { documentOf } from './document-of.ts';
import { schemaExtensions } from './schema-extensions.ts';

const schema = getSchema(schemaExtensions());

/** The same document with every attribute said, so that two of them can be compared byte by byte. */
const whole = (body: DocumentNode): string => JSON.stringify(documentSchema.nodeFromJSON(body).toJSON());

/** Opened in the editor and saved without a change. */
const saved = (body: DocumentNode): DocumentNode =>
  documentOf(EditorState.create({ doc: schema.nodeFromJSON(body) }).doc);

test.each(Object.entries(samples))('%s is saved as it was opened', (_, body) => {
  expect(whole(saved(body))).toBe(whole(body));
});

test('what is saved says nothing that is so anyway', () => {
  const body: DocumentNode = {
    type: 'doc',
    content: [
      {
        type: 'heading',
        attrs: { level: 2, id: null, align: 'center' },
        content: [{ type: 'text', text: 'a', marks: [{ type: 'link', attrs: { href: '/b', title: null } }] }],
      },
      { type: 'paragraph', attrs: { align: null, lang: null, dir: null } },
    ],
  };
  expect(saved(body)).toEqual({
    type: 'doc',
    content: [
      {
        type: 'heading',
        attrs: { align: 'center' },
        content: [{ type: 'text', text: 'a', marks: [{ type: 'link', attrs: { href: '/b' } }] }],
      },
      { type: 'paragraph' },
    ],
  });
});

/** The texts of a WordPress export, as they stand in it. */
const textsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/<content:encoded><!\[CDATA\[([\s\S]*?)\]\]><\/content:encoded>/g)].map(
    (found) => found[1] ?? '',
  );

function opensAll(texts: readonly string[]): void {
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const body = documentFromHtml(text, { wordpress: true });
    expect(whole(saved(body))).toBe(whole(body));
  }
}

test('imported articles are saved as they were opened', () => {
  opensAll(textsOf(join(import.meta.dirname, '../../features/import/fixtures/edge-cases.xml')));
});

const corpus = process.env.CORPUS_DIR;

describe.skipIf(corpus === undefined)('with the public test data of WordPress', () => {
  test('every article of it is saved as it was opened', () => {
    opensAll(textsOf(join(corpus ?? '', 'data/theme-unit-test.wxr.xml')));
  });
});
