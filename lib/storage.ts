import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { onVercel, readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';

/** Bytes from `start` to `end`, both included, as in HTTP. */
export type ByteRange = { start: number; end: number };

/** Where the bytes of files are. Keys are relative paths of our own making. */
export type Storage = {
  /** Stores what `source` gives, whole or not at all; tells its length and sha256 (hex). `mode`: who of the machine may read it. */
  put(key: string, source: Readable | Uint8Array, mode?: number): Promise<{ bytes: number; sha256: string }>;
  /** Takes a file of this machine over, without copying it where that can be. */
  take(key: string, path: string): Promise<void>;
  open(key: string, range?: ByteRange): Readable;
  /** Where it is on this machine, for who reads a file by its path. */
  path(key: string): string;
  /** The file itself, for who sends much of it; null where there is no such key. The caller closes it. */
  handle(key: string): Promise<FileHandle | null>;
  /** The length in bytes, or null where there is no such key. */
  size(key: string): Promise<number | null>;
  remove(key: string): Promise<void>;
};

/** The disk of this machine, under `root`. */
export function diskStorage(root: string): Storage {
  // The comments keep the bundler from taking the whole project for files that may be opened here.
  const base = resolve(/*turbopackIgnore: true*/ root);
  const pathOf = (key: string): string => {
    const path = resolve(/*turbopackIgnore: true*/ base, key);
    if (!path.startsWith(base + sep) || !/^[A-Za-z0-9][A-Za-z0-9/._-]*$/.test(key)) {
      throw new Error(`Not a storage key: ${JSON.stringify(key)}`);
    }
    return path;
  };
  return {
    async put(key, source, mode = 0o666) {
      const path = pathOf(key);
      const draft = join(/*turbopackIgnore: true*/ base, `.${randomUUID()}`);
      await mkdir(dirname(path), { recursive: true });
      const hash = createHash('sha256');
      let bytes = 0;
      const count = new Transform({
        transform(chunk: Buffer, _, done) {
          bytes += chunk.length;
          hash.update(chunk);
          done(null, chunk);
        },
      });
      try {
        await pipeline(
          source instanceof Readable ? source : Readable.from([source]),
          count,
          createWriteStream(draft, { mode }),
        );
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      return { bytes, sha256: hash.digest('hex') };
    },
    async take(key, path) {
      await mkdir(dirname(pathOf(key)), { recursive: true });
      try {
        await rename(path, pathOf(key));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
        await this.put(key, createReadStream(path));
        await rm(path, { force: true });
      }
    },
    open: (key, range) => createReadStream(pathOf(key), range),
    path: pathOf,
    async handle(key) {
      try {
        return await open(pathOf(key));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async size(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

let opened: { root: string; storage: Storage } | undefined;

/** The storage of this publication: `DATA_DIR/files`. Throws a `PersonError` where no disk outlives a request. */
export function storage(): Storage {
  if (onVercel()) {
    throw new PersonError(
      'unavailable',
      'Vercel keeps no files, and Broadsheet can not use a file service there yet. Run it on a machine of yours.',
    );
  }
  const root = join(/*turbopackIgnore: true*/ readEnv().DATA_DIR, 'files');
  if (opened?.root !== root) opened = { root, storage: diskStorage(root) };
  return opened.storage;
}
