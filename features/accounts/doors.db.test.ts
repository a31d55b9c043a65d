import { eq, sql } from 'drizzle-orm';
import { TOTP } from 'otpauth';
import { afterEach, expect, test, vi } from 'vitest';
import { db } from '#db/client';
import { event, mail, secondFactor, session, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, changeSetting, type Person } from '#db/test-fixture';
import type { Actor, Role } from '#lib/actor';
import { accountsAdapter } from './adapter.ts';
import { openAccount } from './bans.ts';
import {
  beginSecondFactor,
  confirmByCode,
  deleteAccount,
  dropPendingSecondFactor,
  enableSecondFactor,
  finishSignIn,
  mailConfirmCode,
  makeOperatorLink,
  remakeRecoveryCodes,
  requestSignInLink,
  signInByLink,
  switchOffSecondFactor,
  takeOffSecondFactor,
} from './commands.ts';
import { sweepAccounts } from './jobs.ts';
import { awaitsCode, exportAccount, getSecondFactor, getSessionActor, listPeople, listSessions } from './queries.ts';
import { beginSession } from './sessions.ts';

process.env.AUTH_SECRET ??= 'x'.repeat(40);
const operator = { kind: 'operator' } as const;
const from = '203.0.113.9';
const userAgent = 'A browser';
const minute = 60_000;

afterEach(() => vi.useRealTimers());

/** Lets the clock of the app go on; that of the database stays. */
const later = (milliseconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
};

/** What the app on somebody's phone shows now, or so many steps from now. */
async function shownBy(app: TOTP, steps = 0): Promise<string> {
  return app.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** Sets a second step up as its page does. */
async function setUp(actor: Person) {
  const { token } = await beginSession(db, { userId: actor.id, userAgent });
  await beginSecondFactor({ actor });
  const view = await getSecondFactor(actor);
  if (view?.state !== 'pending' || !view.app) throw new Error('Nothing was begun.');
  const secret = new URL(view.app.uri).searchParams.get('secret') ?? '';
  const app = new TOTP({ secret });
  const codes = await enableSecondFactor({ actor, token, code: await shownBy(app), from });
  // The code that was just taken is over.
  later(minute);
  return { app, codes, token, secret };
}

const emailOf = async ({ id }: { id: string }) =>
  (await db.select({ email: user.email }).from(user).where(eq(user.id, id)))[0]?.email ?? '';

async function waitingSession(person: Person): Promise<string> {
  const begun = await beginSession(db, { userId: person.id, userAgent });
  expect(begun.awaitsCode).toBe(true);
  return begun.token;
}

const finish = (token: string, code: string, address = from) => finishSignIn({ token, code, from: address, userAgent });

test('it is set up by a right code, and its secret and codes are stored so that nobody reads them', async () => {
  await testDatabase();
  const actor = await addUser();
  expect(await getSecondFactor(actor)).toEqual({ state: 'off', asked: false });
  const elsewhere = await beginSession(db, { userId: actor.id, userAgent });
  await beginSecondFactor({ actor });
  await expect(enableSecondFactor({ actor, token: '', code: '000 000', from })).rejects.toMatchObject({
    code: 'invalid',
  });
  // Not on before a code was right: signing in waits for none.
  expect((await beginSession(db, { userId: actor.id, userAgent })).awaitsCode).toBe(false);
  const { codes, secret, token } = await setUp(actor);
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  const stored = JSON.stringify(await db.select().from(secondFactor));
  for (const one of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))])
    expect(stored).not.toContain(one);
  expect(await getSecondFactor(actor)).toMatchObject({ state: 'on', recoveryLeft: 10 });
  // Who was signed in elsewhere came without it.
  expect(await getSessionActor(elsewhere.token)).toEqual({ kind: 'anonymous' });
  expect(await getSessionActor(token)).toMatchObject({ kind: 'user' });
  await expect(beginSecondFactor({ actor })).rejects.toMatchObject({ code: 'conflict' });
  expect((await db.select().from(mail)).map(({ text }) => text).join()).toMatch(/was switched on/);
});

test('who signs in while it is switched on waits, and is signed in nowhere without it', async () => {
  await testDatabase();
  const actor = await addUser();
  const email = await emailOf(actor);
  await beginSecondFactor({ actor });
  const view = await getSecondFactor(actor);
  if (view?.state !== 'pending' || !view.app) throw new Error('Nothing was begun.');
  const app = new TOTP({ secret: new URL(view.app.uri).searchParams.get('secret') ?? '' });
  const code = await shownBy(app);
  const { token, enabling } = await db.transaction(async (tx) => {
    await openAccount(tx, email);
    const begun = await beginSession(tx, { userId: actor.id, userAgent });
    const enabling = enableSecondFactor({ actor, token: '', code, from });
    const waiting = async () =>
      (
        await db.execute(
          sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).length;
    await expect.poll(waiting).toBe(1);
    return { token: begun.token, enabling };
  });
  await enabling;
  expect(await getSessionActor(token)).toEqual({ kind: 'anonymous' });
});

test('one that is being set up is given up, ends within the hour, and is shown to who is confirmed alone', async () => {
  await testDatabase();
  const actor = await addUser();
  await beginSecondFactor({ actor });
  const { confirmedAt: _, ...stale } = actor;
  expect(await getSecondFactor(stale)).toMatchObject({ state: 'pending', app: null });
  await dropPendingSecondFactor({ actor });
  expect(await getSecondFactor(actor)).toMatchObject({ state: 'off' });
  await beginSecondFactor({ actor });
  await db.update(secondFactor).set({ createdAt: new Date(Date.now() - 61 * minute) });
  expect(await getSecondFactor(actor)).toMatchObject({ state: 'off' });
  await expect(enableSecondFactor({ actor, token: '', code: '123456', from })).rejects.toMatchObject({
    code: 'conflict',
  });
  await sweepAccounts();
  expect(await db.$count(secondFactor)).toBe(0);
});

test('a session that waits for its code is nobody, by every way in', async () => {
  await testDatabase();
  const actor = await addUser('administrator');
  const email = await emailOf(actor);
  await setUp(actor);
  const adapter = accountsAdapter({ userAgent });
  const browser = 'the-cookie-of-one-browser';
  let link = { email: '', token: '' };
  await requestSignInLink({
    ...{ email, browser, from: '' },
    compose: (made) => {
      link = made;
      return { subject: '', text: '' };
    },
  });
  const byMail = await signInByLink({ link, browser, from: '', userAgent, formerToken: null });
  const operatorLink = await makeOperatorLink({ actor: operator, email });
  const byCommandLine = await signInByLink({ link: operatorLink, browser, from: '', userAgent, formerToken: null });
  expect([byMail.awaitsCode, byCommandLine.awaitsCode]).toEqual([true, true]);
  await adapter.createSession?.({ sessionToken: 'by-provider', userId: actor.id, expires: new Date() });
  const former = await listSessions(actor, '');
  for (const token of [byMail.token, byCommandLine.token, 'by-provider']) {
    expect(await awaitsCode(token)).toBe(true);
    expect(await getSessionActor(token)).toEqual({ kind: 'anonymous' });
    expect(await adapter.getSessionAndUser?.(token)).toBeNull();
    expect(await adapter.updateSession?.({ sessionToken: token })).toBeNull();
  }
  // In no list, and over within a quarter of an hour.
  expect(former).toHaveLength(1);
  const rows = await db.select().from(session).where(eq(session.awaitsCode, true));
  expect(rows).toHaveLength(3);
  for (const { expires, createdAt } of rows) expect(expires.getTime() - createdAt.getTime()).toBe(15 * minute);
  await db
    .update(session)
    .set({ expires: new Date(0) })
    .where(eq(session.awaitsCode, true));
  expect(await awaitsCode(byMail.token)).toBe(false);
  await expect(finish(byMail.token, '123456')).rejects.toMatchObject({ code: 'not_found' });
  await sweepAccounts();
  expect(await db.$count(session, eq(session.awaitsCode, true))).toBe(0);
});

test('a right code signs in under another token, once, and is taken a step early or late', async () => {
  await testDatabase();
  const actor = await addUser();
  const { app } = await setUp(actor);
  for (const step of [0, -1, 1]) {
    later(3 * minute);
    const waiting = await waitingSession(actor);
    const code = await shownBy(app, step);
    const { token } = await finish(waiting, `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(token).not.toBe(waiting);
    expect(await getSessionActor(waiting)).toEqual({ kind: 'anonymous' });
    expect(await awaitsCode(waiting)).toBe(false);
    expect(await getSessionActor(token)).toMatchObject({ kind: 'user', id: actor.id });
    // The same code again, and any that was shown before it.
    const again = await waitingSession(actor);
    await expect(finish(again, code)).rejects.toMatchObject({ code: 'invalid', message: /used before/ });
  }
  later(3 * minute);
  for (const step of [-2, 2]) {
    const waiting = await waitingSession(actor);
    await expect(finish(waiting, await shownBy(app, step))).rejects.toMatchObject({ code: 'invalid' });
  }
  // A session that waits for nothing is not exchanged.
  const { token } = await beginSession(db, { userId: actor.id, userAgent, complete: true });
  await expect(finish(token, await shownBy(app))).rejects.toMatchObject({ code: 'not_found' });
});

test('of two who bring the same code at once one is in', async () => {
  await testDatabase();
  const actor = await addUser();
  const { app, codes } = await setUp(actor);
  for (const code of [await shownBy(app), codes[0] ?? '']) {
    const tokens = [await waitingSession(actor), await waitingSession(actor)];
    const both = await Promise.allSettled(tokens.map((token) => finish(token, code)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  }
});

test('tries are counted by person and by network, and a right code ends the counting', async () => {
  await testDatabase();
  const actor = await addUser();
  const { app } = await setUp(actor);
  const waiting = await waitingSession(actor);
  const wrong = async (address = from) => finish(waiting, 'nothing', address).catch((error) => error.message as string);
  for (let tries = 0; tries < 4; tries++) expect(await wrong()).toMatch(/not a code/);
  const { token } = await finish(waiting, await shownBy(app));
  expect(await getSessionActor(token)).toMatchObject({ kind: 'user' });
  const next = await waitingSession(actor);
  const wrongAgain = (address: string) => finish(next, 'nothing', address).catch((error) => error.message as string);
  for (let tries = 0; tries < 5; tries++) expect(await wrongAgain(`198.51.100.${tries}`)).toMatch(/not a code/);
  // From wherever, and right or wrong.
  later(3 * minute);
  expect(await wrongAgain('198.51.100.99')).toMatch(/Too many codes/);
  await expect(finish(next, await shownBy(app), '')).rejects.toMatchObject({ code: 'refused' });
  // One network that tries many people.
  const people = await Promise.all(Array.from({ length: 8 }, () => addUser()));
  const messages: string[] = [];
  for (const one of people)
    for (let tries = 0; tries < 4; tries++)
      messages.push(
        await enableSecondFactor({ actor: one, token: '', code: '1', from: '192.0.2.1' }).then(
          () => 'taken',
          (error) => error.message as string,
        ),
      );
  expect(messages.filter((each) => /Too many codes/.test(each))).toHaveLength(2);
});

test('a recovery code signs in once, however it is written, and its owner is told', async () => {
  await testDatabase();
  const actor = await addUser();
  const { codes } = await setUp(actor);
  const [first = '', second = '', third = ''] = codes;
  await finish(
    await waitingSession(actor),
    first.toUpperCase().replaceAll('-', ' ').replace('0', 'O').replace('1', 'l'),
  );
  await expect(finish(await waitingSession(actor), first)).rejects.toMatchObject({ code: 'invalid' });
  expect(await getSecondFactor(actor)).toMatchObject({ recoveryLeft: 9 });
  expect((await db.select().from(mail)).at(-1)?.text).toMatch(/recovery code was used.*left: 9/s);
  expect(await db.$count(event, eq(event.name, 'account.recovery-code'))).toBe(1);
  const fresh = await remakeRecoveryCodes({ actor });
  await expect(finish(await waitingSession(actor), second)).rejects.toMatchObject({ code: 'invalid' });
  await finish(await waitingSession(actor), fresh[0] ?? '');
  await switchOffSecondFactor({ actor });
  await expect(remakeRecoveryCodes({ actor })).rejects.toMatchObject({ code: 'conflict' });
  expect((await beginSession(db, { userId: actor.id, userAgent })).awaitsCode).toBe(false);
  expect(third).not.toBe('');
});

test('under another secret of the machine recovery codes still work, and codes of the app say what to do', async () => {
  await testDatabase();
  const actor = await addUser();
  const { app, codes } = await setUp(actor);
  const before = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = 'y'.repeat(40);
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await expect(finish(await waitingSession(actor), await shownBy(app))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await finish(await waitingSession(actor), codes[0] ?? '');
  } finally {
    process.env.AUTH_SECRET = before;
    said.mockRestore();
  }
});

test('somebody who is locked out is let in by the operator or an administrator, and told', async () => {
  await testDatabase();
  const [actor, boss] = [await addUser('editor'), await addUser('administrator')];
  for (const by of [operator, boss] as Actor[]) {
    await setUp(actor);
    const waiting = await waitingSession(actor);
    expect((await listPeople({ actor: boss })).people.find(({ id }) => id === actor.id)).toMatchObject({
      secondFactor: true,
    });
    await takeOffSecondFactor({ actor: by, email: await emailOf(actor) });
    expect(await awaitsCode(waiting)).toBe(false);
    expect(await getSecondFactor(actor)).toMatchObject({ state: 'off' });
    vi.useRealTimers();
    await db.delete(session);
  }
  expect((await db.select().from(mail)).filter(({ text }) => text.includes('took the second step'))).toHaveLength(2);
  const own = { actor: boss, email: await emailOf(boss) };
  await expect(takeOffSecondFactor(own)).rejects.toMatchObject({ code: 'refused' });
  await expect(takeOffSecondFactor({ actor: operator, email: own.email })).rejects.toMatchObject({ code: 'conflict' });
});

test('where the publication asks for it a role opens nothing before it is set up', async () => {
  await testDatabase();
  const actorOf = async (role: Role) => {
    const person = await addUser(role);
    const { token } = await beginSession(db, { userId: person.id, userAgent });
    return { person, seen: () => getSessionActor(token) };
  };
  const all = await Promise.all((['reader', 'author', 'administrator'] as const).map(actorOf));
  const seen = async () =>
    (await Promise.all(all.map((one) => one.seen()))).map((each) =>
      each.kind === 'user' ? [each.role, each.owesSecondFactor ?? false] : [],
    );
  expect(await seen()).toEqual([
    ['reader', false],
    ['author', false],
    ['administrator', false],
  ]);
  await changeSetting('secondFactorFor', 'administrators');
  expect(await seen()).toEqual([
    ['reader', false],
    ['author', false],
    ['reader', true],
  ]);
  await changeSetting('secondFactorFor', 'newsroom');
  expect(await seen()).toEqual([
    ['reader', false],
    ['reader', true],
    ['reader', true],
  ]);
  const owing = all[1];
  if (!owing) throw new Error('Nobody owes anything.');
  expect(await getSecondFactor((await owing.seen()) as Person)).toEqual({ state: 'off', asked: true });
  const { token } = await setUp(owing.person);
  expect(await getSessionActor(token)).toMatchObject({ role: 'author' });
  expect(await getSessionActor(token)).not.toHaveProperty('owesSecondFactor');
});

test('who has no second step shows that it is them by a mailed code, in one browser, once, with five tries', async () => {
  await testDatabase();
  const actor = await addUser();
  const [here, there] = [
    (await beginSession(db, { userId: actor.id, userAgent })).token,
    (await beginSession(db, { userId: actor.id, userAgent })).token,
  ];
  const old = new Date(Date.now() - 31 * minute);
  await db.update(session).set({ confirmedAt: old });
  const confirm = (token: string, code: string) => confirmByCode({ actor, token, code, from: '' });
  const mailed = async (token: string): Promise<string> => {
    const id = await mailConfirmCode({ actor, token });
    const [sent] = await db.select().from(mail).where(eq(mail.id, id));
    const code = /^\d{3} \d{3}$/m.exec(sent?.text ?? '')?.[0] ?? '';
    expect(JSON.stringify(await db.select().from(session))).not.toContain(code.replace(' ', ''));
    // Nor may who took over a session read it from the data of the account.
    expect(JSON.stringify(await exportAccount(actor))).not.toContain(code);
    return code;
  };
  await expect(confirm(here, '123456')).rejects.toMatchObject({ code: 'not_found' });
  const code = await mailed(here);
  await expect(confirm(there, code)).rejects.toMatchObject({ code: 'not_found' });
  const wrong = code === '000 000' ? '111111' : '000000';
  for (let tries = 0; tries < 3; tries++) await expect(confirm(here, wrong)).rejects.toMatchObject({ code: 'invalid' });
  expect(await getSessionActor(here)).toMatchObject({ confirmedAt: old });
  // Five wrong tries in fifteen minutes are all there are, for new codes too.
  await expect(confirm(here, wrong)).rejects.toMatchObject({ code: 'refused' });
  await db.execute('delete from rate_limit');
  await confirm(here, code);
  expect(((await getSessionActor(here)) as Person).confirmedAt?.getTime()).toBeGreaterThan(old.getTime());
  expect(await getSessionActor(there)).toMatchObject({ confirmedAt: old });
  await expect(confirm(here, code)).rejects.toMatchObject({ code: 'not_found' });
  await db.execute('delete from rate_limit');
  const second = await mailed(here);
  await db.update(session).set({ confirmTries: 5 });
  await expect(confirm(here, second)).rejects.toMatchObject({ code: 'not_found' });
  const third = await mailed(here);
  await db.update(session).set({ confirmUntil: new Date(Date.now() - 1000) });
  await expect(confirm(here, third)).rejects.toMatchObject({ code: 'not_found' });
  // Codes of mails are counted too.
  await mailed(here);
  await mailed(here);
  await mailed(here);
  await expect(mailConfirmCode({ actor, token: here })).rejects.toMatchObject({ code: 'refused' });
  await expect(mailConfirmCode({ actor: await addUser(), token: here })).rejects.toMatchObject({ code: 'refused' });
});

test('only who is signed in is asked who they are', async () => {
  await testDatabase();
  for (const actor of [operator, { kind: 'anonymous' } as const]) {
    await expect(mailConfirmCode({ actor, token: 'token' })).rejects.toMatchObject({ code: 'refused' });
    await expect(confirmByCode({ actor, token: 'token', code: '1', from })).rejects.toMatchObject({ code: 'refused' });
  }
});

test('who has a second step shows that it is them by its code, which is taken once', async () => {
  await testDatabase();
  const actor = await addUser();
  const { app, codes, token } = await setUp(actor);
  const old = new Date(Date.now() - 90 * minute);
  await db.update(session).set({ confirmedAt: old });
  await expect(mailConfirmCode({ actor, token })).rejects.toMatchObject({ code: 'conflict' });
  const code = await shownBy(app);
  await confirmByCode({ actor, token, code, from });
  expect(((await getSessionActor(token)) as Person).confirmedAt?.getTime()).toBeGreaterThan(old.getTime());
  await expect(confirmByCode({ actor, token, code, from })).rejects.toMatchObject({ code: 'invalid' });
  await expect(confirmByCode({ actor, token: 'of somebody else', code: codes[0] ?? '', from })).rejects.toMatchObject({
    code: 'refused',
  });
  // Nothing is used up by a session that is not theirs.
  await confirmByCode({ actor, token, code: codes[0] ?? '', from });
});

test('the data of an account says that it is on, and its deletion takes it along', async () => {
  await testDatabase();
  const actor = await addUser();
  const { secret, codes } = await setUp(actor);
  const data = JSON.stringify(await exportAccount(actor));
  expect(JSON.parse(data).secondFactor).toEqual({ since: expect.any(String), recoveryCodesLeft: 10 });
  for (const one of [secret, ...codes]) expect(data).not.toContain(one);
  const deletion = { confirm: await emailOf(actor), responses: 'keep' } as const;
  vi.useRealTimers();
  await deleteAccount({ actor, deletion });
  expect(await db.$count(secondFactor)).toBe(0);
});
