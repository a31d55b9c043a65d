import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, createServer, type IncomingMessage, type Server, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setImmediate as soon } from 'node:timers/promises';
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
  /** What a callback waits for before it is answered. */
  onCallback: () => Promise<void> = async () => {};
  /** PUTs that have come. */
  puts = 0;

  private constructor(server: Server, origin: string, dataDir: string) {
    this.#server = server;
    this.origin = origin;
    this.dataDir = dataDir;
  }

  static async open(options: Partial<ConstructorParameters<typeof Ingest>[0]> = {}): Promise<UploadPlace> {
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
      if (request.method === 'PUT') place.puts++;
      if (ingest.answer(request, response)) return;
      void webRequest(request).then(async (web) => {
        if (request.headers['uploadthing-hook'] === 'callback') await place.onCallback();
        const answer = await POST(web as Parameters<typeof POST>[0]);
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The route keeps the first address it knows: a process has one server.
    process.env.BROADSHEET_SELF = origin;
    const place = new UploadPlace(server, origin, dataDir);
    return place;
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

/** Video by its first bytes; what follows is of no matter here. */
export const videoOf = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex'), randomBytes(bytes - 24)]);

/** Sends the head of a form and so much of a file; `formEnd` ends it. */
export const formEnd = '\r\n--b--\r\n';

export async function sendPart(url: string, part: Buffer, bytes: number, start = 0): Promise<ClientRequest> {
  const head = Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n');
  const sent = send(url, {
    method: 'PUT',
    headers: {
      'Content-Type': 'multipart/form-data; boundary=b',
      'Content-Length': head.length + bytes + formEnd.length,
      Range: `bytes=${start}-`,
    },
  });
  sent.on('error', () => {});
  sent.write(head);
  await new Promise((done) => sent.write(part, done));
  return sent;
}

export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await soon();
};
