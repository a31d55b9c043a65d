import { eq, inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { attachment, file, response } from '#db/schema/index';
import { onVercel } from '#lib/env';
import { sweepUploads } from '#lib/upload-shelf';
import { isHosted } from '#lib/upload-token';
import { discardArrived, removeBytes, removeUnnoted } from './arriving.ts';

/** Hours after which an upload that no response claimed is thrown away. */
const unclaimedHours = 24;
/** Days for which the files of what a moderator took down are kept, so that it can be undone with them. */
const takenDownDays = 30;
/** Attachments that one sweep removes at most; the next one goes on. */
const most = 200;

/**
 * Removes files that nothing holds any more, from the disk too: uploads that no response claimed within a day, what was
 * removed from a response, the files of what its writer took back, and of what has been spam or in the trash for thirty
 * days. It can be run at any time, by several servers at once. What can't be removed keeps nothing else from it; the
 * first such error is thrown at the end.
 */
export async function sweepAttachments(): Promise<void> {
  const errors: unknown[] = [];
  const attempt = (work: () => Promise<void>) => work().catch((error) => void errors.push(error));
  // In one statement, so that what a response claims meanwhile is left alone: nobody gets at the others from here on.
  // What could not be removed comes after everything else the next time.
  const rows = await db.execute<{ id: string; storageKey: string | null }>(sql`
    with gone as materialized (
      select a.id from ${attachment} a left join ${response} r on r.id = a.response_id
      where a.removed_at is not null or r.deleted_at is not null
        or (a.response_id is null and a.created_at < now() - make_interval(hours => ${unclaimedHours}::int))
        or (a.response_id is null and a.user_id is null)
        or least(r.trashed_at, r.spam_at) < now() - make_interval(days => ${takenDownDays}::int)
      order by a.removed_at nulls first, a.created_at limit ${most} for update of a skip locked
    )
    update ${attachment} a set removed_at = now() from gone where a.id = gone.id
    returning a.id, a.storage_key as "storageKey"`);
  for (const { id, storageKey } of rows) await attempt(() => removeAttachment(id, storageKey));
  // An hour longer than an address is signed for.
  if (!isHosted() && !onVercel()) await attempt(() => sweepUploads((unclaimedHours + 1) * 3600_000));
  if (errors.length > 0) throw errors[0];
}

/** The bytes, then the rows: what is interrupted is found again. */
async function removeAttachment(id: string, storageKey: string | null): Promise<void> {
  const files = await db.select({ id: file.id, key: file.key }).from(file).where(eq(file.attachmentId, id));
  for (const { key } of files) await removeBytes(key);
  if (storageKey !== null) await discardArrived(storageKey, { whole: true });
  if (!isHosted() && !onVercel()) await removeUnnoted(id);
  await db.transaction(async (tx) => {
    if (files.length > 0) {
      await tx.delete(file).where(
        inArray(
          file.id,
          files.map((one) => one.id),
        ),
      );
    }
    await tx.delete(attachment).where(eq(attachment.id, id));
  });
}
