import { finished } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';

/** A value of a row for `copy`: `Date`s are given as milliseconds through `at`. */
export type Cell = string | number | boolean | null;

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const cell = (value: Cell): string => {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  // Postgres has no way to store NUL.
  const text = value.includes('\u0000') ? value.replaceAll('\u0000', '') : value;
  return /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (char) => escapes[char] ?? char) : text;
};

/** A time for `copy`, from milliseconds. */
export const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Writes rows by `copy`, which takes a fifth of the time that inserts do. Ids may be given: `copy` overrides identities. */
export async function copyRows(
  sql: TransactionSql,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
) {
  if (rows.length === 0) return;
  const stream = await sql.unsafe(`copy ${table} (${columns.join(', ')}) from stdin`).writable();
  const done = finished(stream);
  let text = '';
  for (const row of rows) {
    text += `${row.map(cell).join('\t')}\n`;
    // Handed over in pieces, so that a batch of long articles does not stand in memory twice.
    if (text.length > 1 << 18) {
      if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
      text = '';
    }
  }
  stream.end(text);
  await done;
}

/** `count` new ids for the rows of a table. */
export async function newIds(
  sql: TransactionSql,
  table: 'article' | 'revision' | 'response',
  count: number,
): Promise<number[]> {
  if (count === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${count})`;
  return rows.map((row) => Number(row.id));
}
