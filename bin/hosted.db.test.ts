import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { file } from '#db/schema/index';
import { addArticle, addUser } from '#db/test-fixture';
import { dropUpload } from '#features/attachments/commands';
import { sweepAttachments } from '#features/attachments/jobs';
import { getAttachedFile, openAttachedFile } from '#features/attachments/queries';
import { uploadPath } from '#lib/upload-shelf';
import { ingestBase, localToken } from '#lib/upload-token';
import { UploadPlace } from './ingest-fixture.ts';

/** The service's other two ends, as its source has them: files by signed addresses, and deleting. */
async function service(): Promise<{ port: number; deleted: string[] }> {
  const deleted: string[] = [];
  const server = createServer((request, response) => {
    const [, key] = /^\/a\/[^/]+\/([^/?]+)\?.*signature=/.exec(request.url ?? '') ?? [];
    if (request.method === 'POST' && request.url === '/v6/deleteFiles') {
      void buffer(request).then((body) => {
        deleted.push(...JSON.parse(body.toString()).fileKeys);
        response.setHeader('Content-Type', 'application/json').end('{"success":true,"deletedCount":1}');
      });
    } else if (key === undefined) response.writeHead(403).end();
    else {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const range = from === undefined ? {} : { start: Number(from), end: Number(to) };
      response.writeHead(
        from === undefined ? 200 : 206,
        from === undefined ? { 'Content-Length': statSync(uploadPath(key)).size } : {},
      );
      createReadStream(uploadPath(key), range).pipe(response);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, deleted };
}

test('with a token the same route signs for the service, and files are passed on from there', async () => {
  const at = await UploadPlace.open();
  const { port, deleted } = await service();
  const set = {
    UPLOADTHING_TOKEN: localToken(),
    UPLOADTHING_INGEST_URL: ingestBase(),
    UPLOADTHING_CALLBACK_URL: `${at.origin}/api/uploadthing`,
    UPLOADTHING_API_URL: `http://127.0.0.1:${port}`,
    UPLOADTHING_UFS_HOST: `localhost:${port}`,
    UPLOADTHING_UFS_APP_ID_LOCATION: 'path',
    // The service is at one address; the one that this test signs for leads to its own ingest.
    SITE_URL: at.origin,
  };
  Object.assign(process.env, set, { UPLOADTHING_INGEST_URL: `${at.origin}/api/ingest` });
  onTestFinished(async () => {
    for (const name of Object.keys(set)) delete process.env[name];
    await at.close();
  });
  const person = await addUser();
  const cookie = await at.signIn(person.id);
  const received = await at.bring(cookie, await addArticle(), 'notes.txt', Buffer.from('Words in a file.'));
  expect(received).toMatchObject({ problem: null, view: { name: 'notes.txt', type: 'text/plain' } });
  const [row] = await db.select().from(file);
  expect(row?.key).toMatch(/^uploadthing\//);
  const view = await getAttachedFile(async () => person, row?.id ?? '');
  const stream = view && (await openAttachedFile(view, { start: 0, end: 4 }));
  expect(stream && (await buffer(stream)).toString()).toBe('Words');
  await dropUpload({ actor: person, id: received.id });
  await sweepAttachments();
  expect(deleted).toContain(row?.key.slice('uploadthing/'.length));
});
