import { type SQL, sql } from 'drizzle-orm';
import { article, articleTag, author, byline, correction, file, response, section, tag } from '#db/schema/index';
import { readingMinutes } from '#lib/document/text';
import type { AuthorView, CardView, CorrectionView, PictureView, TagView } from './schema.ts';

/** What readers may open: due, not withdrawn, not private. */
export const isPublic = (): SQL =>
  sql`${article.status} in ('scheduled', 'published') and ${article.visibility} <> 'private' and ${article.publishedAt} <= now()`;

/** What may stand in a list: due, not withdrawn, not private. Matches the partial indexes of `article`. */
export const listed = (): SQL =>
  sql`${article.kind} = 'article' and ${article.status} in ('scheduled', 'published')
    and ${article.visibility} <> 'private' and ${article.publishedAt} <= now()`;

/** The condition of a public response; matches the partial index of `response`. Likes and the like of other sites are none. */
const publicResponse = (): SQL =>
  sql`approved_at is not null and held_at is null and spam_at is null and trashed_at is null and deleted_at is null
    and reaction is null`;

/** `/files/{id}/{name}`: the address of a stored file. */
const fileAddress = (id: string, name: string): string => `/files/${id}/${encodeURIComponent(name)}`;

const authorsOf = (columns: SQL) => sql`(
  select coalesce(json_agg(${columns} order by ${byline.position}), '[]'::json)
  from ${byline} join ${author} on ${author.id} = ${byline.authorId} where ${byline.articleId} = ${article.id})`;

/** The columns of a card; `from(article).leftJoin(section).leftJoin(file)` goes with them. */
export const cardColumns = {
  id: article.id,
  slug: article.slug,
  headline: article.headline,
  deck: article.deck,
  excerpt: article.excerpt,
  visibility: article.visibility,
  publishedAt: article.publishedAt,
  language: article.language,
  sectionSlug: section.slug,
  sectionName: section.name,
  sourceName: article.sourceName,
  words: article.words,
  fileId: file.id,
  fileName: file.name,
  fileWidth: file.width,
  fileHeight: file.height,
  fileAlt: file.alt,
  fileFocusX: file.focusX,
  fileFocusY: file.focusY,
  leadAlt: article.leadAlt,
  leadCaption: article.leadCaption,
  leadCredit: article.leadCredit,
  bylines: authorsOf(sql`json_build_object('slug', ${author.slug}, 'name', ${author.name})`).as(
    'bylines',
  ) as SQL.Aliased<{ slug: string; name: string }[]>,
  responses: sql<number>`(
    select count(*)::int from ${response} where ${response.articleId} = ${article.id} and ${publicResponse()})`.as(
    'responses',
  ),
};

/** What `getArticle` needs beyond a card, as JSON subqueries: one round trip. */
export const detailColumns = {
  authors: authorsOf(
    sql`json_build_object('slug', ${author.slug}, 'name', ${author.name}, 'kind', ${author.kind}, 'bio', ${author.bio}, 'link', ${author.link})`,
  ).as('authors') as SQL.Aliased<AuthorView[]>,
  tags: sql<TagView[]>`(
    select coalesce(json_agg(json_build_object('slug', ${tag.slug}, 'name', ${tag.name}) order by ${tag.name}), '[]'::json)
    from ${articleTag} join ${tag} on ${tag.id} = ${articleTag.tagId} where ${articleTag.articleId} = ${article.id})`.as(
    'tags',
  ),
  corrections: sql<{ at: string; text: string; mistake: boolean }[]>`(
    select coalesce(json_agg(json_build_object('at', ${correction.at}, 'text', ${correction.text}, 'mistake', ${correction.mistake})
      order by ${correction.at}), '[]'::json)
    from ${correction} where ${correction.articleId} = ${article.id})`.as('corrections'),
};

export type CardRow = {
  id: number;
  slug: string;
  headline: string;
  deck: string;
  excerpt: string;
  visibility: 'public' | 'private' | 'password';
  publishedAt: Date | null;
  language: string | null;
  sectionSlug: string | null;
  sectionName: string | null;
  sourceName: string | null;
  words: number;
  fileId: string | null;
  fileName: string | null;
  fileWidth: number | null;
  fileHeight: number | null;
  fileAlt: string | null;
  fileFocusX: number | null;
  fileFocusY: number | null;
  leadAlt: string;
  leadCaption: string;
  leadCredit: string;
  bylines: { slug: string; name: string }[];
  responses: number;
};

export function pictureOf(row: CardRow): PictureView | null {
  if (row.fileId === null || row.fileName === null || row.fileWidth === null || row.fileHeight === null) return null;
  return {
    src: fileAddress(row.fileId, row.fileName),
    width: row.fileWidth,
    height: row.fileHeight,
    alt: row.leadAlt || row.fileAlt || '',
    caption: row.leadCaption,
    credit: row.leadCredit,
    focus: row.fileFocusX === null || row.fileFocusY === null ? null : { x: row.fileFocusX, y: row.fileFocusY },
  };
}

export function cardOf(row: CardRow): CardView {
  return {
    id: row.id,
    slug: row.slug,
    headline: row.headline,
    deck: row.deck,
    // An excerpt is taken from the text, which a password protects.
    excerpt: row.visibility === 'password' ? '' : row.excerpt,
    publishedAt: row.publishedAt?.toISOString() ?? '',
    language: row.language,
    section:
      row.sectionSlug !== null && row.sectionName !== null ? { slug: row.sectionSlug, name: row.sectionName } : null,
    bylines: row.bylines,
    sourceName: row.sourceName,
    picture: pictureOf(row),
    readingTime: readingMinutes(row.words),
    responses: row.responses,
  };
}

/** JSON from Postgres has times with an offset; views have them in UTC. */
export const correctionOf = (row: CorrectionView): CorrectionView => ({ ...row, at: new Date(row.at).toISOString() });
