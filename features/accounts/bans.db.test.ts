import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { bannedAddress, rateLimit, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import { banWriter, unbanWriter, undoDecision } from '#features/moderation/commands';
import { getQueue } from '#features/moderation/queries';
import type { Actor } from '#lib/actor';
import { accountsAdapter } from './adapter.ts';
import { addAccount, deleteAccount, requestSignInLink, signInByLink } from './commands.ts';
import { getSessionActor } from './queries.ts';

process.env.AUTH_SECRET ??= 'x'.repeat(40);
const email = 'loud@paper.example';
const operator = { kind: 'operator' } as const;

async function signIn(): Promise<Extract<Actor, { kind: 'user' }>> {
  await db.delete(rateLimit);
  let link = { email: '', token: '' };
  const compose = (made: typeof link) => {
    link = made;
    return { subject: 'Sign in', text: '' };
  };
  await requestSignInLink({ email: 'Loud@Paper.example', browser: 'b', from: '', compose });
  const { token } = await signInByLink({ link, browser: 'b', from: '', userAgent: '', formerToken: null });
  const actor = await getSessionActor(token);
  if (actor.kind !== 'user') throw new Error('Nobody is signed in.');
  return actor;
}

const remove = (actor: Actor) => deleteAccount({ actor, deletion: { confirm: email, responses: 'remove' } });

async function bannedAndGone() {
  await testDatabase();
  const moderator = await addUser('moderator');
  const first = await signIn();
  await banWriter({ actor: moderator, userId: first.id, reason: 'Threats' });
  await remove({ ...first, banned: true });
  return { moderator, first };
}

test('a ban is not shed by deleting the account, nor twice', async () => {
  const { first } = await bannedAndGone();
  const kept = await db.select().from(bannedAddress);
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toMatch(/loud|paper/i);
  expect(kept[0]?.hash).toMatch(/^[\w-]{43}$/);
  const second = await signIn();
  expect(second).toMatchObject({ banned: true });
  expect(second.id).not.toBe(first.id);
  // The account knows it now, and nothing else has to.
  expect(await db.$count(bannedAddress)).toBe(0);
  await remove(second);
  expect(await signIn()).toMatchObject({ banned: true });
});

test('nor by coming back through a provider', async () => {
  await bannedAndGone();
  const made = await accountsAdapter({ userAgent: '' }).createUser?.({ id: '', email, emailVerified: null });
  expect(made).toMatchObject({ email });
  expect((await db.select().from(user).where(eq(user.email, email)))[0]).toMatchObject({
    id: made?.id,
    emailVerified: expect.any(Date),
    bannedAt: expect.any(Date),
  });
});

test('moderators see the renewed ban and lift it like any other', async () => {
  const { moderator } = await bannedAndGone();
  const second = await signIn();
  const [ban] = (await getQueue(moderator, 'recent')).decisions;
  expect(ban).toMatchObject({ what: 'ban', reason: expect.stringContaining('same address'), canUndo: true });
  await undoDecision({ actor: moderator, decisionIds: [ban?.id ?? 0] });
  expect(await signIn()).toMatchObject({ id: second.id, banned: false });
  await remove(second);
  expect(await db.$count(bannedAddress)).toBe(0);
  expect(await signIn()).toMatchObject({ banned: false });

  await banWriter({ actor: moderator, userId: (await signIn()).id, reason: '' });
  await unbanWriter({ actor: moderator, userId: (await signIn()).id });
  await remove(await signIn());
  expect(await signIn()).toMatchObject({ banned: false });
});

test('who adds the account where the secret is not known lets it in as well', async () => {
  const { moderator } = await bannedAndGone();
  const secret = process.env.AUTH_SECRET;
  delete process.env.AUTH_SECRET;
  await addAccount({ actor: operator, email, role: 'reader' });
  process.env.AUTH_SECRET = secret;
  expect(await signIn()).toMatchObject({ banned: false });
  expect((await getQueue(moderator, 'recent')).decisions).toHaveLength(1);
});

test('who adds the account by its address lets it in', async () => {
  await bannedAndGone();
  await addAccount({ actor: operator, email, role: 'reader' });
  expect(await db.$count(bannedAddress)).toBe(0);
  expect(await signIn()).toMatchObject({ banned: false });
});
