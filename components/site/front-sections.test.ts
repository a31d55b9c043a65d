import { describe, expect, it } from 'vitest';
import { rowsOf } from './front-sections.tsx';

const blocks = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ section: { slug: String(at), name: '', description: '' }, cards: [] }));

describe('rowsOf', () => {
  it('places every section once, in order, and leaves no row with a hole', () => {
    for (let count = 0; count <= 20; count++) {
      const rows = rowsOf(blocks(count));
      expect(rows.flatMap((row) => row.blocks.map((block) => Number(block.section.slug)))).toEqual([
        ...Array(count).keys(),
      ]);
      for (const row of rows) {
        const size = { wide: 1, mirrored: 1, pair: 2, beside: 2, trio: 3 }[row.variant];
        expect(row.blocks).toHaveLength(size);
      }
    }
  });
});
