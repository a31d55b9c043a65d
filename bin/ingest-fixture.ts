import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { POST } from '#app/api/uploadthing/route';
import { db } from '#db/client';
import { session } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import type { ReceivedUpload } from '#features/attachments/commands';
import { Ingest } from './ingest.ts';

type Signed = { url: string; key: string; name: string; customId: string };

/** The route of UploadThing and the ingest behind one address, on a database and a disk of their own. */
export class UploadPlace {
  readonly #server: Server;
  readonly origin: string;
  readonly dataDir: string;

  private constructor(server: Server, origin: string, dataDir: string) {
    this.#server = server;
    this.origin = origin;
    this.dataDir = dataDir;
  }

  static async open(options: { stallAfter?: number; leaveFree?: number } = {}): Promise<UploadPlace> {
    await testDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-uploads-'));
    Object.assign(process.env, { DATA_DIR: dataDir, AUTH_SECRET: 'a secret of at least 32 characters' });
    const ingest = new Ingest({
      self: () => process.env.BROADSHEET_SELF ?? '',
      log: () => {},
      leaveFree: 0,
      ...options,
    });
    const server = createServer((request, response) => {
      if (ingest.answer(request, response)) return;
      void webRequest(request).then(async (web) => {
        const answer = await POST(web as Parameters<typeof POST>[0]);
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The route keeps the first address it knows: a process has one server.
    process.env.BROADSHEET_SELF = origin;
    return new UploadPlace(server, origin, dataDir);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.dataDir, { recursive: true, force: true });
    for (const name of ['DATA_DIR', 'AUTH_SECRET', 'BROADSHEET_SELF']) delete process.env[name];
  }

  /** A cookie that signs somebody in. */
  async signIn(userId: string): Promise<string> {
    const token = randomUUID();
    await db.insert(session).values({
      sessionToken: createHash('sha256').update(token).digest('hex'),
      userId,
      expires: new Date(Date.now() + 86_400_000),
      id: randomUUID(),
    });
    return `authjs.session-token=${token}`;
  }

  /** Asks for signed addresses, as the SDK in the browser does. */
  async ask(
    cookie: string,
    articleId: number,
    files: { name: string; size: number; type?: string }[],
  ): Promise<Response> {
    return fetch(`${this.origin}/api/uploadthing?actionType=upload&slug=attachment`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie, origin: this.origin, 'x-uploadthing-version': '7.7.4' },
      body: JSON.stringify({ input: { articleId }, files: files.map((file) => ({ type: '', ...file })) }),
    });
  }

  async sign(cookie: string, articleId: number, name: string, size: number, type = ''): Promise<Signed> {
    const answer = await this.ask(cookie, articleId, [{ name, size, type }]);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message);
    return body[0];
  }

  /** Sends bytes from `start` on to a signed address. */
  async put(url: string, bytes: Uint8Array, start = 0, init: RequestInit = {}): Promise<Response> {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)]), 'file');
    return fetch(url, { method: 'PUT', body: form, headers: { Range: `bytes=${start}-` }, ...init });
  }

  /** Brings a whole file; gives what came of it. */
  async bring(cookie: string, articleId: number, name: string, bytes: Uint8Array): Promise<ReceivedUpload> {
    const { url } = await this.sign(cookie, articleId, name, bytes.length);
    const answer = await this.put(url, bytes);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error);
    return body.serverData;
  }
}

async function webRequest(request: IncomingMessage): Promise<Request> {
  const body = await buffer(request);
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ) as [string, string][],
    ...(body.length > 0 && { body: Uint8Array.from(body) }),
  });
}
