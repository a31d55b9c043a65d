import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { db } from '#db/client';
import { linkback } from '#db/schema/index';
import { removeFile, storeFile } from '#features/files/commands';
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

/** Deletes a face that no linkback shows any more. */
export async function dropAvatar(id: string): Promise<void> {
  const [other] = await db.select({ id: linkback.responseId }).from(linkback).where(eq(linkback.avatarId, id)).limit(1);
  if (!other) await removeFile(id);
}
