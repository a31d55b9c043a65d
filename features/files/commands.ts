import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { db, type Queryable } from '#db/client';
import { file } from '#db/schema/index';
import { storage } from '#lib/storage';
import { addressOfFile, cleanFileName, typeOfName } from './schema.ts';

export type StoredFile = {
  id: string;
  name: string;
  src: string;
  type: string;
  width: number | null;
  height: number | null;
};

type Input = {
  name: string;
  /** A stream for what may be large: it passes through the disk, not through memory. */
  bytes: Uint8Array | Readable;
  alt?: string;
  caption?: string;
  credit?: string;
  /** What stays in sight of it where it is cropped, in percent from its upper left corner. */
  focus?: { x: number; y: number } | null;
  /** The id it had elsewhere, kept where it is free here. */
  id?: string;
  on?: Queryable;
};

const pictureTypes: Record<string, string> = {
  ...{ jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', tiff: 'image/tiff' },
  ...{ heif: 'image/avif', svg: 'image/svg+xml' },
};

/**
 * Stores a file and its row. The type of a picture is judged from its bytes, and its width and height are
 * those it is shown with. The same bytes under the same name are stored once.
 */
export async function storeFile(input: Input): Promise<StoredFile> {
  if (input.bytes instanceof Uint8Array) {
    const { bytes } = input;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return keepFile(input, { sha256, length: bytes.length, picture: bytes, content: () => bytes });
  }
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-file-'));
  try {
    const path = join(folder, 'file');
    const hash = createHash('sha256');
    let length = 0;
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        length += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(input.bytes, count, createWriteStream(path));
    const sha256 = hash.digest('hex');
    return await keepFile(input, { sha256, length, picture: path, content: () => createReadStream(path) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Received = { sha256: string; length: number; picture: Uint8Array | string; content: () => Uint8Array | Readable };

async function keepFile(input: Input, { sha256, length, picture: readable, content }: Received): Promise<StoredFile> {
  const { name, alt = '', caption = '', credit = '', on = db } = input;
  const cleaned = cleanFileName(name);
  const key = keyOf(sha256, cleaned);
  const [known] = await on.select().from(file).where(eq(file.key, key));
  if (known) return storedFile(known);

  const picture = await measurePicture(readable);
  const type = picture?.type ?? typeOfName(cleaned);
  const { width = null, height = null } = picture ?? {};
  // The bytes first: a row always has them, and bytes without a row are found again under the same key.
  await storage().put(key, content());
  const row = {
    ...{ key, name: cleaned, type, bytes: length, sha256, width, height, alt, caption, credit },
    // What is no picture, or of no known size, has no point to keep in sight.
    ...(input.focus && width !== null && { focusX: input.focus.x, focusY: input.focus.y }),
  };
  for (const id of [input.id ?? randomUUID(), randomUUID()]) {
    await on
      .insert(file)
      .values({ id, ...row })
      .onConflictDoNothing();
    // Another row has the bytes if somebody was faster, or the id was in use.
    const [stored] = await on.select().from(file).where(eq(file.key, key));
    if (stored) return storedFile(stored);
  }
  throw new Error(`The file ${cleaned} could not be stored.`);
}

const storedFile = ({ id, name, type, width, height }: typeof file.$inferSelect): StoredFile => ({
  id,
  name,
  type,
  width,
  height,
  src: addressOfFile({ id, name }),
});

/** Deletes a file's row and its bytes. */
export async function removeFile(id: string): Promise<void> {
  const [row] = await db.delete(file).where(eq(file.id, id)).returning({ key: file.key });
  if (row) await storage().remove(row.key);
}

const keyOf = (sha256: string, name: string): string =>
  `${sha256.slice(0, 2)}/${sha256}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;

/** The picture's type and size as shown, or null where the bytes are no picture that can be read. */
async function measurePicture(
  bytes: Uint8Array | string,
): Promise<{ type: string; width: number; height: number } | null> {
  try {
    const { format, width, height, autoOrient } = await sharp(bytes).metadata();
    const type = pictureTypes[format ?? ''];
    if (!type || !width || !height) return null;
    return { type, width: autoOrient?.width ?? width, height: autoOrient?.height ?? height };
  } catch {
    return null;
  }
}
