import type { Attrs, Mark, Node } from '@tiptap/pm/model';
import type { DocumentMark, DocumentNode } from '#lib/document/schema';

/** The document as it is stored: attributes that say what is so anyway are left out. */
export function documentOf(node: Node): DocumentNode {
  const out: DocumentNode = { type: node.type.name };
  const attrs = saying(node.attrs, node.type.spec.attrs);
  if (attrs) out.attrs = attrs;
  if (node.isText) out.text = node.text ?? '';
  else if (node.content.size > 0) out.content = node.children.map(documentOf);
  if (node.marks.length > 0) out.marks = node.marks.map(markOf);
  return out;
}

function markOf(mark: Mark): DocumentMark {
  const attrs = saying(mark.attrs, mark.type.spec.attrs);
  return attrs ? { type: mark.type.name, attrs } : { type: mark.type.name };
}

function saying(attrs: Attrs, spec: Record<string, { default?: unknown }> = {}): Record<string, unknown> | null {
  const said = Object.entries(attrs).filter(
    ([name, value]) => spec[name]?.default === undefined || value !== spec[name].default,
  );
  return said.length > 0 ? Object.fromEntries(said) : null;
}
