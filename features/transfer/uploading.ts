import { randomUUID } from 'node:crypto';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { db, type Queryable } from '#db/client';
import { transfer } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { onVercel } from '#lib/env';
import { FormError } from '#lib/multipart-file';
import { storage } from '#lib/storage';
import { alone, enqueueRun, isOpenImport, note, optionsFor, ownMode, requireAdministrator } from './rows.ts';
import { mostBytes, UploadError } from './schema.ts';

/** Bytes of the disk that an upload leaves free. */
const leaveFree = 200_000_000;

type Upload = {
  actor: Actor;
  /** Begins to read it: what it was called, which is shown and is no path, and its bytes as they come, packed or not. */
  open: () => Promise<{ name: string; bytes: AsyncIterable<Buffer> }>;
  /** Bytes that are free where it goes. */
  free: () => Promise<number>;
  /** Bytes that it may have, unpacked. */
  most?: number;
};

/**
 * Takes a file that is to be imported, as it comes and never whole in memory, and has it looked through. Gives its id.
 * Throws an `UploadError` for what is no file, has no room or breaks off; then nothing of it is kept.
 */
export async function takeUpload({ actor, open, free, most = mostBytes }: Upload): Promise<string> {
  requireAdministrator(actor);
  if (onVercel()) throw new UploadError('vercel', 'unavailable');
  await requireNoOther(db);
  if ((await free()) < leaveFree) throw new UploadError('room', 'unavailable');
  const id = randomUUID();
  const key = `transfers/${id}.xml`;
  const { name, bytes: source } = await open().catch((error: unknown) => {
    throw problemOf(error);
  });
  const { bytes } = await keep(key, source, limited(most, free));
  try {
    return await db.transaction(async (tx) => {
      await alone(tx);
      await requireNoOther(tx);
      const fileName = name.replace(/^.*[/\\]/, '').slice(0, 200) || 'export.xml';
      const values = { id, kind: 'import' as const, fileName, key, bytes, options: optionsFor('survey') };
      await tx.insert(transfer).values({ ...values, userId: actor.kind === 'user' ? actor.id : null });
      await enqueueRun(tx, id);
      await note(tx, actor, 'transfer.upload', values, { bytes });
      return id;
    });
  } catch (error) {
    await storage().remove(key);
    throw error;
  }
}

async function requireNoOther(on: Queryable): Promise<void> {
  const [other] = await on.select({ id: transfer.id }).from(transfer).where(isOpenImport).limit(1);
  if (other) throw new UploadError('busy', 'conflict');
}

async function keep(key: string, source: AsyncIterable<Buffer>, limit: Transform): Promise<{ bytes: number }> {
  const bytes = source[Symbol.asyncIterator]();
  const out = new PassThrough();
  // It may fail before the storage listens.
  out.on('error', () => {});
  const stored = storage().put(key, out, ownMode);
  // Whoever waits for it below hears of its failure; until then it is not unhandled.
  stored.catch(() => {});
  try {
    const start = await startOf(bytes);
    if (start.length === 0) throw new UploadError('empty');
    const isPacked = start[0] === 0x1f && start[1] === 0x8b;
    const whole = Readable.from(follow(start, bytes), { objectMode: false });
    await (isPacked ? pipeline(whole, createGunzip(), limit, out) : pipeline(whole, limit, out));
    const kept = await stored;
    if (kept.bytes > 0) return kept;
    await storage().remove(key);
    throw new UploadError('empty');
  } catch (error) {
    out.destroy(error as Error);
    // A full disk breaks the storage first, and what is poured into it by that.
    const lost: unknown = await stored.then(
      () => null,
      (reason: unknown) => reason,
    );
    throw problemOf(isFull(lost) ? lost : error);
  }
}

/** As much as says whether it is packed. */
async function startOf(bytes: AsyncIterator<Buffer>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await bytes.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* follow(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Lets so many bytes through as a file may have, and looks now and then whether the disk has room. */
function limited(most: number, free: () => Promise<number>): Transform {
  let bytes = 0;
  let looked = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > most) return done(new UploadError('large'));
      if (bytes - looked < 50_000_000) return done(null, chunk);
      looked = bytes;
      free().then(
        (left) => (left < leaveFree ? done(new UploadError('room', 'unavailable')) : done(null, chunk)),
        done,
      );
    },
  });
}

const isFull = (error: unknown): boolean =>
  /^(ENOSPC|EDQUOT)$/.test(String((error as NodeJS.ErrnoException | null)?.code));

function problemOf(error: unknown): unknown {
  if (error instanceof UploadError) return error;
  if (error instanceof FormError) return new UploadError(error.why);
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (isFull(error)) return new UploadError('room', 'unavailable');
  // Where the body ends in the midst of what is packed, it is the connection that broke as often as the file.
  if (code.startsWith('Z_')) return new UploadError('packed');
  if (/^(ECONNRESET|EPIPE|ERR_STREAM|UND_ERR|ABORT)/.test(code) || (error as Error | null)?.name === 'AbortError')
    return new UploadError('broken');
  return error;
}
