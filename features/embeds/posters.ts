import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { storeFile } from '#features/files/commands';
import type { Ask } from './look-up.ts';

/** Bytes of a picture that are fetched at most, pixels that are decoded, and the longest side that is kept. */
const mostBytes = 6_000_000;
const mostPixels = 40_000_000;
const longestSide = 1280;
/** Smaller ones are icons, or count readers. */
const shortestSide = 90;

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']);

/** The still of a thing, made anew from the first of these addresses that has one; null where none has. */
export async function fetchPoster(ask: Ask, addresses: readonly (string | null)[]): Promise<Buffer | null> {
  for (const address of addresses) {
    if (address === null) continue;
    try {
      const answer = await ask(address, { accept: ['image/*', 'application/octet-stream'], maxBytes: mostBytes });
      if (answer.status !== 200) continue;
      const poster = await redraw(answer.body);
      if (poster) return poster;
    } catch {
      // A thing without its picture is still that thing.
    }
  }
  return null;
}

/** Decoded and written again: what was hidden in it, or after it, is gone. Null for what is no picture of ours. */
async function redraw(bytes: Buffer): Promise<Buffer | null> {
  const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', animated: false });
  const { format, width = 0, height = 0 } = await picture.metadata();
  if (!formats.has(format ?? '') || Math.min(width, height) < shortestSide) return null;
  return picture
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72 })
    .toBuffer();
}

/** Keeps a still; gives its file's id. */
export async function storePoster(key: string, bytes: Buffer): Promise<string> {
  const name = `${createHash('sha256').update(key).digest('hex').slice(0, 12)}.webp`;
  return (await storeFile({ name, bytes })).id;
}
