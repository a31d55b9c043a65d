import { Scroller } from '#components/ui/scroller';
import type { DocumentNode } from '#lib/document/schema';
import { alignClass, type Handlers, type Rendering, sizeOf, textOf } from './rendering.ts';

const isHead = (row: DocumentNode): boolean => {
  const cells = row.content ?? [];
  return cells.length > 0 && cells.every((cell) => cell.type === 'tableHeader');
};

export function tables({ t }: Rendering): Handlers {
  const heads = new Set<DocumentNode>();

  function cell(Tag: 'td' | 'th', { node, parent, children }: Parameters<NonNullable<Handlers[string]>>[0]) {
    const span = (name: string) => {
      const value = sizeOf(node, name);
      return value !== undefined && value > 1 ? Math.min(value, 1000) : undefined;
    };
    const shared = { colSpan: span('colspan'), rowSpan: span('rowspan'), className: alignClass(node) };
    // A header cell without a word heads nothing.
    if (Tag === 'td' || !hasText(node)) return <td {...shared}>{children}</td>;
    return (
      <th scope={parent && heads.has(parent) ? 'col' : 'row'} {...shared}>
        {children}
      </th>
    );
  }

  return {
    table({ node, children }) {
      const rows = node.content ?? [];
      const rendered = Array.isArray(children) ? children : [];
      let head = rows.findIndex((row) => !isHead(row));
      if (head === -1) head = Math.max(0, rows.length - 1);
      for (const row of rows.slice(0, head)) heads.add(row);
      const caption = textOf(node, 'caption');
      return (
        <Scroller className="table-scroll" label={caption ?? t.scrollableTable} landmark={caption !== undefined}>
          <table>
            {caption && <caption>{caption}</caption>}
            {head > 0 && <thead>{rendered.slice(0, head)}</thead>}
            <tbody>{rendered.slice(head)}</tbody>
          </table>
        </Scroller>
      );
    },
    tableRow: ({ children }) => <tr>{children}</tr>,
    tableCell: (context) => cell('td', context),
    tableHeader: (context) => cell('th', context),
  };
}

function hasText(node: DocumentNode): boolean {
  return (
    Boolean(node.text?.trim()) ||
    node.type === 'picture' ||
    node.type === 'inlinePicture' ||
    (node.content ?? []).some(hasText)
  );
}
