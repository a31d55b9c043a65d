import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { tagsManifest } from './tags-manifest.ts';

type Kept = {
  /** That of when it was last known to be good. */
  version: number;
  /** Of what it depends on. */
  tags: string[];
  until: number;
  headers: OutgoingHttpHeaders;
  etag: string;
  body: Buffer;
};

/** Somebody who asks for what is being rendered; `ask` has Next answer. */
type Waiting = { request: IncomingMessage; response: ServerResponse; ask: () => void };

/** One after the other, before each of those who wait asks for themselves. */
const mostAsked = 5;

/** Milliseconds that others wait for one who asks; then the next of them asks. */
const longestWait = 2_000;

/** Longest time a page is answered from here without asking Next, in milliseconds. */
const freshFor = 10_000;

/**
 * Static pages as they were last sent, in front of Next. A page is answered from here only while none of its cache tags
 * has been expired since its own request began, so it can never be older than what Next would answer. Who asks for a page
 * while it is asked for waits for that answer: Next would render it once for all, and hash and copy it for each.
 */
export class PageFront {
  readonly #kept = new Map<string, Kept>();
  /** Pages that somebody is asking Next for, with those who wait for them. */
  readonly #asked = new Map<string, { by: ServerResponse; waiting: Waiting[]; times: number }>();
  readonly #limit = 64 * 1024 * 1024;
  #bytes = 0;
  #version = 0;
  /** What `#version` became when the tag was last expired; a line for each tag, as in Next's manifest. */
  readonly #expired = new Map<string, number>();

  constructor() {
    // Whoever expires a tag in this process, by whatever call, writes it into Next's manifest.
    const set = tagsManifest.set.bind(tagsManifest);
    tagsManifest.set = (tag, entry) => {
      this.#expired.set(tag, ++this.#version);
      return set(tag, entry);
    };
  }

  /** Changes with every expired tag. */
  get version(): number {
    return this.#version;
  }

  /**
   * Answers from memory, at once or when the page has come; false where Next has to be asked. `ask` asks it later, for
   * who waited in vain.
   */
  answer(request: IncomingMessage, response: ServerResponse, encoding: string | null, ask: () => void): boolean {
    const key = this.keyOf(request, encoding);
    if (key === null) return false;
    if (this.#send(key, request, response)) return true;
    // The answer to any other is not kept: whoever waited for it would wait for nothing.
    if (request.method !== 'GET' || request.headers['if-none-match'] !== undefined) return false;
    const asked = this.#asked.get(key);
    if (asked) {
      // Later, in a context of its own: not in that of whoever is answered first.
      asked.waiting.push({ request, response, ask: AsyncResource.bind(ask) });
      return true;
    }
    const kept = this.#kept.get(key);
    // What was never kept may be one person's: nobody waits for that of another.
    if (!kept) return false;
    this.#forget(key, kept);
    this.#asking(key, response, [], 1);
    return false;
  }

  #send(key: string, request: IncomingMessage, response: ServerResponse): boolean {
    const kept = this.#kept.get(key);
    if (!kept || kept.until < Date.now() || !this.#isGood(kept.tags, kept.version)) return false;
    kept.version = this.#version;
    if (request.headers['if-none-match']?.split(',').some((tag) => weak(tag) === kept.etag)) {
      const { 'content-length': _, 'content-encoding': __, 'content-type': ___, ...headers } = kept.headers;
      response.writeHead(304, headers).end();
      return true;
    }
    response.writeHead(200, kept.headers);
    response.end(request.method === 'HEAD' ? undefined : kept.body);
    return true;
  }

  /** Whether nothing that a page depends on was expired since that version. */
  #isGood(tags: string[], version: number): boolean {
    return version === this.#version || tags.every((tag) => (this.#expired.get(tag) ?? 0) <= version);
  }

  #asking(key: string, by: ServerResponse, waiting: Waiting[], times: number): void {
    this.#asked.set(key, { by, waiting, times });
    // Gone before it was answered, perhaps, or held up by who asked.
    by.once('close', () => this.#answered(key, by));
    setTimeout(() => this.#answered(key, by), longestWait).unref();
  }

  /** Sends what came to those who wait. Where it could not be kept, the first of them asks again, for all. */
  #answered(key: string, by: ServerResponse): void {
    const asked = this.#asked.get(key);
    if (asked?.by !== by) return;
    this.#asked.delete(key);
    const [first, ...others] = asked.waiting.filter(
      ({ request, response }) => !response.destroyed && !this.#send(key, request, response),
    );
    if (!first) return;
    if (asked.times < mostAsked) this.#asking(key, first.response, others, asked.times + 1);
    else for (const { ask } of others) ask();
    first.ask();
  }

  /** Under what an answer is kept; null where it is not one for everybody. Next changes `request.url` while it works. */
  keyOf(request: IncomingMessage, encoding: string | null): string | null {
    return isPlainRead(request) ? `${encoding} ${request.url}` : null;
  }

  /**
   * Keeps an answer that is about to be sent whole. `key` and `version` are those of when its request began, `tags` those
   * that Next keeps it under; null for who got what was rendered for another. They may have come after a tag of it was
   * expired, and Next may call it a hit.
   */
  keep(key: string | null, response: ServerResponse, body: Buffer, version: number, tags: string[] | null): void {
    if (key === null) return;
    if (tags !== null) this.#keep(key, response, body, version, tags);
    this.#answered(key, response);
  }

  #keep(key: string, response: ServerResponse, body: Buffer, version: number, tags: string[]): void {
    if (!this.#isGood(tags, version) || response.statusCode !== 200 || response.req.method === 'HEAD') return;
    // From Next's own cache of pages, or for it, and up to date: `STALE` is being rendered anew this moment.
    const state = response.getHeader('x-nextjs-cache');
    if (state !== 'HIT' && state !== 'MISS') return;
    const known = this.#kept.get(key);
    if (known) this.#forget(key, known);
    const headers = { ...response.getHeaders(), 'x-nextjs-cache': 'HIT' };
    this.#kept.set(key, {
      version: this.#version,
      tags,
      until: Date.now() + freshFor,
      headers,
      etag: weak(String(response.getHeader('etag'))),
      body,
    });
    this.#bytes += body.length + key.length;
    for (const [oldest, entry] of this.#kept) {
      if (this.#bytes <= this.#limit) break;
      this.#forget(oldest, entry);
    }
  }

  #forget(key: string, kept: Kept): void {
    if (this.#kept.delete(key)) this.#bytes -= kept.body.length + key.length;
  }
}

const weak = (tag: string): string => tag.trim().replace(/^W\//, '');

/** A document as anybody gets it: no router state, no preview, no query that a page might read. */
function isPlainRead({ method, url, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    url !== undefined &&
    !url.includes('?') &&
    headers.rsc === undefined &&
    headers['next-router-prefetch'] === undefined &&
    headers['next-router-state-tree'] === undefined &&
    headers['x-nextjs-data'] === undefined &&
    headers.range === undefined &&
    !headers.cookie?.includes('__prerender_bypass')
  );
}
