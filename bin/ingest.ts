import { createWriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '#lib/errors';
import { askedFrom } from '#lib/request-address';
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
import { addressOf } from './forwarded.ts';

type Options = {
  /** The origin by which this server reaches itself. */
  self: () => string;
  log: (message: string) => void;
  /** Milliseconds without a byte after which an upload is given up; what came is kept. */
  stallAfter?: number;
  /** Milliseconds after which it is looked at an upload again: whether it is still wanted, and comes fast enough. */
  lookEvery?: number;
  /** Milliseconds that the rest of a refused body is let run out. */
  restWithin?: number;
  /** Bytes of the disk that uploads leave free. */
  leaveFree?: number;
  /** Bytes that are free now. */
  free?: () => Promise<number>;
};

/** Bytes in a second below which an upload is given up. */
const slowest = 1000;

/** An upload under way: bytes of it that are still to come, and a way to end it. */
type Active = { left: number; end: (why: Refusal) => Promise<void> };

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
  /** Uploads under way, by key: who stands here alone may touch its file. */
  readonly #active = new Map<string, Active>();
  /** Whole uploads that wait for what came of them. */
  readonly #results = new Map<string, (given: Result) => void>();
  readonly #finishing = new Map<string, Promise<Record<string, unknown>>>();

  constructor(options: Options) {
    this.#options = {
      stallAfter: 30_000,
      lookEvery: 60_000,
      restWithin: 30_000,
      leaveFree: 200_000_000,
      free: freeBytes,
      ...options,
    };
  }

  /** Whether the request is one for the ingest; then it is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    if (!url.startsWith(`${ingestPath}/`)) return false;
    askedFrom(addressOf(request), () => this.#handle(request, response, url)).catch((error) => {
      const refusal = error instanceof Refusal ? error : refusalOf(error);
      if (refusal.status >= 500) this.#options.log(`${request.method} ${ingestPath}: ${messageOf(error)}`);
      this.#send(request, response, refusal.status, { error: refusal.message }, refusal.headers);
    });
    return true;
  }

  async #handle(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const path = url.slice(ingestPath.length).split('?', 1)[0];
    if (request.method === 'POST' && path === '/route-metadata') {
      await this.#register(request);
      return this.#send(request, response, 200, { ok: true });
    }
    if (request.method === 'POST' && path === '/callback-result') {
      const { fileKey, ...given } = await ownCall(request);
      this.#results.get(String(fileKey))?.(given);
      return this.#send(request, response, 200, { ok: true });
    }
    if (request.method !== 'HEAD' && request.method !== 'PUT')
      throw new Refusal(405, 'Files are sent here by PUT.', { Allow: 'HEAD, PUT' });
    const ticket = readTicket(url);
    if (ticket === 'forged') throw new Refusal(403, 'This address was not signed by us. Add the file again.');
    if (ticket === 'expired') throw new Refusal(410, 'The time for this upload is over. Add the file again.');
    const note = await readNote(ticket.key);
    if (note === null) throw gone();
    if (request.method === 'HEAD') {
      const have = note.answer ? ticket.size : await uploadedBytes(ticket.key);
      return this.#send(request, response, 200, {}, { 'x-ut-range-start': String(have) });
    }
    // Sent twice, such as after an answer that got lost.
    const answer = note.answer ?? (await this.#receive(request, response, ticket));
    this.#send(request, response, 200, answer);
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
  ): Promise<Record<string, unknown>> {
    for (;;) {
      // Whole already: its bytes are looked at now, and nobody may change them.
      const finishing = this.#finishing.get(ticket.key);
      if (finishing) return finishing;
      const other = this.#active.get(ticket.key);
      // Nothing is awaited between this look and the claim, so there is one holder of a key.
      if (!other) return this.#write(request, response, ticket);
      // The browser noticed a broken connection before we did: the newer request goes on.
      await other.end(new Refusal(409, 'The same file is being sent a second time.'));
    }
  }

  /** Claims the key, writes the file part of the body to the disk, and gives what comes of the whole file. */
  async #write(
    request: IncomingMessage,
    response: ServerResponse,
    ticket: UploadTicket,
  ): Promise<Record<string, unknown>> {
    const { key } = ticket;
    let why: Refusal | undefined;
    const { promise: ended, resolve: over } = Promise.withResolvers<void>();
    const mine: Active = {
      left: 0,
      end: (refusal) => {
        why ??= refusal;
        this.#send(request, response, refusal.status, { error: refusal.message }, { Connection: 'close' });
        request.destroy();
        return ended;
      },
    };
    this.#active.set(key, mine);
    try {
      const note = await readNote(key);
      if (note === null) throw gone();
      if (note.answer) return note.answer;
      const start = await this.#startOf(request, ticket, mine);
      if (why) throw why;
      await this.#copy(request, ticket, start, mine);
      // Begun before the key is given back, so that whoever asks for it finds the one or the other.
      return this.#finish(ticket, note);
    } catch (error) {
      throw why ?? error;
    } finally {
      this.#active.delete(key);
      over();
    }
  }

  /** Where the body begins in the file; room for the rest of it is set aside until the upload ends. */
  async #startOf(request: IncomingMessage, { key, size }: UploadTicket, mine: Active): Promise<number> {
    const have = await uploadedBytes(key);
    const range = request.headers.range;
    const start = range === undefined ? 0 : Number(/^bytes=(\d{1,15})-$/.exec(range)?.[1] ?? Number.NaN);
    if (!(start <= have && start <= size))
      throw new Refusal(416, 'More has to be sent than that. The upload goes on where it ended.', {
        'x-ut-range-start': String(have),
      });
    const left = size - start;
    if (left === 0) return start;
    const free = await this.#options.free();
    let promised = 0;
    for (const other of this.#active.values()) promised += other.left;
    if (free - promised < left + this.#options.leaveFree)
      throw new Refusal(507, 'There is no room for this file at the moment. Try again later.');
    mine.left = left;
    return start;
  }

  /** Returns when nothing more is written, whether it went well or not. */
  async #copy(request: IncomingMessage, { key, size }: UploadTicket, start: number, mine: Active): Promise<void> {
    const { stallAfter, lookEvery } = this.#options;
    let stall: NodeJS.Timeout | undefined;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(
        () => void mine.end(new Refusal(408, 'Nothing came any more. The upload goes on where it ended.')),
        stallAfter,
      );
    };
    let came = 0;
    const look = setInterval(async () => {
      const slow = came < (slowest * lookEvery) / 1000;
      came = 0;
      const note = await readNote(key).catch(() => undefined);
      if (note === null) void mine.end(gone());
      else if (slow) void mine.end(new Refusal(408, 'The connection is too slow. The upload goes on where it ended.'));
    }, lookEvery);
    try {
      alive();
      await cutUpload(key, start);
      const file = createWriteStream(uploadPath(key), { flags: 'r+', start, highWaterMark: 1 << 20 });
      const closed = new Promise<void>((done) => file.once('close', done));
      const part = async function* () {
        for await (const chunk of readFilePart(request, size - start)) {
          alive();
          came += chunk.length;
          mine.left -= chunk.length;
          yield chunk;
        }
      };
      try {
        await pipeline(part, file);
        await closed;
      } catch (error) {
        // A write may still be under way where the body broke.
        await closed;
        // What a body held that was no part of a file must not be taken for its beginning.
        if (isBadBody(error)) await cutUpload(key, start);
        throw error;
      }
    } finally {
      clearTimeout(stall);
      clearInterval(look);
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
      // Where it was removed meanwhile, nothing of it comes back.
      if ((await readNote(key)) !== null) await writeNote(key, { ...note, answer });
      return answer;
    } finally {
      this.#results.delete(key);
    }
  }

  /**
   * Answers with JSON. A body that was not read is let run out for a while: browsers tell no answer from a broken
   * connection else.
   */
  #send(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): void {
    if (response.destroyed || response.headersSent) return;
    if (!request.complete && !request.destroyed) {
      const timer = setTimeout(() => request.destroy(), this.#options.restWithin).unref();
      request.once('end', () => clearTimeout(timer));
      request.once('close', () => clearTimeout(timer));
    }
    request.resume();
    response.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  }
}

const gone = () => new Refusal(404, 'This upload is not known here any more. Add the file again.');

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
  // Its folder went as it was written to.
  if (code === 'ENOENT') return gone();
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new Refusal(499, 'The connection broke.');
  if (isBadBody(error)) return new Refusal(400, messageOf(error));
  return new Refusal(500, 'The file could not be taken. Try it again.');
}
