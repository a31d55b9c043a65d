import { extname } from 'node:path';

const ascii = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, to));

/** Kinds whose first bytes say what they are. */
const signatures: readonly (readonly [string, (head: Uint8Array) => boolean])[] = [
  ['image/jpeg', (h) => h[0] === 0xff && h[1] === 0xd8 && h[2] === 0xff],
  ['image/png', (h) => ascii(h, 0, 8) === '\x89PNG\r\n\x1a\n'],
  ['image/gif', (h) => /^GIF8[79]a$/.test(ascii(h, 0, 6))],
  ['image/webp', (h) => ascii(h, 0, 4) === 'RIFF' && ascii(h, 8, 12) === 'WEBP'],
  ['image/avif', (h) => ascii(h, 4, 8) === 'ftyp' && /^avi[fs]$/.test(ascii(h, 8, 12))],
  ['image/heic', (h) => ascii(h, 4, 8) === 'ftyp' && /^(?:hei[cxms]|mif1)$/.test(ascii(h, 8, 12))],
  ['image/bmp', (h) => ascii(h, 0, 2) === 'BM' && h.length > 26 && h[14] !== undefined && h[14] >= 12],
  ['image/tiff', (h) => ascii(h, 0, 4) === 'II*\0' || ascii(h, 0, 4) === 'MM\0*'],
  ['image/x-icon', (h) => ascii(h, 0, 4) === '\0\0\x01\0'],
  ['application/pdf', (h) => ascii(h, 0, 5) === '%PDF-'],
  ['audio/mpeg', (h) => ascii(h, 0, 3) === 'ID3' || (h[0] === 0xff && ((h[1] ?? 0) & 0xe6) === 0xe2)],
  ['audio/flac', (h) => ascii(h, 0, 4) === 'fLaC'],
  ['audio/wav', (h) => ascii(h, 0, 4) === 'RIFF' && ascii(h, 8, 12) === 'WAVE'],
  ['video/x-msvideo', (h) => ascii(h, 0, 4) === 'RIFF' && ascii(h, 8, 12) === 'AVI '],
  ['audio/ogg', (h) => ascii(h, 0, 4) === 'OggS' && !ascii(h, 0, 200).includes('theora')],
  ['video/ogg', (h) => ascii(h, 0, 4) === 'OggS'],
  ['video/webm', (h) => h[0] === 0x1a && h[1] === 0x45 && h[2] === 0xdf && h[3] === 0xa3],
  ['audio/mp4', (h) => ascii(h, 4, 8) === 'ftyp' && /^M4[AB] $/.test(ascii(h, 8, 12))],
  ['video/quicktime', (h) => ascii(h, 4, 8) === 'ftyp' && ascii(h, 8, 12) === 'qt  '],
  ['video/mp4', (h) => ascii(h, 4, 8) === 'ftyp'],
];

/** Kinds that are told by their ending, of which none can run in a reader's browser. */
const byEnding: Record<string, string> = {
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.vtt': 'text/vtt',
  '.srt': 'application/x-subrip',
  '.zip': 'application/zip',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.epub': 'application/epub+zip',
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.mid': 'audio/midi',
  '.aac': 'audio/aac',
  '.mov': 'video/quicktime',
};

/**
 * The media type of a file that begins with `head`. A picture, film or sound is one by its bytes only; SVG, which
 * can hold scripts, is told too, so that whoever serves it can take care. Unknown: `application/octet-stream`.
 */
export function typeOfBytes(head: Uint8Array, name: string): string {
  const found = signatures.find(([, matches]) => matches(head));
  if (found) return found[0];
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(Buffer.from(head).toString('utf8'))) {
    return 'image/svg+xml';
  }
  return byEnding[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
