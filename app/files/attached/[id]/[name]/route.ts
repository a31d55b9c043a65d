import { Readable } from 'node:stream';
import { currentActor } from '#app/_actions/actor';
import { getAttachedFile, openAttachedFile } from '#features/attachments/queries';
import { isShownAttached, sharedCache, unsharedCache } from '#features/attachments/schema';
import { decodeSegment } from '#lib/addresses';
import { fileAnswer } from '#lib/file-answer';

/** Files of responses, for whoever may see them. `bin/file-front.ts` gives the same answers in front of Next. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string; name: string }> },
): Promise<Response> {
  const { id, name } = await params;
  const view = await getAttachedFile(currentActor, id);
  if (!view || decodeSegment(name) !== view.name) return gone();
  const { status, headers, body, range } = fileAnswer(request, view, {
    inline: isShownAttached(view.type),
    cache: view.shared ? sharedCache : unsharedCache,
    embeddable: false,
  });
  if (!body) return new Response(null, { status, headers });
  const stream = await openAttachedFile(view, range ?? undefined);
  if (!stream) return gone();
  request.signal.addEventListener('abort', () => stream.destroy());
  if (request.signal.aborted) stream.destroy();
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
}

/** The same for what is not there and for what this reader may not see. */
const gone = (): Response =>
  new Response('There is no such file.\n', {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
