import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import { PersonError } from '#lib/errors';
import { quoted } from './refusals.ts';

/** Most pixels of a picture, all of its frames together. */
const mostPixels = 100_000_000;
/** The decoder of HEIC takes more memory for each. */
const mostHeicPixels = 50_000_000;
/** Longest sides of the sizes that are made, in pixels. */
const sides = { large: 1600, thumb: 640 } as const;
/** Seconds that one step of a picture may take. */
const patience = 60;

/** A file made of a picture, in a folder of the caller's. */
export type MadePicture = {
  variant: 'original' | 'large' | 'thumb';
  path: string;
  type: string;
  ending: string;
  width: number;
  height: number;
};

/** Whether a picture is decoded outside of sharp, which takes a multiple of its memory. */
export const isHeic = (ending: string): boolean => ending === 'heic' || ending === 'heif';

/** Pictures that no browser needs another form of, and sharp can't read: they hold no place and no device. */
const asTheyAre = new Set(['bmp', 'ico']);

const formats = {
  jpeg: { type: 'image/jpeg', ending: 'jpg' },
  png: { type: 'image/png', ending: 'png' },
  gif: { type: 'image/gif', ending: 'gif' },
  webp: { type: 'image/webp', ending: 'webp' },
} as const;

/**
 * Makes what is shown of a picture, in `folder`: itself without what it says of place and device, turned as it is meant,
 * and two smaller sizes. HEIC, TIFF and AVIF become WebP; what moves goes on moving. Nothing where the picture is kept as
 * it is. `only`: no smaller sizes. Throws a `PersonError` where it can't be read, or has too many pixels.
 */
export async function makePictures(
  path: string,
  { name, ending, folder, only }: { name: string; ending: string; folder: string; only?: 'original' },
): Promise<MadePicture[]> {
  if (asTheyAre.has(ending)) return [];
  try {
    const source = isHeic(ending) ? await fromHeic(path, name) : await fromFile(path, name);
    const made: MadePicture[] = [];
    const whole = await save(source.open(), source.format, 'original', folder);
    made.push(whole);
    if (only) return made;
    for (const variant of ['large', 'thumb'] as const) {
      const side = sides[variant];
      const frameHeight = whole.height;
      if (Math.max(whole.width, frameHeight) <= side && variant === 'large') continue;
      const small = source.open().resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
      made.push(await save(small, 'webp', variant, folder));
    }
    return made;
  } catch (error) {
    if (error instanceof PersonError) throw error;
    throw new PersonError(
      'invalid',
      `${quoted(name)} can’t be read as a picture: it is damaged, or not whole. Open it, save it anew and add that.`,
    );
  }
}

type Source = { open: () => Sharp; format: keyof typeof formats };

async function fromFile(path: string, name: string): Promise<Source> {
  const { format, width, height, pages = 1, pageHeight } = await sharp(path, { limitInputPixels: false }).metadata();
  const moves = (format === 'gif' || format === 'webp') && pages > 1;
  assertPixels(name, width, pageHeight ?? height, moves ? pages : 1);
  const open = () =>
    sharp(path, { limitInputPixels: mostPixels, animated: moves, failOn: 'error' })
      .timeout({ seconds: patience })
      .autoOrient();
  return { open, format: format && format in formats ? (format as Source['format']) : 'webp' };
}

async function save(
  picture: Sharp,
  format: keyof typeof formats,
  variant: MadePicture['variant'],
  folder: string,
): Promise<MadePicture> {
  const { type, ending } = formats[format];
  const path = join(/*turbopackIgnore: true*/ folder, `${variant}.${ending}`);
  const { width, height, pageHeight } = await inFormat(picture, format, variant).toFile(path);
  return { variant, path, type, ending, width, height: pageHeight ?? height };
}

function inFormat(picture: Sharp, format: keyof typeof formats, variant: MadePicture['variant']): Sharp {
  // Nothing of EXIF, XMP, IPTC or a profile is kept: colours become sRGB.
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 90, mozjpeg: false });
    case 'png':
      return picture.png({ compressionLevel: 6 });
    case 'gif':
      return picture.gif({ effort: 3 });
    case 'webp':
      return picture.webp({ quality: variant === 'original' ? 90 : 80, effort: 3 });
  }
}

function assertPixels(name: string, width: number, height: number, frames: number, most = mostPixels): void {
  const pixels = width * height * frames;
  if (pixels <= most && Math.max(width, height) <= 16_383) return;
  throw new PersonError(
    'invalid',
    `${quoted(name)} has too many pixels: ${width.toLocaleString('en')} × ${height.toLocaleString('en')}${frames > 1 ? ` in ${frames} frames` : ''}. Make it smaller: at most ${most / 1_000_000} million pixels and 16,383 a side fit.`,
  );
}

/**
 * Reads the picture in a HEIC file with a decoder in WebAssembly, on a thread of its own: it takes seconds, and memory that
 * only a thread that ends gives back. The code is a text because a bundler finds no file of a thread.
 */
const decoder = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
(async () => {
  const decode = require(workerData.module);
  const images = await decode.all({ buffer: readFileSync(workerData.path) });
  const { width, height } = images[0];
  if (width * height > workerData.mostPixels) return parentPort.postMessage({ width, height });
  const { data } = await images[0].decode();
  parentPort.postMessage({ width, height, data: data.buffer }, [data.buffer]);
})().catch((error) => { throw error; });
`;

async function fromHeic(path: string, name: string): Promise<Source> {
  const { width, height, data } = await decodeHeic(path);
  if (data === undefined) assertPixels(name, width, height, 1, mostHeicPixels);
  if (data === undefined) throw new Error('The decoder gave no pixels.');
  const pixels = Buffer.from(data);
  // The decoder has turned it already.
  const open = () =>
    sharp(pixels, { raw: { width, height, channels: 4 }, limitInputPixels: mostHeicPixels }).removeAlpha();
  return { open, format: 'webp' };
}

function decodeHeic(path: string): Promise<{ width: number; height: number; data?: ArrayBuffer }> {
  // Resolved from the folder of the publication: the bundle of Next has no node_modules of its own.
  const module = createRequire(join(/*turbopackIgnore: true*/ process.cwd(), 'package.json')).resolve('heic-decode');
  return new Promise((done, fail) => {
    const worker = new Worker(decoder, {
      eval: true,
      workerData: { path, module, mostPixels: mostHeicPixels },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const timer = setTimeout(() => {
      void worker.terminate();
      fail(new Error('Decoding took too long.'));
    }, patience * 1000);
    worker.once('message', done);
    worker.once('error', fail);
    worker.once('exit', () => {
      clearTimeout(timer);
      fail(new Error('The decoder ended.'));
    });
  });
}
