import autocannon from 'autocannon';
import { usedMemory } from '../bin/used-memory.ts';
import { expect, test } from './fixtures.ts';
import { demoData, originOf, portBelow, type Site, startServer } from './server.ts';

/** Addresses that fill the caches: each takes about 30 kB of the 64 MB there are for pages (next.config.ts). */
const filling = 2_500;

test('reading, and missing what was never there, leave the server no larger once its caches are full @full', async ({
  request,
}) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  test.setTimeout(400_000);
  const data = demoData();
  const site: Site = { port: portBelow(10), dataDir: data.dataDir, demo: true };
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
    const before = await usedMemory(server.pid);
    const { errors, timeouts } = await load();
    expect({ errors, timeouts }).toEqual({ errors: 0, timeouts: 0 });
    expect(missing).toBeGreaterThanOrEqual(filling * 2);
    const after = await usedMemory(server.pid);
    expect(after).toBeLessThan(before + 24);
  } finally {
    await server.stop();
    data.remove();
  }
});
