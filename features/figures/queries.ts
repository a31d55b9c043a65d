import { type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { event, hitDay, mention, outgoingMention, response } from '#db/schema/index';
import { listHits, listReadNow } from '#features/views/queries';
import type { ReadNowView } from '#features/views/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canSeeFigures, canSeePlot } from './policy.ts';
import type { DailyRow, Plot, PlotName, QueueNow, Range, RankedRow } from './schema.ts';

/** Lines of a list on the page, and in a download. */
const shown = 15;
const downloaded = 10_000;

type Asked = { actor: Actor; plot: PlotName; range: Range; timeZone: string };

/** What a plot shows of some days. Throws `refused` for whom it does not concern. */
export async function getPlot(input: Asked & { whole?: boolean }): Promise<Plot> {
  const { actor, plot: name, range, timeZone, whole = false } = input;
  if (!canSeePlot(actor, name))
    throw new PersonError('refused', 'These figures are for others of the newsroom. Ask an administrator to see them.');
  const limit = whole ? downloaded : shown;
  switch (name) {
    case 'hits':
      return { name, rows: await byDay(range, [hitsOfDay(range)]) };
    case 'articles':
      return { name, ranked: (await listHits(range, 'article', limit)).map(ranked(true)) };
    case 'referrers':
      return { name, ranked: (await listHits(range, 'referrer', limit)).map(ranked(false)) };
    case 'responses':
      return { name, rows: await byDay(range, [responsesOfDay(range, timeZone)]) };
    case 'waiting':
      return { name, rows: await waitingByDay(range, timeZone) };
    case 'linkbacks':
      return {
        name,
        rows: await byDay(range, [
          countOfDay(sql`${mention}`, sql`created_at`, range, timeZone),
          countOfDay(sql`${outgoingMention}`, sql`told_at`, range, timeZone),
        ]),
      };
    case 'jobs':
      return { name, ranked: await failedJobs(range, timeZone) };
  }
}

const ranked =
  (isArticle: boolean) =>
  ({ key, name, hits }: { key: string; name: string; hits: number }): RankedRow => ({
    name,
    value: hits,
    slug: isArticle ? key : null,
  });

/** The moments at which the days of a range begin and end. */
const within = (column: SQL, { from, to }: Range, timeZone: string): SQL =>
  sql`${column} >= ${from}::date::timestamp at time zone ${timeZone}
    and ${column} < (${to}::date + 1)::timestamp at time zone ${timeZone}`;

/** Selects `day` and `value`. */
const hitsOfDay = ({ from, to }: Range): SQL =>
  sql`select day, sum(hits) as value from ${hitDay} where day between ${from}::date and ${to}::date group by day`;

const countOfDay = (table: SQL, column: SQL, range: Range, timeZone: string): SQL =>
  sql`select (${column} at time zone ${timeZone})::date as day, count(*) as value from ${table}
    where ${within(column, range, timeZone)} group by 1`;

const responsesOfDay = (range: Range, timeZone: string): SQL =>
  countOfDay(
    sql`(select created_at from ${response} where kind = 'comment') comments`,
    sql`created_at`,
    range,
    timeZone,
  );

/** Each day of the range, with one number of each of the `series`; zero where there is none. */
async function byDay({ from, to }: Range, series: SQL[]): Promise<DailyRow[]> {
  const columns = series.map((_, at) => sql`coalesce(${sql.raw(`s${at}`)}.value, 0)::float8`);
  const joins = series.map(
    (each, at) => sql`left join (${each}) ${sql.raw(`s${at}`)} on ${sql.raw(`s${at}`)}.day = days.day::date`,
  );
  const rows = await db.execute<{ day: string; values: number[] }>(sql`
    select to_char(days.day, 'YYYY-MM-DD') as day, json_build_array(${sql.join(columns, sql`, `)}) as values
    from generate_series(${from}::date, ${to}::date, interval '1 day') as days (day) ${sql.join(joins, sql` `)}
    order by days.day`);
  return rows.map(({ day, values }) => ({ day, values }));
}

const decisions = sql.raw("('moderation.approve', 'moderation.hide', 'moderation.spam', 'moderation.trash')");

/** How long what moderators decided on had been held, by the day of the decision. */
async function waitingByDay(range: Range, timeZone: string): Promise<DailyRow[]> {
  const rows = await db.execute<{ day: string; values: number[] }>(sql`
    with decided as (
      select (at at time zone ${timeZone})::date as day,
        extract(epoch from at - (detail #>> '{was,heldAt}')::timestamptz) / 60 as minutes
      from ${event}
      where ${within(sql`at`, range, timeZone)} and name in ${decisions} and detail #>> '{was,heldAt}' is not null
    ), waited as (
      select day, percentile_cont(0.5) within group (order by minutes) as half, max(minutes) as longest, count(*) as count
      from decided group by day
    )
    select to_char(days.day, 'YYYY-MM-DD') as day,
      json_build_array(coalesce(round(half), 0), coalesce(round(longest), 0), coalesce(count, 0)) as values
    from generate_series(${range.from}::date, ${range.to}::date, interval '1 day') as days (day)
    left join waited on waited.day = days.day::date
    order by days.day`);
  return rows.map(({ day, values }) => ({ day, values: values.map(Number) }));
}

/** Jobs that were given up, by name. They are forgotten a day after. */
async function failedJobs(range: Range, timeZone: string): Promise<RankedRow[]> {
  const rows = await db.execute<{ name: string; value: number }>(sql`
    select name, count(*)::int as value from pgboss.job
    where state = 'failed' and ${within(sql`completed_on`, range, timeZone)} group by name order by 2 desc, 1`);
  return rows.map(({ name, value }) => ({ name, value, slug: null }));
}

/** What waits for a moderator now. Throws `refused` for who is none. */
export async function getQueueNow(actor: Actor): Promise<QueueNow> {
  if (!canSeePlot(actor, 'waiting'))
    throw new PersonError('refused', 'Only moderators see how long the queue is. Sign in as one.');
  const [row] = await db.execute<{ waiting: number; oldest: string | null }>(sql`
    select count(*)::int as waiting, to_json(min(held_at)) as oldest from ${response}
    where held_at is not null and spam_at is null and trashed_at is null and deleted_at is null`);
  return row ?? { waiting: 0, oldest: null };
}

/** What is being read now, as far as this server knows. Throws `refused` for who is not of the newsroom. */
export async function getReadNow(actor: Actor): Promise<ReadNowView> {
  if (!canSeeFigures(actor)) throw new PersonError('refused', 'Only the newsroom sees this. Ask an administrator to.');
  return listReadNow(shown);
}
