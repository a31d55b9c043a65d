import { describe, expect, test } from 'vitest';
import { samples } from './fixture.ts';
import { documentFromHtml } from './from-html.ts';
import { type DocumentNode, documentSchema } from './schema.ts';
import { documentToHtml } from './to-html.ts';

/** With every attribute the schema has, so that two documents that mean the same are the same. */
const whole = (doc: DocumentNode): unknown => documentSchema.nodeFromJSON(doc).toJSON();

describe('documents as HTML and back', () => {
  for (const [name, sample] of Object.entries(samples)) {
    test(name, () => {
      const html = documentToHtml(sample, { wordpress: true });
      expect(whole(documentFromHtml(html, { wordpress: true })), html).toEqual(whole(sample));
    });
  }

  test('every node and mark of the schema has a sample', () => {
    const seen = JSON.stringify(samples);
    for (const name of [...Object.keys(documentSchema.nodes), ...Object.keys(documentSchema.marks)]) {
      expect(seen, name).toContain(`"type":"${name}"`);
    }
  });
});
