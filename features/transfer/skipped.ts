import type { ImportReport } from '#features/import/schema';
import type { SkippedGroup } from './schema.ts';

/** Reasons that are told at most. */
const mostGroups = 100;
/** Ids that are told of each. */
const mostIds = 5;

/** What was not brought, by kind and reason, the most frequent first. The report on the disk has every single one. */
export function inGroups(skipped: ImportReport['skipped']): SkippedGroup[] {
  const groups = new Map<string, SkippedGroup>();
  for (const { kind, id, why } of skipped) {
    // Each file has an address of its own.
    const reason = why.replace(/: https?:\S+$/, '.');
    const key = `${kind}\t${reason}`;
    const group = groups.get(key) ?? { kind, why: reason, count: 0, ids: [] };
    group.count += 1;
    if (group.ids.length < mostIds) group.ids.push(id.slice(0, 200));
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, mostGroups);
}
