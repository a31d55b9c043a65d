import { diffArrays, diffWordsWithSpace } from 'diff';
import type { DocumentNode } from '#lib/document/schema';
import { documentText } from '#lib/document/text';
import type { ArticleFields, ChangedBlock, ChangedWords, ComparisonView } from './schema.ts';

/** What has blocks inside that are looked at one by one. */
const containers = new Set([
  'doc',
  'blockquote',
  'pullQuote',
  'bulletList',
  'orderedList',
  'listItem',
  'definitionList',
  'definitionDescription',
  'details',
  'columns',
  'column',
  'gallery',
  'footnotes',
  'footnote',
  'table',
  'tableRow',
]);

/** A block as it is compared: what it is, what it says, and what of it is no words (the address of a picture, …). */
type Block = { node: string; text: string; rest: string };

function blocksOf(node: DocumentNode, found: Block[] = []): Block[] {
  if (containers.has(node.type)) for (const child of node.content ?? []) blocksOf(child, found);
  else found.push({ node: node.type, text: wordsOf(node), rest: JSON.stringify([node.attrs ?? null, marksOf(node)]) });
  return found;
}

const wordsOf = (node: DocumentNode): string => {
  const attrs = node.attrs ?? {};
  const named = [attrs.alt, attrs.url, attrs.name, attrs.href].filter((value) => typeof value === 'string' && value);
  const said = node.type === 'unknown' ? String(attrs.source ?? '').slice(0, 2000) : documentText(node);
  return node.type === 'paragraph' || node.type === 'heading' ? said : [said, ...named].filter(Boolean).join(' — ');
};

/** Marks on words: a link that leads elsewhere is a change too. */
const marksOf = (node: DocumentNode): unknown[] =>
  (node.content ?? []).map(({ marks, content }) => [marks ?? null, content ? 1 : 0]);

/** Texts that differ more than this are shown as one that went and one that came. */
const mostEdits = 4000;

/** Milliseconds that one comparison may take of the one thread there is; what is not compared by then is shown whole. */
const longest = 400;

function compareWords(before: string, after: string, until: number): ChangedWords[] | null {
  const timeout = until - Date.now();
  if (timeout <= 0) return null;
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostEdits, timeout });
  return (
    parts?.map(({ value, added, removed }) => ({
      text: value,
      change: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
    })) ?? null
  );
}

const whole = (text: string, change: ChangedWords['change']): ChangedWords[] => [{ text, change }];

const wordSets = new WeakMap<Block, Set<string>>();

function wordSetOf(block: Block): Set<string> {
  let words = wordSets.get(block);
  if (!words) {
    words = new Set(block.text.toLowerCase().split(/\s+/));
    wordSets.set(block, words);
  }
  return words;
}

/** How much two blocks have in common, from 0 to 1, by their words. */
function likeness(a: Block, b: Block): number {
  const [words, others] = [wordSetOf(a), wordSetOf(b)];
  let shared = 0;
  for (const word of others) if (words.has(word)) shared++;
  return shared / Math.max(words.size, others.size, 1);
}

/** A block is looked for among so many that came at its place. */
const lookAhead = 12;

/** Blocks that went and came at one place: those that are alike are one block that was changed. */
function pair(gone: readonly Block[], come: readonly Block[], until: number): ChangedBlock[] {
  const result: ChangedBlock[] = [];
  let at = 0;
  for (const block of gone) {
    const match = come.findIndex(
      (other, index) =>
        index >= at && index < at + lookAhead && other.node === block.node && likeness(block, other) > 0.35,
    );
    if (match === -1) {
      result.push({ kind: 'removed', node: block.node, words: whole(block.text, 'removed') });
      continue;
    }
    for (const other of come.slice(at, match)) result.push(added(other));
    at = match + 1;
    const other = come[match] as Block;
    const words = compareWords(block.text, other.text, until);
    if (words) result.push({ kind: 'changed', node: other.node, words });
    else result.push({ kind: 'removed', node: block.node, words: whole(block.text, 'removed') }, added(other));
  }
  for (const other of come.slice(at)) result.push(added(other));
  return result;
}

const added = ({ node, text }: Block): ChangedBlock => ({ kind: 'added', node, words: whole(text, 'added') });

/** Blocks around a change that are shown with it. */
const around = 1;

/** Leaves out what stayed as it was, but for what stands beside a change. */
function shortened(blocks: readonly ChangedBlock[]): ChangedBlock[] {
  const near = blocks.map((_, index) =>
    blocks.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const result: ChangedBlock[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = result.at(-1);
    if (near[index]) result.push(block);
    else if (last?.kind === 'skipped') last.count++;
    else result.push({ kind: 'skipped', count: 1 });
  }
  return result;
}

/** A version of an article, as it is compared with another. */
export type Version = { headline: string; deck: string; body: DocumentNode; fields: Partial<ArticleFields> | null };

/** What is different in `after`, by words. Where nothing is, there are no blocks; with `all` every block is there. */
export function compareVersions(before: Version, after: Version, { all = false } = {}): ComparisonView {
  const until = Date.now() + longest;
  const parts = diffArrays(blocksOf(before.body), blocksOf(after.body), {
    comparator: (a, b) => a.node === b.node && a.text === b.text && a.rest === b.rest,
    maxEditLength: mostEdits,
    timeout: longest,
  }) ?? [
    { removed: true, added: false, value: blocksOf(before.body) },
    { removed: false, added: true, value: blocksOf(after.body) },
  ];
  const blocks: ChangedBlock[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    const next = parts[index + 1];
    if (part.removed && next?.added) {
      blocks.push(...pair(part.value, next.value, until));
      index++;
    } else if (part.removed)
      for (const { node, text } of part.value) blocks.push({ kind: 'removed', node, words: whole(text, 'removed') });
    else if (part.added) blocks.push(...part.value.map(added));
    else for (const { node, text } of part.value) blocks.push({ kind: 'same', node, words: whole(text, 'same') });
  }
  const differ = blocks.some(({ kind }) => kind !== 'same');
  const line = (a: string, b: string) =>
    a === b ? null : (compareWords(a, b, until) ?? [...whole(a, 'removed'), ...whole(b, 'added')]);
  return {
    headline: line(before.headline, after.headline),
    deck: line(before.deck, after.deck),
    blocks: all ? blocks : differ ? shortened(blocks) : [],
    fields: changedFields(before.fields, after.fields),
  };
}

function changedFields(before: Version['fields'], after: Version['fields']): string[] {
  if (!before || !after) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof ArticleFields>;
  for (const name of ['headline', 'deck', 'password'] as const) names.delete(name);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
