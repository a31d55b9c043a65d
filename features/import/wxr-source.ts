import { type FileHandle, open } from 'node:fs/promises';
import { PersonError } from '#lib/errors';

export const refused = (message: string): PersonError => new PersonError('invalid', message);

/** What XML 1.0 allows nowhere, as characters and as references to them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const forbiddenReference = /&#(?:x0*(?:[0-8bcBC]|[eEfF]|1[\da-fA-F]|[fF]{3}[eEfF])|0*(?:[0-8]|1[1245678]|2\d|3[01]));/g;

const pieceSize = 1 << 18;

/**
 * The text of a file in pieces of about 256 KB, decoded as its byte order mark or XML declaration says. `repair`
 * drops characters that XML forbids and stands U+FFFD in for bytes that are not in the encoding. Throws a
 * `PersonError` that names the first byte that is not in it otherwise. `onBytes` hears how far it is.
 */
export async function* readText(
  path: string,
  options: { repair: boolean; onBytes?: (bytes: number) => void; signal?: AbortSignal | undefined },
): AsyncGenerator<string> {
  const handle = await openFile(path);
  try {
    const buffer = Buffer.allocUnsafe(pieceSize);
    let decoder: TextDecoder | undefined;
    let offset = 0;
    let held = '';
    for (;;) {
      options.signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, pieceSize, offset);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      if (decoder === undefined) decoder = decoderFor(bytes, path, options.repair);
      let text = decode(decoder, bytes, offset, path);
      if (offset === 0) text = text.replace(/^\s+(?=<)/, '');
      offset += bytesRead;
      options.onBytes?.(offset);
      if (options.repair) {
        text = held + text;
        // A reference may be cut by the end of the piece.
        const last = text.lastIndexOf('&');
        const cut = last >= 0 && last > text.length - 12 ? last : text.length;
        held = text.slice(cut);
        text = text.slice(0, cut).replace(forbidden, '').replace(forbiddenReference, '');
      }
      yield text;
    }
    if (offset === 0) throw refused(`${path} is empty. Export it from WordPress again (Tools, Export).`);
    const rest = held + (decoder ? lastCharacter(decoder) : '');
    if (rest !== '') yield options.repair ? rest.replace(forbidden, '').replace(forbiddenReference, '') : rest;
  } finally {
    await handle.close();
  }
}

/** What a decoder still holds at the end. A character that is cut counts for nothing: the file is cut, which others tell. */
function lastCharacter(decoder: TextDecoder): string {
  try {
    return decoder.decode();
  } catch {
    return '';
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new PersonError('not_found', `There is no file ${path}.`);
    if (code === 'EACCES' || code === 'EPERM')
      throw new PersonError('refused', `${path} may not be read by this user.`);
    throw error;
  }
  throw refused(`${path} is not a file.`);
}

function decode(decoder: TextDecoder, bytes: Uint8Array, offset: number, path: string): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    const at = offset + firstInvalid(bytes);
    throw refused(
      `${path} says it is ${decoder.encoding.toUpperCase()}, but byte ${at} is not. Save it in that encoding, or let --repair stand a sign in for such bytes.`,
    );
  }
}

function decoderFor(bytes: Uint8Array, path: string, repair: boolean): TextDecoder {
  const mark = [bytes[0], bytes[1]].map((byte) => byte?.toString(16).padStart(2, '0')).join('');
  const encoding =
    mark === 'fffe' || mark === '3c00' ? 'utf-16le' : mark === 'feff' || mark === '003c' ? 'utf-16be' : declared(bytes);
  try {
    return new TextDecoder(encoding, { fatal: !repair });
  } catch {
    throw refused(`${path} says it is in the encoding ${encoding}, which is not known here. Save it as UTF-8.`);
  }
}

function declared(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 400)).toString('latin1');
  const name = /^[\s\u00ef\u00bb\u00bf]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  // A file that can be read up to here as single bytes is not in UTF-16, whatever it says.
  return /^(?:utf-?16|ucs-?2)/i.test(name) ? 'utf-8' : name;
}

/** The place of the first byte that no UTF-8 has there; a character cut by the piece's end counts as its start. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0;
    if (length === 0) {
      // At the very start it may go on what the piece before began.
      if (byte >= 0x80 && byte < 0xc0 && at < 3) {
        at += 1;
        continue;
      }
      return at;
    }
    for (let next = 1; next < length && at + next < bytes.length; next++) {
      if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return at;
    }
    at += length;
  }
  return 0;
}
