import { sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { filterWord } from '#db/schema/index';
import type { Taught } from './standing.ts';

/** A response of these words is known as `to` now, and was as `from`. */
export type Lesson = { words: readonly string[]; from: Taught; to: Taught };

/**
 * Teaches the filter, as part of a transaction; the sums (the empty word) with it. One transaction at a time: words
 * are many, and two that teach would lock them in each other's way.
 */
export async function teach(tx: Queryable, lessons: readonly Lesson[]): Promise<void> {
  const learned = new Map<string, { spam: number; ham: number }>();
  const forgotten = new Map<string, { spam: number; ham: number }>();
  for (const { words, from, to } of lessons) {
    if (from === to) continue;
    for (const word of new Set(['', ...words])) {
      if (to !== null) add(learned, word, to);
      if (from !== null) add(forgotten, word, from);
    }
  }
  if (learned.size + forgotten.size === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('broadsheet.filter'))`);
  if (forgotten.size > 0)
    await tx.execute(sql`
      update ${filterWord} as known
      set spam = greatest(0, known.spam - less.spam), ham = greatest(0, known.ham - less.ham)
      from ${rows(forgotten)} as less (word text, spam int, ham int) where less.word = known.word`);
  if (learned.size > 0)
    await tx.execute(sql`
      insert into ${filterWord} as known (word, spam, ham)
      select word, spam, ham from ${rows(learned)} as more (word text, spam int, ham int)
      on conflict (word) do update set spam = known.spam + excluded.spam, ham = known.ham + excluded.ham`);
}

function add(counts: Map<string, { spam: number; ham: number }>, word: string, kind: 'spam' | 'ham'): void {
  const count = counts.get(word) ?? { spam: 0, ham: 0 };
  count[kind]++;
  counts.set(word, count);
}

const rows = (counts: ReadonlyMap<string, { spam: number; ham: number }>) =>
  sql`jsonb_to_recordset(${JSON.stringify([...counts].map(([word, count]) => ({ word, ...count })))}::text::jsonb)`;
