import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { getSessionActor } from '#features/accounts/queries';
import { getAttachedFile, isElsewhere, openAttachedFile } from '#features/attachments/queries';
import { isShownAttached, sharedCache, unsharedCache } from '#features/attachments/schema';
import { getFile, openHandle } from '#features/files/queries';
import { type FileView, isShown } from '#features/files/schema';
import type { Actor } from '#lib/actor';
import { decodeSegment } from '#lib/addresses';
import { cookieIn } from '#lib/cookie-header';
import { messageOf } from '#lib/errors';
import { type FileAnswer, fileAnswer } from '#lib/file-answer';
import { sessionCookie } from '#lib/session-cookies';
import { RecentFiles } from './recent-files.ts';
import { inItsTurn, sendFile, wholeOf } from './send-file.ts';

/** Milliseconds after which a reader who takes nothing is let go. */
const patience = 120_000;

type Found = { view: FileView; answer: FileAnswer };

/**
 * Stored files in front of Next, as `app/files` answers for them, without what a request through Next costs: the bytes
 * go from the disk to the socket.
 */
export class FileFront {
  readonly #log: (message: string) => void;
  readonly #recent = new RecentFiles();

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  /** Whether the request is one for a file; then it is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const [, attached, id, name] = /^\/files\/(attached\/)?([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (id === undefined || name === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    this.#send(request, response, { attached: attached !== undefined, id, name }).catch((error) => {
      this.#log(`${request.method} ${path}: ${messageOf(error)}`);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
          .end('This file can not be sent now.\n');
    });
    return true;
  }

  async #send(
    request: IncomingMessage,
    response: ServerResponse,
    asked: { attached: boolean; id: string; name: string },
  ): Promise<void> {
    if (!(await inItsTurn(request, response))) return;
    response.setTimeout(patience, () => response.destroy());
    const found = asked.attached ? await attachedFile(request, asked.id) : await articleFile(request, asked.id);
    if (!found || decodeSegment(asked.name) !== found.view.name) return missing(request, response);
    const { view, answer } = found;
    if (!answer.body) {
      response.writeHead(answer.status, answer.headers).end();
    } else if (isElsewhere(view)) {
      const stream = await openAttachedFile(view, answer.range ?? undefined);
      if (stream === null) return missing(request, response);
      response.writeHead(answer.status, answer.headers);
      // Who leaves in the middle is no failure of ours.
      if (response.destroyed) stream.destroy();
      else pipeline(stream, response, () => {});
    } else {
      const range = answer.range ?? { start: 0, end: view.bytes - 1 };
      const known = this.#recent.get(view.key);
      if (known?.length === view.bytes) {
        response.writeHead(answer.status, answer.headers).end(known.subarray(range.start, range.end + 1));
        return;
      }
      const file = await openHandle(view);
      if (file === null) return missing(request, response);
      if (this.#recent.takes(view.bytes)) this.#recent.keep(view.key, await wholeOf(file, view.bytes));
      response.writeHead(answer.status, answer.headers);
      await sendFile(response, file, range);
    }
  }
}

/** The same for what is not there and for what this reader may not see. */
function missing(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : 'There is no such file.\n');
}

async function articleFile(request: IncomingMessage, id: string): Promise<Found | null> {
  const view = await getFile(id);
  if (!view) return null;
  const answer = fileAnswer(asWeb(request), view, {
    inline: isShown(view.type),
    cache: 'public, max-age=86400',
    embeddable: view.type.startsWith('image/'),
  });
  return { view, answer };
}

async function attachedFile(request: IncomingMessage, id: string): Promise<Found | null> {
  const whoAsks = async (): Promise<Actor> => {
    const token = cookieIn(request.headers.cookie, sessionCookie());
    return token === null ? { kind: 'anonymous' } : getSessionActor(token);
  };
  const view = await getAttachedFile(whoAsks, id);
  if (!view) return null;
  const answer = fileAnswer(asWeb(request), view, {
    inline: isShownAttached(view.type),
    cache: view.shared ? sharedCache : unsharedCache,
    embeddable: false,
  });
  return { view, answer };
}

/** Only what an answer for a file looks at. */
const asWeb = ({ method = 'GET', headers }: IncomingMessage) => ({
  method,
  headers: new Headers(
    (['range', 'if-range', 'if-none-match'] as const).flatMap((name): [string, string][] => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  ),
});
