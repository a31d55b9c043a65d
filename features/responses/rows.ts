import { eq, type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, file, linkback, response, setting, user } from '#db/schema/index';
import { attachmentsOfResponse, attachmentViews } from '#features/attachments/queries';
import { addressOfFile } from '#features/files/schema';
import { safeUrl } from '#lib/document/schema';
import { inBatches } from '#lib/together';
import type { ArticleState, ResponseFacts } from './policy.ts';
import { isStaffRole } from './policy.ts';
import { refuse } from './refusals.ts';
import type { ResponseView } from './schema.ts';

/** The condition of a public response; matches the partial index. `of` is the name of the table in the statement. */
export const isPublic = (of = 'response'): SQL => {
  const name = sql.identifier(of);
  return sql`${name}.approved_at is not null and ${name}.held_at is null and ${name}.spam_at is null and ${name}.trashed_at is null`;
};

/**
 * The condition of a response that no moderator has decided on: it was held, or the filter took it for spam as it came
 * or was edited. To the millisecond: that is what an undone decision brings back.
 */
export const isWaiting = (of = 'response'): SQL => {
  const time = (column: string) => sql`date_trunc('milliseconds', ${sql.identifier(of)}.${sql.identifier(column)})`;
  return sql`${sql.identifier(of)}.trashed_at is null and case when ${sql.identifier(of)}.spam_at is null
    then ${sql.identifier(of)}.held_at is not null
    else ${time('spam_at')} = ${time('created_at')} or ${time('spam_at')} is not distinct from ${time('edited_at')} end`;
};

/** The condition of an article that everybody reads, without a password. */
export const isForEverybody = (of = 'article'): SQL => {
  const name = sql.identifier(of);
  return sql`${name}.visibility = 'public' and ${name}.status in ('scheduled', 'published') and ${name}.published_at <= now()`;
};

/** Web addresses only: what stands behind a name is a link. */
export const webAddress = (value: string | null): string | null => {
  const url = value === null ? null : safeUrl(value);
  return url && /^https?:\/\//i.test(url) ? url : null;
};

/** Responses with what their views need; conditions and order are the caller's. */
export const wholeResponses = (on: Queryable = db) =>
  on
    .select({
      response,
      linkback,
      face: { id: file.id, name: file.name },
      userName: user.name,
      userLink: user.link,
      role: user.role,
      attachments: attachmentsOfResponse(),
    })
    .from(response)
    .leftJoin(linkback, eq(linkback.responseId, response.id))
    .leftJoin(file, eq(file.id, linkback.avatarId))
    .leftJoin(user, eq(user.id, response.userId))
    .$dynamic();

type Row = Awaited<ReturnType<typeof wholeResponses>>[number];

/** What stands where words were taken back. */
export const nothing = { type: 'doc', content: [{ type: 'paragraph' }] };

export function viewOf({
  response: row,
  linkback: origin,
  face,
  userName,
  userLink,
  role,
  attachments,
}: Row): ResponseView {
  const deleted = row.deletedAt !== null;
  const nameless = deleted || row.writerGoneAt !== null;
  return {
    id: row.id,
    kind: row.kind,
    parentId: row.parentId,
    name: nameless ? '' : (userName ?? row.guestName),
    link: nameless ? null : webAddress(origin?.sourceUrl ?? (row.userId === null ? row.guestLink : userLink)),
    title: origin?.sourceTitle ?? '',
    body: deleted ? nothing : row.body,
    at: row.createdAt.toISOString(),
    userId: nameless ? null : row.userId,
    staff: !nameless && isStaffRole(role),
    editedAt: deleted ? null : (row.editedAt?.toISOString() ?? null),
    likes: deleted ? 0 : row.likes,
    state: deleted ? 'deleted' : 'shown',
    writerGone: row.writerGoneAt !== null,
    attachments: deleted ? [] : attachmentViews(attachments),
    linkback:
      deleted || origin === null
        ? null
        : {
            kind: origin.kind,
            siteName: origin.siteName,
            avatar: face && addressOfFile(face),
            publishedAt: origin.publishedAt?.toISOString() ?? null,
          },
    replies: [],
  };
}

const articleState = sql`json_build_object(
  'kind', a.kind,
  'public', a.status in ('scheduled', 'published') and a.visibility <> 'private' and coalesce(a.published_at <= now(), false),
  'protected', a.visibility = 'password',
  'comments', case a.comment_policy when 'closed_after'
    then case when a.published_at + make_interval(days => coalesce(a.comment_days, 0)) > now() then 'open' else 'closed_by_now' end
    else a.comment_policy end)`;

const facts = sql`json_build_object(
  'articleId', r.article_id, 'userId', r.user_id, 'public', ${isPublic('r')}, 'waits', ${isWaiting('r')},
  'deleted', r.deleted_at is not null, 'age', extract(epoch from now() - r.created_at) / 60, 'hasSource', r.source is not null)`;

const readOnly = sql`coalesce((select value from ${setting} where key = 'readOnly'), 'false'::jsonb) = 'true'::jsonb`;

/** What has to be known before a response is taken, in one round trip for all that come at once. */
export type PostContext = {
  readOnly: boolean;
  article: ArticleState | null;
  parent: ResponseFacts | null;
  /** The response that this very form has posted already. */
  posted: { id: number; userId: string | null } | null;
  link: string | null;
};

type PostContextInput = { articleId: number; parentId: number | null; submission: string; userId: string };

export const readPostContext = inBatches<PostContextInput, PostContext>(async (inputs) => {
  const rows = await db.execute<PostContext>(sql`
    select ${readOnly} as "readOnly",
      (select ${articleState} from ${article} a where a.id = given."articleId") as article,
      (select ${facts} from ${response} r where r.id = given."parentId") as parent,
      (select json_build_object('id', r.id, 'userId', r.user_id) from ${response} r where r.submission = given.submission) as posted,
      (select link from ${user} where id = given."userId") as link
    from rows from (jsonb_to_recordset(${JSON.stringify(inputs)}::text::jsonb)
      as ("articleId" bigint, "parentId" bigint, submission text, "userId" text)) with ordinality as given
    order by given.ordinality`);
  return [...rows];
});

/** A response with what its rules ask of it and of the article over it; null where there is none. */
export type KnownResponse = ResponseFacts & {
  readOnly: boolean;
  article: ArticleState;
  source: string | null;
  parentId: number | null;
};

export async function readResponse(on: Queryable, id: number): Promise<KnownResponse | null> {
  if (!Number.isSafeInteger(id) || id < 1) return null;
  const [row] = await on.execute<{
    facts: ResponseFacts;
    readOnly: boolean;
    article: ArticleState;
    source: string | null;
    parentId: string | null;
  }>(sql`
    select ${readOnly} as "readOnly", ${articleState} as article, ${facts} as facts, r.source, r.parent_id as "parentId"
    from ${response} r join ${article} a on a.id = r.article_id where r.id = ${id}`);
  if (!row) return null;
  const { facts: known, parentId, ...rest } = row;
  return { ...known, ...rest, parentId: parentId === null ? null : Number(parentId) };
}

/** The same; throws the `PersonError` that says so where there is none. */
export const requireResponse = async (id: number): Promise<KnownResponse> =>
  (await readResponse(db, id)) ?? refuse('no_response');
