import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { expect, test } from './fixtures.ts';
import { originOf, portBelow, type Site, startServer, temporaryData } from './server.ts';

/** Megabytes that a process holds, from Linux. */
const megabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

test('two minutes of reading, missing and counting leave the server no larger @full', async ({ request }) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  test.setTimeout(300_000);
  const data = temporaryData();
  const site: Site = { port: portBelow(10), dataDir: data.dataDir, demo: true };
  const server = await startServer(site);
  try {
    const origin = originOf(site);
    const feed = (await (await request.get(`${origin}/feed.json`)).json()) as { items: { url: string }[] };
    const pages = ['/', '/archive', ...feed.items.map(({ url }) => new URL(url).pathname)];
    let missing = 0;
    const load = (duration: number) =>
      autocannon({
        url: origin,
        connections: 4,
        duration,
        overallRate: 300,
        requests: [
          ...pages.map((path) => ({ path })),
          // Addresses that nobody has: each is looked up and forgotten.
          { setupRequest: (asked) => ({ ...asked, path: `/articles/none-${missing++}` }) },
        ],
      });
    await load(30);
    const before = megabytes(server.pid);
    const { errors, timeouts } = await load(90);
    expect({ errors, timeouts }).toEqual({ errors: 0, timeouts: 0 });
    // Caches were full before; what grows now would grow for ever.
    expect(megabytes(server.pid)).toBeLessThan(before + 64);
  } finally {
    await server.stop();
    data.remove();
  }
});
