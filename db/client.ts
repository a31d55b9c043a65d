import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';
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
  return { db: drizzle(preparing(sql, sql.options.prepare), { schema, casing: 'snake_case' }), sql };
}

/**
 * Drizzle sends its queries by `unsafe` and tells it not to prepare them; to plan the query of an article each time takes
 * longer than to run it, and to ask for the types of its parameters is a round trip more. Long lists of values have too
 * many lengths to keep a plan of each, and what has no parameters may be several statements.
 */
function preparing<Connection extends Sql | TransactionSql>(sql: Connection, prepares: boolean): Connection {
  const unsafe = sql.unsafe.bind(sql);
  sql.unsafe = ((query, parameters = [], options) =>
    unsafe(query, parameters, {
      ...options,
      prepare: prepares && parameters.length > 0 && parameters.length <= 16,
    })) as typeof sql.unsafe;
  // A transaction has a connection object of its own.
  for (const name of ['begin', 'savepoint'] as const) {
    const scope = (sql as unknown as Record<string, Scope | undefined>)[name]?.bind(sql);
    if (!scope) continue;
    const prepared: Scope = (...given) => {
      const work = given.pop() as (inner: TransactionSql) => unknown;
      return scope(...given, (inner: TransactionSql) => work(preparing(inner, prepares)));
    };
    Object.assign(sql, { [name]: prepared });
  }
  return sql;
}

type Scope = (...given: unknown[]) => unknown;

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
