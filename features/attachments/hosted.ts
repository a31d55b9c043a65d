import { createWriteStream, openAsBlob } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import type { ByteRange } from '#lib/storage';

/*
 * Files that UploadThing keeps, by its own SDK. Its addresses are the operator's choice and never a reader's, so these
 * requests need not go by `lib/safe-fetch`; readers never see them: `/files/attached/…` passes the bytes on.
 */

/** How the keys of files begin that UploadThing keeps. */
export const hostedPrefix = 'uploadthing/';

/** The SDK is large, and most publications keep their files themselves. */
async function api() {
  const { UTApi } = await import('uploadthing/server');
  return new UTApi({ logLevel: 'Error' });
}

const away = () =>
  new PersonError('unavailable', 'The service that keeps the files does not answer. Try it again in a while.');

/** A request for a file by an address that is signed for some minutes. */
async function request(key: string, range?: ByteRange): Promise<Response> {
  const { ufsUrl } = await (await api()).generateSignedURL(key, { expiresIn: '5 minutes' });
  const headers: Record<string, string> = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
  const answer = await fetch(ufsUrl, { headers }).catch(() => {
    throw away();
  });
  if (!answer.ok || !answer.body || (range && answer.status !== 206)) throw away();
  return answer;
}

/** Fetches what arrived there to `path`, and gives that; more than `mostBytes` are not taken. */
export async function fetchHosted(key: string, path: string, mostBytes: number): Promise<string> {
  const { body } = await request(key);
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        done(new PersonError('invalid', 'The file is larger than it was announced. Add it again.'));
      else done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), limit, createWriteStream(path));
  return path;
}

/** The bytes of a file, or null where the service has lost them. */
export async function openHosted(key: string, range?: ByteRange): Promise<Readable | null> {
  try {
    const { body } = await request(key, range);
    return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  } catch (error) {
    if (error instanceof PersonError) return null;
    throw error;
  }
}

/** Stores a file of this machine there; gives its key. */
export async function keepHosted(path: string, { name, type }: { name: string; type: string }): Promise<string> {
  const { UTFile } = await import('uploadthing/server');
  const file = new UTFile([await openAsBlob(path)], name, { type });
  const { data, error } = await (await api()).uploadFiles(file, {
    acl: readEnv().UPLOADTHING_ACL,
    contentDisposition: 'attachment',
  });
  if (error || !data) throw away();
  return data.key;
}

export async function dropHosted(keys: string[]): Promise<void> {
  await (await api()).deleteFiles(keys);
}
