import { TOTP } from 'otpauth';
import { DiscussionSite, type Person } from './discussion-site.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { portBelow } from './server.ts';

/* The second step of signing in, and showing that it is you, as people do it: with scripts and without, on a phone. */
test.describe.configure({ mode: 'serial' });

const place = new DiscussionSite(64);
const phone = { width: 390, height: 844 };
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let boss: Person;
let app: TOTP;
let recovery: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const providerPort = portBelow(65);
  provider = await startIdentityProvider(providerPort);
  place.site.env = {
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: 'broadsheet',
    AUTH_OIDC_SECRET: 'a-secret',
    AUTH_OIDC_NAME: 'the press club',
    ALLOW_PRIVATE_HOSTS: `127.0.0.1:${providerPort}`,
  };
  await place.start();
  boss = await place.person('Desk of the doors', { role: 'administrator', known: false });
});

test.afterAll(async () => {
  await place.stop();
  await provider?.stop();
});

const mailTo = async ({ id }: Person, words: string): Promise<string> => {
  const [mail] = await place.sql<{ text: string }[]>`
    select text from mail where recipient = ${`${id}@paper.example`} and text like ${`%${words}%`}
    order by created_at desc limit 1`;
  return mail?.text ?? '';
};

/** What a request with this session is told of the newsroom. */
const ask = async (token: string | undefined, path = '/admin/log') => {
  const headers = { cookie: `authjs.session-token=${token}` };
  const answer = await fetch(place.origin + path, { redirect: 'manual', headers });
  return { status: answer.status, to: answer.headers.get('location') };
};

test('it is set up on a phone, and its recovery codes are shown once', async ({ browser }) => {
  const page = await place.open(browser, boss, { viewport: phone });
  await page.goto('/account');
  await page.getByRole('link', { name: 'Security and second step' }).click();
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  app = new TOTP({ secret: ((await page.locator('.factor-typed').textContent()) ?? '').replaceAll(' ', '') });
  const code = page.getByLabel('Code of the app');
  await code.fill('12345');
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await expect(code).toHaveAccessibleDescription(/not the code of this moment/);
  await code.fill(app.generate());
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await expect(page.locator('.recovery-codes li')).toHaveCount(10);
  recovery = await page.locator('.recovery-codes code').allInnerTexts();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  await page.reload();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();
  await page.context().close();
});

test('a mailed link and an account elsewhere lead to the code, and to nothing before it', async ({ browser }) => {
  const page = await place.open(browser, null, { viewport: phone });
  await page.goto('/sign-in?to=%2Fadmin%2Flog');
  await page.getByLabel('E-mail address').fill(`${boss.id}@paper.example`);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your mail');
  await page.goto(/http:\S+\/sign-in\/link\?\S+/.exec(await mailTo(boss, '/sign-in/link'))?.[0] ?? '');
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One more step');
  await expectAccessible(page);
  const cookie = async (name: string) => (await page.context().cookies()).find((one) => one.name === name)?.value;
  const waiting = await cookie('authjs.session-token');
  expect(await cookie('broadsheet_signed_in')).toBeUndefined();
  expect(await ask(waiting)).toEqual({ status: 307, to: expect.stringContaining('/sign-in') });
  expect((await ask(waiting, '/account/data')).to).toContain('/sign-in');
  // A step early: the code of this one was taken when it was set up.
  await page.getByLabel('Code of the app').fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log');
  const after = await cookie('authjs.session-token');
  expect(after).not.toBe(waiting);
  expect((await ask(waiting)).status).toBe(307);
  expect((await ask(after)).status).toBe(200);
  expect(await cookie('broadsheet_signed_in')).toBe('1');
  await expect(page.getByRole('link', { name: '127.0.0.1' }).first()).toBeVisible();
  await page.context().close();

  const context = await browser.newContext({ baseURL: place.origin });
  const elsewhere = await context.newPage();
  Object.assign(provider.person, { sub: 'boss', email: `${boss.id}@paper.example`, email_verified: true });
  await elsewhere.goto('/sign-in?to=%2Fadmin');
  await elsewhere.getByRole('button', { name: /the press club/ }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('One more step');
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('broadsheet_signed_in');
  await elsewhere.goto('/admin');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await context.close();
});

test('without scripts: a recovery code signs in, and what was written before is still there', async ({ browser }) => {
  const id = await place.articleId('the-measure');
  const page = await place.open(browser, null, { javaScriptEnabled: false, viewport: phone });
  await page.goto('/articles/the-measure');
  await page.locator('#respond textarea').fill('Written before anybody signed in.');
  await page.locator('#respond button[value=post]').click();
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address').fill(`${boss.id}@paper.example`);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.goto(/http:\S+\/sign-in\/link\?\S+/.exec(await mailTo(boss, '/sign-in/link'))?.[0] ?? '');
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await page.getByLabel('Code of the app').fill('000 000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByLabel('Code of the app')).toHaveAccessibleDescription(/not the code of this moment/);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recovery[0] ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/respond/${id}`));
  await expect(page.locator('textarea').first()).toHaveValue('Written before anybody signed in.');
  await page.context().close();
});

for (const javaScriptEnabled of [true, false])
  test(`what is dangerous asks who they are, and the form keeps what was typed ${javaScriptEnabled ? 'with' : 'without'} scripts`, async ({
    browser,
  }) => {
    const other = await place.person(`Desk two ${javaScriptEnabled}`, { role: 'administrator', known: false });
    await place.sql`update session set confirmed_at = now() - interval '1 hour' where user_id = ${other.id}`;
    const page = await place.open(browser, other, { javaScriptEnabled, viewport: phone });
    await page.goto('/admin/people');
    await page.getByText('Add somebody').click();
    const email = `new-${javaScriptEnabled}@paper.example`;
    await page.getByLabel('E-mail address').first().fill(email);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const offer = page.getByRole('link', { name: /Show it now/ });
    await expect(page.locator('[role=alert]').filter({ has: offer })).toContainText('show that it is still you');
    await expect(page.getByLabel('E-mail address').first()).toHaveValue(email);
    const [popup] = await Promise.all([page.context().waitForEvent('page'), offer.click()]);
    await popup.getByRole('button', { name: 'Mail me a code' }).click();
    await expect(popup.getByLabel('Code of the mail')).toBeVisible();
    if (javaScriptEnabled) await expectAccessible(popup);
    const code = /^\d{3} \d{3}$/m.exec(await mailTo(other, 'hard to undo'))?.[0] ?? '';
    await popup.getByLabel('Code of the mail').fill(code);
    await popup.getByRole('button', { name: 'It is me' }).click();
    await expect(popup.getByRole('heading', { level: 1 })).toHaveText('Thank you');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText(email, { exact: true })).toBeVisible();
    await page.context().close();
  });

test('where the publication asks for it the newsroom leads to setting it up', async () => {
  const owing = await place.person('Desk three', { role: 'administrator', known: false });
  await place.sql`insert into setting (key, value) values ('secondFactorFor', '"administrators"')`;
  await place.expire('settings');
  for (const path of ['/admin', '/admin/log', '/admin/articles', '/admin/people'])
    expect(await ask(owing.token, path), path).toEqual({
      status: 307,
      to: expect.stringContaining('/account/security'),
    });
  expect((await ask(owing.token, '/admin/log/file/csv')).status).toBe(403);
  expect((await ask(owing.token, '/account/security')).status).toBe(200);
});
