import { createWriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '#lib/errors';
import {
  cutUpload,
  freeBytes,
  readNote,
  type UploadNote,
  uploadedBytes,
  uploadPath,
  writeNote,
} from '#lib/upload-shelf';
import { ingestPath, isApiKey, isUploadKey, readTicket, signatureOf, type UploadTicket } from '#lib/upload-token';
import { isBadBody, readFilePart } from './file-part.ts';

type Options = {
  /** The origin by which this server reaches itself. */
  self: () => string;
  log: (message: string) => void;
  /** Milliseconds without a byte after which an upload is given up; what came is kept. */
  stallAfter?: number;
  /** Bytes of the disk that uploads leave free. */
  leaveFree?: number;
};

/** What the server made of a whole file. */
type Result = { callbackData?: unknown; error?: string };

/** An answer that ends a request, with a sentence for the person. */
class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, sentence: string, headers: Record<string, string> = {}) {
    super(sentence);
    this.status = status;
    this.headers = headers;
  }
}

/**
 * UploadThing's ingest, spoken on the disk of this machine, so that the SDK works without an account: signed addresses
 * (HEAD says how far an upload came, PUT goes on from there), and the server's own calls that register an upload and
 * give back what came of it. Bytes go to the disk as they come. It stands before Next, which would keep a body of 100 MB
 * in memory.
 */
export class Ingest {
  readonly #options: Required<Options>;
  /** Uploads under way, by key, each with a way to end it. */
  readonly #active = new Map<string, { end: (why: Refusal) => Promise<void> }>();
  /** Whole uploads that wait for what came of them. */
  readonly #results = new Map<string, (given: Result) => void>();
  readonly #finishing = new Map<string, Promise<Record<string, unknown>>>();

  constructor(options: Options) {
    this.#options = { stallAfter: 30_000, leaveFree: 200_000_000, ...options };
  }

  /** Whether the request is one for the ingest; then it is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    if (!url.startsWith(`${ingestPath}/`)) return false;
    this.#handle(request, response, url).catch((error) => {
      const refusal = error instanceof Refusal ? error : refusalOf(error);
      if (refusal.status >= 500) this.#options.log(`${request.method} ${ingestPath}: ${messageOf(error)}`);
      send(request, response, refusal.status, { error: refusal.message }, refusal.headers);
    });
    return true;
  }

  async #handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const path = url.slice(ingestPath.length).split('?', 1)[0];
    if (request.method === 'POST' && path === '/route-metadata') {
      await this.#register(request);
      return send(request, response, 200, { ok: true });
    }
    if (request.method === 'POST' && path === '/callback-result') {
      const { fileKey, ...given } = await ownCall(request);
      this.#results.get(String(fileKey))?.(given);
      return send(request, response, 200, { ok: true });
    }
    if (request.method !== 'HEAD' && request.method !== 'PUT')
      throw new Refusal(405, 'Files are sent here by PUT.', { Allow: 'HEAD, PUT' });
    const ticket = readTicket(url);
    if (ticket === 'forged') throw new Refusal(403, 'This address was not signed by us. Add the file again.');
    if (ticket === 'expired') throw new Refusal(410, 'The time for this upload is over. Add the file again.');
    const note = await readNote(ticket.key);
    if (note === null) throw new Refusal(404, 'This upload is not known here any more. Add the file again.');
    if (request.method === 'HEAD') {
      const have = note.answer ? ticket.size : await uploadedBytes(ticket.key);
      response.writeHead(200, { 'x-ut-range-start': String(have), 'Cache-Control': 'no-store' }).end();
      return;
    }
    // Sent twice, such as after an answer that got lost.
    const answer = note.answer ?? (await this.#receive(request, response, ticket, note));
    send(request, response, 200, answer);
  }

  async #register(request: IncomingMessage): Promise<void> {
    const { fileKeys, metadata, callbackUrl, callbackSlug } = await ownCall(request);
    const keys = Array.isArray(fileKeys) ? fileKeys.map(String) : [];
    if (!keys.every(isUploadKey)) throw new Refusal(400, 'These are no keys.');
    for (const key of keys) {
      // Keys have 32 bits: one that is in use belongs to somebody else's file.
      if ((await readNote(key)) !== null) throw new Refusal(409, 'This key is in use.');
      await writeNote(key, {
        metadata: (metadata ?? {}) as Record<string, unknown>,
        callbackUrl: String(callbackUrl),
        slug: String(callbackSlug),
      });
    }
  }

  async #receive(
    request: IncomingMessage,
    response: ServerResponse,
    ticket: UploadTicket,
    note: UploadNote,
  ): Promise<Record<string, unknown>> {
    const { key, size } = ticket;
    // The browser noticed a broken connection before we did: the newer request goes on.
    await this.#active.get(key)?.end(new Refusal(409, 'The same file is being sent a second time.'));
    const have = await uploadedBytes(key);
    const range = request.headers.range;
    const start = range === undefined ? 0 : Number(/^bytes=(\d{1,15})-$/.exec(range)?.[1] ?? Number.NaN);
    if (!(start <= have && start <= size))
      throw new Refusal(416, 'More has to be sent than that. The upload goes on where it ended.', {
        'x-ut-range-start': String(have),
      });
    if (size - start > 0 && (await freeBytes()) < size - start + this.#options.leaveFree)
      throw new Refusal(507, 'There is no room for this file at the moment. Try again later.');
    await this.#write(request, response, ticket, start);
    return this.#finish(ticket, note);
  }

  /** Writes the file part of the body to the disk from `start` on. */
  async #write(
    request: IncomingMessage,
    response: ServerResponse,
    { key, size }: UploadTicket,
    start: number,
  ): Promise<void> {
    let why: Refusal | undefined;
    let over = () => {};
    const ended = new Promise<void>((done) => {
      over = done;
    });
    const end = (refusal: Refusal): Promise<void> => {
      why ??= refusal;
      send(request, response, refusal.status, { error: refusal.message }, { Connection: 'close' });
      request.destroy();
      return ended;
    };
    const mine = { end };
    this.#active.set(key, mine);
    let timer: NodeJS.Timeout | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(
        () => void end(new Refusal(408, 'Nothing came any more. The upload goes on where it ended.')),
        this.#options.stallAfter,
      );
    };
    try {
      alive();
      await cutUpload(key, start);
      const file = createWriteStream(uploadPath(key), { flags: 'r+', start, highWaterMark: 1 << 20 });
      const part = async function* () {
        for await (const chunk of readFilePart(request, size - start)) {
          alive();
          yield chunk;
        }
      };
      try {
        await pipeline(part, file);
      } catch (error) {
        // What a body held that was no part of a file must not be taken for its beginning.
        if (isBadBody(error)) await cutUpload(key, start);
        throw error;
      }
    } catch (error) {
      throw why ?? error;
    } finally {
      clearTimeout(timer);
      if (this.#active.get(key) === mine) this.#active.delete(key);
      over();
    }
  }

  /** Tells the server that a file is whole, and waits for what comes of it; once, however many ask. */
  #finish(ticket: UploadTicket, note: UploadNote): Promise<Record<string, unknown>> {
    const known = this.#finishing.get(ticket.key);
    if (known) return known;
    const finishing = this.#tell(ticket, note).finally(() => this.#finishing.delete(ticket.key));
    this.#finishing.set(ticket.key, finishing);
    return finishing;
  }

  async #tell({ key, size, name, type, customId }: UploadTicket, note: UploadNote): Promise<Record<string, unknown>> {
    const origin = this.#options.self() + ingestPath;
    const url = `${origin}/${key}`;
    const file = { name, size, type, customId, key, url, appUrl: url, ufsUrl: url, fileHash: '' };
    const payload = JSON.stringify({ status: 'uploaded', metadata: note.metadata, file, origin });
    const result = new Promise<Result>((done) => {
      this.#results.set(key, done);
    });
    try {
      const told = await fetch(`${note.callbackUrl}?slug=${encodeURIComponent(note.slug)}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'uploadthing-hook': 'callback',
          'x-uploadthing-signature': signatureOf(payload),
        },
        body: payload,
        signal: AbortSignal.timeout(280_000),
      });
      await told.arrayBuffer();
      if (!told.ok) throw new Error(`The callback answered ${told.status}.`);
      // The result comes before that answer; where the handler failed there is none.
      const none: Result = { error: 'The callback gave no result.' };
      const { callbackData, error } = await Promise.race([result, none]);
      if (error !== undefined) throw new Error(error);
      const answer = { url, appUrl: url, ufsUrl: url, fileHash: '', serverData: callbackData ?? null };
      await writeNote(key, { ...note, answer });
      return answer;
    } finally {
      this.#results.delete(key);
    }
  }
}

/** A call of the server's own, by its key. */
async function ownCall(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!isApiKey(String(request.headers['x-uploadthing-api-key'] ?? '')))
    throw new Refusal(403, 'Only the server itself calls this.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > 1_000_000) throw new Refusal(413, 'This is too long.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new Refusal(400, 'This is no JSON.');
  }
}

function refusalOf(error: unknown): Refusal {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refusal(507, 'There is no room for this file at the moment. Try again later.');
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new Refusal(499, 'The connection broke.');
  if (isBadBody(error)) return new Refusal(400, messageOf(error));
  return new Refusal(500, 'The file could not be taken. Try it again.');
}

/** Answers with JSON. A body that was not read is let run out: browsers tell no answer from a broken connection else. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  request.resume();
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
}
