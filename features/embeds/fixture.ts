import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { safeFetch } from '#lib/safe-fetch';
import type { Ask } from './look-up.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers by host and path (`www.youtube.com/oembed`), on this machine. What is not named is not found. */
export type Answers = Record<string, Answer | object | string | Buffer>;

/**
 * A server in the place of the services. `ask` leads every request to it, through `safeFetch` as ever: what is checked of
 * an answer is checked here too. `asked` are the addresses in their order.
 */
export async function services(answers: Answers): Promise<{ ask: Ask; asked: string[]; port: number }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const address = new URL(`http:/${request.url ?? ''}`);
    const found = answers[`${address.host}${address.pathname}`];
    if (found === undefined) response.writeHead(404).end();
    else if (typeof found === 'function') (found as Answer)(request, response);
    else if (Buffer.isBuffer(found)) response.writeHead(200, { 'content-type': 'image/png' }).end(found);
    else if (typeof found === 'string')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(found);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask: Ask = async (address, options) => {
    asked.push(address);
    const { host, pathname, search } = new URL(address);
    const local = `http://127.0.0.1:${port}/${host}${pathname}${search}`;
    const answer = await safeFetch(local, { ...options, allowPrivate: `127.0.0.1:${port}`, timeout: 700 });
    // Where it ended, as the address that was asked for.
    const ended = new URL(answer.url).pathname.slice(1);
    return { ...answer, url: `https://${ended}${new URL(answer.url).search}` };
  };
  return { ask, asked, port };
}

/** A picture that is no icon. */
export const picture = (width = 640, height = 360, background = '#345'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
