import { runningEmbedded } from '../db/embedded.ts';
import { readSecrets } from '../lib/secrets.ts';
import { expect, test } from './fixtures.ts';
import { command, originOf, portBelow, type Site, startServer, temporaryData } from './server.ts';

/* Two servers on one database, as behind a balancer: what one changes, the other shows. */
test.describe.configure({ mode: 'serial' });

test('what one server changes, the other shows @full', async ({ request }) => {
  test.setTimeout(240_000);
  const [one, two] = [temporaryData(), temporaryData()];
  const first: Site = { port: portBelow(8), dataDir: one.dataDir, demo: true };
  const running = await startServer(first);
  const { authSecret, actionKey } = readSecrets(one.dataDir);
  const second: Site = {
    port: portBelow(9),
    dataDir: two.dataDir,
    demo: false,
    env: {
      DATABASE_URL: runningEmbedded(one.dataDir),
      AUTH_SECRET: authSecret,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey,
    },
  };
  const beside = await startServer(second);
  try {
    const addresses = [first, second].map((site) => `${originOf(site)}/articles/the-measure`);
    const statuses = () => Promise.all(addresses.map(async (address) => (await request.get(address)).status()));
    expect(await statuses()).toEqual([200, 200]);
    // Twice, so that both answer from memory.
    expect(await statuses()).toEqual([200, 200]);
    expect((await command(second, 'article', 'withdraw', 'the-measure')).code).toBe(0);
    await expect.poll(statuses).toEqual([404, 404]);
    expect((await command(first, 'article', 'publish', 'the-measure')).code).toBe(0);
    await expect.poll(statuses).toEqual([200, 200]);
    expect((await command(first, 'settings', 'name=Two servers')).code).toBe(0);
    for (const site of [first, second]) {
      await expect.poll(async () => (await request.get(originOf(site))).text()).toContain('Two servers');
    }
  } finally {
    await beside.stop();
    await running.stop();
    one.remove();
    two.remove();
  }
});
