import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { messageOf } from '#lib/errors';

/** An action that is answered here. */
export type FrontAction = {
  /** Where it is, relative to the project, and its name there. */
  file: string;
  name: string;
  /** The media type of its calls, and their longest body in bytes; Next gets others. */
  type: 'text/plain' | 'multipart/form-data';
  longest: number;
  /** Whether a call can be answered already. */
  ready?: () => boolean;
  /** What the action gives, or undefined for a body that no page of ours sends. */
  call(body: Buffer, headers: IncomingMessage['headers']): Promise<unknown>;
};

/** Milliseconds within which a call has to arrive whole. */
const bodyWithin = 30_000;

/** What belongs to one answer and not to all. */
const ownHeaders = new Set(
  'content-encoding content-length transfer-encoding etag date connection keep-alive set-cookie x-action-revalidated'.split(
    ' ',
  ),
);

/**
 * Answers a server action in front of Next, by the same command that the action calls. Next needs nearly two
 * milliseconds of its one thread for a call, most of it spent on finding and preparing a page that is not rendered; a
 * hit is asked for by every reader of every page, and comments come in bursts.
 *
 * What an answer looks like is learned from Next: the first call goes to it, and the form of its answer is kept for
 * the others. Should a version of Next answer in another way, nothing is learned and every call goes to Next.
 */
export class ActionFront {
  readonly #action: FrontAction;
  readonly #id: string | null;
  #form: { before: string; headers: OutgoingHttpHeaders } | null = null;

  /** `dist` is the folder of the build. */
  constructor(dist: string, action: FrontAction) {
    this.#action = action;
    this.#id = actionId(dist, action);
  }

  /** Answers the call; false where Next has to. Then its answer is learned from. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#form === null || !this.#isOurs(request) || this.#action.ready?.() === false) return false;
    void this.#answer(request, response, this.#form);
    return true;
  }

  /** Watches the answer of Next to such a call. Comes after everything else that wraps `response`. */
  watch(request: IncomingMessage, response: ServerResponse): void {
    if (this.#form !== null || !this.#isOurs(request)) return;
    const chunks: Buffer[] = [];
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
    const take = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
    };
    response.write = ((...args: unknown[]) => {
      take(args[0]);
      return write(...args);
    }) as typeof response.write;
    response.end = ((...args: unknown[]) => {
      take(args[0]);
      // The first row says that row 1 is what the action gave, and of what build.
      const [first] = /^0:\{"a":"\$@1".*\}\n/.exec(Buffer.concat(chunks).toString()) ?? [];
      if (first !== undefined && response.statusCode === 200) {
        const headers = Object.entries(response.getHeaders()).filter(([name]) => !ownHeaders.has(name));
        this.#form = { before: `${first}1:`, headers: Object.fromEntries(headers) };
      }
      return end(...args);
    }) as typeof response.end;
  }

  /** Whether it is a call as the page makes it, from the page itself. Whatever else there may be is for Next to judge. */
  #isOurs({ method, url, headers }: IncomingMessage): boolean {
    const { type, longest } = this.#action;
    const length = Number(headers['content-length']);
    const host = headers['x-forwarded-host'] ?? headers.host;
    if (this.#id === null || headers['next-action'] !== this.#id || method !== 'POST') return false;
    return (
      /^\/articles\/[^?]+$/.test(url ?? '') &&
      length > 0 &&
      length <= longest &&
      (headers['content-type'] ?? '').startsWith(type) &&
      headers.origin !== undefined &&
      URL.canParse(headers.origin) &&
      new URL(headers.origin).host === host
    );
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    form: { before: string; headers: OutgoingHttpHeaders },
  ): Promise<void> {
    const refuse = (status: number, sentence: string) => {
      if (!response.destroyed)
        response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
    };
    let result: unknown;
    try {
      result = await this.#action.call(await read(request), request.headers);
    } catch (error) {
      if (!response.destroyed) console.error(messageOf(error));
      refuse(500, 'This did not work. Try it again in a minute.');
      return;
    }
    if (result === undefined) {
      refuse(400, 'This call can not be read.');
      return;
    }
    if (response.destroyed) return;
    const body = `${form.before}${encoded(result)}\n`;
    response.writeHead(200, { ...form.headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  }
}

/** As React sends a value: text that begins with its own sign has it twice. */
const encoded = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'string' && part.startsWith('$') ? `$${part}` : part));

function read(request: IncomingMessage): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      fail(new Error('The call did not arrive.'));
      request.destroy();
    }, bodyWithin);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      clearTimeout(timer);
      done(Buffer.concat(chunks));
    });
    request.on('close', () => {
      clearTimeout(timer);
      fail(new Error('The call was broken off.'));
    });
  });
}

/** Its name on the wire, which is made anew by each build; null where it is not found. */
function actionId(dist: string, { file, name }: FrontAction): string | null {
  const path = join(dist, 'server', 'server-reference-manifest.json');
  if (!existsSync(path)) return null;
  const { node = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
    node?: Record<string, { exportedName?: string; filename?: string }>;
  };
  const found = Object.entries(node).find(([, action]) => action.filename === file && action.exportedName === name);
  return found?.[0] ?? null;
}
