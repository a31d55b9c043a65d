import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { expect, test } from './fixtures.ts';
import { originOf, portBelow, type Site, startServer, temporaryData } from './server.ts';

/** Megabytes of a process: what Linux gave it, and what it still uses once its garbage has been collected. */
async function memoryOf(pid: number, inspector: number): Promise<{ resident: number; used: number }> {
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const [target] = (await (await fetch(`http://127.0.0.1:${inspector}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((done) => socket.addEventListener('open', done, { once: true }));
  let last = 0;
  const ask = (method: string, params = {}): Promise<{ result: { value: number } }> =>
    new Promise((done) => {
      const id = ++last;
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result: { result: { value: number } } };
        if (answer.id !== id) return;
        socket.removeEventListener('message', listen);
        done(answer.result);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  await ask('HeapProfiler.enable');
  // Twice: what finalizers let go is found by the second.
  for (const _ of [1, 2]) await ask('HeapProfiler.collectGarbage');
  const expression = '(({ heapUsed, external }) => (heapUsed + external) / 1048576)(process.memoryUsage())';
  const { result } = await ask('Runtime.evaluate', { expression });
  socket.close();
  return { resident, used: result.value };
}

/** Addresses that fill the caches: each takes about 30 kB of the 64 MB there are for pages (next.config.ts). */
const filling = 2_500;

test('reading, and missing what was never there, leave the server no larger once its caches are full @full', async ({
  request,
}) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  test.setTimeout(400_000);
  const data = temporaryData();
  const inspector = portBelow(11);
  const env = { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` };
  const site: Site = { port: portBelow(10), dataDir: data.dataDir, demo: true, env };
  const server = await startServer(site);
  try {
    const origin = originOf(site);
    const feed = (await (await request.get(`${origin}/feed.json`)).json()) as { items: { url: string }[] };
    const pages = ['/', '/archive', ...feed.items.map(({ url }) => new URL(url).pathname)];
    let missing = 0;
    const none = { setupRequest: (asked: object) => ({ ...asked, path: `/articles/none-${missing++}` }) };
    const load = () =>
      autocannon({
        url: origin,
        connections: 4,
        amount: filling * 2,
        // As many addresses that nobody has as pages.
        requests: pages.flatMap((path) => [{ path }, none]),
      });
    await load();
    const before = await memoryOf(server.pid, inspector);
    const { errors, timeouts } = await load();
    expect({ errors, timeouts }).toEqual({ errors: 0, timeouts: 0 });
    expect(missing).toBeGreaterThanOrEqual(filling * 2);
    const after = await memoryOf(server.pid, inspector);
    expect(after.used).toBeLessThan(before.used + 24);
  } finally {
    await server.stop();
    data.remove();
  }
});
