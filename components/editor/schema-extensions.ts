import { type AnyExtension, type Attributes, type Extensions, Mark, Node } from '@tiptap/core';
import { Table } from '@tiptap/extension-table';
import type { AttributeSpec, DOMOutputSpec, MarkSpec, NodeSpec } from '@tiptap/pm/model';
import StarterKit from '@tiptap/starter-kit';
import { documentSchema } from '#lib/document/schema';
import { markMarkup, nodeMarkup, typedMarks, typedNodes } from './markup.ts';

/*
 * The extensions that make the editor's schema, generated from the one in which documents are stored: names, attributes
 * and contents are never written here. Where Tiptap has an extension of that name, its commands, keys and Markdown rules
 * come along.
 */

/** Names of Tiptap's own that stand for ours. */
const kit = new Map<string, AnyExtension>();
const starter = StarterKit.configure({
  document: false,
  text: false,
  undoRedo: false,
  dropcursor: false,
  gapcursor: false,
  listKeymap: false,
  link: false,
  trailingNode: false,
  heading: { levels: [2, 3, 4] },
  codeBlock: { exitOnTripleEnter: true },
});
for (const extension of starter.config.addExtensions?.call({ name: starter.name, options: starter.options } as never) ??
  [])
  kit.set(extension.name, extension);
kit.set('table', Table.configure({ resizable: false, allowTableNodeSelection: true }));

/** Behaviour that the stored schema does not speak of. */
const behaviour: Record<string, Partial<NodeSpec>> = {
  blockquote: { defining: true },
  pullQuote: { defining: true, isolating: false },
  heading: { defining: true },
  listItem: { defining: true },
  codeBlock: { defining: true },
  preformatted: { defining: true, whitespace: 'pre' },
  table: { isolating: true },
  tableCell: { isolating: true },
  tableHeader: { isolating: true },
  picture: { isolating: true, selectable: true },
  audio: { isolating: true, selectable: true },
  video: { isolating: true, selectable: true },
  embed: { isolating: true, selectable: true },
  button: { isolating: true, selectable: true },
  gallery: { isolating: true, selectable: true },
  details: { isolating: true, selectable: true, defining: true },
  columns: { isolating: true },
  column: { isolating: true },
  footnotes: { isolating: true, selectable: false },
  footnote: { isolating: true, selectable: false, defining: true },
  hardBreak: { selectable: false },
  anchor: { selectable: true },
};

const tableRoles: Record<string, string> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
};

const attributesOf = (attrs: Record<string, AttributeSpec> = {}): Attributes =>
  Object.fromEntries(
    Object.entries(attrs).map(([name, { default: initial }]) => [
      name,
      initial === undefined ? { isRequired: true, rendered: false } : { default: initial, rendered: false },
    ]),
  );

function nodeExtension(name: string, spec: NodeSpec): AnyExtension {
  const { content, group, inline, marks, code, attrs } = spec;
  const markup = nodeMarkup[name];
  const config = {
    name,
    topNode: name === documentSchema.topNodeType.name,
    // An empty text where the kit's own extension says something that ours does not.
    content: content ?? '',
    group: group ?? '',
    inline: inline ?? false,
    marks,
    code: code ?? false,
    ...behaviour[name],
    ...(tableRoles[name] && { tableRole: tableRoles[name] }),
    addAttributes: () => attributesOf(attrs),
    parseHTML: () => typedNodes[name] ?? [],
    ...(name !== 'text' &&
      name !== 'doc' && {
        renderHTML: ({ node }: { node: Parameters<NonNullable<typeof markup>>[0] }) =>
          (markup?.(node) ?? plain(node.type.isLeaf, node.type.isInline)) as DOMOutputSpec,
      }),
  };
  const known = kit.get(name);
  return known?.type === 'node' ? (known as Node).extend(config as never) : Node.create(config as never);
}

const plain = (leaf: boolean, inline: boolean): DOMOutputSpec => {
  const tag = inline ? 'span' : 'div';
  return leaf ? [tag] : [tag, 0];
};

function markExtension(name: string, spec: MarkSpec): AnyExtension {
  const { attrs, inclusive, excludes } = spec;
  const config = {
    name,
    inclusive: inclusive ?? true,
    excludes: excludes ?? name,
    addAttributes: () => attributesOf(attrs),
    parseHTML: () => typedMarks[name] ?? [],
    renderHTML: ({ mark }: { mark: Parameters<NonNullable<(typeof markMarkup)[string]>>[0] }) =>
      (markMarkup[name]?.(mark) ?? ['span', 0]) as DOMOutputSpec,
  };
  const known = kit.get(name);
  return known?.type === 'mark' ? (known as Mark).extend(config as never) : Mark.create(config as never);
}

/** One extension for each node and mark of `documentSchema`, in its order: the order of marks is that of the schema. */
export function schemaExtensions(): Extensions {
  const { nodes, marks } = documentSchema.spec;
  const extensions: Extensions = [];
  nodes.forEach((name, spec) => {
    extensions.push(nodeExtension(name, spec).extend({ priority: 100 }));
  });
  marks.forEach((name, spec) => {
    extensions.push(markExtension(name, spec).extend({ priority: 100 }));
  });
  return extensions;
}
