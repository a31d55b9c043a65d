import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { db, type Queryable } from '#db/client';
import { file } from '#db/schema/index';
import { storage } from '#lib/storage';
import { addressOfFile, cleanFileName, typeOfName } from './schema.ts';

export type StoredFile = { id: string; name: string; src: string; type: string; width: number | null; height: number | null };

type Input = { name: string; bytes: Uint8Array; alt?: string; caption?: string; credit?: string; on?: Queryable };

const pictureTypes: Record<string, string> = {
  ...{ jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', tiff: 'image/tiff' },
  ...{ heif: 'image/avif', svg: 'image/svg+xml' },
};

/**
 * Stores a file and its row. The type of a picture is judged from its bytes, and its width and height are
 * those it is shown with. The same bytes under the same name are stored once.
 */
export async function storeFile({ name, bytes, alt = '', caption = '', credit = '', on = db }: Input): Promise<StoredFile> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const cleaned = cleanFileName(name);
  const [known] = await on.select().from(file).where(eq(file.key, keyOf(sha256, cleaned)));
  if (known) return { ...known, src: addressOfFile(known) };

  const picture = await measurePicture(bytes);
  const id = randomUUID();
  const key = keyOf(sha256, cleaned);
  const type = picture?.type ?? typeOfName(cleaned);
  const { width = null, height = null } = picture ?? {};
  // The bytes first: a row always has them, and bytes without a row are found again under the same key.
  await storage().put(key, bytes);
  await on
    .insert(file)
    .values({ id, key, name: cleaned, type, bytes: bytes.length, sha256, width, height, alt, caption, credit })
    .onConflictDoNothing();
  const [row] = await on.select().from(file).where(eq(file.key, key));
  const stored = row ?? { id, name: cleaned, type, width, height };
  return { id: stored.id, name: stored.name, type: stored.type, width: stored.width, height: stored.height, src: addressOfFile(stored) };
}

/** Deletes a file's row and its bytes. */
export async function removeFile(id: string): Promise<void> {
  const [row] = await db.delete(file).where(eq(file.id, id)).returning({ key: file.key });
  if (row) await storage().remove(row.key);
}

const keyOf = (sha256: string, name: string): string =>
  `${sha256.slice(0, 2)}/${sha256}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;

/** The picture's type and size as shown, or null where the bytes are no picture that can be read. */
async function measurePicture(bytes: Uint8Array): Promise<{ type: string; width: number; height: number } | null> {
  try {
    const { format, width, height, autoOrient } = await sharp(bytes).metadata();
    const type = pictureTypes[format ?? ''];
    if (!type || !width || !height) return null;
    return { type, width: autoOrient?.width ?? width, height: autoOrient?.height ?? height };
  } catch {
    return null;
  }
}
