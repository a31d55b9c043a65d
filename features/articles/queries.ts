import { and, asc, count, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, articleTag, author, byline, file, redirect, revision, section, tag } from '#db/schema/index';
import { tagsOfArticle } from './cache.ts';
import { focusesIn } from './galleries.ts';
import { findNewAddress } from './old-addresses.ts';
import { cardColumns, cardOf, correctionOf, detailColumns, isPublic, listed, pictureOf } from './rows.ts';
import {
  type ArticleView,
  type AuthorView,
  type CardView,
  type FeedArticleView,
  type ListName,
  type ListView,
  pageSize,
  type SectionView,
  type TagView,
} from './schema.ts';

export { getNextDue, listDueTags } from './due.ts';
export { listNamed } from './named.ts';
export {
  listNews,
  listSitemapArticles,
  listSitemapNames,
  listSitemapPages,
  listSitemapParts,
} from './sitemap.ts';
export { focusesIn, tagsOfArticle };

const cards = () =>
  db
    .select(cardColumns)
    .from(article)
    .leftJoin(section, eq(section.id, article.sectionId))
    .leftJoin(file, eq(file.id, article.leadFileId))
    .$dynamic();

const newestFirst = [desc(article.publishedAt), desc(article.id)];
const oldestFirst = [asc(article.publishedAt), asc(article.id)];

/** A public article or page, or null. A password-protected one comes without its body. */
export async function getArticle(slug: string, kind: 'article' | 'page' = 'article'): Promise<ArticleView | null> {
  const [row] = await wholeArticles()
    .where(and(eq(article.kind, kind), eq(article.slug, slug), isPublic()))
    .limit(1);
  if (!row) return null;
  const shown = articleOf(row);
  const focuses = await focusesIn(shown.body);
  return { ...shown, ...(focuses && { focuses }) };
}

const wholeArticles = () =>
  db
    .select({
      ...cardColumns,
      ...detailColumns,
      article,
      body: revision.body,
      fileType: file.type,
      fileBytes: file.bytes,
    })
    .from(article)
    .leftJoin(section, eq(section.id, article.sectionId))
    .leftJoin(file, eq(file.id, article.leadFileId))
    .innerJoin(revision, eq(revision.id, article.revisionId))
    .$dynamic();

function articleOf(row: Awaited<ReturnType<typeof wholeArticles>>[number]): ArticleView {
  const { article: own } = row;
  const { sourceName: _, publishedAt, ...card } = cardOf(row);
  const closesAt =
    own.commentPolicy === 'closed_after' && own.commentDays !== null && own.publishedAt !== null
      ? own.publishedAt.getTime() + own.commentDays * 86_400_000
      : null;
  return {
    ...card,
    kind: own.kind,
    publishedAt: publishedAt || null,
    updatedAt: own.updatedAt?.toISOString() ?? null,
    picture: pictureOf(row),
    tags: row.tags,
    authors: row.authors,
    source:
      own.sourceName === null
        ? null
        : {
            name: own.sourceName,
            url: own.sourceUrl,
            author: own.sourceAuthor,
            publishedAt: own.sourcePublishedAt?.toISOString() ?? null,
            licence: own.sourceLicence,
            policy: own.sourcePolicy ?? 'canonical',
          },
    corrections: row.corrections.map(correctionOf),
    body: own.visibility === 'password' ? null : row.body,
    words: own.words,
    commentsOpen: own.commentPolicy === 'open' || (closesAt !== null && closesAt > Date.now()),
    commentsCloseAt: closesAt === null ? null : new Date(closesAt).toISOString(),
    pingsOpen: own.pingPolicy === 'open',
    showsChanges: own.showsChanges,
  };
}

/** The newest articles, newest first. */
export async function listLatest(limit: number, offset = 0): Promise<CardView[]> {
  return (
    await cards()
      .where(listed())
      .orderBy(...newestFirst)
      .limit(limit)
      .offset(offset)
  ).map(cardOf);
}

/** Pinned ones that are looked at; what is pinned beyond stands by its date. */
const pinnedAtMost = 30;

/** Those that are kept on top, in their order; those without a place follow, the last pinned first. */
export const pinnedFirst = [sql`${article.pinnedPosition} nulls last`, desc(article.pinnedAt), desc(article.id)];

/**
 * The front page's stories: the lead, and `limit` more at most. Pinned ones come first, in their order, the others by date. While
 * nothing is pinned, the newest with a picture leads.
 */
export async function listFront(limit: number): Promise<{ lead: CardView | null; latest: CardView[] }> {
  const [pinned, newest] = await Promise.all([
    cards()
      .where(and(listed(), isNotNull(article.pinnedAt)))
      .orderBy(...pinnedFirst)
      .limit(pinnedAtMost),
    listLatest(limit + pinnedAtMost),
  ]);
  const first = pinned.map(cardOf);
  const known = new Set(first.map((card) => card.id));
  const others = newest.filter((card) => !known.has(card.id));
  const lead = first[0] ?? others.slice(0, 12).find((card) => card.picture !== null) ?? others[0] ?? null;
  return { lead, latest: [...first, ...others].filter((card) => card.id !== lead?.id).slice(0, limit) };
}

/** The articles with most responses among the newest 200. */
export async function listMostDiscussed(limit: number): Promise<CardView[]> {
  const recent = db
    .select({ id: article.id })
    .from(article)
    .where(listed())
    .orderBy(...newestFirst)
    .limit(200);
  const rows = await cards()
    .where(sql`${article.id} in ${recent}`)
    .orderBy(sql`responses desc`, ...newestFirst)
    .limit(limit);
  return rows.map(cardOf).filter((card) => card.responses > 0);
}

/** One page of a list; null when there is no such page. Without `page`: the newest. */
async function listPage(where: SQL | undefined, page?: number): Promise<ListView | null> {
  const condition = and(listed(), where);
  const [counted] = await db.select({ total: count() }).from(article).where(condition);
  const total = counted?.total ?? 0;
  // The newest page takes what does not fill one of its own, so that it is never nearly empty.
  const pages = Math.max(1, Math.floor(total / pageSize));
  const current = page ?? pages;
  if (!Number.isInteger(current) || current < 1 || current > pages) return null;
  const size = current === pages ? total - (pages - 1) * pageSize : pageSize;
  const older = (current - 1) * pageSize;
  const newer = total - older - size;
  const fromOldest = older < newer;
  const rows = await cards()
    .where(condition)
    .orderBy(...(fromOldest ? oldestFirst : newestFirst))
    .limit(size)
    .offset(fromOldest ? older : newer);
  if (fromOldest) rows.reverse();
  return { cards: rows.map(cardOf), page: current, pages, total };
}

export const listArchive = (page?: number): Promise<ListView | null> => listPage(undefined, page);

export async function getSection(slug: string): Promise<SectionView | null> {
  const [row] = await db
    .select({ slug: section.slug, name: section.name, description: section.description })
    .from(section)
    .where(eq(section.slug, slug));
  return row ?? null;
}

const inSection = (slug: string): SQL =>
  sql`${article.sectionId} = (select id from ${section} where ${section.slug} = ${slug})`;

export const listBySection = (slug: string, page?: number): Promise<ListView | null> => listPage(inSection(slug), page);

export async function getTag(slug: string): Promise<TagView | null> {
  const [row] = await db.select({ slug: tag.slug, name: tag.name }).from(tag).where(eq(tag.slug, slug));
  return row ?? null;
}

const withTag = (slug: string): SQL =>
  sql`${article.id} in (select ${articleTag.articleId} from ${articleTag} join ${tag} on ${tag.id} = ${articleTag.tagId} where ${tag.slug} = ${slug})`;

export const listByTag = (slug: string, page?: number): Promise<ListView | null> => listPage(withTag(slug), page);

export async function getAuthor(slug: string): Promise<AuthorView | null> {
  const [row] = await db
    .select({ slug: author.slug, name: author.name, kind: author.kind, bio: author.bio, link: author.link })
    .from(author)
    .where(eq(author.slug, slug));
  return row ?? null;
}

const byAuthor = (slug: string): SQL =>
  sql`${article.id} in (select ${byline.articleId} from ${byline} join ${author} on ${author.id} = ${byline.authorId} where ${author.slug} = ${slug})`;

export const listByAuthor = (slug: string, page?: number): Promise<ListView | null> => listPage(byAuthor(slug), page);

const listConditions = { section: inSection, tag: withTag, author: byAuthor } as const;

/** The newest articles with their bodies, newest first: of the site, or of one list. */
export async function listForFeed(limit: number, list?: ListName): Promise<FeedArticleView[]> {
  const rows = await wholeArticles()
    .where(and(listed(), list && listConditions[list.kind](list.slug)))
    .orderBy(...newestFirst)
    .limit(limit);
  return rows.map((row) => ({ ...articleOf(row), file: fileOf(row) }));
}

const fileOf = ({
  fileType,
  fileBytes,
}: {
  fileType: string | null;
  fileBytes: number | null;
}): FeedArticleView['file'] => (fileType === null || fileBytes === null ? null : { type: fileType, bytes: fileBytes });

/** Sections that have something to read, in the order of the navigation. */
export async function listSections(): Promise<SectionView[]> {
  return db
    .select({ slug: section.slug, name: section.name, description: section.description })
    .from(section)
    .where(sql`exists (select 1 from ${article} where ${article.sectionId} = ${section.id} and ${listed()})`)
    .orderBy(sql`${section.position} nulls last`, asc(section.name));
}

/** The newest articles of each section, for the front page: sections in navigation order. */
export async function listSectionFronts(each: number): Promise<{ section: SectionView; cards: CardView[] }[]> {
  const sections = await listSections();
  return Promise.all(
    sections.map(async (view) => ({
      section: view,
      cards: (
        await cards()
          .where(
            and(listed(), sql`${article.sectionId} = (select id from ${section} where ${section.slug} = ${view.slug})`),
          )
          .orderBy(...newestFirst)
          .limit(each)
      ).map(cardOf),
    })),
  );
}

/** Months with articles, newest first, in the publication's time zone. `month` is 1–12. */
export async function listMonths(timeZone: string): Promise<{ year: number; month: number; count: number }[]> {
  const local = sql`(${article.publishedAt} at time zone ${timeZone})`;
  return db
    .select({
      year: sql<number>`extract(year from ${local})::int`.as('year'),
      month: sql<number>`extract(month from ${local})::int`.as('month'),
      count: sql<number>`count(*)::int`.as('count'),
    })
    .from(article)
    .where(listed())
    .groupBy(sql`1`, sql`2`)
    .orderBy(sql`1 desc`, sql`2 desc`);
}

/** The articles of one month (1–12) in the publication's time zone. */
export function listByMonth(
  input: { year: number; month: number; timeZone: string },
  page?: number,
): Promise<ListView | null> {
  const first = `${String(input.year).padStart(4, '0')}-${String(input.month).padStart(2, '0')}-01`;
  return listPage(
    sql`${article.publishedAt} >= (${first}::timestamp at time zone ${input.timeZone})
      and ${article.publishedAt} < ((${first}::timestamp + interval '1 month') at time zone ${input.timeZone})`,
    page,
  );
}

/**
 * Articles to read next: those that share most tags, then the newest of the section. Looks at the newest 100
 * of each tag only, so it takes as long in a large archive as in a small one.
 */
export async function listRelated(articleId: number, limit: number): Promise<CardView[]> {
  const near = sql`(
    select near.article_id, count(*) as shared
    from ${articleTag} mine
    cross join lateral (
      select article_id from ${articleTag}
      where tag_id = mine.tag_id and article_id <> ${articleId} order by article_id desc limit 100
    ) near
    where mine.article_id = ${articleId}
    group by near.article_id order by shared desc, near.article_id desc limit ${limit * 3}) as near`;
  const byTags = await cards()
    .innerJoin(near, sql`near.article_id = ${article.id}`)
    .where(listed())
    .orderBy(sql`near.shared desc`, ...newestFirst)
    .limit(limit);
  const found = byTags.map(cardOf);
  if (found.length === limit) return found;
  const sameSection = await cards()
    .where(
      and(
        listed(),
        sql`${article.sectionId} = (select section_id from ${article} where id = ${articleId})`,
        sql`${article.id} <> ${articleId}`,
      ),
    )
    .orderBy(...newestFirst)
    .limit(limit * 2);
  const known = new Set(found.map((card) => card.id));
  for (const row of sameSection) if (found.length < limit && !known.has(row.id)) found.push(cardOf(row));
  return found;
}

/** Public pages (About, …) for the footer. */
export async function listPages(): Promise<{ slug: string; title: string }[]> {
  return db
    .select({ slug: article.slug, title: article.headline })
    .from(article)
    .where(
      sql`${article.kind} = 'page' and ${article.status} in ('scheduled', 'published') and ${article.visibility} = 'public' and ${article.publishedAt} <= now()`,
    )
    .orderBy(asc(article.headline));
}

/** Where an address of the site that was imported leads now, or null. `path` is decoded, without a slash at its end. */
export function getRedirect(path: string, query: URLSearchParams): Promise<string | null> {
  return findNewAddress(path, query, async (address) => {
    const [row] = await db.select({ target: redirect.target }).from(redirect).where(eq(redirect.path, address));
    return row?.target ?? null;
  });
}
