import { Readable } from 'node:stream';
import { getFile, openFile } from '#features/files/queries';
import { type FileView, isShown } from '#features/files/schema';
import { decodeSegment } from '#lib/addresses';

/** Stored files: `Range`, `ETag`, nothing that a browser could run. */
export async function GET(request: Request, { params }: RouteContext<'/files/[id]/[name]'>): Promise<Response> {
  const { id, name } = await params;
  const view = await getFile(id);
  // Under its own name only: every other would be another picture to the optimizer, and another copy on disk.
  if (!view || decodeSegment(name) !== view.name)
    return new Response('There is no such file.\n', { status: 404, headers: { 'Content-Type': 'text/plain' } });
  const headers = headersOf(view);
  if (matches(request.headers.get('if-none-match'), view)) return new Response(null, { status: 304, headers });

  // Next answers HEAD by calling GET, and would never close a file it does not read.
  if (request.method === 'HEAD') return new Response(null, { headers });

  const range = rangeOf(request, view);
  if (range === 'outside') {
    headers.set('Content-Range', `bytes */${view.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const stream = await openFile(view, range ?? undefined);
  if (!stream)
    return new Response('This file is missing.\n', { status: 404, headers: { 'Content-Type': 'text/plain' } });
  if (range) {
    headers.set('Content-Range', `bytes ${range.start}-${range.end}/${view.bytes}`);
    headers.set('Content-Length', String(range.end - range.start + 1));
  }
  request.signal.addEventListener('abort', () => stream.destroy());
  if (request.signal.aborted) stream.destroy();
  return new Response(Readable.toWeb(stream) as ReadableStream, { status: range ? 206 : 200, headers });
}

function headersOf(view: FileView): Headers {
  const disposition = isShown(view.type) ? 'inline' : 'attachment';
  return new Headers({
    'Content-Type': /^text\//.test(view.type) ? `${view.type}; charset=utf-8` : view.type,
    'Content-Length': String(view.bytes),
    'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(view.name)}`,
    'Accept-Ranges': 'bytes',
    ETag: `"${view.sha256.slice(0, 32)}"`,
    'Cache-Control': 'public, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox; style-src 'unsafe-inline'; media-src 'self'",
    // Feed readers on the web show our pictures too.
    'Cross-Origin-Resource-Policy': view.type.startsWith('image/') ? 'cross-origin' : 'same-origin',
  });
}

const matches = (header: string | null, view: FileView): boolean =>
  (header ?? '')
    .split(',')
    .some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === `"${view.sha256.slice(0, 32)}"`);

/** One range of bytes (RFC 9110, 14.2), `null` for the whole file; several ranges are answered whole. */
function rangeOf(request: Request, view: FileView): { start: number; end: number } | 'outside' | null {
  const header = request.headers.get('range');
  const condition = request.headers.get('if-range');
  if (header === null || (condition !== null && !matches(condition, view))) return null;
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, view.bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? view.bytes - 1 : Math.min(Number(to), view.bytes - 1);
  return start > end || start >= view.bytes ? 'outside' : { start, end };
}
