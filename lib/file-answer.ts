import { isNotModified, type Validators } from './conditional-request.ts';
import type { ByteRange } from './storage.ts';

/** A stored file, as far as an answer needs to know it. */
type Answered = { name: string; type: string; bytes: number; sha256: string };

type Asked = { method: string; headers: Headers };

/** How a request for a file is answered: with `range` of its bytes, all of them (null), or none. */
export type FileAnswer = {
  status: 200 | 206 | 304 | 416;
  headers: Record<string, string>;
  body: boolean;
  range: ByteRange | null;
};

/**
 * Answers a GET or HEAD for a stored file (RFC 9110, 13 and 14): conditions, one range, and nothing that a browser could
 * run. `inline` says whether it may be shown in the page, `cache` what caches are told.
 */
export function fileAnswer(
  asked: Asked,
  file: Answered,
  { inline, cache, embeddable }: { inline: boolean; cache: string; embeddable: boolean },
): FileAnswer {
  const etag = `"${file.sha256.slice(0, 32)}"`;
  const headers: Record<string, string> = {
    'Content-Type': /^text\//.test(file.type) ? `${file.type}; charset=utf-8` : file.type,
    'Content-Length': String(file.bytes),
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(file.name)}`,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Cache-Control': cache,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox; style-src 'unsafe-inline'; media-src 'self'",
    'Cross-Origin-Resource-Policy': embeddable ? 'cross-origin' : 'same-origin',
    'Referrer-Policy': 'no-referrer',
  };
  const validators: Validators = { etag, modifiedAt: null };
  if (isNotModified(asked.headers, validators)) {
    delete headers['Content-Length'];
    return { status: 304, headers, body: false, range: null };
  }
  if (asked.method === 'HEAD') return { status: 200, headers, body: false, range: null };
  const range = rangeOf(asked.headers, file.bytes, etag);
  if (range === 'outside') {
    return {
      status: 416,
      headers: { ...headers, 'Content-Length': '0', 'Content-Range': `bytes */${file.bytes}` },
      body: false,
      range: null,
    };
  }
  if (range === null) return { status: 200, headers, body: true, range: null };
  headers['Content-Range'] = `bytes ${range.start}-${range.end}/${file.bytes}`;
  headers['Content-Length'] = String(range.end - range.start + 1);
  return { status: 206, headers, body: true, range };
}

/** RFC 8187: `encodeURIComponent` leaves some signs that are none of its `attr-char`. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** One range of bytes (RFC 9110, 14.2), `null` for the whole file; several ranges are answered whole. */
function rangeOf(headers: Headers, bytes: number, etag: string): ByteRange | 'outside' | null {
  const header = headers.get('range');
  const condition = headers.get('if-range');
  // A range of another file than the one that was meant is of no use: that comparison is strong.
  if (header === null || (condition !== null && condition.trim() !== etag)) return null;
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null;
  return start > end || start >= bytes ? 'outside' : { start, end };
}
