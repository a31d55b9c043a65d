import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test, watchLayoutShift } from './fixtures.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { type Mail, startMailServer } from './mail-server.ts';
import { command, demoData, originOf, portBelow, type Site, startServer } from './server.ts';

/*
 * Signing in, with a real mail server, as people do it: with scripts and without, by keyboard, in two browsers at once. A
 * server of its own; it believes the address that a request forwards, so that the limits of one test are not another's.
 */
test.describe.configure({ mode: 'serial' });

const site: Site = { port: portBelow(1), dataDir: '', demo: true };
const origin = originOf(site);
const article = `${origin}/articles/the-measure`;
const mailPort = portBelow(2);
const providerPort = portBelow(3);

let server: Awaited<ReturnType<typeof startServer>>;
let mailServer: Awaited<ReturnType<typeof startMailServer>>;
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let remove = () => {};
let network = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const data = demoData();
  site.dataDir = data.dataDir;
  remove = data.remove;
  provider = await startIdentityProvider(providerPort);
  site.env = {
    TRUSTED_PROXIES: '127.0.0.1',
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: 'broadsheet',
    AUTH_OIDC_SECRET: 'a-secret',
    AUTH_OIDC_NAME: 'the press club',
    ALLOW_PRIVATE_HOSTS: `127.0.0.1:${providerPort}`,
  };
  mailServer = await startMailServer(mailPort);
  server = await startServer(site);
});

test.afterAll(async () => {
  await server?.stop();
  await mailServer?.stop();
  await provider?.stop();
  remove();
});

/** A browser nobody has used, at an address of its own. */
async function person(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    ...options,
    extraHTTPHeaders: { 'x-forwarded-for': `198.51.100.${++network}` },
  });
  return { context, page: await context.newPage() };
}

async function nextMail(to: string, before: number): Promise<Mail> {
  const found = () => mailServer.mails.slice(before).find((mail) => mail.to === to);
  await expect.poll(found).toBeTruthy();
  return found() as Mail;
}

const linkIn = (text: string): string => /http:\S+\/sign-in\/link\?\S+/.exec(text)?.[0] ?? '';

/** Asks for a link on the page that is open; gives it as the mail has it. */
async function askFor(page: Page, email: string): Promise<string> {
  const before = mailServer.mails.length;
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your mail');
  return linkIn((await nextMail(email, before)).text);
}

/** Signs in as somebody who is new, under a name. */
async function signIn(page: Page, email: string, name: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.goto(await askFor(page, email));
  await page.getByRole('button', { name: `Sign in as ${email}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Use this name' }).click();
  await page.waitForURL(`${origin}/`);
}

test('a reader signs in by a mailed link, chooses a name and is back on the article', async ({ browser }) => {
  const { context, page } = await person(browser);
  await page.goto(article);
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await expect(page).toHaveURL(`${origin}/sign-in?to=%2Farticles%2Fthe-measure`);
  await expectAccessible(page);
  const before = mailServer.mails.length;
  const link = await askFor(page, 'one@paper.example');
  expect(mailServer.mails[before]?.subject).toMatch(/^Sign in to /);
  await expect(page.getByText('one@paper.example')).toBeVisible();
  await expectAccessible(page);

  // What scans mail opens links, often more than once; nothing comes of it.
  for (let n = 0; n < 3; n++) expect((await context.request.get(link)).status()).toBe(200);
  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in as one@paper.example' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Moderator');
  await page.getByRole('button', { name: 'Use this name' }).click();
  const problem = page.getByRole('alert').filter({ hasText: 'speak for the publication' });
  await expect(problem).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Moderator');
  await page.getByLabel('Name').fill('Reader one');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page).toHaveURL(article);
  await expect(page.getByRole('link', { name: 'Your account' })).toBeVisible();
  await expect(page.locator('.account-sign-in')).toBeHidden();

  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link no longer works');
  await context.close();
});

test('a link opens in no other browser, and stays good in its own', async ({ browser }) => {
  const mine = await person(browser);
  const other = await person(browser);
  await mine.page.goto(`${origin}/sign-in`);
  const link = await askFor(mine.page, 'two@paper.example');
  await other.page.goto(link);
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('This link belongs to another browser');
  await expectAccessible(other.page);
  expect((await other.context.cookies()).map(({ name }) => name)).not.toContain('authjs.session-token');
  await mine.page.goto(link);
  await mine.page.getByRole('button', { name: 'Sign in as two@paper.example' }).click();
  await expect(mine.page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await Promise.all([mine.context.close(), other.context.close()]);
});

test('without JavaScript: sign in, choose a name, change the profile, sign out', async ({ browser }) => {
  const { context, page } = await person(browser, { javaScriptEnabled: false });
  await page.goto(`${origin}/sign-in?to=/archive`);
  await page.getByLabel('E-mail address').fill('reаder@paper.example');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('letters that look like others')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue('reаder@paper.example');
  await page.goto(await askFor(page, 'three@paper.example'));
  await page.getByRole('button', { name: 'Sign in as three@paper.example' }).click();
  await page.getByLabel('Name').fill('…');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page.getByText('at least one letter or digit')).toBeVisible();
  await page.getByLabel('Name').fill('Reader three');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page).toHaveURL(`${origin}/archive`);

  await page.goto(`${origin}/account`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reader three');
  await page.getByLabel('Your page on the web').fill('javascript:alert(1)');
  await page.getByLabel('About you').fill('<script>alert(1)</script>');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('not the address of a web page')).toBeVisible();
  await expect(page.getByLabel('About you')).toHaveValue('<script>alert(1)</script>');
  await page.getByLabel('Your page on the web').fill('paper.example/me');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${origin}/account`);
  await expect(page.getByLabel('Your page on the web')).toHaveValue('https://paper.example/me');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(`${origin}/`);
  await page.goto(`${origin}/account`);
  await expect(page).toHaveURL(`${origin}/sign-in?to=%2Faccount`);
  await context.close();
});

test('without JavaScript nothing typed is lost, however long', async ({ browser }) => {
  const { context, page } = await person(browser, { javaScriptEnabled: false });
  const email = page.getByLabel('E-mail address');
  await page.goto(`${origin}/sign-in?to=/archive`);
  const long = `${'a'.repeat(6000)}@paper.example`;
  await email.fill(long);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(email).toHaveAccessibleDescription(/./);
  await expect(email).toHaveValue(long);
  expect((await command(site, 'user', 'add', 'long@paper.example', '--role', 'reader')).code).toBe(0);
  const [link = ''] = /http:\S+/.exec((await command(site, 'user', 'sign-in-link', 'long@paper.example')).stdout) ?? [];
  await page.goto(link);
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await page.getByLabel('Name').fill('Reader at length');
  await page.getByRole('button', { name: 'Use this name' }).click();

  const [name, bio, web] = ['Name', 'About you', 'Your page on the web'].map((label) => page.getByLabel(label)) as [
    Locator,
    Locator,
    Locator,
  ];
  await page.goto(`${origin}/account`);
  // As long as is taken, in letters that are long in a cookie, and a mistake in another field.
  const about = '漢'.repeat(500);
  await bio.fill(about);
  await web.fill('no page');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(web).toHaveAccessibleDescription(/not the address of a web page/);
  await expect(web).toHaveAttribute('aria-invalid', 'true');
  await expect(bio).toHaveValue(about);
  // Too long, by far.
  await name.fill('n'.repeat(2000));
  await bio.fill('A word. '.repeat(20_000));
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(name).toHaveAccessibleDescription(/too long/);
  await expect(name).toHaveValue('n'.repeat(2000));
  await expect(bio).toHaveValue('A word. '.repeat(20_000));
  await expect(web).toHaveValue('no page');
  await name.fill('Reader at length');
  await bio.fill(about);
  await web.fill('');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${origin}/account`);
  await expect(bio).toHaveValue(about);
  await context.close();
});

test('a name that looks like another is refused', async ({ browser }) => {
  const { context, page } = await person(browser);
  await page.goto(`${origin}/sign-in`);
  await page.goto(await askFor(page, 'four@paper.example'));
  await page.getByRole('button', { name: 'Sign in as four@paper.example' }).click();
  // A Cyrillic е and a capital I for an l are no difference that anybody sees.
  await page.getByLabel('Name').fill('Rеader 0ne');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'looks like it' })).toBeVisible();
  await context.close();
});

test('no address leads from signing in to another site', async ({ browser }) => {
  const { context, page } = await person(browser);
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    await page.goto(`${origin}/sign-in?to=${encodeURIComponent(to)}`);
    await expect(page.locator('main input[name=to]').first()).toHaveValue('/');
    const welcome = await context.request.get(`${origin}/sign-in/welcome?to=${encodeURIComponent(to)}`, {
      maxRedirects: 0,
    });
    expect(welcome.headers().location).toBe(`${origin}/`);
  }
  await page.goto(`${origin}/sign-in`);
  const link = await askFor(page, 'one@paper.example');
  await page.goto(`${link}&to=${encodeURIComponent('//evil.example/x')}`);
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await page.waitForURL(`${origin}/`);
  await context.close();
});

test('a session that was planted before is not the one that signing in leaves', async ({ browser }) => {
  const victim = await person(browser);
  const planted = 'a-token-that-somebody-else-knows';
  await victim.context.addCookies([{ name: 'authjs.session-token', value: planted, url: origin }]);
  await victim.page.goto(`${origin}/account`);
  await expect(victim.page).toHaveURL(`${origin}/sign-in?to=%2Faccount`);
  await signIn(victim.page, 'five@paper.example', 'Reader five');
  const now = (await victim.context.cookies()).find(({ name }) => name === 'authjs.session-token');
  expect(now?.value).not.toBe(planted);
  expect(now).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const attacker = await person(browser);
  await attacker.context.addCookies([{ name: 'authjs.session-token', value: planted, url: origin }]);
  await attacker.page.goto(`${origin}/account`);
  await expect(attacker.page).toHaveURL(`${origin}/sign-in?to=%2Faccount`);
  await Promise.all([victim.context.close(), attacker.context.close()]);
});

test('a session that is ended elsewhere is out at once', async ({ browser }) => {
  const phone = await person(browser);
  const desk = await person(browser);
  await signIn(phone.page, 'six@paper.example', 'Reader six');
  await desk.page.goto(`${origin}/sign-in?to=/account`);
  await desk.page.goto(await askFor(desk.page, 'six@paper.example'));
  await desk.page.getByRole('button', { name: /^Sign in as/ }).click();
  await expect(desk.page.getByRole('heading', { level: 1 })).toHaveText('Reader six');
  await expect(desk.page.locator('.session-list li')).toHaveCount(2);
  await desk.page.getByRole('button', { name: /^Sign out there/ }).click();
  await expect(desk.page.locator('.session-list li')).toHaveCount(1);
  await phone.page.goto(`${origin}/account`);
  await expect(phone.page).toHaveURL(`${origin}/sign-in?to=%2Faccount`);
  // The masthead learns of it too.
  await phone.page.goto(article);
  await expect(phone.page.locator('.account-sign-in')).toBeVisible();
  await Promise.all([phone.context.close(), desk.context.close()]);
});

test('too many links are refused beside the field, and nothing typed is lost', async ({ browser }) => {
  const { context, page } = await person(browser);
  for (let n = 0; n < 5; n++) {
    await page.goto(`${origin}/sign-in`);
    await askFor(page, 'seven@paper.example');
  }
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('E-mail address').fill('seven@paper.example');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Too many sign-in links' })).toBeVisible();
  const field = page.getByLabel('E-mail address');
  await expect(field).toHaveValue('seven@paper.example');
  await expect(field).toHaveAttribute('aria-describedby', 'email-problem');
  await context.close();
});

test('an address with an account and one without get the same page', async ({ browser }) => {
  const pageFor = async (email: string) => {
    const { context, page } = await person(browser);
    await page.goto(`${origin}/sign-in`);
    await askFor(page, email);
    const text = ((await page.locator('main').textContent()) ?? '').replace(email, '…');
    const url = page.url();
    await context.close();
    return { text, url };
  };
  expect(await pageFor('one@paper.example')).toEqual(await pageFor('nobody@paper.example'));
});

test('by keyboard alone, and nothing moves when the account is there', async ({ browser }) => {
  const { context, page } = await person(browser);
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('E-mail address').focus();
  await page.keyboard.type('eight@paper.example');
  const before = mailServer.mails.length;
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your mail');
  await page.goto(linkIn((await nextMail('eight@paper.example', before)).text));
  const button = page.getByRole('button', { name: 'Sign in as eight@paper.example' });
  for (let n = 0; n < 40 && !(await button.evaluate((element) => element === document.activeElement)); n++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Reader eight');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}/`);
  const layoutShift = await watchLayoutShift(page);
  const answered = page.waitForResponse((response) => response.request().headers()['next-action'] !== undefined);
  await page.goto(article);
  await expect(page.getByRole('link', { name: 'Your account' })).toBeVisible();
  await answered;
  expect(await layoutShift()).toBe(0);
  await context.close();
});

test('an account elsewhere signs in: into the account of its verified address, or a new one', async ({ browser }) => {
  const { context, page } = await person(browser);
  const planted = 'a-token-that-somebody-else-knows';
  await context.addCookies([{ name: 'authjs.session-token', value: planted, url: origin }]);
  const enter = async (as: Partial<typeof provider.person>) => {
    Object.assign(provider.person, { email_verified: true }, as);
    await page.goto(`${origin}/sign-in?to=/archive`);
    await page.getByRole('button', { name: 'Sign in with the press club' }).click();
  };
  await enter({ sub: '1', email: 'One@Paper.Example', name: 'Their name' });
  await page.waitForURL(`${origin}/archive`);
  await expect(page.getByRole('link', { name: 'Your account' })).toBeVisible();
  const token = (await context.cookies()).find(({ name }) => name === 'authjs.session-token');
  expect(token?.value).not.toBe(planted);
  expect(token).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  await page.goto(`${origin}/account`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reader one');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await enter({ sub: '2', email: 'elsewhere@paper.example', name: 'Their name' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await expect(page.getByLabel('Name')).toHaveValue('');
  await page.getByLabel('Name').fill('Reader elsewhere');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await page.waitForURL(`${origin}/archive`);
  await page.goto(`${origin}/account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await enter({ sub: '3', email: 'one@paper.example', email_verified: false });
  await expect(page.getByRole('alert').filter({ hasText: 'no verified e-mail address' })).toBeVisible();
  await page.goto(`${origin}/account`);
  await expect(page).toHaveURL(`${origin}/sign-in?to=%2Faccount`);
  // What was not begun here leads nowhere.
  await page.goto(`${origin}/api/auth/callback/oidc?code=x&state=y`);
  await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible();
  expect((await context.request.get(`${origin}/api/auth/callback/github?code=x`)).status()).toBe(404);
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages are accessible (${colorScheme})`, async ({ browser }) => {
    const { context, page } = await person(browser, { colorScheme, viewport: { width: 390, height: 800 } });
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('E-mail address').fill('reader@paper');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'not an e-mail address' })).toBeVisible();
    await expectAccessible(page);
    await signIn(page, `${colorScheme}@paper.example`, `Reader ${colorScheme}`);
    for (const path of ['/account', '/account/delete', '/sign-in']) {
      await page.goto(origin + path);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    await context.close();
  });
}

test('one’s data is downloaded, and the account deleted after its address was typed', async ({ browser }) => {
  const { context, page } = await person(browser);
  await signIn(page, 'nine@paper.example', 'Reader nine');
  await page.goto(`${origin}/account`);
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download my data' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('my-data.json');
  const data = await (await context.request.get(`${origin}/account/data`)).json();
  expect(data).toMatchObject({ profile: { email: 'nine@paper.example', name: 'Reader nine' }, responses: [] });
  const token = (await context.cookies()).find(({ name }) => name === 'authjs.session-token')?.value ?? '-';
  expect(JSON.stringify(data)).not.toContain(token);

  await page.getByRole('link', { name: 'Delete my account' }).click();
  await page.getByLabel('Remove them too').check();
  await page.getByLabel(/^To confirm/).fill('one@paper.example');
  await page.getByRole('button', { name: 'Delete my account for good' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was deleted' })).toBeVisible();
  await expect(page.getByLabel('Remove them too')).toBeChecked();
  await page.getByLabel(/^To confirm/).fill('nine@paper.example');
  await page.getByRole('button', { name: 'Delete my account for good' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account is deleted');
  const { stdout } = await command(site, 'user', 'list');
  expect(stdout).toMatch(/@paper\.example +reader +\d{4}-\d\d-\d\d {2}Reader /);
  expect(stdout).not.toContain('nine@paper.example');
  await context.close();
});

test('a mail server that is broken is told of in a sentence', async ({ browser }) => {
  await mailServer.stop();
  const { context, page } = await person(browser);
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('E-mail address').fill('ten@paper.example');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The mail server did not take the mail yet' })).toBeVisible();
  await expectAccessible(page);
  expect((await command(site, 'outbox')).stdout).toMatch(
    /To ten@paper\.example, \S+, being tried again: .*ECONNREFUSED/,
  );
  await context.close();
});

test('without a mail server links stand in the terminal and the outbox, and on no page', async ({ browser }) => {
  test.setTimeout(120_000);
  await server.stop();
  site.env = { TRUSTED_PROXIES: '127.0.0.1' };
  server = await startServer(site);
  // Said in the lines after the one that startServer waits for.
  await expect.poll(() => server.output()).toContain('npm run user -- sign-in-link');
  const { context, page } = await person(browser);
  await page.goto(`${origin}/sign-in`);
  await expect(page.getByText('This site sends no mail.')).toBeVisible();
  await page.getByLabel('E-mail address').fill('eleven@paper.example');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('the link stands on the server’s own terminal')).toBeVisible();
  expect(await page.content()).not.toContain('/sign-in/link');
  await expect.poll(() => server.output()).toContain('Mail to eleven@paper.example');
  const link = linkIn((await command(site, 'outbox', '--last', '1')).stdout);
  expect(server.output()).toContain(link);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in as eleven@paper.example' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  await context.close();
});

test('the command line makes accounts, roles, and links for any browser', async ({ browser }) => {
  const user = (...args: string[]) => command(site, 'user', ...args);
  expect(await user('add', 'desk@paper.example', '--role', 'king')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no role "king"'),
  });
  expect((await user('add', 'desk@paper.example', '--role', 'editor')).code).toBe(0);
  expect((await user('role', 'desk@paper.example', 'administrator')).code).toBe(0);
  const link = linkIn((await user('sign-in-link', 'desk@paper.example')).stdout);
  const { context, page } = await person(browser);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in as desk@paper.example' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a name');
  // The staff may be called what readers may not.
  await page.getByLabel('Name').fill('The editor');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await page.waitForURL(`${origin}/`);
  // For administrators alone.
  await page.goto(`${origin}/admin/people`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People');
  await context.close();
});
