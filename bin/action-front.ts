import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** What the action gets of a call; its answer is sent back as it is. */
type Call = (args: unknown[], headers: IncomingMessage['headers']) => Promise<number | null>;

/** The longest call there is to answer here, in bytes; Next gets longer ones. */
const longestBody = 1_000;
/** Milliseconds within which a call has to arrive whole. */
const bodyWithin = 5_000;

/** What belongs to one answer and not to all. */
const ownHeaders = new Set(
  'content-encoding content-length transfer-encoding etag date connection keep-alive'.split(' '),
);

/**
 * Answers one server action in front of Next, by the same command that the action calls. Next needs nearly two
 * milliseconds of its one thread for a call, most of it spent on finding and preparing a page that is not rendered; a
 * hit is asked for by every reader of every page.
 *
 * What an answer looks like is learned from Next: the first call goes to it, and its answer is kept as the form of
 * the others. Should a version of Next answer in another way, nothing is learned and every call goes to Next.
 */
export class ActionFront {
  readonly #id: string | null;
  readonly #call: Call;
  #form: { before: string; headers: OutgoingHttpHeaders } | null = null;

  /** `file` and `name` are of the action; `dist` is the folder of the build. */
  constructor(dist: string, file: string, name: string, call: Call) {
    this.#id = actionId(dist, file, name);
    this.#call = call;
  }

  /** Answers the call; false where Next has to. Then its answer is learned from. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#id === null || request.headers['next-action'] !== this.#id || !isPlainCall(request)) return false;
    if (this.#form === null) return false;
    void this.#answer(request, response, this.#form);
    return true;
  }

  /** Watches the answer of Next to such a call. Comes after everything else that wraps `response`. */
  watch(request: IncomingMessage, response: ServerResponse): void {
    if (this.#form !== null || request.headers['next-action'] !== this.#id || !isPlainCall(request)) return;
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
      const form = /^(0:\{"a":"\$@1".*\}\n1:)(?:\d+|null)\n$/.exec(Buffer.concat(chunks).toString());
      if (form && response.statusCode === 200) {
        const headers = Object.entries(response.getHeaders()).filter(([name]) => !ownHeaders.has(name));
        this.#form = { before: form[1] as string, headers: Object.fromEntries(headers) };
      }
      return end(...args);
    }) as typeof response.end;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    form: { before: string; headers: OutgoingHttpHeaders },
  ): Promise<void> {
    let result: number | null = null;
    try {
      const args: unknown = JSON.parse(await read(request));
      if (Array.isArray(args)) result = await this.#call(args, request.headers);
    } catch {
      // Not what the page sends, or gone before it was whole: no hit.
    }
    if (response.destroyed) return;
    const body = `${form.before}${result}\n`;
    response.writeHead(200, { ...form.headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  }
}

/** A call as the page makes it, from the page itself. Whatever else there may be is for Next to judge. */
function isPlainCall({ method, url, headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  const host = headers['x-forwarded-host'] ?? headers.host;
  return (
    method === 'POST' &&
    url !== undefined &&
    url.startsWith('/articles/') &&
    !url.includes('?') &&
    length > 0 &&
    length <= longestBody &&
    (headers['content-type'] ?? '').startsWith('text/plain') &&
    headers.origin !== undefined &&
    URL.canParse(headers.origin) &&
    new URL(headers.origin).host === host
  );
}

function read(request: IncomingMessage): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => {
      fail(new Error('The call did not arrive.'));
      request.destroy();
    }, bodyWithin);
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      clearTimeout(timer);
      done(text);
    });
    request.on('close', () => {
      clearTimeout(timer);
      fail(new Error('The call was broken off.'));
    });
  });
}

/** Its name on the wire, which is made anew by each build; null where it is not found. */
function actionId(dist: string, file: string, name: string): string | null {
  const path = join(dist, 'server', 'server-reference-manifest.json');
  if (!existsSync(path)) return null;
  const { node = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
    node?: Record<string, { exportedName?: string; filename?: string }>;
  };
  const found = Object.entries(node).find(([, action]) => action.filename === file && action.exportedName === name);
  return found?.[0] ?? null;
}
