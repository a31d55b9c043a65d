import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema/index.ts';

export type Database = PostgresJsDatabase<typeof schema> & { $client: Sql };
/** What a query runs on: the pool, or the transaction it was given. */
export type Queryable = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

/** Connects to `url`. `end()` on the returned `sql` closes the pool. */
export function connect(url: string, options: { max?: number } = {}): { db: Database; sql: Sql } {
  const sql = postgres(url, {
    max: options.max ?? 10,
    // A transaction pooler gives each statement another server process, so nothing may be prepared there.
    prepare: !/[?&]pgbouncer=true/.test(url),
    idle_timeout: 60,
    connect_timeout: 10,
    // Nothing here is an array, and the question for their types is one nobody answers for when its connection
    // breaks: the rejection would end the process while a database restarts.
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'broadsheet' },
  });
  return { db: drizzle(preparing(sql), { schema, casing: 'snake_case' }), sql };
}

/**
 * Drizzle sends its queries by `unsafe`, which does not prepare them unless it is told to; to plan the query of an
 * article each time takes longer than to run it. Long lists of values have too many lengths to keep a plan of each.
 */
function preparing(sql: Sql): Sql {
  const unsafe = sql.unsafe.bind(sql);
  sql.unsafe = ((query, parameters = [], options) =>
    unsafe(query, parameters, {
      prepare: sql.options.prepare && parameters.length <= 16,
      ...options,
    })) as typeof sql.unsafe;
  return sql;
}

const globals = globalThis as typeof globalThis & { broadsheetPool?: { url: string; db: Database; sql: Sql } };

/** The process's one pool on `DATABASE_URL`, opened at first use. */
export function pool(): { db: Database; sql: Sql } {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set. `npm start` sets it; on Vercel add it to the project.');
  if (globals.broadsheetPool?.url !== url) globals.broadsheetPool = { url, ...connect(url) };
  return globals.broadsheetPool;
}

/** The pool as Drizzle; connects at its first query. */
export const db: Database = new Proxy({} as Database, {
  get: (_, property) => {
    const target = pool().db;
    const value = Reflect.get(target, property, target);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

/** Closes the pool, if one was opened. */
export async function closePool(): Promise<void> {
  const open = globals.broadsheetPool;
  delete globals.broadsheetPool;
  await open?.sql.end({ timeout: 5 });
}
