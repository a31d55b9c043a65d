import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import {
  article,
  event,
  mail,
  rateLimit,
  response,
  roles,
  session,
  signInLink,
  tagExpiry,
  user,
} from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { accountsAdapter } from './adapter.ts';
import {
  addAccount,
  changeProfile,
  changeRole,
  deleteAccount,
  makeOperatorLink,
  requestSignInLink,
  revokeOtherSessions,
  revokeSession,
  signInByLink,
  signOut,
} from './commands.ts';
import {
  exportAccount,
  findByNames,
  getAccount,
  getLinkState,
  getSessionActor,
  isAddress,
  listAccounts,
  listSessions,
} from './queries.ts';
import { ProfileInput } from './schema.ts';

// Networks are known by a code that is made with it.
process.env.AUTH_SECRET ??= 'x'.repeat(40);
const operator = { kind: 'operator' } as const;
const anonymous = { kind: 'anonymous' } as const;
const from = '203.0.113.7';
const browser = 'the-cookie-of-one-browser';
const email = 'reader@paper.example';

/** Asks for a link as a page does; gives what its mail carries. */
async function askFor(address: string, given: { browser?: string; from?: string } = {}) {
  let sent = { email: '', token: '' };
  const { mailId } = await requestSignInLink({
    email: address,
    browser: given.browser ?? browser,
    from: given.from ?? from,
    compose: (link) => {
      sent = link;
      return { subject: 'Sign in', text: `token=${link.token}` };
    },
  });
  return { link: sent, mailId };
}

const open = (link: { email: string; token: string }, given: { browser?: string | null; formerToken?: string } = {}) =>
  signInByLink({
    link,
    browser: given.browser === undefined ? browser : given.browser,
    from,
    userAgent: 'Test',
    formerToken: given.formerToken ?? null,
  });

async function signIn(address = email): Promise<{ token: string; actor: Extract<Actor, { kind: 'user' }> }> {
  const { link } = await askFor(address, { from: '' });
  const { token } = await open(link);
  const actor = await getSessionActor(token);
  if (actor.kind !== 'user') throw new Error('Nobody is signed in.');
  return { token, actor };
}

const named = (name: string) => ProfileInput.parse({ name });

test('a link signs in once, makes the account at the first time, and its token is stored nowhere', async () => {
  await testDatabase();
  const { link } = await askFor(' Reader@Paper.Example ');
  expect(link.email).toBe(email);
  expect(await getLinkState({ link, browser })).toBe('ready');
  const first = await open(link);
  expect(first.named).toBe(false);
  expect(await getSessionActor(first.token)).toMatchObject({ kind: 'user', role: 'reader', name: null, banned: false });
  const stored = JSON.stringify([await db.select().from(session), await db.select().from(signInLink)]);
  for (const secret of [first.token, link.token, browser]) expect(stored).not.toContain(secret);

  expect(await getLinkState({ link, browser })).toBe('gone');
  await expect(open(link)).rejects.toMatchObject({ code: 'not_found' });
  // Of two who press the button at once, one is in.
  const again = await askFor(email);
  const both = await Promise.allSettled([open(again.link), open(again.link)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.$count(user)).toBe(1);
});

test('a link of another browser is refused and stays good where it belongs', async () => {
  await testDatabase();
  const { link } = await askFor(email);
  for (const other of ['another-cookie', null, '']) {
    expect(await getLinkState({ link, browser: other })).toBe('other_browser');
    await expect(open(link, { browser: other })).rejects.toMatchObject({ code: 'conflict' });
  }
  expect((await open(link)).userId).toBeTruthy();
});

test('a link is over after 15 minutes, and with the use of another one', async () => {
  await testDatabase();
  const { link } = await askFor(email);
  const [row] = await db.select().from(signInLink);
  expect(Math.abs((row?.expires.getTime() ?? 0) - Date.now() - 15 * 60_000)).toBeLessThan(10_000);
  await db.update(signInLink).set({ expires: new Date(Date.now() - 1000) });
  expect(await getLinkState({ link, browser })).toBe('gone');
  await expect(open(link)).rejects.toMatchObject({ code: 'not_found' });

  const [one, two] = [await askFor(email), await askFor(email)];
  await open(two.link);
  await expect(open(one.link)).rejects.toMatchObject({ code: 'not_found' });
  // Somebody else's address does not open it either.
  const { link: mine } = await askFor(email);
  await expect(open({ ...mine, email: 'other@paper.example' })).rejects.toMatchObject({ code: 'not_found' });
});

test('asking says the same and does the same for an address with an account as for one without', async () => {
  await testDatabase();
  await addAccount({ actor: operator, email, role: 'editor' });
  const [known, unknown] = [await askFor(email), await askFor('nobody@paper.example')];
  expect(Object.keys(known)).toEqual(Object.keys(unknown));
  expect(await db.select({ subject: mail.subject }).from(mail)).toEqual([
    { subject: 'Sign in' },
    { subject: 'Sign in' },
  ]);
  expect(await getLinkState({ link: known.link, browser })).toBe(await getLinkState({ link: unknown.link, browser }));
  const other = 'another-cookie';
  expect(await getLinkState({ link: known.link, browser: other })).toBe(
    await getLinkState({ link: unknown.link, browser: other }),
  );
  // Nobody gets an account by being named in a form.
  expect(await db.$count(user)).toBe(1);
});

test('an address that looks like another is refused with a sentence, and nothing is sent', async () => {
  await testDatabase();
  await expect(askFor('reаder@paper.example')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('look like others'),
  });
  await expect(askFor('reader')).rejects.toMatchObject({ code: 'invalid' });
  await expect(addAccount({ actor: operator, email: 'reader@pаper.example', role: 'reader' })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await db.$count(mail)).toBe(0);
});

test('links are limited for an address, and for a network by its prefix', async () => {
  await testDatabase();
  for (let n = 0; n < 5; n++) await askFor(email, { from: '2001:db8:4::1' });
  await expect(askFor(email, { from: '2001:db8:4::2' })).rejects.toMatchObject({ code: 'refused' });
  for (let n = 0; n < 20; n++) await askFor(email, { from: `2001:db8:10${n}::1` });
  await expect(askFor(email, { from: '2001:db8:9::1' })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/^Too many .*Try again in 15 minutes/),
  });
  expect((await db.select().from(rateLimit)).map(({ key }) => key).join()).not.toMatch(/2001|reader@/);
  for (let n = 0; n < 30; n++) await askFor(`reader${n}@paper.example`, { from: `2001:db8:5::${n + 1}` });
  await expect(askFor('other@paper.example', { from: '2001:db8:5::ffff' })).rejects.toMatchObject({ code: 'refused' });
  await askFor('other@paper.example', { from: '2001:db8:6::1' });
});

test('a sign-in begins a new session, ends the former one of the browser, and takes no token from outside', async () => {
  await testDatabase();
  const { link } = await askFor(email);
  const planted = await open(link, { formerToken: 'planted-by-somebody-else' });
  expect(planted.token).not.toBe('planted-by-somebody-else');
  expect(await getSessionActor('planted-by-somebody-else')).toEqual(anonymous);
  const { link: next } = await askFor(email);
  const second = await open(next, { formerToken: planted.token });
  expect(await getSessionActor(planted.token)).toEqual(anonymous);
  expect(await getSessionActor(second.token)).toMatchObject({ kind: 'user' });
  await signOut(second.token);
  expect(await getSessionActor(second.token)).toEqual(anonymous);
});

test('a session is seen every few minutes, runs out, and is ended by its owner alone, at once', async () => {
  await testDatabase();
  const [here, there, other] = [await signIn(), await signIn(), await signIn('other@paper.example')];
  const seen = async () => (await listSessions(here.actor, here.token)).find((row) => row.here)?.lastSeenAt;
  const before = await seen();
  await getSessionActor(here.token);
  expect(await seen()).toBe(before);
  await db.update(session).set({ lastSeenAt: new Date(Date.now() - 6 * 60_000) });
  await getSessionActor(here.token);
  expect(Date.parse((await seen()) ?? '')).toBeGreaterThan(Date.now() - 60_000);

  const list = await listSessions(here.actor, here.token);
  expect(list.map((row) => row.here).sort()).toEqual([false, true]);
  const foreign = list.find((row) => !row.here)?.id ?? '';
  await revokeSession({ actor: other.actor, id: foreign });
  expect(await getSessionActor(there.token)).toMatchObject({ kind: 'user' });
  await revokeSession({ actor: here.actor, id: foreign });
  expect(await getSessionActor(there.token)).toEqual(anonymous);

  const third = await signIn();
  await revokeOtherSessions({ actor: third.actor, token: third.token });
  expect(await getSessionActor(here.token)).toEqual(anonymous);
  expect(await getSessionActor(other.token)).toMatchObject({ kind: 'user' });
  await db.update(session).set({ expires: new Date(Date.now() - 1000) });
  expect(await getSessionActor(third.token)).toEqual(anonymous);
});

test('names are unique, also where they only look the same, and say nothing of a role', async () => {
  await testDatabase();
  const [one, two] = [await signIn(), await signIn('other@paper.example')];
  await changeProfile({ actor: one.actor, profile: named('Reader one') });
  await expect(changeProfile({ actor: two.actor, profile: named('Rеader  Оne') })).rejects.toMatchObject({
    code: 'conflict',
  });
  for (const name of ['Moderator', 'The editor', 'Broadsheet'])
    await expect(changeProfile({ actor: two.actor, profile: named(name) })).rejects.toMatchObject({ code: 'refused' });
  await changeRole({ actor: operator, email: 'other@paper.example', role: 'editor' });
  const editor = await getSessionActor(two.token);
  await changeProfile({ actor: editor, profile: named('The editor') });
  expect(await findByNames(['reader ONE', 'nobody', 'The Editor'])).toHaveLength(2);
  // One's own name again is no conflict.
  await changeProfile({ actor: one.actor, profile: named('Reader One') });
  expect(await getAccount(one.actor)).toMatchObject({ name: 'Reader One', email });
});

test('a role holds from the next request on, and is given by an operator or an administrator who is somebody else', async () => {
  await testDatabase();
  const { token, actor } = await signIn();
  await changeRole({ actor: operator, email, role: 'administrator' });
  const administrator = await getSessionActor(token);
  expect(administrator).toMatchObject({ role: 'administrator' });
  await addAccount({ actor: administrator, email: 'other@paper.example', role: 'author' });
  await changeRole({ actor: administrator, email: 'other@paper.example', role: 'moderator' });
  await expect(changeRole({ actor: administrator, email, role: 'reader' })).rejects.toMatchObject({ code: 'refused' });
  await expect(addAccount({ actor: operator, email, role: 'reader' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(changeRole({ actor: operator, email: 'x@paper.example', role: 'reader' })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('npm run user -- add'),
  });
  expect((await db.select().from(event)).map(({ name }) => name)).toEqual([
    'account.role',
    'account.add',
    'account.role',
  ]);

  const others: Actor[] = [
    anonymous,
    { ...actor, id: 'banned', role: 'administrator', banned: true },
    ...roles.filter((role) => role !== 'administrator').map((role) => ({ ...actor, id: role, role })),
  ];
  for (const refused of others) {
    const change = { actor: refused, email: 'other@paper.example', role: 'administrator' as const };
    await expect(changeRole(change)).rejects.toMatchObject({ code: 'refused' });
    await expect(addAccount({ ...change, email: 'new@paper.example' })).rejects.toMatchObject({ code: 'refused' });
    await expect(listAccounts(refused)).rejects.toMatchObject({ code: 'refused' });
  }
  for (const refused of [...others, administrator])
    await expect(makeOperatorLink({ actor: refused, email })).rejects.toMatchObject({ code: 'refused' });
  expect(await listAccounts(operator)).toHaveLength(2);
});

test('a link of the command line works in any browser, for accounts that are there', async () => {
  await testDatabase();
  await expect(makeOperatorLink({ actor: operator, email })).rejects.toMatchObject({ code: 'not_found' });
  await addAccount({ actor: operator, email, role: 'administrator' });
  const link = await makeOperatorLink({ actor: operator, email });
  expect(await getLinkState({ link, browser: null })).toBe('ready');
  const { token } = await open(link, { browser: null });
  expect(await getSessionActor(token)).toMatchObject({ role: 'administrator' });
  await expect(open(link)).rejects.toMatchObject({ code: 'not_found' });
});

test('who is not signed in changes no profile, ends no session, deletes nothing', async () => {
  await testDatabase();
  await signIn();
  const refused = { code: 'refused' };
  for (const actor of [anonymous, operator]) {
    await expect(changeProfile({ actor, profile: named('Anybody') })).rejects.toMatchObject(refused);
    await expect(revokeSession({ actor, id: 'x' })).rejects.toMatchObject(refused);
    await expect(revokeOtherSessions({ actor, token: 'x' })).rejects.toMatchObject(refused);
    await expect(exportAccount(actor)).rejects.toMatchObject(refused);
    await expect(deleteAccount({ actor, deletion: { confirm: email, responses: 'keep' } })).rejects.toMatchObject(
      refused,
    );
    expect(await listSessions(actor, 'x')).toEqual([]);
    expect(await getAccount(actor)).toBeNull();
  }
  expect(await db.$count(user)).toBe(1);
});

async function withComments() {
  const signedIn = await signIn();
  await changeProfile({ actor: signedIn.actor, profile: named('Reader one') });
  const [under] = await db
    .insert(article)
    .values({ slug: 'one', headline: 'One', status: 'published', publishedAt: new Date('2026-01-01') })
    .returning();
  const articleId = under?.id ?? 0;
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'My words.' }] }] };
  const row = { articleId, kind: 'comment' as const, userId: signedIn.actor.id, body, source: 'My words.' };
  const times = { createdAt: new Date('2026-02-01'), approvedAt: new Date('2026-02-01') };
  const [answered, alone] = await db
    .insert(response)
    .values([
      { ...row, ...times, network: 'n' },
      { ...row, ...times },
    ])
    .returning();
  await db.insert(response).values({ ...row, ...times, userId: null, guestName: 'Guest', parentId: answered?.id });
  await db.delete(tagExpiry);
  return { ...signedIn, articleId, answered: answered?.id ?? 0, alone: alone?.id ?? 0 };
}

test('one’s data comes whole and without what would let somebody in', async () => {
  await testDatabase();
  const { actor, token } = await withComments();
  const data = await exportAccount(actor);
  const text = JSON.stringify(data);
  expect(data).toMatchObject({
    profile: { email, name: 'Reader one' },
    sessions: [{ userAgent: 'Test' }],
    responses: [{ article: 'one' }, { article: 'one' }],
  });
  for (const part of ['likes', 'reports', 'follows', 'mutes', 'notifications', 'mails'])
    expect(data).toHaveProperty(part);
  expect(text).toContain('My words.');
  expect(text).not.toContain(token);
  expect(text).toContain('token=…');
  expect(text).not.toMatch(/sessionToken|nameKey/);
});

test('an account is deleted after its address was typed, and its comments stay without a name', async () => {
  await testDatabase();
  const { actor, token, articleId } = await withComments();
  await expect(
    deleteAccount({ actor, deletion: { confirm: 'other@paper.example', responses: 'keep' } }),
  ).rejects.toMatchObject({ code: 'invalid' });
  expect(await getSessionActor(token)).toMatchObject({ kind: 'user' });
  await deleteAccount({ actor, deletion: { confirm: 'Reader@paper.example ', responses: 'keep' } });
  expect(await getSessionActor(token)).toEqual(anonymous);
  const rows = await db.select().from(response).where(eq(response.guestName, ''));
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({ userId: null, network: null, trashedAt: null });
    expect(row.writerGoneAt).not.toBeNull();
    expect(JSON.stringify(row.body)).toContain('My words.');
  }
  expect(await db.$count(mail)).toBe(0);
  expect(await db.select({ tag: tagExpiry.tag }).from(tagExpiry)).toEqual([{ tag: cacheTags.responses(articleId) }]);
});

test('or its comments go with it, empty where somebody replied', async () => {
  await testDatabase();
  const { actor, articleId, answered, alone } = await withComments();
  await deleteAccount({ actor, deletion: { confirm: email, responses: 'remove' } });
  const rows = new Map((await db.select().from(response)).map((row) => [row.id, row]));
  for (const id of [answered, alone]) {
    expect(rows.get(id)).toMatchObject({ userId: null, source: null });
    expect(rows.get(id)?.deletedAt).not.toBeNull();
    expect(JSON.stringify(rows.get(id)?.body)).not.toContain('My words.');
  }
  expect(rows.get(answered)?.trashedAt).toBeNull();
  expect(rows.get(alone)?.trashedAt).not.toBeNull();
  expect(await db.select({ tag: tagExpiry.tag }).from(tagExpiry)).toEqual([{ tag: cacheTags.responses(articleId) }]);
});

test('an address that a provider vouches for and we can’t keep makes no account, and finds nobody’s', async () => {
  await testDatabase();
  const adapter = accountsAdapter({ userAgent: 'A browser' });
  for (const odd of ['alice@intranet', 'a..b@paper.example', 'jörg@paper.example']) {
    expect(isAddress(odd)).toBe(false);
    expect(await adapter.getUserByEmail?.(odd)).toBeNull();
    await expect(
      (async () => adapter.createUser?.({ id: '', email: odd, emailVerified: new Date() }))(),
    ).rejects.toThrow('can not be kept');
  }
  expect(await db.select().from(user)).toEqual([]);
});

test('a network that is refused uses up nothing of those whose addresses it names', async () => {
  await testDatabase();
  const attacker = '203.0.113.66';
  for (let asked = 0; asked < 30; asked++) await askFor(`somebody-${asked}@paper.example`, { from: attacker });
  for (let asked = 0; asked < 10; asked++) {
    await expect(askFor(email, { from: attacker })).rejects.toThrow('Too many sign-in links');
  }
  await askFor(email, { from: '198.51.100.20' });
});

test('who is banned changes no profile', async () => {
  await testDatabase();
  const [made] = await db
    .insert(user)
    .values({ email, name: 'Loud', nameKey: 'loud', bannedAt: new Date() })
    .returning();
  const actor: Actor = { kind: 'user', id: made?.id ?? '', name: 'Loud', role: 'reader', banned: true };
  const profile = ProfileInput.parse({ name: 'Louder', bio: '', link: 'https://ads.example' });
  await expect(changeProfile({ actor, profile })).rejects.toThrow('may not write here');
});
