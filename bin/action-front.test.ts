import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ActionFront } from './action-front.ts';

const id = '60aa';

/** A server whose action is answered by "Next" as it answers, and in front of it once the form of that is known. */
async function serverOf(call: (body: string) => unknown) {
  const dist = mkdtempSync(join(tmpdir(), 'broadsheet-dist-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  mkdirSync(join(dist, 'server'));
  const node = { [id]: { filename: 'app/_actions/some.ts', exportedName: 'someAction' } };
  writeFileSync(join(dist, 'server', 'server-reference-manifest.json'), JSON.stringify({ node }));
  const front = new ActionFront(dist, {
    file: 'app/_actions/some.ts',
    name: 'someAction',
    type: 'text/plain',
    longest: 100,
    call: async (body) => call(body.toString()),
  });
  let byNext = 0;
  const server = createServer((request, response) => {
    if (front.answer(request, response)) return;
    front.watch(request, response);
    byNext++;
    response.setHeader('Content-Type', 'text/x-component');
    response.write('0:{"a":"$@1","q":"","i":false,"b":"build"}\n');
    response.end('2:T3,abc1:{"text":"$2"}\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const send = async (body: string, headers: Record<string, string> = {}, path = '/articles/one') => {
    const sent = { 'next-action': id, 'content-type': 'text/plain', origin, ...headers };
    const response = await fetch(origin + path, { method: 'POST', body, headers: sent });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  return { send, byNext: () => byNext };
}

test('the first answer is learned from, the others are given in its form', async () => {
  const { send, byNext } = await serverOf((body) => ({ said: body, price: '$5', html: '<p>1:</p>\n' }));
  await send('one');
  expect(byNext()).toBe(1);
  const second = await send('two');
  expect(byNext()).toBe(1);
  expect(second).toEqual({
    status: 200,
    type: 'text/x-component',
    // What begins with React's own sign has it twice.
    text: '0:{"a":"$@1","q":"","i":false,"b":"build"}\n1:{"said":"two","price":"$$5","html":"<p>1:</p>\\n"}\n',
  });
});

test('what is no plain call from the page itself is for Next to judge', async () => {
  const { send, byNext } = await serverOf(() => null);
  await send('one');
  const others: Parameters<typeof send>[] = [
    ['elsewhere', { origin: 'https://elsewhere.example' }],
    ['no address', { origin: 'null' }],
    ['another action', { 'next-action': '60bb' }],
    ['another type', { 'content-type': 'application/json' }],
    ['too long '.repeat(20)],
    ['another page', {}, '/sign-in'],
    ['with a query', {}, '/articles/one?x=1'],
  ];
  for (const [index, call] of others.entries()) {
    await send(...call);
    expect(byNext(), call[0]).toBe(index + 2);
  }
});

test('a body that no page sends is refused, and a failure is not a hanging answer', async () => {
  let fails = false;
  const { send } = await serverOf(() => {
    if (fails) throw new Error('The database is away.');
    return undefined;
  });
  await send('one');
  expect((await send('two')).status).toBe(400);
  fails = true;
  expect((await send('three')).status).toBe(500);
});
