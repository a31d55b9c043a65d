import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readEnv } from './env.ts';
import { isUploadKey } from './upload-token.ts';

/*
 * Uploads on their way in, in DATA_DIR/uploads: for each key a folder with what arrived of the file, and what was said of
 * it. They outlive a restart, so that an upload goes on after one.
 */

/** What the server registered of an upload as it was signed, and the answer to it once it was taken. */
export type UploadNote = {
  metadata: Record<string, unknown>;
  callbackUrl: string;
  slug: string;
  /** The answer that was given when it was whole; given again to whoever asks again. */
  answer?: Record<string, unknown>;
};

const root = (): string => resolve(/*turbopackIgnore: true*/ readEnv().DATA_DIR, 'uploads');

function folderOf(key: string): string {
  if (!isUploadKey(key)) throw new Error(`Not an upload's key: ${JSON.stringify(key)}`);
  return join(/*turbopackIgnore: true*/ root(), key);
}

/** Where the bytes of an upload are, as far as they came. */
export const uploadPath = (key: string): string => join(/*turbopackIgnore: true*/ folderOf(key), 'part');
const notePath = (key: string): string => join(/*turbopackIgnore: true*/ folderOf(key), 'note.json');

export async function writeNote(key: string, note: UploadNote): Promise<void> {
  await mkdir(folderOf(key), { recursive: true });
  // Whole or not at all: another request may read it meanwhile.
  const draft = `${notePath(key)}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(note));
  await rename(draft, notePath(key));
}

/** Null where nothing was registered under the key, or it was swept. */
export async function readNote(key: string): Promise<UploadNote | null> {
  try {
    return JSON.parse(await readFile(notePath(key), 'utf8')) as UploadNote;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Bytes that have arrived. */
export async function uploadedBytes(key: string): Promise<number> {
  try {
    return (await stat(uploadPath(key))).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Makes the file of an upload end at `bytes`, so that writing goes on there. */
export async function cutUpload(key: string, bytes: number): Promise<void> {
  await (await open(uploadPath(key), 'a')).close();
  if ((await uploadedBytes(key)) !== bytes) await truncate(uploadPath(key), bytes);
}

/** Bytes that are free where uploads are kept. */
export async function freeBytes(): Promise<number> {
  await mkdir(root(), { recursive: true });
  const { bavail, bsize } = await statfs(root());
  return bavail * bsize;
}

/** Throws away what arrived, and with `whole` what was said of it too. */
export async function dropUploaded(key: string, { whole = false } = {}): Promise<void> {
  await rm(whole ? folderOf(key) : uploadPath(key), { recursive: true, force: true });
}

/** Throws away uploads that nothing came to for so many milliseconds. */
export async function sweepUploads(olderThan: number): Promise<void> {
  const names = await readdir(root()).catch(() => []);
  for (const name of names) {
    if (!isUploadKey(name)) continue;
    const times = await Promise.all(
      [folderOf(name), uploadPath(name), notePath(name)].map((path) =>
        stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    if (Math.max(...times) < Date.now() - olderThan) await dropUploaded(name, { whole: true });
  }
}
