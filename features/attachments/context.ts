import { sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { article, attachment, response, setting } from '#db/schema/index';

/** What has to be known before an upload is signed, in one round trip. */
export async function readUploadContext(
  on: Queryable,
  { userId, articleId }: { userId: string; articleId: number },
): Promise<{ readOnly: boolean; approved: boolean; open: boolean; usedBytes: number; waiting: number }> {
  const [row] = await on.execute<{
    readOnly: boolean;
    approved: boolean;
    open: boolean;
    usedBytes: string;
    waiting: number;
  }>(sql`
    select coalesce((select value from ${setting} where key = 'readOnly'), 'false'::jsonb) = 'true'::jsonb as "readOnly",
      exists (select from ${response} r where r.user_id = ${userId} and r.approved_at is not null and r.held_at is null
        and r.spam_at is null and r.trashed_at is null and r.deleted_at is null) as approved,
      exists (select from ${article} o where o.id = ${articleId} and o.kind = 'article' and o.visibility = 'public'
        and o.status in ('scheduled', 'published') and o.published_at <= now()) as open,
      (select coalesce(sum(bytes), 0) from ${attachment} where user_id = ${userId} and removed_at is null
        and refused_at is null) as "usedBytes",
      (select count(*)::int from ${attachment} where user_id = ${userId} and response_id is null and removed_at is null
        and refused_at is null) as waiting`);
  if (!row) throw new Error('A select without a table has one row.');
  return { ...row, usedBytes: Number(row.usedBytes) };
}
