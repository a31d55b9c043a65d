import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { file, linkback, response } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { isPublic, webAddress } from './rows.ts';
import type { ReactionView } from './schema.ts';

/** Faces that are shown of those who liked, reposted or bookmarked an article. */
const mostFaces = 30;

/** The condition of a linkback that says nothing: it is shown as a face, stands in no thread and is not counted. */
export const isReaction = (of = 'response'): SQL => sql`${sql.identifier(of)}.reaction is not null`;

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
