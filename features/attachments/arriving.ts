import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { attachment, file } from '#db/schema/index';
import { PersonError } from '#lib/errors';
import { storage } from '#lib/storage';
import { dropUploaded, uploadPath } from '#lib/upload-shelf';
import { isHosted } from '#lib/upload-token';
import { chunksOf } from './chunks.ts';
import { dropHosted, fetchHosted, hostedPrefix, keepHosted } from './hosted.ts';
import { type Judged, judgeFile } from './judging.ts';
import { isHeic, type MadePicture, makePictures } from './pictures.ts';
import { quoted, sizeInWords } from './refusals.ts';
import { type AttachmentLimits, endingOf } from './schema.ts';
import { inTurn } from './turns.ts';

type Row = typeof attachment.$inferSelect;

/**
 * Judges what arrived of an upload, makes what is shown of it, and stores it. Throws a `PersonError` where it is not what
 * may be attached; nothing of it is stored then.
 */
export const keepArrived = (row: Row, key: string, limits: AttachmentLimits): Promise<void> =>
  inTurn({ of: row.userId ?? row.id, alone: isHeic(endingOf(row.name)) }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-attachment-'));
    try {
      const path = isHosted() ? await fetchHosted(key, join(folder, 'arrived'), limits.maxBytes) : uploadPath(key);
      await keep(row, key, path, folder, limits);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

/** What arrived and was judged: the file as it may be kept, in a folder that goes when it was. */
type Taken = { path: string; name: string };

/**
 * Judges what arrived under a key for another room, and gives `keep` the file as it may be kept: a picture made anew, in
 * one size. What arrived is thrown away afterwards, kept or refused. `of`: whose, so that people take turns.
 */
export const takeArrived = <T>(
  { of, key, name, bytes, maxBytes }: { of: string; key: string; name: string; bytes: number; maxBytes: number },
  keep: (taken: Taken) => Promise<T>,
): Promise<T> =>
  inTurn({ of, alone: isHeic(endingOf(name)) }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-media-'));
    try {
      const path = isHosted() ? await fetchHosted(key, join(folder, 'arrived'), maxBytes) : uploadPath(key);
      const judged = await judgeArrived(path, { name, bytes, maxBytes });
      const made = { ...judged, name, folder, only: 'original' } as const;
      const [whole] = judged.kind === 'image' ? await makePictures(path, made) : [];
      return await keep(whole ? { path: whole.path, name: nameWith(name, whole) } : { path, name });
    } finally {
      await rm(folder, { recursive: true, force: true });
      await discardArrived(key);
    }
  });

async function judgeArrived(path: string, of: { name: string; bytes: number; maxBytes: number }): Promise<Judged> {
  const { name, bytes, maxBytes } = of;
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size !== bytes) throw new PersonError('invalid', `${quoted(name)} did not arrive whole. Add it again.`);
  if (size > maxBytes) throw new PersonError('invalid', `${quoted(name)} is larger than ${sizeInWords(maxBytes)}.`);
  return judgeFile(path, name);
}

/**
 * Throws away what arrived under a key, wherever that is. With `whole` nothing is known of the upload any more: what goes
 * on with it is refused.
 */
export const discardArrived = (key: string, { whole = false } = {}): Promise<void> =>
  isHosted() ? dropHosted([key]) : dropUploaded(key, { whole });

async function keep(row: Row, key: string, path: string, folder: string, limits: AttachmentLimits): Promise<void> {
  const judged = await judgeArrived(path, { ...row, maxBytes: limits.maxBytes });
  if (!limits.kinds.includes(judged.kind))
    throw new PersonError(
      'invalid',
      `${quoted(row.name)} can’t be attached: files of this kind are not taken any more.`,
    );
  const pictures = judged.kind === 'image' ? await makePictures(path, { ...judged, name: row.name, folder }) : [];
  const parts: Part[] =
    pictures.length > 0
      ? pictures.map((picture) => ({ ...picture, name: nameWith(row.name, picture) }))
      : [{ variant: 'original', path, type: judged.type, name: row.name, width: null, height: null }];
  const stored: (typeof file.$inferInsert)[] = [];
  try {
    for (const part of parts) stored.push(await store(row.id, part, pictures.length > 0 ? null : key));
    await note(row, key, judged, stored);
  } catch (error) {
    // Nothing stays that no row knows of.
    for (const { key: kept } of stored) await removeBytes(kept);
    throw error;
  }
  // The bytes of what is not kept as it came: a picture with its place and device.
  if (pictures.length > 0) await discardArrived(key);
}

type Part = Pick<MadePicture, 'path' | 'type'> & {
  variant: MadePicture['variant'];
  name: string;
  width: number | null;
  height: number | null;
};

async function note(row: Row, key: string, judged: Judged, stored: (typeof file.$inferInsert)[]): Promise<void> {
  const original = stored.find(({ variant }) => variant === 'original');
  await db.transaction(async (tx) => {
    // The sweep may be at it.
    const [now] = await tx
      .select({ removedAt: attachment.removedAt })
      .from(attachment)
      .where(eq(attachment.id, row.id))
      .for('update');
    if (!now || now.removedAt !== null) throw new PersonError('not_found', 'This file was removed meanwhile.');
    await tx.insert(file).values(stored);
    await tx
      .update(attachment)
      .set({
        arrivedAt: sql`now()`,
        storageKey: key,
        kind: judged.kind,
        type: original?.type ?? judged.type,
        name: original?.name ?? row.name,
        fileId: original?.id ?? null,
        width: original?.width ?? null,
        height: original?.height ?? null,
        // As it is kept: a picture was made anew.
        bytes: original?.bytes ?? row.bytes,
      })
      .where(and(eq(attachment.id, row.id), isNull(attachment.arrivedAt)));
  });
}

/** `arrived`: the key of an upload that is stored as it came. */
async function store(attachmentId: string, part: Part, arrived: string | null): Promise<typeof file.$inferInsert> {
  const { bytes, sha256 } = await digest(part.path);
  const key = isHosted()
    ? `${hostedPrefix}${arrived ?? (await keepHosted(part.path, part))}`
    : diskKey(attachmentId, part.variant);
  if (!isHosted()) await storage().take(key, part.path);
  const { variant, name, type, width, height } = part;
  return { id: randomUUID(), key, name, type, bytes, sha256, width, height, attachmentId, variant };
}

type Variant = NonNullable<(typeof file.$inferSelect)['variant']>;

const diskKey = (attachmentId: string, variant: Variant): string =>
  `attached/${attachmentId.slice(0, 2)}/${attachmentId}-${variant}`;

/** Removes the bytes of an attachment that the disk may hold without a row that says so, as after a crash. */
export async function removeUnnoted(attachmentId: string): Promise<void> {
  for (const variant of file.variant.enumValues) await storage().remove(diskKey(attachmentId, variant));
}

/** Removes the bytes of a stored file of an attachment. */
export const removeBytes = (key: string): Promise<void> =>
  key.startsWith(hostedPrefix) ? dropHosted([key.slice(hostedPrefix.length)]) : storage().remove(key);

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The name a size of a picture is offered under: the form it has now is the ending. */
function nameWith(name: string, { ending, variant }: MadePicture): string {
  const old = endingOf(name);
  const same =
    old === ending || (ending === 'jpg' && /^jpe?g?$/.test(old)) || (variant === 'original' && old === ending);
  return same ? name : `${name.replace(/\.[^.]*$/, '')}.${ending}`;
}
