import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { file } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { storage } from '#lib/storage';
import { FileFront } from './file-front.ts';

/** A server with one file of so many bytes; counts the files that are open. */
async function place(bytes: number) {
  await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-file-front-'));
  process.env.DATA_DIR = dataDir;
  const key = 'a/file';
  const stored = await storage().put(key, Buffer.alloc(bytes, 'a'));
  const id = randomUUID();
  await db.insert(file).values({ id, key, name: 'a.bin', type: 'application/octet-stream', ...stored });
  const open = { now: 0, most: 0, ever: 0 };
  const kept = storage();
  const { handle } = kept;
  kept.handle = async (asked) => {
    const opened = await handle(asked);
    open.ever++;
    open.now++;
    open.most = Math.max(open.most, open.now);
    if (opened) {
      const close = opened.close.bind(opened);
      // From when it is given back: the kernel may take it after the next one was opened.
      opened.close = () => {
        open.now--;
        return close();
      };
    }
    return opened;
  };
  const front = new FileFront(() => {});
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    front.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    delete process.env.DATA_DIR;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const ask = (times: number, last = '') => {
    const one = `GET /files/${id}/a.bin HTTP/1.1\r\nHost: here\r\n`;
    socket.write([...Array.from({ length: times - 1 }, () => one), one + last, ''].join('\r\n'));
  };
  return { socket, ask, open, requests: () => requests };
}

test('of many requests that are sent at once, each opens its file when it is answered', async () => {
  const bytes = 300_000;
  const { socket, ask, open, requests } = await place(bytes);
  let came = 0;
  socket.on('data', (chunk) => {
    came += chunk.length;
  });
  const ended = new Promise((done) => socket.once('end', done));
  ask(200, 'Connection: close\r\n');
  await ended;
  expect(came).toBeGreaterThan(200 * bytes);
  expect(requests()).toBe(200);
  expect(open).toEqual({ now: 0, most: 1, ever: 200 });
});

test('who leaves before their turn has opened nothing', async () => {
  const { socket, ask, open, requests } = await place(50_000_000);
  ask(200);
  await new Promise((done) => socket.once('data', done));
  socket.pause();
  await expect.poll(requests).toBe(200);
  const closed = new Promise((done) => socket.once('close', done));
  socket.destroy();
  await closed;
  await expect.poll(() => open).toEqual({ now: 0, most: 1, ever: 1 });
});
