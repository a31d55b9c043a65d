import { requestOrigin } from '#app/_actions/actor';
import { onVercel } from '#lib/env';
import { takeLine } from '../../connections.ts';
import { type Change, listenTo } from '../../live-thread.ts';
import { articleIdIn } from '../article-id.ts';

/** Milliseconds between signs of life, below the patience of proxies. */
const heartbeat = 25_000;

/**
 * What comes and goes under an article, as it happens: first `standing` with all ids, then `change` with what was added
 * and what is gone. 204 where this server can't keep a line open: the page then asks `newer`.
 */
export async function GET(request: Request, { params }: RouteContext<'/api/discussion/[articleId]/events'>) {
  const articleId = articleIdIn((await params).articleId);
  if (articleId === null) return new Response(null, { status: 404 });
  // Another read of the request first: nothing here is for a build to run.
  const { address } = await requestOrigin();
  if (onVercel()) return new Response(null, { status: 204 });
  let end = () => {};
  const line = takeLine(address, () => end());
  if (!line) return new Response(null, { status: 204 });

  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let open = true;
      let leave = () => {};
      const send = (text: string) => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      const say = (event: string, data: unknown) => send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      const alive = setInterval(() => send(':\n\n'), heartbeat);
      end = () => {
        if (!open) return;
        open = false;
        clearInterval(alive);
        line.release();
        leave();
        controller.close();
      };
      request.signal.addEventListener('abort', () => end());
      // Gone before we listened: there is no event for it.
      if (request.signal.aborted) {
        end();
        return;
      }
      // What changes before the first word is part of it, and told again: the page knows by the ids.
      send('retry: 3000\n\n');
      try {
        const listening = await listenTo(articleId, (change: Change) => say('change', change));
        leave = listening.end;
        if (!open) leave();
        say('standing', listening.ids);
      } catch (error) {
        console.error(error);
        end();
      }
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}
