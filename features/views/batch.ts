import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { article, hitCountry, hitDay, hitLeftOut, hitReader, hitReferrer, hitTotal } from '#db/schema/index';
import type { Keys } from './keys.ts';
import { readerHash } from './reader.ts';
import type { LeftOut } from './schema.ts';

/** One reader at one article, with how often the call came within the batch. */
export type Sent = { articleId: number; identity: string; host: string; country: string | null; calls: number };
export type Tally = { articleId: number; reason: LeftOut; calls: number };

/** What readers may open; the same as of the articles themselves. */
const isCounted = (): SQL =>
  sql`kind = 'article' and status in ('scheduled', 'published') and visibility <> 'private' and published_at <= now()`;

/**
 * Writes a batch as one statement, which is one transaction and one round trip: recognises readers, counts the new
 * ones, and answers with the total of each article; for a reader who is known already, that of when the batch began. Null where the day of `keys` is over by the database's clock.
 *
 * Nothing is read and then written: who is new is decided by the unique key of `hit_reader`, so two servers can't
 * both count a reader. Around midnight a reader is written under both days' salts and is new only where both are.
 * Rows are taken in the order of their keys, so batches can't wait for each other in a ring. Writing the same batch
 * again counts nobody twice.
 */
export async function writeBatch(
  db: Database,
  keys: Keys,
  sent: readonly Sent[],
  tallies: readonly Tally[],
): Promise<Map<number, number> | null> {
  const hits = sent.map(({ articleId, identity, host, country, calls }) => ({
    article: articleId,
    reader: readerHash(keys.salt, articleId, identity),
    former: keys.former === null ? null : readerHash(keys.former, articleId, identity),
    host,
    country,
    calls,
  }));
  const aside = tallies.map(({ articleId, reason, calls }) => ({ article: articleId, reason, calls }));
  const [row] = await db.execute<{ current: boolean; totals: [number, number][] }>(sql`
    with moment as (
      select (now() at time zone 'utc')::date = ${keys.day}::date as current, (now() at time zone ${keys.timeZone})::date as day
    ), known as (
      select sent.*
      from jsonb_to_recordset(${JSON.stringify(hits)}::text::jsonb)
        as sent (article bigint, reader uuid, former uuid, host text, country text, calls int)
      join ${article} on ${article.id} = sent.article and ${isCounted()}
      where (select current from moment)
    ), kept as (
      insert into ${hitReader} as kept (reader, counted_at)
      select reader, now() from (select reader from known union select former from known where former is not null) as both_days
      order by reader
      on conflict (reader) do update set counted_at = excluded.counted_at
        where kept.counted_at <= now() - make_interval(mins => ${keys.windowMinutes}::int)
      returning reader
    ), counted as (
      select * from known
      where reader in (select reader from kept) and (former is null or former in (select reader from kept))
    ), total as (
      insert into ${hitTotal} as total (article_id, counted)
      select article, count(*) from counted group by article order by article
      on conflict (article_id) do update set counted = total.counted + excluded.counted
      returning article_id, counted + imported as hits
    ), per_day as (
      insert into ${hitDay} as per_day (day, article_id, hits)
      select (select day from moment), article, count(*) from counted group by article order by article
      on conflict (day, article_id) do update set hits = per_day.hits + excluded.hits
    ), per_referrer as (
      insert into ${hitReferrer} as per_referrer (day, article_id, host, hits)
      select (select day from moment), article, host, count(*) from counted group by article, host order by article, host
      on conflict (day, article_id, host) do update set hits = per_referrer.hits + excluded.hits
    ), per_country as (
      insert into ${hitCountry} as per_country (day, article_id, country, hits)
      select (select day from moment), article, country, count(*) from counted where country is not null
      group by article, country order by article, country
      on conflict (day, article_id, country) do update set hits = per_country.hits + excluded.hits
    ), aside as (
      select known.article, 'repeat' as reason, sum(known.calls) - count(counted.reader) as calls
      from known left join counted using (reader) group by known.article
      union all
      select tally.article, tally.reason, tally.calls
      from jsonb_to_recordset(${JSON.stringify(aside)}::text::jsonb) as tally (article bigint, reason text, calls int)
      join ${article} on ${article.id} = tally.article and ${isCounted()}
      where (select current from moment)
    ), per_reason as (
      insert into ${hitLeftOut} as per_reason (day, article_id, reason, calls)
      select (select day from moment), article, reason, calls from aside where calls > 0 order by article, reason
      on conflict (day, article_id, reason) do update set calls = per_reason.calls + excluded.calls
    )
    select (select current from moment) as current, coalesce(json_agg(json_build_array(shown.article, shown.hits)), '[]'::json) as totals
    from (
      select known.article, coalesce(max(total.hits), max(before.counted + before.imported), 0) as hits
      from known
      left join total on total.article_id = known.article
      left join ${hitTotal} as before on before.article_id = known.article
      group by known.article
    ) as shown`);
  return row?.current ? new Map(row.totals) : null;
}
