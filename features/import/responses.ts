import type { TransactionSql } from 'postgres';
import { writeAttachments } from './attachments.ts';
import { at, type Cell, copyRows, newIds } from './copy.ts';
import { count } from './media.ts';
import type { ArticleRecord, CommentRecord } from './records.ts';
import type { ImportReport } from './schema.ts';
import type { Writing } from './write.ts';

type Known = { localId: number; digest: string };

/**
 * Writes the responses of a batch of articles. All of an article's are at hand, so a reply finds its parent whether
 * that comes before or after it, has a higher id or came with an earlier run.
 */
export async function writeResponses(
  sql: TransactionSql,
  writing: Writing,
  report: ImportReport,
  articles: readonly { record: ArticleRecord; articleId: number }[],
): Promise<void> {
  const all = articles.flatMap(({ record, articleId }) => record.comments.map((comment) => ({ comment, articleId })));
  if (all.length === 0) return;
  const known = writing.fresh
    ? new Map<string, Known>()
    : await recall(
        sql,
        writing.origin,
        all.map(({ comment }) => comment),
      );
  const created: typeof all = [];
  const seen = new Set<string>();
  for (const entry of all) {
    const { comment } = entry;
    if (seen.has(comment.externalId)) continue;
    seen.add(comment.externalId);
    const before = known.get(comment.externalId);
    if (before === undefined) {
      created.push(entry);
      count(report.created, comment.kind);
    } else if (before.digest === comment.digest) count(report.unchanged, comment.kind);
    else await updateResponse(sql, writing, report, comment, before);
  }
  if (writing.dryRun) return;
  const ids = await newIds(sql, 'response', created.length);
  for (const [index, { comment }] of created.entries())
    known.set(comment.externalId, { localId: ids[index] ?? 0, digest: '' });
  const articleOf = new Map(all.map(({ comment, articleId }) => [comment.externalId, articleId]));
  const parentOf = ({ externalId, parent }: CommentRecord): number | null => {
    if (parent === '' || parent === '0' || parent === externalId) return null;
    // A thread stands under one article.
    if (articleOf.has(parent) && articleOf.get(parent) !== articleOf.get(externalId)) return null;
    return known.get(parent)?.localId ?? null;
  };
  await copyRows(
    sql,
    'response',
    'id article_id kind parent_id guest_name guest_email_hash guest_link body created_at approved_at held_at spam_at trashed_at likes source edited_at deleted_at writer_gone_at reaction'.split(
      ' ',
    ),
    created.map(({ comment, articleId }, index): Cell[] => {
      const time = at(comment.createdAt);
      return [
        ids[index] ?? 0,
        articleId,
        comment.kind,
        parentOf(comment),
        comment.name,
        comment.emailHash,
        comment.link,
        comment.body,
        time,
        ...statesOf(comment.state, time),
        comment.kept?.likes ?? 0,
        comment.kept?.source ?? null,
        at(comment.kept?.editedAt ?? null),
        at(comment.kept?.deletedAt ?? null),
        at(comment.kept?.writerGoneAt ?? null),
        reactionOf(comment),
      ];
    }),
  );
  await writeAttachments(
    sql,
    created.flatMap(({ comment }, index) => {
      const attachments = comment.kept?.attachments;
      return attachments ? [{ id: ids[index] ?? 0, attachments }] : [];
    }),
  );
  await copyRows(
    sql,
    'linkback',
    ['response_id', 'source_url', 'source_title', 'kind', 'site_name', 'published_at', 'avatar_id'],
    created.flatMap(({ comment }, index): Cell[][] => {
      if (comment.sourceUrl === null) return [];
      const said = comment.kept?.linkback;
      const origin = [said?.title ?? comment.name, said?.kind ?? 'mention', said?.siteName ?? ''];
      return [[ids[index] ?? 0, comment.sourceUrl, ...origin, at(said?.publishedAt ?? null), said?.faceId ?? null]];
    }),
  );
  await copyRows(
    sql,
    'imported',
    ['origin', 'kind', 'external_id', 'local_id', 'digest'],
    created.map(({ comment }, index): Cell[] => [
      writing.origin,
      'response',
      comment.externalId,
      ids[index] ?? 0,
      comment.digest,
    ]),
  );
}

const reactionOf = ({ kept }: CommentRecord): Cell => {
  const kind = kept?.linkback?.kind;
  return kind === 'like' || kind === 'repost' || kind === 'bookmark' ? kind : null;
};

const statesOf = (state: CommentRecord['state'], time: string | null): [Cell, Cell, Cell, Cell] => [
  state === 'approved' ? time : null,
  state === 'held' ? time : null,
  state === 'spam' ? time : null,
  state === 'trashed' ? time : null,
];

/** What earlier runs brought of these responses and of those they answer. */
async function recall(
  sql: TransactionSql,
  origin: string,
  comments: readonly CommentRecord[],
): Promise<Map<string, Known>> {
  const ids = [...new Set(comments.flatMap(({ externalId, parent }) => [externalId, parent]))];
  const rows = await sql<{ externalId: string; localId: string; digest: string }[]>`
    select external_id as "externalId", local_id as "localId", digest from imported
    where origin = ${origin} and kind = 'response' and external_id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json))`;
  return new Map(rows.map((row) => [row.externalId, { localId: Number(row.localId), digest: row.digest }]));
}

async function updateResponse(
  sql: TransactionSql,
  writing: Writing,
  report: ImportReport,
  comment: CommentRecord,
  before: Known,
) {
  const skip = (why: string): void => void report.skipped.push({ kind: comment.kind, id: comment.externalId, why });
  const [here] = await sql<{ state: CommentRecord['state']; gone: boolean }[]>`
    select deleted_at is not null or writer_gone_at is not null as gone, case when trashed_at is not null then 'trashed' when spam_at is not null then 'spam'
      when held_at is not null then 'held' else 'approved' end as state
    from response where id = ${before.localId} for update`;
  if (!here) return skip('It changed there and was deleted here since it was imported.');
  if (here.gone) return skip('It changed there and its writer took it back here since it was imported.');
  const brought = before.digest.split(':')[1];
  const moderated = here.state !== brought;
  if (moderated && here.state !== comment.state) {
    return skip(`It changed there and was moderated here since it was imported; it stays ${here.state}.`);
  }
  count(report.updated, comment.kind);
  if (writing.dryRun) return;
  await sql`update response set body = ${comment.body}::text::jsonb, guest_name = ${comment.name}, guest_link = ${comment.link},
    guest_email_hash = ${comment.emailHash} where id = ${before.localId}`;
  if (!moderated && comment.state !== brought) {
    const [approved, held, spam, trashed] = statesOf(comment.state, at(comment.createdAt));
    await sql`update response set approved_at = ${approved}, held_at = ${held}, spam_at = ${spam}, trashed_at = ${trashed}
      where id = ${before.localId}`;
  }
  await sql`update imported set digest = ${comment.digest}, imported_at = now()
    where origin = ${writing.origin} and kind = 'response' and external_id = ${comment.externalId}`;
}
