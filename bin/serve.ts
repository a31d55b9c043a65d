import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { join } from 'node:path';
import next from 'next';
import { importUploadPath } from '#lib/addresses';
import { messageOf, PersonError } from '#lib/errors';
import { countRequest } from '#lib/load';
import { askedFrom } from '#lib/request-address';
import { followRequestsIn, type ServedRequest } from '#lib/served-request';
import { isHosted } from '#lib/upload-token';
import { followExpiries } from './cache-expiry.ts';
import { Compressor, notFoundAddress, preferred } from './compression.ts';
import { failurePage } from './failure-page.ts';
import { FileFront } from './file-front.ts';
import { addressOf, forwardedBy } from './forwarded.ts';
import { frontActions } from './front-actions.ts';
import { followHits } from './hit-jobs.ts';
import { Ingest } from './ingest.ts';
import { startJobs } from './jobs.ts';
import { answerLinkback } from './linkback-front.ts';
import { PageFront } from './page-front.ts';

type Options = { port: number; host: string; dev: boolean; trustedProxies: string; log: (message: string) => void };

/**
 * The server on one's own machine: Next's request handler, behind true forwarded headers, compression that
 * is done once a page, and tag expiry from Postgres, applied before the first request.
 */
export async function serve(options: Options): Promise<{ port: number; close(): Promise<void> }> {
  const { port, host, dev, log } = options;
  // Small buffers are cut from slabs, and whoever keeps one keeps its slab. Caches keep a few hundred bytes of each page
  // and count only these: with Node's slabs of 64 kB an address that does not exist cost 65 kB that no limit knew of.
  Buffer.poolSize = 8 * 1024;

  // Set before Next's own polyfills take over `fetch` and friends, so that bin/page-cache.cjs finds it.
  const current = new AsyncLocalStorage<ServedRequest>();
  followRequestsIn(current);

  const app = next({ dev, dir: join(import.meta.dirname, '..'), hostname: host, port });
  const expiries = await followExpiries(log);
  await app.prepare();
  const handle = app.getRequestHandler();
  let self = '';
  const front = dev ? null : new PageFront();
  const actions = dev ? [] : frontActions(join(import.meta.dirname, '..', process.env.NEXT_DIST_DIR || '.next'));
  const compressor =
    front &&
    new Compressor(
      front,
      notFoundPages(front, () => self),
    );
  const setForwarded = forwardedBy(options.trustedProxies);
  const files = new FileFront(log);
  const ingest = isHosted() ? null : new Ingest({ self: () => self, log });

  /** What can't be answered from memory. */
  function pass(request: IncomingMessage, response: ServerResponse): void {
    if (actions.some((action) => action.answer(request, response))) return;
    const served: ServedRequest = {
      began: Date.now(),
      answerWith(status) {
        response.statusCode = status;
      },
    };
    compressor?.wrap(request, response, served);
    for (const action of actions) action.watch(request, response);
    current.run(served, () => {
      handle(request, response).catch((error) => {
        log(`${request.method} ${request.url}: ${messageOf(error)}`);
        if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' });
        response.end(failurePage(request.method));
      });
    });
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!isReadable(request.url ?? '/')) {
      response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end('This address can not be read.\n');
      return;
    }
    setForwarded(request);
    countRequest();
    if (ingest?.answer(request, response)) return;
    endSlowBody(request);
    if (files.answer(request, response)) return;
    if (!dev && answerLinkback(request, response, log)) return;
    // A page from memory is nothing that anybody did.
    const ask = () => askedFrom(addressOf(request), () => pass(request, response));
    if (!front?.answer(request, response, preferred(request.headers['accept-encoding']), ask)) ask();
  });
  server.keepAliveTimeout = 65_000;
  // An upload over a slow line takes as long as its signed address lasts; other bodies have their own limit.
  server.requestTimeout = 24 * 3600_000;
  server.headersTimeout = 60_000;
  const actual = await listen(server, port, host);
  self = `http://${loopbackOf(host)}:${actual}`;
  // For the route of UploadThing, which reaches the ingest by it.
  process.env.BROADSHEET_SELF = self;
  const hitJobs = followHits(log);
  const jobs = await startJobs(log);
  return {
    port: actual,
    async close() {
      // Idle connections are closed at once, busy ones when their answer is out.
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 20_000).unref();
      });
      hitJobs.stop();
      await jobs.stop();
      await expiries.stop();
      await app.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error) => fail(listenProblem(error as NodeJS.ErrnoException, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new PersonError('conflict', `Port ${port} is in use. Set PORT to another, or stop what uses it.`);
  if (error.code === 'EACCES')
    return new PersonError('refused', `Port ${port} may not be used by this user. Set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL') return new PersonError('invalid', `HOST ${host} is no address of this machine.`);
  return error;
}

/** Says that a port is taken before anything long has been done. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  const probe = createProbe();
  await new Promise<void>((done, fail) => {
    probe.once('error', (error) => fail(listenProblem(error as NodeJS.ErrnoException, port, host)));
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

/** Milliseconds within which a body that is no upload has to be there; a file that is to be imported may be large. */
const bodyWithin = 300_000;
const importWithin = 3600_000;

function endSlowBody(request: IncomingMessage): void {
  // A GET may have a body too.
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
  const within = request.url === importUploadPath ? importWithin : bodyWithin;
  const timer = setTimeout(() => request.destroy(), within).unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}

/** Escapes that are UTF-8 and no NUL; Next answers 500 to others. */
function isReadable(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.includes('%')) return true;
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** An address at which this machine reaches a server that listens on `host`. */
function loopbackOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** The page for what is not found, fetched once for all who miss until a tag is expired. */
function notFoundPages(front: PageFront, origin: () => string): () => Promise<Buffer | null> {
  let kept: { version: number; until: number; page: Promise<Buffer | null> } | undefined;
  return () => {
    if (kept?.version !== front.version || kept.until < Date.now()) {
      const page = fetchNotFoundPage(origin());
      kept = { version: front.version, until: Date.now() + 10_000, page };
      page.catch(() => {
        kept = undefined;
      });
    }
    return kept.page;
  };
}

async function fetchNotFoundPage(origin: string): Promise<Buffer | null> {
  const response = await fetch(origin + notFoundAddress, {
    headers: { 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(5_000),
  });
  const page = Buffer.from(await response.arrayBuffer());
  return page.includes('__next_error__') ? null : page;
}
