import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { db } from '#db/client';
import { outgoingMention } from '#db/schema/index';
import { safeFetch } from '#lib/safe-fetch';
import type { Ask } from './discovery.ts';
import { sendLinkback } from './sending.ts';

type Asked = { method: string; url: string; type: string; body: string };
type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** Other sites, on this machine: `blog.example/post` is what `https://blog.example/post` answers. */
export async function sites(
  pages: Record<string, Page | string>,
): Promise<{ ask: Ask; asked: Asked[]; tell(): Promise<void> }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = (request.url ?? '').slice(1);
    asked.push({
      ...{ method: request.method ?? '', url, type: request.headers['content-type'] ?? '' },
      body: Buffer.concat(chunks).toString('utf8'),
    });
    const page = pages[url];
    if (page === undefined) response.writeHead(404).end();
    else if (typeof page === 'string') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else page(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const local = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask: Ask = async (address, options) => {
    const answer = await safeFetch(`http://${local}/${address.replace(/^https?:\/\//, '')}`, {
      ...options,
      allowPrivate: local,
    });
    return { ...answer, url: answer.url.replace(`http://${local}/`, 'https://') };
  };
  const tell = async () => {
    for (const { id } of await db.select().from(outgoingMention).orderBy(outgoingMention.id))
      await sendLinkback({ id }, ask);
  };
  return { ask, asked, tell };
}

export const says =
  (status: number, body = '', headers: Record<string, string> = {}): Page =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
export const withMention = '<link rel="webmention" href="https://blog.example/mentions">';
