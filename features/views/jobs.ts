import { sql } from 'drizzle-orm';
import { type Database, db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { hitCountry, hitDay, hitLeftOut, hitReader, hitReferrer, hitTotal } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { cacheTags } from '#lib/cache-tags';
import { dropOldSalts } from './keys.ts';

/** Any constants of ours: of several servers one does the work, the others go on. */
const tellLock = 4_711_203;
const sweepLock = 4_711_204;

/** Months for which days stand one by one; older ones become one line a month. */
const monthsOfDays = 13;
const monthsOfDetail = 2;
/** Hosts that a month of one article keeps by name. */
const mostHosts = 100;

/**
 * Lets the pages of articles be rendered with the number of now, where it changed since they were last told. What
 * changed stands in Postgres, so nothing is forgotten when a server is killed. Gives how many articles it were.
 */
export async function tellPages(on: Database = db): Promise<number> {
  return on.transaction(async (tx) => {
    if (!(await isMine(tx, tellLock))) return 0;
    // Locked in the order in which batches take them, so that neither waits for the other in a ring.
    const rows = await tx.execute<{ article_id: string }>(sql`
      with changed as (
        select article_id from ${hitTotal} where shown <> counted + imported order by article_id for update
      )
      update ${hitTotal} as total set shown = counted + imported from changed
      where total.article_id = changed.article_id returning total.article_id`);
    await expireTags(
      tx,
      rows.map((row) => cacheTags.hits(Number(row.article_id))),
    );
    return rows.length;
  });
}

/**
 * Throws away what is no longer needed to recognise a reader, and turns old days into months, so that the tables do
 * not grow without end. It can be run at any time and as often as one likes; what was missed is done then.
 */
export async function sweepHits(on: Database = db): Promise<void> {
  await on.transaction(async (tx) => {
    if (!(await isMine(tx, sweepLock))) return;
    const { hitWindowMinutes } = await getSettings(tx);
    await dropOldSalts(tx, hitWindowMinutes);
    // A row that is being counted anew this moment is left alone.
    await tx.execute(sql`
      delete from ${hitReader} where reader in (
        select reader from ${hitReader} where counted_at <= now() - make_interval(mins => ${hitWindowMinutes}::int)
        for update skip locked)`);
    await rollUp(tx);
  });
}

async function rollUp(tx: Queryable): Promise<void> {
  const tables = [
    { table: hitDay, count: 'hits', key: [], months: monthsOfDays },
    { table: hitReferrer, count: 'hits', key: ['host'], months: monthsOfDetail },
    { table: hitCountry, count: 'hits', key: ['country'], months: monthsOfDetail },
    { table: hitLeftOut, count: 'calls', key: ['reason'], months: monthsOfDetail },
  ];
  for (const { table, count, key, months } of tables) {
    const others = sql.raw(['article_id', ...key].join(', '));
    const counted = sql.raw(count);
    const { count: rows } = await tx.execute(sql`
      with gone as (
        delete from ${table}
        where day < date_trunc('month', now() - make_interval(months => ${months}::int))::date
          and day <> date_trunc('month', day)::date
        returning *
      )
      insert into ${table} as month (day, ${others}, ${counted})
      select date_trunc('month', day)::date, ${others}, sum(${counted}) from gone group by 1, ${others}
      on conflict (day, ${others}) do update set ${counted} = month.${counted} + excluded.${counted}`);
    if (table === hitReferrer && rows > 0) await mergeRareHosts(tx);
  }
}

async function mergeRareHosts(tx: Queryable): Promise<void> {
  await tx.execute(sql`
    with ranked as (
      select day, article_id, host, row_number() over (partition by day, article_id order by hits desc, host) as rank
      from ${hitReferrer}
      where day < date_trunc('month', now() - make_interval(months => ${monthsOfDetail}::int))::date and host <> ''
    ), gone as (
      delete from ${hitReferrer} as rare using ranked
      where ranked.rank > ${mostHosts}
        and (rare.day, rare.article_id, rare.host) = (ranked.day, ranked.article_id, ranked.host)
      returning rare.day, rare.article_id, rare.hits
    )
    insert into ${hitReferrer} as month (day, article_id, host, hits)
    select day, article_id, '', sum(hits) from gone group by day, article_id
    on conflict (day, article_id, host) do update set hits = month.hits + excluded.hits`);
}

/** Holds the lock until the transaction ends; false where another server has it. */
async function isMine(tx: Queryable, lock: number): Promise<boolean> {
  const [row] = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}) as mine`);
  return row?.mine ?? false;
}
