import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { and, inArray, isNull } from 'drizzle-orm';
import { db } from '#db/client';
import { file } from '#db/schema/index';
import { type ByteRange, storage } from '#lib/storage';
import { together } from '#lib/together';
import type { FileView } from './schema.ts';

/** A stored file by its id, or null; also for what is no id at all. Files of responses are not among them. */
export async function getFile(id: string): Promise<FileView | null> {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? readFile(id) : null;
}

const readFile = together(async (ids): Promise<Map<string, FileView>> => {
  const rows = await db
    .select({ id: file.id, key: file.key, name: file.name, type: file.type, bytes: file.bytes, sha256: file.sha256 })
    .from(file)
    .where(and(inArray(file.id, ids), isNull(file.attachmentId)));
  return new Map(rows.map((row) => [row.id, row]));
});

/** A file itself, or null where storage has lost it or some of it. The caller closes it. */
export async function openHandle(view: FileView): Promise<FileHandle | null> {
  const handle = await storage().handle(view.key);
  if (handle === null || (await handle.stat()).size === view.bytes) return handle;
  await handle.close();
  return null;
}

/** The bytes of a file, or null where storage has lost them. */
export async function openFile(view: FileView, range?: ByteRange): Promise<Readable | null> {
  const kept = storage();
  return (await kept.size(view.key)) === view.bytes ? kept.open(view.key, range) : null;
}
