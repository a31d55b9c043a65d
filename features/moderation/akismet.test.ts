import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askAkismet } from './akismet.ts';
import type { Submission } from './schema.ts';

const submission: Submission = {
  actor: { kind: 'user', id: 'u', name: 'Reader one', role: 'reader', banned: false },
  articleId: 1,
  parentId: null,
  text: 'A thought & another',
  body: { type: 'doc' },
  network: null,
  address: '198.51.100.7',
  userAgent: 'A browser',
  editOf: null,
};

afterEach(() => {
  delete process.env.AKISMET_KEY;
  delete process.env.ALLOW_PRIVATE_HOSTS;
});

/** A server in the place of Akismet's, which answers `said`, or nothing at all. */
async function asking(said: string | null): Promise<{ answer: Awaited<ReturnType<typeof askAkismet>>; sent: string }> {
  let sent = '';
  const server = createServer(async (request, response) => {
    for await (const chunk of request) sent += chunk;
    if (said !== null) response.writeHead(200, { 'content-type': 'text/plain;charset=utf-8' }).end(said);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  process.env.AKISMET_KEY = 'abcdef123456';
  process.env.ALLOW_PRIVATE_HOSTS = `127.0.0.1:${port}`;
  const answer = await askAkismet(submission, 'https://paper.example/articles/x', `http://127.0.0.1:${port}`);
  server.closeAllConnections();
  server.close();
  return { answer, sent };
}

test('nobody is asked without a key', async () => {
  expect(await askAkismet(submission, '')).toBeNull();
});

test('what Akismet says is taken, and it is told what it needs', async () => {
  const { answer, sent } = await asking('true');
  expect(answer).toEqual({ said: 'spam' });
  expect(Object.fromEntries(new URLSearchParams(sent))).toMatchObject({
    api_key: 'abcdef123456',
    user_ip: '198.51.100.7',
    comment_content: 'A thought & another',
    permalink: 'https://paper.example/articles/x',
  });
  expect((await asking('false')).answer).toEqual({ said: 'ham' });
});

test('an answer that is none, and a server that does not answer, are skipped', async () => {
  expect((await asking('invalid')).answer).toMatchObject({ said: 'skipped' });
  expect((await asking(null)).answer).toMatchObject({ said: 'skipped', problem: expect.stringContaining('too long') });
});
