import type { DocumentNode } from '#lib/document/schema';

/** What a document's nodes need to know of the whole: ids that may stand once, levels without gaps, numbers of notes. */
export type Outline = {
  /** The `id` a node may carry, if any. */
  ids: Map<DocumentNode, string>;
  /** The level a heading is shown with: never above 2, never skipping one. */
  levels: Map<DocumentNode, number>;
  /** Notes and references to them, by their number; a reference also has an id to come back to. */
  notes: Map<DocumentNode, { number: number; noteId: string; referenceId: string }>;
};

/** Ids that the page uses itself. */
const taken = [
  'content',
  'responses',
  'related',
  'all-sections',
  'footer-pages',
  'footer-feeds',
  'corrections',
  'tags',
];

/** Walks a document once. `prefix` keeps the ids of several documents of one page apart. */
export function outlineOf(doc: DocumentNode, prefix: string): Outline {
  const outline: Outline = { ids: new Map(), levels: new Map(), notes: new Map() };
  const used = new Set(taken);
  const numbers = new Map<string, number>();
  const referred = new Set<string>();
  let level = 1;

  const number = (id: string): number => {
    const known = numbers.get(id) ?? numbers.size + 1;
    numbers.set(id, known);
    return known;
  };

  const walk = (node: DocumentNode): void => {
    const { id } = node.attrs ?? {};
    if (node.type === 'footnoteReference' || node.type === 'footnote') {
      const at = number(String(id));
      const referenceId = `${prefix}ref-${at}`;
      // Of several references to one note the first is the one to come back to.
      const again = node.type === 'footnoteReference' && referred.has(referenceId);
      outline.notes.set(node, { number: at, noteId: `${prefix}note-${at}`, referenceId: again ? '' : referenceId });
      if (node.type === 'footnoteReference') referred.add(referenceId);
    } else if (typeof id === 'string' && /^\S+$/.test(id) && !used.has(prefix + id)) {
      used.add(prefix + id);
      outline.ids.set(node, prefix + id);
    }
    if (node.type === 'heading') {
      level = Math.max(2, Math.min(Number(node.attrs?.level) || 2, level + 1));
      outline.levels.set(node, level);
    }
    for (const child of node.content ?? []) walk(child);
  };
  walk(doc);
  // A note that nothing refers to has nothing to lead back to.
  for (const note of outline.notes.values()) if (!referred.has(note.referenceId)) note.referenceId = '';
  return outline;
}
