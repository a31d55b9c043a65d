import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, createGzip, gzip } from 'node:zlib';
import type { ServedRequest } from '#lib/served-request';
import { deferScripts } from './deferred-scripts.ts';
import { failurePage } from './failure-page.ts';
import { linkbackHeaders } from './linkback-headers.ts';
import type { PageFront } from './page-front.ts';

const compressible =
  /^(text\/|application\/(json|javascript|manifest\+json|xml|[a-z.]+\+xml|feed\+json|ld\+json)|image\/svg\+xml)/;

/**
 * A page that calls `notFound()` is stored as a document without a body, which the browser fills by script.
 * Readers without JavaScript, and crawlers, get the whole not-found page in its place.
 */
const errorShell = '<html id="__next_error__"';

/** An address that matches no route, so that Next answers with the prerendered page itself. */
export const notFoundAddress = '/-/-/-';

/** Answers of more than this are passed through as they are written. */
const largestBuffered = 8 * 1024 * 1024;

/**
 * Compresses each answer that has an ETag once, and keeps the result under that ETag: a static page of 130 KB
 * costs milliseconds to compress and nothing to send again. An answer without an ETag is compressed as it
 * streams.
 */
export class Compressor {
  readonly #kept = new Map<string, Buffer>();
  readonly #underWay = new Map<string, Promise<Buffer>>();
  #bytes = 0;
  readonly #limit = 128 * 1024 * 1024;
  readonly #front: PageFront;
  readonly #notFoundPage: () => Promise<Buffer | null>;

  /** `notFoundPage` gives the HTML of the publication's own not-found page. */
  constructor(front: PageFront, notFoundPage: () => Promise<Buffer | null>) {
    this.#front = front;
    this.#notFoundPage = notFoundPage;
  }

  wrap(request: IncomingMessage, response: ServerResponse, served: ServedRequest): void {
    const encoding = preferred(request.headers['accept-encoding']);
    const version = this.#front.version;
    const key = this.#front.keyOf(request, encoding);
    const end = response.end.bind(response);
    const write = response.write.bind(response);
    const chunks: Buffer[] = [];
    const whole = request.method !== 'HEAD' && request.headers.range === undefined;
    let mode: 'undecided' | 'buffer' | 'stream' | 'plain' = 'undecided';
    let size = 0;
    let stream: ReturnType<typeof createGzip> | undefined;

    const decide = (): void => {
      // Next's words are for a cache that hears of expiry; one between us and the reader does not.
      if (String(response.getHeader('cache-control')).startsWith('s-maxage') && !response.headersSent) {
        response.setHeader('Cache-Control', 'public, max-age=0, must-revalidate');
      }
      const type = String(response.getHeader('content-type') ?? '');
      mode = 'plain';
      if (response.headersSent || !compressible.test(type) || response.hasHeader('content-encoding')) return;
      // What is told as it happens is sent as it is written, and a compressor for each line would be dear.
      if (/\bno-transform\b/.test(String(response.getHeader('cache-control')))) return;
      response.appendHeader('Vary', 'Accept-Encoding');
      if (!whole || [204, 206, 304].includes(response.statusCode)) return;
      if (isFailure()) {
        mode = 'buffer';
        return;
      }

      if (response.hasHeader('etag')) {
        mode = 'buffer';
        return;
      }
      if (encoding === null) return;
      mode = 'stream';
      response.removeHeader('content-length');
      response.setHeader('Content-Encoding', 'gzip');
      stream = createGzip({ level: 5, flush: constants.Z_SYNC_FLUSH });
      stream.on('data', (chunk: Buffer) => {
        if (!write(chunk)) stream?.pause();
      });
      response.on('drain', () => stream?.resume());
      // Who writes was told to wait by the compressor, and waits for the answer's own `drain`.
      stream.on('drain', () => response.emit('drain'));
      stream.on('end', () => end());
    };

    const isFailure = (): boolean =>
      response.statusCode === 500 && String(response.getHeader('content-type')).startsWith('text/html');

    const finishBuffered = (): void => {
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      if (isFailure()) {
        sendFailure(body);
        return;
      }
      if (response.statusCode === 404 && request.url !== notFoundAddress && body.includes(errorShell)) {
        this.#notFoundPage().then(
          (page) => {
            if (page) response.setHeader('ETag', `"${createHash('sha1').update(page).digest('base64url')}"`);
            finish(page ?? body);
          },
          () => finish(body),
        );
      } else finish(body);
    };

    const sendFailure = (body: Buffer): void => {
      if (response.destroyed || response.headersSent) return;
      const page = body.includes(errorShell) ? failurePage(request.method, body.toString()) : body;
      for (const name of ['etag', 'link']) response.removeHeader(name);
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Length', page.length);
      end(page);
    };

    const finish = (body: Buffer): void => {
      if (response.destroyed || response.headersSent) return;
      if (isStaticPage(response) && request.url?.startsWith('/articles/'))
        for (const [name, value] of Object.entries(linkbackHeaders(body))) response.appendHeader(name, String(value));
      const made = isStaticPage(response) ? () => withoutScripts(body) : () => body;
      const etag = String(response.getHeader('etag')).replace(/^W\//, '');
      const send = (sent: Buffer, as: string | null) => {
        if (response.destroyed || response.headersSent) return;
        if (as !== null) {
          response.setHeader('Content-Encoding', as);
          // Another representation of the same page: equal in meaning, not in bytes.
          response.setHeader('ETag', `W/${etag}`);
        }
        response.setHeader('Content-Length', sent.length);
        this.#front.keep(key, response, sent, version, served.tags ?? null);
        end(sent);
      };
      if (encoding === null || body.length < 1000) {
        send(made(), null);
        return;
      }
      const content = `${encoding}${etag}${body.length}`;
      const known = this.#kept.get(content);
      if (known) {
        send(known, encoding);
        return;
      }
      // Who asks for the same page at the same moment, just after it was renewed, waits for the first one's.
      const underWay = this.#underWay.get(content) ?? compress(made(), encoding);
      if (!this.#underWay.has(content)) {
        this.#underWay.set(content, underWay);
        underWay
          .then((compressed) => this.#keep(content, compressed))
          .catch(() => {})
          .finally(() => this.#underWay.delete(content));
      }
      underWay.then(
        (compressed) => send(compressed, encoding),
        () => send(made(), null),
      );
    };

    const take = (chunk: unknown, charset?: unknown): Buffer =>
      Buffer.isBuffer(chunk)
        ? chunk
        : Buffer.from(chunk as string, typeof charset === 'string' ? (charset as BufferEncoding) : 'utf8');

    response.write = ((chunk: unknown, charset?: unknown, callback?: unknown): boolean => {
      if (mode === 'undecided') decide();
      const called = typeof charset === 'function' ? charset : callback;
      if (mode === 'plain') return write(chunk as Buffer, charset as BufferEncoding, callback as () => void);
      if (mode === 'stream') return stream?.write(take(chunk, charset), called as () => void) ?? true;
      const piece = take(chunk, charset);
      chunks.push(piece);
      size += piece.length;
      if (typeof called === 'function') queueMicrotask(called as () => void);
      if (size > largestBuffered) {
        mode = 'plain';
        const buffered = chunks.splice(0);
        return write(Buffer.concat(buffered));
      }
      return true;
    }) as typeof response.write;

    response.end = ((chunk?: unknown, charset?: unknown, callback?: unknown): ServerResponse => {
      if (mode === 'undecided') decide();
      const called = [chunk, charset, callback].find((value) => typeof value === 'function') as
        | (() => void)
        | undefined;
      if (mode === 'plain') return end(chunk as Buffer, charset as BufferEncoding, callback as () => void);
      if (called) response.once('finish', called);
      const last = chunk === undefined || chunk === null || typeof chunk === 'function' ? null : take(chunk, charset);
      if (mode === 'stream') {
        if (last) stream?.end(last);
        else stream?.end();
        return response;
      }
      if (last) chunks.push(last);
      finishBuffered();
      return response;
    }) as typeof response.end;
    response.flushHeaders = () => {};
  }

  #keep(key: string, value: Buffer): void {
    if (value.length > this.#limit / 8) return;
    this.#kept.set(key, value);
    this.#bytes += value.length;
    for (const [oldest, buffer] of this.#kept) {
      if (this.#bytes <= this.#limit) break;
      this.#kept.delete(oldest);
      this.#bytes -= buffer.length;
    }
  }
}

const withoutScripts = (page: Buffer): Buffer =>
  page.includes(errorShell) ? page : Buffer.from(deferScripts(page.toString()));

const compressBr = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const compress = (body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'br'
    ? compressBr(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      })
    : compressGzip(body, { level: 7 });

/** A document from Next's cache of pages, the same for everybody. */
const isStaticPage = (response: ServerResponse): boolean =>
  response.hasHeader('x-nextjs-cache') && String(response.getHeader('content-type')).startsWith('text/html');

/** `br` before `gzip`, as the client allows; null when it takes neither. */
export function preferred(accepted: string | string[] | undefined): 'br' | 'gzip' | null {
  const allowed = new Map(
    String(accepted ?? '')
      .split(',')
      .map((entry) => {
        const [name = '', ...parameters] = entry.trim().toLowerCase().split(';');
        const quality = parameters.map((p) => /^\s*q=([0-9.]+)/.exec(p)?.[1]).find((q) => q !== undefined);
        return [name.trim(), quality === undefined ? 1 : Number(quality)] as const;
      }),
  );
  const quality = (name: string) => allowed.get(name) ?? allowed.get('*') ?? 0;
  if (quality('br') > 0 && quality('br') >= quality('gzip')) return 'br';
  return quality('gzip') > 0 ? 'gzip' : null;
}
