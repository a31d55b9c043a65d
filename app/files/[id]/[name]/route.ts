import { Readable } from 'node:stream';
import { getFile, openFile } from '#features/files/queries';
import { isShown } from '#features/files/schema';
import { decodeSegment } from '#lib/addresses';
import { fileAnswer } from '#lib/file-answer';

/** Stored files of articles: `Range`, `ETag`, nothing that a browser could run. */
export async function GET(request: Request, { params }: RouteContext<'/files/[id]/[name]'>): Promise<Response> {
  const { id, name } = await params;
  const view = await getFile(id);
  // Under its own name only: every other would be another picture to the optimizer, and another copy on disk.
  if (!view || decodeSegment(name) !== view.name) return gone('There is no such file.');
  // Feed readers on the web show our pictures too.
  const { status, headers, body, range } = fileAnswer(request, view, {
    inline: isShown(view.type),
    cache: 'public, max-age=86400',
    embeddable: view.type.startsWith('image/'),
  });
  // Next answers HEAD by calling GET, and would never close a file it does not read.
  if (!body) return new Response(null, { status, headers });
  const stream = await openFile(view, range ?? undefined);
  if (!stream) return gone('This file is missing.');
  request.signal.addEventListener('abort', () => stream.destroy());
  if (request.signal.aborted) stream.destroy();
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
}

const gone = (sentence: string): Response =>
  new Response(`${sentence}\n`, { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
