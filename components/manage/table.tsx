'use client';

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from '#components/ui/link';
import { managingTextsFor } from '#messages/managing';

/** A column of a table of the newsroom. The first one names the row, and always stands. */
export type TableColumn = {
  id: string;
  /** Its head. Empty: what can be done with a row, which always stands. */
  name: string;
  /** Where the list stands in its order, or the other way round. */
  href?: string;
  sorted?: 'ascending' | 'descending' | undefined;
  number?: boolean;
  className?: string;
};

/** `label` is what the box before the row is called. */
type TableRow = { id: string; label?: string; cells: Record<string, ReactNode> };

type Props = {
  /** Under which name a browser remembers what of it is shown. */
  name: string;
  columns: TableColumn[];
  rows: TableRow[];
  /** Rows are chosen, for the form around them. */
  choosing?: boolean;
  className: string;
  caption?: string;
  language: string;
};

/** Between a table and the form around it: what was chosen before, and how many are now. Another `turn` begins with none. */
export const Choice = createContext<{ chosen: readonly string[]; turn: number; tell: (count: number) => void }>({
  chosen: [],
  turn: 0,
  tell: () => {},
});

/* Rows come filtered, sorted and in pages: the database does that, and links ask for it. */
const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature });
const helper = createColumnHelper<typeof features, TableRow>();

/** A table of the newsroom. Made on the server it is whole without scripts; they bring the choice of rows and columns. */
export function DeskTable({ name, columns, rows, choosing = false, className, caption, language }: Props) {
  const t = managingTextsFor(language);
  const { chosen, turn, tell } = use(Choice);
  const [isLive, setLive] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [columnVisibility, setColumnVisibility] = useState<Record<string, boolean>>({});
  const known = new Map(columns.map((column) => [column.id, column]));
  const table = useTable({
    features,
    data: rows,
    columns: useMemo(
      () =>
        columns.map(({ id, name: head }, index) =>
          helper.display({
            id,
            header: head,
            enableHiding: index > 0 && head !== '',
            cell: ({ row }) => row.original.cells[id],
          }),
        ),
      [columns],
    ),
    getRowId: ({ id }) => id,
    manualSorting: true,
    enableRowSelection: choosing,
    initialState: { rowSelection: Object.fromEntries(chosen.map((id) => [id, true as const])) },
    state: {
      columnVisibility,
      sorting: columns.flatMap(({ id, sorted }) => (sorted ? [{ id, desc: sorted === 'descending' }] : [])),
    },
    onColumnVisibilityChange: setColumnVisibility,
  });
  const count = table.getSelectedRowIds().length;

  useEffect(() => {
    setLive(true);
    setColumnVisibility(remembered(name));
  }, [name]);
  useEffect(() => tell(count), [tell, count]);
  const last = useRef(turn);
  useEffect(() => {
    if (last.current !== turn) table.resetRowSelection(true);
    last.current = turn;
  }, [turn, table]);

  const hideable = table.getAllLeafColumns().filter((column) => column.getCanHide());
  // With fewer there is nothing to choose.
  const hasColumns = hideable.length > 3;
  const show = (id: string, shown: boolean) => {
    table.getColumn(id)?.toggleVisibility(shown);
    remember(name, { ...columnVisibility, [id]: shown });
  };
  return (
    <div className="desk-table">
      {(choosing || hasColumns) && (
        <div className="desk-table-tools">
          {isLive && choosing && (
            <label className="desk-check">
              <input
                type="checkbox"
                checked={table.getIsAllRowsSelected()}
                ref={(box) => {
                  if (box) box.indeterminate = !table.getIsAllRowsSelected() && count > 0;
                }}
                onChange={({ target }) => table.toggleAllRowsSelected(target.checked)}
              />
              <span>{t.bulkAll}</span>
            </label>
          )}
          {isLive && hasColumns && (
            <details className="desk-table-columns" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
              <summary>{t.columns}</summary>
              {isOpen && (
                <ul>
                  {hideable.map((column) => (
                    <li key={column.id}>
                      <label className="desk-check">
                        <input
                          type="checkbox"
                          checked={column.getIsVisible()}
                          onChange={({ target }) => show(column.id, target.checked)}
                        />
                        <span>{known.get(column.id)?.name}</span>
                      </label>
                    </li>
                  ))}
                </ul>
              )}
            </details>
          )}
        </div>
      )}
      <table className={className}>
        {caption && <caption className="sr-only">{caption}</caption>}
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {choosing && <td />}
              {group.headers.map(({ id, column }) => (
                <Head key={id} column={known.get(id)} sorted={column.getIsSorted()} sortBy={t.sortBy} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {choosing && (
                <td className="bulk-cell">
                  <label className="bulk-box">
                    <input
                      type="checkbox"
                      name="id"
                      value={row.id}
                      checked={row.getIsSelected()}
                      onChange={row.getToggleSelectedHandler()}
                    />
                    <span className="sr-only">{row.original.label}</span>
                  </label>
                </td>
              )}
              {row.getVisibleCells().map((cell) => {
                const column = known.get(cell.column.id);
                const kind = [column?.number && 'is-number', column?.className].filter(Boolean).join(' ');
                const given = { dir: 'auto', className: kind || undefined };
                return cell.column.id === columns[0]?.id ? (
                  <th {...given} key={cell.id} scope="row">
                    <table.FlexRender cell={cell} />
                  </th>
                ) : (
                  <td {...given} key={cell.id} data-label={column?.name || undefined}>
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadProps = { column: TableColumn | undefined; sorted: false | 'asc' | 'desc'; sortBy: string };

function Head({ column, sorted, sortBy }: HeadProps) {
  if (!column?.name) return <td />;
  const { name, href, number } = column;
  const order = sorted === false ? undefined : sorted === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={order} className={number ? 'is-number' : undefined}>
      {href ? (
        <Link href={href}>
          <span className="sr-only">{sortBy} </span>
          {name}
          {order && <span aria-hidden="true">{order === 'ascending' ? ' ↑' : ' ↓'}</span>}
        </Link>
      ) : (
        name
      )}
    </th>
  );
}

/** Of whoever is signed in: several people may use one browser. */
const keyOf = (name: string): string =>
  `broadsheet:columns:${document.querySelector<HTMLElement>('[data-person]')?.dataset.person ?? ''}:${name}`;

function remembered(name: string): Record<string, boolean> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? '{}');
    return kept && typeof kept === 'object' && !Array.isArray(kept) ? (kept as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}

function remember(name: string, shown: Record<string, boolean>): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(shown));
  } catch {
    // A browser that keeps nothing shows every column next time.
  }
}
