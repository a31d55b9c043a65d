import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { command, portBelow, type Site, startServer, temporaryData } from './server.ts';

/* Behind a proxy that speaks TLS, as most publications are. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test('behind TLS people sign in with cookies that never travel without it @full', async ({ browser }) => {
  test.skip(!hasOpenssl, 'openssl, which makes the certificate, is not here.');
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-keyout', key, '-out', cert],
  ]);
  expect(made.status).toBe(0);
  const data = temporaryData();
  const origin = `https://localhost:${portBelow(12)}`;
  const site: Site = {
    port: portBelow(11),
    dataDir: data.dataDir,
    demo: true,
    env: { SITE_URL: origin, TRUSTED_PROXIES: '127.0.0.1' },
  };
  const server = await startServer(site);
  const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': incoming.headers.host,
    };
    const { method, url } = incoming;
    const passed = ask({ host: '127.0.0.1', port: site.port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((done) => proxy.listen(portBelow(12), '127.0.0.1', done));
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const email = 'desk@paper.example';
    expect((await command(site, 'user', 'add', email, '--role', 'moderator')).code).toBe(0);
    const { stdout } = await command(site, 'user', 'sign-in-link', email);
    const link = /https:\/\/\S+/.exec(stdout)?.[0] ?? '';
    expect(link).toContain(origin);
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: `Sign in as ${email}` }).click();
    await page.getByLabel('Name').fill('Night desk');
    await page.getByRole('button', { name: 'Use this name' }).click();
    await expect(page).toHaveURL(`${origin}/`);
    const cookies = await context.cookies();
    const session = cookies.find(({ name }) => name.endsWith('authjs.session-token'));
    expect(session).toMatchObject({
      name: '__Secure-authjs.session-token',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    });
    for (const cookie of cookies) expect(cookie.secure, cookie.name).toBe(true);

    // An action through the proxy: its origin is the one readers see.
    await page.goto(`${origin}/articles/the-measure#respond`);
    await page.getByLabel('Your response').fill('Said over TLS.');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect(page.getByText('Said over TLS.').first()).toBeVisible();
    const html = await (await page.request.get(`${origin}/articles/the-measure`)).text();
    expect(html).toContain(`<link rel="canonical" href="${origin}/articles/the-measure"/>`);
    expect(html).not.toContain('http://localhost');
  } finally {
    await context.close();
    proxy.closeAllConnections();
    proxy.close();
    await server.stop();
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
