import { and, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import {
  article,
  author,
  byline,
  hitCountry,
  hitDay,
  hitLeftOut,
  hitReferrer,
  hitTotal,
  section,
} from '#db/schema/index';
import { nowMinutes, readingsOf } from './now.ts';
import type {
  DayRange,
  Grouping,
  GroupView,
  HitsSpan,
  HitsView,
  MostRead,
  MostReadView,
  ReadNowView,
  StatsView,
} from './schema.ts';

const shownDays = 30;

/** What may stand in a list; the same as in the lists of `features/articles`, whose partial index it matches. */
const listed = (): SQL =>
  sql`${article.kind} = 'article' and ${article.status} in ('scheduled', 'published')
    and ${article.visibility} <> 'private' and ${article.publishedAt} <= now()`;

/** The hits of an article; zero where nobody has read it. */
export async function getHits(articleId: number): Promise<HitsView> {
  const [row] = await db
    .select({ counted: hitTotal.counted, imported: hitTotal.imported })
    .from(hitTotal)
    .where(eq(hitTotal.articleId, articleId));
  return row ? { total: row.counted + row.imported, imported: row.imported } : { total: 0, imported: 0 };
}

/** The totals of some articles; those that nobody has read are not in it. */
export async function listTotals(articleIds: readonly number[]): Promise<Map<number, number>> {
  if (articleIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(hitTotal)
    .where(inArray(hitTotal.articleId, [...articleIds]));
  return new Map(
    rows.map((row) => [row.articleId, row.counted + row.imported] as const).filter(([, hits]) => hits > 0),
  );
}

const firstDay = (timeZone: string): SQL => sql`(now() at time zone ${timeZone})::date - ${shownDays - 1}::int`;

/** Of every article that has any: `article_id` and `hits`, as a table to join. Days are those of the time zone. */
export const countsOf = (span: HitsSpan, timeZone: string): SQL =>
  span === 'all'
    ? sql`(select article_id, counted + imported as hits from ${hitTotal})`
    : sql`(select article_id, sum(hits) as hits from ${hitDay} where day >= ${firstDay(timeZone)} group by article_id)`;

/** The hits of some articles; those that nobody has read are not in it. */
export async function listHitsOf(
  ids: readonly number[],
  span: HitsSpan,
  timeZone: string,
): Promise<Map<number, number>> {
  if (span === 'all' || ids.length === 0) return listTotals(ids);
  // Days by name, so that the index finds each of them for each article.
  const days = sql`array(select ${firstDay(timeZone)} + n from generate_series(0, ${shownDays - 1}::int) n)`;
  const rows = await db
    .select({ id: hitDay.articleId, hits: sql<number>`sum(${hitDay.hits})::float8` })
    .from(hitDay)
    .where(and(inArray(hitDay.articleId, [...ids]), sql`${hitDay.day} = any(${days})`))
    .groupBy(hitDay.articleId);
  return new Map(rows.map(({ id, hits }) => [id, hits]));
}

/** The hits of an article with each of the last thirty days in a time zone, today's included. */
export async function getStats(articleId: number, timeZone: string): Promise<StatsView> {
  const today = sql`(now() at time zone ${timeZone})::date`;
  const [hits, days] = await Promise.all([
    getHits(articleId),
    db.execute<{ day: string; hits: number }>(sql`
      select to_char(days.day, 'YYYY-MM-DD') as day, coalesce(hits, 0)::int as hits
      from generate_series(${today} - ${shownDays - 1}::int, ${today}, interval '1 day') as days (day)
      left join ${hitDay} on ${hitDay.day} = days.day::date and ${hitDay.articleId} = ${articleId}
      order by days.day`),
  ]);
  return { ...hits, days: days.map(({ day, hits: ofDay }) => ({ day, hits: ofDay })) };
}

/** What was read most: today, in the last seven days with today, and always; of one section where it is named. */
export async function listMostRead(input: { limit: number; timeZone: string; section?: string }): Promise<MostRead> {
  const { limit, timeZone } = input;
  const today = sql`(now() at time zone ${timeZone})::date`;
  const since = (first: SQL) =>
    sql`(select article_id, sum(hits) as hits from ${hitDay} where day >= ${first} and day <= ${today} group by article_id)`;
  const of = async (counts: SQL): Promise<MostReadView[]> => {
    const rows = await db.execute<{
      slug: string;
      headline: string;
      language: string | null;
      section_slug: string | null;
      section_name: string | null;
      hits: string;
    }>(sql`
      select ${article.slug}, ${article.headline}, ${article.language}, ${section.slug} as section_slug,
        ${section.name} as section_name, counts.hits
      from ${counts} as counts
      join ${article} on ${article.id} = counts.article_id and ${listed()}
      left join ${section} on ${section.id} = ${article.sectionId}
      where counts.hits > 0 and ${input.section === undefined ? sql`true` : sql`${section.slug} = ${input.section}`}
      order by counts.hits desc, ${article.publishedAt} desc, ${article.id} desc
      limit ${limit}`);
    return rows.map((row) => ({
      slug: row.slug,
      headline: row.headline,
      language: row.language,
      section:
        row.section_slug !== null && row.section_name !== null
          ? { slug: row.section_slug, name: row.section_name }
          : null,
      hits: Number(row.hits),
    }));
  };
  const [ofToday, week, always] = await Promise.all([
    of(since(today)),
    of(since(sql`${today} - 6`)),
    of(sql`(select article_id, counted + imported as hits from ${hitTotal})`),
  ]);
  return { today: ofToday, week, always };
}

/** Hits of a range of days by one thing, most first; days in their order. At most `limit` lines. */
export async function listHits(range: DayRange, by: Grouping, limit = 1000): Promise<GroupView[]> {
  const within = (table: typeof hitDay | typeof hitReferrer | typeof hitCountry | typeof hitLeftOut) =>
    and(gte(table.day, range.from), lte(table.day, range.to));
  const hits = sql<number>`sum(${hitDay.hits})::int`.as('sum');
  const most = sql`sum desc`;
  switch (by) {
    case 'article': {
      // Sums first, and names only of those that are shown: of many articles over many days that is most of the work.
      const sums = db
        .select({ articleId: hitDay.articleId, hits })
        .from(hitDay)
        .where(within(hitDay))
        .groupBy(hitDay.articleId)
        .orderBy(most, hitDay.articleId)
        .limit(limit)
        .as('sums');
      return db
        .select({ key: article.slug, name: article.headline, hits: sums.hits })
        .from(sums)
        .innerJoin(article, eq(article.id, sums.articleId))
        .orderBy(most, article.id);
    }
    case 'section':
      return db
        .select({
          key: sql<string>`coalesce(${section.slug}, '')`,
          name: sql<string>`coalesce(${section.name}, '')`,
          hits,
        })
        .from(hitDay)
        .innerJoin(article, eq(article.id, hitDay.articleId))
        .leftJoin(section, eq(section.id, article.sectionId))
        .where(within(hitDay))
        .groupBy(section.id)
        .orderBy(most, section.id)
        .limit(limit);
    case 'author':
      return db
        .select({ key: author.slug, name: author.name, hits })
        .from(hitDay)
        .innerJoin(byline, eq(byline.articleId, hitDay.articleId))
        .innerJoin(author, eq(author.id, byline.authorId))
        .where(within(hitDay))
        .groupBy(author.id)
        .orderBy(most, author.id)
        .limit(limit);
    case 'day':
      return db
        .select({ key: hitDay.day, name: hitDay.day, hits })
        .from(hitDay)
        .where(within(hitDay))
        .groupBy(hitDay.day)
        .orderBy(hitDay.day)
        .limit(limit);
    case 'referrer':
      return db
        .select({
          key: hitReferrer.host,
          name: hitReferrer.host,
          hits: sql<number>`sum(${hitReferrer.hits})::int`.as('sum'),
        })
        .from(hitReferrer)
        .where(within(hitReferrer))
        .groupBy(hitReferrer.host)
        .orderBy(most, hitReferrer.host)
        .limit(limit);
    case 'country':
      return db
        .select({
          key: hitCountry.country,
          name: hitCountry.country,
          hits: sql<number>`sum(${hitCountry.hits})::int`.as('sum'),
        })
        .from(hitCountry)
        .where(within(hitCountry))
        .groupBy(hitCountry.country)
        .orderBy(most, hitCountry.country)
        .limit(limit);
    case 'left-out':
      return db
        .select({
          key: hitLeftOut.reason,
          name: hitLeftOut.reason,
          hits: sql<number>`sum(${hitLeftOut.calls})::int`.as('sum'),
        })
        .from(hitLeftOut)
        .where(within(hitLeftOut))
        .groupBy(hitLeftOut.reason)
        .orderBy(most, hitLeftOut.reason)
        .limit(limit);
  }
}

/**
 * What readers have had on screen within the last minutes, most first. Of this server alone, and forgotten when it stops:
 * who read what at which minute is not stored anywhere.
 */
export async function listReadNow(limit: number): Promise<ReadNowView> {
  const readings = [...readingsOf(Date.now())].sort(([, one], [, other]) => other - one);
  const most = readings.slice(0, limit);
  const sum = readings.reduce((total, [, count]) => total + count, 0);
  if (most.length === 0) return { minutes: nowMinutes, readings: 0, articles: [] };
  const rows = await db
    .select({ id: article.id, slug: article.slug, name: article.headline })
    .from(article)
    .where(
      inArray(
        article.id,
        most.map(([id]) => id),
      ),
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const articles = most.flatMap(([id, hits]) => {
    const row = byId.get(id);
    return row ? [{ key: row.slug, name: row.name, hits }] : [];
  });
  return { minutes: nowMinutes, readings: sum, articles };
}

/** One article on one day, for the export. `authors` are names. */
export type ExportedHits = {
  day: string;
  slug: string;
  headline: string;
  section: string;
  authors: string[];
  hits: number;
};

/** Articles by day, day by day, so that a long range needs no more memory than a short one. */
export async function* exportHits(range: DayRange): AsyncGenerator<ExportedHits[]> {
  const days = await db
    .selectDistinct({ day: hitDay.day })
    .from(hitDay)
    .where(and(gte(hitDay.day, range.from), lte(hitDay.day, range.to)))
    .orderBy(hitDay.day);
  for (const { day } of days) {
    yield await db
      .select({
        day: hitDay.day,
        slug: article.slug,
        headline: article.headline,
        section: sql<string>`coalesce(${section.name}, '')`,
        authors: sql<string[]>`(
          select coalesce(json_agg(${author.name} order by ${byline.position}), '[]'::json)
          from ${byline} join ${author} on ${author.id} = ${byline.authorId} where ${byline.articleId} = ${article.id})`,
        hits: hitDay.hits,
      })
      .from(hitDay)
      .innerJoin(article, eq(article.id, hitDay.articleId))
      .leftJoin(section, eq(section.id, article.sectionId))
      .where(eq(hitDay.day, day))
      .orderBy(sql`${hitDay.hits} desc`, article.id);
  }
}
