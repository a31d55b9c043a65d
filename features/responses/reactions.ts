import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { file, linkback, response } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { isPublic, webAddress } from './rows.ts';
import type { ReactionView } from './schema.ts';

/** Faces that are shown of those who liked, reposted or bookmarked an article. */
const mostFaces = 30;

/**
 * The condition of a linkback that says nothing: a like, a repost, a bookmark. It is shown as a face, stands in no
 * thread, and is no response where responses are counted. Looked up by the key of each response, in spite of a planner
 * that would read all linkbacks of the site at once: an article's own are what it may cost.
 */
export const isReaction = (of = 'response'): SQL =>
  sql`exists (select from ${linkback} l where l.response_id = ${sql.identifier(of)}.id
    and l.kind in ('like', 'repost', 'bookmark') offset 0)`;

/** The newest of those who liked, reposted or bookmarked an article, newest first. */
export async function readFaces(articleId: number): Promise<ReactionView[]> {
  const rows = await db
    .select({
      id: response.id,
      name: response.guestName,
      kind: linkback.kind,
      sourceUrl: linkback.sourceUrl,
      siteName: linkback.siteName,
      fileId: file.id,
      fileName: file.name,
    })
    .from(response)
    .innerJoin(linkback, eq(linkback.responseId, response.id))
    .leftJoin(file, eq(file.id, linkback.avatarId))
    .where(and(eq(response.articleId, articleId), isPublic(), isNull(response.deletedAt), isReaction()))
    .orderBy(desc(response.createdAt), desc(response.id))
    .limit(mostFaces);
  return rows.map(({ id, name, kind, sourceUrl, siteName, fileId, fileName }) => ({
    ...{ id, name, siteName },
    kind: kind === 'repost' || kind === 'bookmark' ? kind : 'like',
    link: webAddress(sourceUrl),
    avatar: fileId === null || fileName === null ? null : addressOfFile({ id: fileId, name: fileName }),
  }));
}
