import { createHash } from 'node:crypto';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import sharp from 'sharp';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { embed, file, linkback, response } from '#db/schema/index';
import { removeFile, storeFile } from '#features/files/commands';
import { isUnused } from '#features/media/queries';
import { cacheTags } from '#lib/cache-tags';
import { safeFetch } from '#lib/safe-fetch';

/** Pixels of a side as it is kept, and those that are decoded at most. */
const side = 96;
const mostPixels = 20_000_000;
const mostBytes = 2_000_000;
/** Smaller ones count readers. */
const shortest = 16;
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']);

/**
 * The face of who wrote a linkback, made anew from what is at the address: a small square, kept by us. Gives the file's
 * id; null where there is none. A linkback without a face is still one, so nothing is thrown.
 */
export async function keepAvatar(address: string): Promise<string | null> {
  try {
    const answer = await safeFetch(address, { accept: ['image/*', 'application/octet-stream'], maxBytes: mostBytes });
    if (answer.status !== 200) return null;
    const picture = sharp(answer.body, { limitInputPixels: mostPixels, failOn: 'error', animated: false });
    const { format, width = 0, height = 0 } = await picture.metadata();
    if (!formats.has(format ?? '') || Math.min(width, height) < shortest) return null;
    const bytes = await picture.autoOrient().resize(side, side, { fit: 'cover' }).webp({ quality: 80 }).toBuffer();
    const name = `${createHash('sha256').update(address).digest('hex').slice(0, 12)}.webp`;
    return (await storeFile({ name, bytes })).id;
  } catch {
    return null;
  }
}

/** Faces that one sweep fetches; the next is a minute later. */
const mostFaces = 20;

/** Fetches the faces of linkbacks that a moderator has let stand since they came. */
export async function keepWaitingFaces(): Promise<void> {
  const rows = await db
    .select({ responseId: linkback.responseId, faceUrl: linkback.faceUrl, articleId: response.articleId })
    .from(linkback)
    .innerJoin(response, eq(response.id, linkback.responseId))
    .where(
      sql`${linkback.faceUrl} is not null and approved_at is not null and held_at is null and spam_at is null
        and trashed_at is null and deleted_at is null`,
    )
    .orderBy(linkback.responseId)
    .limit(mostFaces);
  for (const { responseId, faceUrl, articleId } of rows) {
    // Whichever server takes it has it.
    const taken = await db
      .update(linkback)
      .set({ faceUrl: null })
      .where(and(eq(linkback.responseId, responseId), isNotNull(linkback.faceUrl)))
      .returning({ id: linkback.responseId });
    const avatarId = taken.length === 0 || faceUrl === null ? null : await keepAvatar(faceUrl);
    if (avatarId === null) continue;
    await db.transaction(async (tx) => {
      await tx.update(linkback).set({ avatarId }).where(eq(linkback.responseId, responseId));
      await expireTags(tx, [cacheTags.responses(articleId)], { gently: true });
    });
  }
}

/** Deletes a face that nothing shows any more: one that an import brought may be any file of the library. */
export async function dropAvatar(id: string): Promise<void> {
  const isFree = sql`${file.id} = ${id} and ${file.attachmentId} is null and ${isUnused()}
    and not exists (select from ${linkback} where ${linkback.avatarId} = ${file.id})
    and not exists (select from ${embed} where ${embed.posterId} = ${file.id})`;
  const [free] = await db.select({ id: file.id }).from(file).where(isFree);
  if (free) await removeFile(free.id);
}
