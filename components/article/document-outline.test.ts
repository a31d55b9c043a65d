import { describe, expect, it } from 'vitest';
import type { DocumentNode } from '#lib/document/schema';
import { outlineOf } from './document-outline.ts';
import { wordsOfUnknown } from './unknown.ts';

const heading = (level: number, id?: string): DocumentNode => ({ type: 'heading', attrs: { level, id: id ?? null } });
const doc = (...content: DocumentNode[]): DocumentNode => ({ type: 'doc', content });

describe('outlineOf', () => {
  it('starts headings at 2 and leaves no gap between levels', () => {
    const nodes = [heading(1), heading(4), heading(6), heading(2), heading(3)];
    const { levels } = outlineOf(doc(...nodes), '');
    expect(nodes.map((node) => levels.get(node))).toEqual([2, 3, 4, 2, 3]);
  });

  it('lets an id stand once, and never one of the page', () => {
    const nodes = [heading(2, 'a'), heading(2, 'a'), heading(2, 'content'), heading(2, 'two words')];
    const { ids } = outlineOf(doc(...nodes), '');
    expect(nodes.map((node) => ids.get(node))).toEqual(['a', undefined, undefined, undefined]);
    expect(outlineOf(doc(heading(2, 'content')), 'r7-').ids.size).toBe(1);
  });

  it('numbers notes as they are first referred to, and leads back to the first reference', () => {
    const references = ['b', 'a', 'b'].map((id): DocumentNode => ({ type: 'footnoteReference', attrs: { id } }));
    const notes = ['a', 'b', 'c'].map((id): DocumentNode => ({ type: 'footnote', attrs: { id } }));
    const outline = outlineOf(doc(...references, ...notes), 'r7-');
    expect(references.map((node) => outline.notes.get(node)?.number)).toEqual([1, 2, 1]);
    expect(references.map((node) => outline.notes.get(node)?.referenceId)).toEqual(['r7-ref-1', 'r7-ref-2', '']);
    expect(notes.map((node) => outline.notes.get(node)?.noteId)).toEqual(['r7-note-2', 'r7-note-1', 'r7-note-3']);
    expect(notes.map((node) => outline.notes.get(node)?.referenceId)).toEqual(['r7-ref-2', 'r7-ref-1', '']);
  });
});

describe('wordsOfUnknown', () => {
  it('keeps the text of a block and nothing of its markup', () => {
    expect(wordsOfUnknown('<!-- wp:x --><div><p>One &amp; two</p><script>alert(1)</script><p>Three</p></div>')).toEqual(
      ['One & two', 'Three'],
    );
  });

  it('finds nothing in a bare shortcode', () => {
    expect(wordsOfUnknown('[contact-form-7 id="3" title="Write to us"]')).toEqual([]);
  });
});
