import { expect, test } from 'vitest';
import { db } from '#db/client';
import { author, section } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import { listArticles } from './queries.ts';
import { type ListFilter, listSize, type Sort, sorts } from './schema.ts';

/* The list of the newsroom over a hundred thousand articles; how long each takes is printed, not asserted. */
const articles = 100_000;

test('a hundred thousand articles are listed in every way', async () => {
  const { sql } = await testDatabase();
  const actor = await addUser('editor');
  const [row] = await db.insert(section).values({ slug: 'city', name: 'City' }).returning();
  const [pen] = await db.insert(author).values({ slug: 'one', name: 'Reporter one' }).returning();
  const [sectionId, authorId] = [row?.id ?? 0, pen?.id ?? 0];
  await sql`insert into article (slug, headline, status, section_id, user_id, published_at, saved_at)
    select 'a-' || n, 'Headline ' || md5(n::text) || ' of ' || n, case when n % 50 = 0 then 'draft' else 'published' end,
      case when n % 10 = 0 then ${sectionId}::bigint end, case when n % 1000 = 0 then ${actor.id} end,
      now() - make_interval(mins => n), now() - make_interval(mins => (n * 7919) % 100000)
    from generate_series(1, ${articles}) n`;
  await sql`insert into revision (article_id, version, headline, body, body_version)
    select id, 1, headline, '{"type":"doc","content":[]}', 1 from article`;
  await sql`update article set revision_id = revision.id from revision where revision.article_id = article.id`;
  await sql`insert into byline (article_id, author_id) select id, ${authorId} from article where id % 100 = 0`;
  await sql`insert into hit_total (article_id, counted) select id, id % 977 from article`;
  await sql`insert into hit_day (day, article_id, hits)
    select current_date - d, id, 1 + id % 7 from article, generate_series(0, 29) d where (id + d) % 10 = 0`;
  await sql`vacuum analyze`;
  const cases: [string, ListFilter, Sort, number, number][] = [
    ...sorts.map((sort): [string, ListFilter, Sort, number, number] => [sort, {}, sort, 1, articles]),
    ['most hits ever', {}, '-hits', 1, articles],
    ['fewest hits ever', {}, 'hits', 1, articles],
    ['last page', {}, '-savedAt', articles / listSize, articles],
    ['status', { status: 'draft' }, '-savedAt', 1, articles / 50],
    ['section', { section: sectionId }, '-savedAt', 1, articles / 10],
    ['section by headline', { section: sectionId }, 'headline', 1, articles / 10],
    ['author', { author: authorId }, '-savedAt', 1, articles / 100],
    ['mine', { mine: true }, '-savedAt', 1, articles / 1000],
    ['words', { text: 'of 4242' }, '-savedAt', 1, 11],
    ['words of nothing', { text: 'nothing at all' }, '-savedAt', 1, 0],
  ];
  const times: string[] = [];
  for (const [name, filter, sort, page, total] of cases) {
    const began = performance.now();
    const list = await listArticles({ actor, filter, sort, page, hits: name.endsWith('ever') ? 'all' : 'month' });
    times.push(`${name} ${Math.round(performance.now() - began)} ms`);
    expect(list.total, name).toBe(total);
    expect(list.articles, name).toHaveLength(Math.min(total, listSize));
  }
  console.log(`lists of ${articles} articles: ${times.join(', ')}`);
}, 120_000);
