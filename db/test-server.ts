import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbedded } from './embedded.ts';
import { migrateDatabase } from './migrate.ts';

/** One real Postgres for a whole test run, with a migrated template that the workers copy. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-test-'));
  chmodSync(folder, 0o755);
  const server = await openEmbedded(folder);
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  // What a power cut would take from it, nobody misses. And rows that were taken out are not written over by others: what is
  // read without an order comes in the order in which it was written, as it does from a new table.
  for (const setting of ['fsync', 'full_page_writes', 'autovacuum'])
    await admin.unsafe(`alter system set ${setting} = off`);
  await admin`select pg_reload_conf()`;
  await admin`create database template_broadsheet`;
  const template = server.url.replace(/\/broadsheet$/, '/template_broadsheet');
  await migrateDatabase(template);
  await support(template);
  await admin.end();
  process.env.TEST_SERVER_URL = server.url;
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * What `db/test-database.ts` empties a copy with. `fingerprint` is of the tables, columns, indexes and functions, and of
 * the rows that the template has; `empty` takes the rows of all other tables and starts their numbers anew.
 */
async function support(template: string): Promise<void> {
  const sql = postgres(template, { max: 1, onnotice: () => {} });
  await sql.unsafe(`
    create schema test_support;
    create table test_support.filled (name text primary key);
    create function test_support.fingerprint() returns text language plpgsql as $$
    declare found text; rows text; each record;
    begin
      select md5(string_agg(line, ' ' order by line)) into found from (
        select format('%s %s %s', relnamespace::regnamespace, relname, relnatts) as line from pg_class
          where relnamespace::regnamespace::text in ('public', 'pgboss') and relkind in ('r', 'p', 'i', 'I', 'v')
        union all select format('%s %s', proname, md5(prosrc)) from pg_proc
          where pronamespace::regnamespace::text in ('public', 'pgboss')
        union all select format('%s %s', conname, conrelid::regclass) from pg_constraint
          where connamespace::regnamespace::text in ('public', 'pgboss')
      ) line;
      for each in select name from test_support.filled order by name loop
        execute format('select md5(string_agg(t::text, '' '' order by t::text)) from %s t', each.name) into rows;
        found := md5(found || each.name || coalesce(rows, ''));
      end loop;
      return found;
    end $$;
    create function test_support.empty() returns void language plpgsql as $$
    declare each record; filled boolean;
    begin
      for each in select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')
          and format('%I.%I', schemaname, tablename) not in (select name from test_support.filled) loop
        execute format('select exists (select from only %s)', each.name) into filled;
        if filled then execute format('delete from only %s', each.name); end if;
      end loop;
      perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        from pg_sequences where schemaname in ('public', 'pgboss') and last_value is not null;
    end $$;
    do $$ declare each record; filled boolean;
    begin
      for each in select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss') loop
        execute format('select exists (select from only %s)', each.name) into filled;
        if filled then insert into test_support.filled values (each.name); end if;
      end loop;
    end $$;
    create table test_support.template as select test_support.fingerprint() as fingerprint;
  `);
  await sql.end();
}
