import type { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { db } from '#db/client';
import { file } from '#db/schema/index';
import { type ByteRange, storage } from '#lib/storage';
import type { FileView } from './schema.ts';

/** A stored file by its id, or null; also for what is no id at all. */
export async function getFile(id: string): Promise<FileView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const [row] = await db
    .select({ id: file.id, key: file.key, name: file.name, type: file.type, bytes: file.bytes, sha256: file.sha256 })
    .from(file)
    .where(eq(file.id, id));
  return row ?? null;
}

/** The bytes of a file, or null where storage has lost them. */
export async function openFile(view: FileView, range?: ByteRange): Promise<Readable | null> {
  const kept = storage();
  return (await kept.size(view.key)) === view.bytes ? kept.open(view.key, range) : null;
}
