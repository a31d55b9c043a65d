import { documentFromHtml } from '#lib/document/from-html';
import { cleanPasted } from '#lib/document/pasted-html';
import { checkDocument, type DocumentMark, type DocumentNode, safeUrl } from '#lib/document/schema';
import { wordsOfUnknown } from '../article/unknown.ts';

/**
 * The blocks of pasted HTML, of whatever page or program: nothing active, no classes, safe addresses. What the schema does
 * not know leaves its words. Pictures of other hosts stay addresses, which the editor offers to upload.
 */
export function blocksOfPasted(html: string): DocumentNode[] {
  const { content = [] } = documentFromHtml(cleanPasted(html));
  return content.flatMap(tidied);
}

function tidied(node: DocumentNode): DocumentNode[] {
  if (node.type === 'unknown')
    return wordsOfUnknown(String(node.attrs?.source ?? '')).map((text) => ({
      type: 'paragraph',
      content: [{ type: 'text', text }],
    }));
  if (node.type === 'heading') {
    const level = Math.min(4, Math.max(2, Number(node.attrs?.level) || 2));
    return [{ ...node, attrs: { ...node.attrs, level, id: null } }];
  }
  if (!node.content) return [node];
  if (node.type === 'table') spanWithin(node.content);
  const content = node.content.flatMap(tidied);
  // A box whose only content was nothing keeps an empty paragraph.
  return content.length > 0 || node.content.length === 0 ? [{ ...node, content }] : [];
}

/** Columns of a table beyond which its cells span nothing: filling up such a table would take minutes. */
const mostColumns = 100;

/** Cells that span more rows than there are, or more columns than anybody can read, are cut to what there is. */
function spanWithin(rows: DocumentNode[]): void {
  for (const [index, row] of rows.entries()) {
    const cells = row.content ?? [];
    const wide = cells.reduce((sum, cell) => sum + Number(cell.attrs?.colspan ?? 1), 0) > mostColumns;
    for (const cell of cells) {
      if (!cell.attrs) continue;
      cell.attrs.rowspan = Math.min(Number(cell.attrs.rowspan ?? 1), rows.length - index);
      if (wide) cell.attrs.colspan = 1;
    }
  }
}

/** Attributes that are addresses. */
const addresses = ['href', 'src', 'cite', 'url', 'poster'];

/**
 * Blocks that an editor of ours put on the clipboard, as JSON; null where they do not fit the schema. Another page may have
 * put them there, so addresses are made safe like all others.
 */
export function blocksOfCopied(json: string): DocumentNode[] | null {
  try {
    const given: unknown = JSON.parse(json);
    if (!Array.isArray(given)) return null;
    return (given as DocumentNode[]).map(safe);
  } catch {
    return null;
  }
}

function safe(node: DocumentNode): DocumentNode {
  // No editor of ours has made one that leads nowhere: then the HTML around it says more.
  if (node.type === 'embed' && !/^https?:/i.test(String(node.attrs?.url ?? ''))) throw new RangeError('embed');
  return {
    ...node,
    ...(node.attrs && { attrs: safeAttributes(node.attrs) }),
    ...(node.content && { content: node.content.map(safe) }),
    ...(node.marks && { marks: node.marks.map(safeMark) }),
  };
}

const safeMark = (mark: DocumentMark): DocumentMark =>
  mark.attrs ? { ...mark, attrs: safeAttributes(mark.attrs) } : mark;

function safeAttributes(attrs: Record<string, unknown>): Record<string, unknown> {
  const out = { ...attrs };
  for (const name of addresses) {
    const value = out[name];
    if (typeof value === 'string') out[name] = safeUrl(value) ?? '';
    else if (value !== null && value !== undefined) out[name] = null;
  }
  return out;
}

/** Whether a body fits the schema, so that it can be edited without loss. */
export function fits(body: DocumentNode): boolean {
  try {
    checkDocument(body);
    return true;
  } catch {
    return false;
  }
}
