import type { CardView, SectionView } from '#features/articles/schema';
import type { Edition } from '#messages/edition';
import { SectionBlock } from './section-block.tsx';

type Block = { section: SectionView; cards: CardView[] };

/** How many sections stand in each row, and the row's arrangement; from the last, rows repeat. */
const pattern = [
  { size: 1, variant: 'wide' },
  { size: 2, variant: 'pair' },
  { size: 1, variant: 'mirrored' },
  { size: 3, variant: 'trio' },
] as const;

type Row = { variant: (typeof pattern)[number]['variant'] | 'beside'; blocks: Block[] };

/** Sections in rows of different make. No row is left with a hole: two that remain are a pair, three a trio. */
export function rowsOf(blocks: Block[]): Row[] {
  const rows: Row[] = [];
  let at = 0;
  for (let row = 0; at < blocks.length; row++) {
    const left = blocks.length - at;
    const planned = pattern[row % pattern.length] ?? pattern[0];
    const size = row > 0 && left <= 3 ? left : Math.min(planned.size, left);
    const variant = size === planned.size ? planned.variant : size === 3 ? 'trio' : size === 2 ? 'beside' : 'mirrored';
    rows.push({ variant, blocks: blocks.slice(at, at + size) });
    at += size;
  }
  return rows;
}

export function SectionRow({ row: { variant, blocks }, edition }: { row: Row; edition: Edition }) {
  const shown = blocks.map((block) => (
    <SectionBlock key={block.section.slug} {...block} edition={edition} variant={variant} />
  ));
  return blocks.length === 1 ? shown : <div className={`section-row is-${variant}`}>{shown}</div>;
}
