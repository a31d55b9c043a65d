import { charsetOf, decodeText } from './charset.ts';

/**
 * The fields of a form as it was sent (`application/x-www-form-urlencoded`), the first of each name. Its bytes are read by
 * the character set of the content type, else by the one that a field `charset` names, else by what they look like.
 */
export function readForm(bytes: Uint8Array, contentType: string | null): Map<string, string> {
  const pairs: [Uint8Array, Uint8Array][] = [];
  for (const part of split(bytes, ampersand)) {
    if (part.length === 0) continue;
    const at = part.indexOf(equals);
    pairs.push([
      unescaped(at < 0 ? part : part.subarray(0, at)),
      unescaped(at < 0 ? part.subarray(0, 0) : part.subarray(at + 1)),
    ]);
  }
  const nameOf = (name: Uint8Array) => Buffer.from(name).toString('latin1');
  const named = pairs.find(([name]) => nameOf(name) === 'charset')?.[1];
  const hints = [charsetOf(contentType), named && Buffer.from(named).toString('latin1')];
  // All values together: a title alone may be too short to tell.
  const text = decodeText(Buffer.concat(pairs.flatMap(([, value]) => [value, Buffer.from('\0')])), ...hints);
  const values = text.split('\0');
  const fields = new Map<string, string>();
  const whole = values.length === pairs.length + 1;
  for (const [index, [name, value]] of pairs.entries()) {
    const key = nameOf(name);
    if (!fields.has(key)) fields.set(key, (whole ? values[index] : decodeText(value, ...hints)) ?? '');
  }
  return fields;
}

const ampersand = 0x26;
const equals = 0x3d;

function* split(bytes: Uint8Array, by: number): Generator<Uint8Array> {
  let from = 0;
  for (let at = bytes.indexOf(by); at >= 0; at = bytes.indexOf(by, from)) {
    yield bytes.subarray(from, at);
    from = at + 1;
  }
  yield bytes.subarray(from);
}

/** Percent escapes and `+` as the bytes they stand for; what is no escape stays. */
function unescaped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const hex = byte === 0x25 ? Buffer.from(bytes.subarray(at + 1, at + 3)).toString('latin1') : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = Number.parseInt(hex, 16);
      at += 2;
    } else out[length++] = byte === 0x2b ? 0x20 : byte;
  }
  return out.subarray(0, length);
}
