import { type FileHandle, open } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { fileTypeFromFile } from 'file-type';
import { PersonError } from '#lib/errors';
import { chunksOf } from './chunks.ts';
import { expectedOf, type Signature } from './kinds.ts';
import { quoted } from './refusals.ts';
import type { AttachmentKind } from './schema.ts';

/** What a file is, by its bytes. */
export type Judged = { kind: AttachmentKind; type: string; ending: string };

/** What runs code, whatever a zip or text is called. */
const runs = new Set(['jar', 'apk', 'xpi', 'crx', 'exe', 'elf', 'macho', 'swf', 'class', 'wasm', 'lnk', 'chm', 'reg']);
/** What `file-type` recognises in text that may be attached as text. */
const textual = new Set(['vtt', 'ics', 'vcf', 'xml']);

/**
 * Judges a file by its bytes. Throws a `PersonError` with the reason where they are not what its name says, or nothing
 * that may be attached.
 */
export async function judgeFile(path: string, name: string): Promise<Judged> {
  const expected = expectedOf(name);
  if (!expected)
    throw new PersonError('invalid', `${quoted(name)} can’t be attached: files of this kind are not taken.`);
  const found = await fileTypeFromFile(path).catch(() => undefined);
  if (found && runs.has(found.ext)) {
    throw new PersonError('invalid', `${quoted(name)} can’t be attached: there is a program inside it.`);
  }
  if (!(await fits(path, expected.signature, found?.ext, expected.ending))) {
    throw new PersonError(
      'invalid',
      found === undefined || expectedOf(`file.${found.ext}`) === null
        ? `${quoted(name)} is not what its name says: the ending is .${expected.ending}, but inside it is something else. Choose the file itself.`
        : `${quoted(name)} is not what its name says: inside it is a .${found.ext} file. Give it that ending and add it again.`,
    );
  }
  return { kind: expected.kind, type: expected.type, ending: expected.ending };
}

async function fits(path: string, signature: Signature, found: string | undefined, ending: string): Promise<boolean> {
  if (signature.by === 'text') {
    if (found !== undefined && !textual.has(found)) return false;
    return ending === 'vtt' ? found === 'vtt' : !(await holdsNul(path));
  }
  const file = await open(path);
  try {
    switch (signature.by) {
      case 'bytes':
        // Of what is packed in a zip, all is a zip.
        if (ending === 'zip') return (await bytesAt(file, 0, 4)).toString('latin1').startsWith('PK');
        return found !== undefined && signature.as.includes(found);
      case 'magic':
        return (await bytesAt(file, 0, signature.hex.length / 2)).toString('hex') === signature.hex;
      case 'ole':
        return found === 'cfb' && (await oleStreams(file)).some((stream) => signature.stream.includes(stream));
      case 'parts': {
        const types = (await zipEntry(file, '[Content_Types].xml'))?.toLowerCase() ?? '';
        return signature.names.some((name) => types.includes(name));
      }
    }
  } finally {
    await file.close();
  }
}

async function holdsNul(path: string): Promise<boolean> {
  for await (const chunk of chunksOf(path)) {
    if (chunk.includes(0)) return true;
  }
  return false;
}

/** Up to `length` bytes from `start`; fewer at the end of the file. */
async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

/** Sectors of a directory that are read at most; the streams looked for stand in the first ones. */
const mostSectors = 64;

/**
 * The names of the streams in an OLE container, from its directory: [MS-CFB], 2.2 (header), 2.3 (chains of sectors), 2.6
 * (entries of 128 bytes, the name in UTF-16 with its length at 64).
 */
async function oleStreams(file: FileHandle): Promise<string[]> {
  const header = await bytesAt(file, 0, 512);
  if (header.length < 512) return [];
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return [];
  const size = 1 << shift;
  const names: string[] = [];
  let sector = header.readUInt32LE(48);
  for (let read = 0; read < mostSectors && sector < 0xffff_fffa; read++) {
    const directory = await bytesAt(file, (sector + 1) * size, size);
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      const length = directory.readUInt16LE(at + 64);
      if (length >= 2 && length <= 64) names.push(directory.toString('utf16le', at, at + length - 2));
    }
    // Where its sector of the table stands, the header says of the first 109 of them.
    const table = Math.floor((sector * 4) / size);
    if (table >= 109) break;
    const place = header.readUInt32LE(76 + table * 4);
    const next = await bytesAt(file, (place + 1) * size + ((sector * 4) % size), 4);
    if (next.length < 4) break;
    sector = next.readUInt32LE(0);
  }
  return names;
}

/** Longest entry of a zip that is unpacked, in bytes. */
const longestEntry = 1_000_000;

/** One entry of a zip as text, found in the directory at its end; null where there is none (APPNOTE.TXT, 4.3.12, 4.3.16). */
async function zipEntry(file: FileHandle, name: string): Promise<string | null> {
  const { size } = await file.stat();
  const start = Math.max(0, size - 66_000);
  const end = await bytesAt(file, start, size - start);
  const at = end.lastIndexOf('PK\u0005\u0006');
  if (at < 0 || at + 20 > end.length) return null;
  const directory = await bytesAt(file, end.readUInt32LE(at + 16), Math.min(end.readUInt32LE(at + 12), 4_000_000));
  for (let entry = 0; entry + 46 <= directory.length && directory.readUInt32LE(entry) === 0x0201_4b50; ) {
    const nameLength = directory.readUInt16LE(entry + 28);
    if (directory.toString('latin1', entry + 46, entry + 46 + nameLength) === name) {
      return unpacked(file, directory.subarray(entry, entry + 46));
    }
    entry += 46 + nameLength + directory.readUInt16LE(entry + 30) + directory.readUInt16LE(entry + 32);
  }
  return null;
}

async function unpacked(file: FileHandle, entry: Buffer): Promise<string | null> {
  const [method, packed, local] = [entry.readUInt16LE(10), entry.readUInt32LE(20), entry.readUInt32LE(42)];
  const head = await bytesAt(file, local, 30);
  if (packed > longestEntry || head.length < 30) return null;
  const bytes = await bytesAt(file, local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed);
  try {
    if (method === 0) return bytes.toString('utf8');
    return method === 8 ? inflateRawSync(bytes, { maxOutputLength: longestEntry }).toString('utf8') : null;
  } catch {
    return null;
  }
}
