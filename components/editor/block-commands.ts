import { Fragment, type Node, type NodeType, type ResolvedPos } from '@tiptap/pm/model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state';
import type { DocumentNode } from '#lib/document/schema';

/** A block as it stands: `pos` before it, `depth` of its parent. */
export type Block = { node: Node; pos: number; parent: Node; index: number };

/** Boxes whose parts are blocks for themselves. */
const lists = new Set(['bulletList', 'orderedList', 'gallery']);

/**
 * The block that commands for blocks act on: the one that is selected, the item of a list, a picture of a gallery, else the
 * whole of what stands directly in the document. Null where there is none, as in an article of which all is selected.
 */
export function blockAt(state: EditorState): Block | null {
  const { selection } = state;
  const { $from } = selection;
  if (selection instanceof NodeSelection && selection.node.isBlock)
    return { node: selection.node, pos: selection.from, parent: $from.parent, index: $from.index() };
  for (let depth = $from.depth; depth > 0; depth--) {
    const parent = $from.node(depth - 1);
    if (depth === 1 || lists.has(parent.type.name))
      return { node: $from.node(depth), pos: $from.before(depth), parent, index: $from.index(depth - 1) };
  }
  return null;
}

/** Moves the block one place up (-1) or down (1) among its neighbours; notes stay at the end. */
export function moveBlock(step: 1 | -1): Command {
  return (state, dispatch) => {
    const block = blockAt(state);
    if (!block) return false;
    const other = block.parent.maybeChild(block.index + step);
    if (!other || other.type.name === 'footnotes' || block.node.type.name === 'footnotes') return false;
    if (dispatch) {
      const { tr, selection } = state;
      const to = step === 1 ? block.pos + other.nodeSize : block.pos - other.nodeSize;
      tr.delete(block.pos, block.pos + block.node.nodeSize).insert(to, block.node);
      const shift = to - block.pos;
      tr.setSelection(
        selection instanceof NodeSelection
          ? NodeSelection.create(tr.doc, to)
          : TextSelection.between(tr.doc.resolve(selection.anchor + shift), tr.doc.resolve(selection.head + shift)),
      );
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

export const removeBlock: Command = (state, dispatch) => {
  const block = blockAt(state);
  if (!block) return false;
  if (dispatch) {
    const { tr } = state;
    const from = block.pos;
    const to = from + block.node.nodeSize;
    if (block.parent.childCount === 1) deleteOnly(tr, state.doc.resolve(from), from, to);
    else tr.delete(from, to);
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))));
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** The last block of a box: the box goes too, and in an article a paragraph takes its place. */
function deleteOnly(tr: Transaction, $pos: ResolvedPos, from: number, to: number): void {
  if ($pos.depth > 0) {
    const outer = $pos.before();
    const box = $pos.node();
    if ($pos.node(-1).childCount > 1) tr.delete(outer, outer + box.nodeSize);
    else tr.replaceWith(outer, outer + box.nodeSize, paragraphOf(tr.doc));
    return;
  }
  tr.replaceWith(from, to, paragraphOf(tr.doc));
}

const paragraphOf = (doc: Node): Node => (doc.type.schema.nodes.paragraph as NodeType).create();

export const duplicateBlock: Command = (state, dispatch) => {
  const block = blockAt(state);
  if (!block || block.node.type.name === 'footnotes') return false;
  dispatch?.(state.tr.insert(block.pos + block.node.nodeSize, block.node).scrollIntoView());
  return true;
};

/**
 * Puts blocks where the cursor is: in place of an empty paragraph, else after the nearest block beside which they may
 * stand. The first of them is selected, or the cursor stands in it.
 */
export function insertBlocks(blocks: readonly DocumentNode[]): Command {
  return (state, dispatch) => {
    const nodes = blocks.map((block) => state.schema.nodeFromJSON(block));
    const [first] = nodes;
    if (!first) return false;
    if (dispatch) dispatch(insertNodes(state.tr, nodes).scrollIntoView());
    return true;
  };
}

/** As `insertBlocks`, at a position of the document that a transaction has. */
export function insertNodes(tr: Transaction, nodes: readonly Node[], at?: number): Transaction {
  const $at = at === undefined ? tr.selection.$to : tr.doc.resolve(Math.min(at, tr.doc.content.size));
  const content = Fragment.fromArray([...nodes]);
  let start: number | null = null;
  const empty = $at.depth > 0 && $at.parent.type.name === 'paragraph' && $at.parent.content.size === 0;
  if (empty && $at.node(-1).canReplace($at.index(-1), $at.indexAfter(-1), content)) {
    start = $at.before();
    tr.replaceWith(start, $at.after(), content);
  } else {
    for (let depth = $at.depth; depth >= 0 && start === null; depth--) {
      const parent = $at.node(depth);
      const index = $at.indexAfter(depth);
      if (parent.isTextblock || !parent.canReplace(index, index, content)) continue;
      start = depth === $at.depth ? $at.pos : $at.after(depth + 1);
      tr.insert(start, content);
    }
  }
  if (start === null) return tr;
  const end = start + content.size;
  const last = content.lastChild;
  // Something to write on in, where nothing is behind.
  if (last && !last.isTextblock && tr.doc.resolve(end).depth === 0) {
    const next = tr.doc.resolve(end).nodeAfter;
    if (next === null || next.type.name === 'footnotes') tr.insert(end, paragraphOf(tr.doc));
  }
  return selectInserted(tr, start);
}

/** Blocks that are selected as a whole when they are new: their content is a caption. */
const captioned = new Set(['picture', 'audio', 'video', 'embed', 'attachment', 'unknown', 'gallery']);

function selectInserted(tr: Transaction, start: number): Transaction {
  const node = tr.doc.nodeAt(start);
  if (!node) return tr;
  if (captioned.has(node.type.name)) return tr.setSelection(NodeSelection.create(tr.doc, start));
  return tr.setSelection(Selection.near(tr.doc.resolve(node.isLeaf ? start + node.nodeSize : start + 1)));
}

/** Changes attributes of the block at a position, and nothing else of it. */
export function setBlockAttributes(at: number, attrs: Record<string, unknown>): Command {
  return (state, dispatch) => {
    const node = state.doc.nodeAt(at);
    if (!node) return false;
    if (dispatch) {
      const { tr, selection } = state;
      for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(at, name, value);
      if (selection instanceof NodeSelection && selection.from === at)
        tr.setSelection(NodeSelection.create(tr.doc, at));
      dispatch(tr);
    }
    return true;
  };
}

/** Puts the selected blocks into a box (a pull quote, details, columns), or a new box where nothing is selected. */
export function wrapBlocks(make: (content: DocumentNode[]) => DocumentNode): Command {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const range = $from.blockRange($to);
    if (!range) return false;
    const content: DocumentNode[] = [];
    for (let index = range.startIndex; index < range.endIndex; index++)
      content.push(range.parent.child(index).toJSON() as DocumentNode);
    const box = state.schema.nodeFromJSON(make(content));
    if (!range.parent.canReplaceWith(range.startIndex, range.endIndex, box.type)) return false;
    if (dispatch) {
      const tr = state.tr.replaceWith(range.start, range.end, box);
      tr.setSelection(Selection.near(tr.doc.resolve(range.start + 1)));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}
