import { eq, type SQL, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, rateLimit, response, roles } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser, origin, trustAll } from '#db/test-fixture';
import { everybody, expectOnly, makeEverybody } from '#db/test-roles';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import {
  appealDecision,
  deleteResponse,
  editResponse,
  followThread,
  likeResponse,
  muteWriter,
  previewResponse,
  reportResponse,
  unfollowThread,
  unlikeResponse,
  unmuteWriter,
} from './commands.ts';
import { post } from './fixture.ts';
import { getDiscussion, getResponse, getSource, listStanding } from './queries.ts';

/*
 * Who may do what. Each command is tried by everybody on a response that a reader wrote a moment ago: by its writer
 * (`own`), by the same one banned, and by others. `late` is the same an hour later, `held` before and `taken down` after
 * a moderator has hidden it, `filtered` what the filter took for spam; `protected` and `private` are said of its article.
 */
const all = [...everybody, 'own', 'own banned'] as const;
type Who = (typeof all)[number];

const people: readonly Who[] = roles;
const accounts: readonly Who[] = ['own', 'own banned', 'banned', ...people];
const moderators: readonly Who[] = ['operator', 'moderator', 'administrator'];
/** Those of them who have an account. */
const guards: readonly Who[] = ['moderator', 'administrator'];

type Case = { actor: Actor; articleId: number; id: number; writer: string };
type State = 'fresh' | 'late' | 'held' | 'filtered' | 'taken down' | 'protected' | 'private';

const states: Partial<Record<State, SQL>> = {
  late: sql`update response set created_at = now() - interval '1 hour'`,
  held: sql`update response set approved_at = null, held_at = now()`,
  filtered: sql`update response set approved_at = null, spam_at = created_at`,
  'taken down': sql`update response set approved_at = null`,
  protected: sql`update article set visibility = 'password', password_hash = 'x:y'`,
  private: sql`update article set visibility = 'private'`,
};

const table: [command: string, state: State, may: readonly Who[], run: (given: Case) => unknown][] = [
  ['post', 'fresh', ['own', ...people], ({ actor, articleId }) => post(actor, articleId)],
  ['reply', 'fresh', ['own', ...people], ({ actor, articleId, id }) => post(actor, articleId, undefined, id)],
  ['preview', 'fresh', all, ({ actor }) => previewResponse({ actor, text: 'Words' })],
  ['edit', 'fresh', ['own', ...moderators], ({ actor, id }) => editResponse({ actor, id, text: 'New words' })],
  ['edit', 'late', moderators, ({ actor, id }) => editResponse({ actor, id, text: 'New words' })],
  ['edit', 'taken down', moderators, ({ actor, id }) => editResponse({ actor, id, text: 'New words' })],
  ['read the source', 'fresh', ['own', ...moderators], ({ actor, id }) => getSource(actor, id)],
  ['delete', 'late', ['own', 'own banned'], ({ actor, id }) => deleteResponse({ actor, id })],
  ['delete', 'taken down', ['own', 'own banned'], ({ actor, id }) => deleteResponse({ actor, id })],
  ['like', 'fresh', people, ({ actor, id }) => likeResponse({ actor, id })],
  ['like', 'taken down', [], ({ actor, id }) => likeResponse({ actor, id })],
  ['unlike', 'fresh', people, ({ actor, id }) => unlikeResponse({ actor, id })],
  ['report', 'fresh', people, ({ actor, id }) => reportResponse({ actor, id, reason: 'spam' })],
  ['report', 'taken down', [], ({ actor, id }) => reportResponse({ actor, id, reason: 'spam' })],
  ['appeal', 'taken down', ['own', 'own banned'], ({ actor, id }) => appealDecision({ actor, id, text: 'Please' })],
  ...(['held', 'filtered', 'private'] as const).flatMap((state): typeof table => [
    ['like', state, [], ({ actor, id }) => likeResponse({ actor, id })],
    ['unlike', state, [], ({ actor, id }) => unlikeResponse({ actor, id })],
    ['report', state, [], ({ actor, id }) => reportResponse({ actor, id, reason: 'spam' })],
    ['reply', state, [], ({ actor, articleId, id }) => post(actor, articleId, undefined, id)],
    ['appeal', state, [], ({ actor, id }) => appealDecision({ actor, id, text: 'Please' })],
    ['mute', state, guards, ({ actor, writer }) => muteWriter({ actor, userId: writer })],
  ]),
  ['like', 'protected', guards, ({ actor, id }) => likeResponse({ actor, id })],
  ['report', 'protected', guards, ({ actor, id }) => reportResponse({ actor, id, reason: 'spam' })],
  ['post', 'protected', [], ({ actor, articleId }) => post(actor, articleId)],
  ['reply', 'protected', [], ({ actor, articleId, id }) => post(actor, articleId, undefined, id)],
  ['follow', 'protected', guards, ({ actor, articleId }) => followThread({ actor, articleId })],
  ['follow', 'private', [], ({ actor, articleId }) => followThread({ actor, articleId })],
  ['unfollow', 'private', accounts, ({ actor, articleId }) => unfollowThread({ actor, articleId })],
  ['mute', 'protected', guards, ({ actor, writer }) => muteWriter({ actor, userId: writer })],
  ['delete', 'protected', ['own', 'own banned'], ({ actor, id }) => deleteResponse({ actor, id })],
  ['delete', 'private', ['own', 'own banned'], ({ actor, id }) => deleteResponse({ actor, id })],
  ['edit', 'filtered', ['own', ...moderators], ({ actor, id }) => editResponse({ actor, id, text: 'New words' })],
  ['edit', 'private', [], ({ actor, id }) => editResponse({ actor, id, text: 'New words' })],
  ['read the source', 'protected', ['own', ...moderators], ({ actor, id }) => getSource(actor, id)],
  ['appeal', 'fresh', [], ({ actor, id }) => appealDecision({ actor, id, text: 'Please' })],
  ['follow', 'fresh', ['own', ...people], ({ actor, articleId }) => followThread({ actor, articleId })],
  ['unfollow', 'fresh', accounts, ({ actor, articleId }) => unfollowThread({ actor, articleId })],
  ['mute', 'fresh', ['banned', ...people], ({ actor, writer }) => muteWriter({ actor, userId: writer })],
  ['unmute', 'fresh', accounts, ({ actor, writer }) => unmuteWriter({ actor, userId: writer })],
];

test('who may do what', async () => {
  await testDatabase();
  await trustAll();
  const writer = await addUser();
  const own = { own: writer, 'own banned': { ...writer, banned: true } };
  const actors: Record<Who, Actor> = { ...(await makeEverybody()), ...own };
  for (const [command, state, may, run] of table) {
    const tried = async (who: Who) => {
      await db.delete(article);
      const articleId = await addArticle();
      const id = await addResponse({ articleId, userId: writer.id });
      if (states[state]) await db.execute(states[state]);
      return run({ actor: actors[who], articleId, id, writer: writer.id });
    };
    await expectOnly(`${command}, ${state}`, may, all, tried, null);
  }
});

test('staff change their own words at all times, and nobody learns of what they may not see', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const hourAgo = new Date(Date.now() - 3_600_000);
  const author = await addUser('author');
  const id = await addResponse({ articleId, userId: author.id, createdAt: hourAgo });
  expect((await editResponse({ actor: author, id, text: 'New words' })).outcome).toBe('approved');
  await expect(editResponse({ actor: await addUser('author'), id, text: 'Other words' })).rejects.toThrow(
    /Only who wrote/,
  );
  const held = await addResponse({ articleId, userId: author.id, approvedAt: null, heldAt: hourAgo });
  const reader = await addUser();
  const gone = { code: 'not_found' };
  await expect(editResponse({ actor: reader, id: held, text: 'x' })).rejects.toMatchObject(gone);
  await expect(deleteResponse({ actor: reader, id: held })).rejects.toMatchObject(gone);
  await expect(likeResponse({ actor: reader, id: held })).rejects.toMatchObject(gone);
  await expect(reportResponse({ actor: reader, id: held, reason: 'spam' })).rejects.toMatchObject(gone);
  await expect(appealDecision({ actor: reader, id: held, text: 'x' })).rejects.toMatchObject(gone);
  for (const id of [0, -1, 1.5, Number.NaN, 999_999, 2 ** 60]) {
    await expect(likeResponse({ actor: reader, id })).rejects.toMatchObject(gone);
    await expect(deleteResponse({ actor: reader, id })).rejects.toMatchObject(gone);
  }
});

test('parents that are of another article, held, hidden, taken back or made up are refused', async () => {
  await testDatabase();
  await trustAll();
  const [articleId, other] = [await addArticle(), await addArticle()];
  const writer = await addUser();
  const now = new Date();
  const parents = [
    await addResponse({ articleId: other }),
    await addResponse({ articleId, approvedAt: null, heldAt: now }),
    await addResponse({ articleId, approvedAt: null }),
    await addResponse({ articleId, spamAt: now }),
    await addResponse({ articleId, trashedAt: now }),
    await addResponse({ articleId, deletedAt: now }),
    999_999,
  ];
  for (const parent of parents) {
    await expect(post(writer, articleId, 'A reply', parent)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('no longer there'),
    });
  }
  for (const parent of [1.5, -1, 2 ** 60]) {
    await expect(post(writer, articleId, 'A reply', parent)).rejects.toBeInstanceOf(PersonError);
  }
  for (const text of ['', '\u202e', 'x'.repeat(1_000_000), `${'Z\u0317'.repeat(20_000)}`]) {
    await expect(post(writer, articleId, text)).rejects.toMatchObject({ code: 'invalid' });
  }
  expect(await db.$count(response, eq(response.userId, writer.id))).toBe(0);
  const hostile = `<script>alert(1)</script> ${'>'.repeat(9000)} \u202eevil \u0000 Z${'\u0317'.repeat(500)}`;
  expect((await post(writer, articleId, hostile)).outcome).toBe('approved');
});

test('what stands under articles that are not for everybody is told to nobody', async () => {
  await testDatabase();
  const day = 86_400_000;
  const open = await addArticle();
  const id = await addResponse({ articleId: open });
  expect(await listStanding(open)).toEqual([{ id, parentId: null }]);
  const closed = [
    await addArticle({ status: 'draft', publishedAt: null }),
    await addArticle({ status: 'archived' }),
    await addArticle({ visibility: 'private' }),
    await addArticle({ visibility: 'password', passwordHash: 'x:y' }),
    await addArticle({ status: 'scheduled', publishedAt: new Date(Date.now() + day) }),
  ];
  const reader = await addUser();
  for (const articleId of closed) {
    const hidden = await addResponse({ articleId });
    expect(await listStanding(articleId)).toEqual([]);
    expect(await getResponse(hidden)).toBeNull();
    expect(await getDiscussion(articleId)).toBeNull();
    // The sentence is the one for a response that never was.
    const none = 'This response is no longer there.';
    await expect(likeResponse({ actor: reader, id: hidden })).rejects.toMatchObject({ message: none });
    await expect(getSource(reader, hidden)).rejects.toMatchObject({ message: none });
    await expect(deleteResponse({ actor: reader, id: hidden })).rejects.toMatchObject({ message: none });
  }
});

test('a script is told when it may go on; anonymous previews are counted by network', async () => {
  await testDatabase();
  process.env.AUTH_SECRET = 'x'.repeat(40);
  const articleId = await addArticle();
  const [writer, reader] = [await addUser(), await addUser()];
  const id = await addResponse({ articleId, userId: writer.id });
  const soon = {
    code: 'refused',
    message: expect.stringMatching(/ Try again in (\d+ (seconds|minutes)|a second|a minute)\.$/),
  };
  const address = '203.0.113.90';
  const anonymous = { kind: 'anonymous' } as const;
  const tries: [times: number, run: () => Promise<unknown>][] = [
    [60, () => likeResponse({ actor: reader, id })],
    [60, () => previewResponse({ actor: reader, text: 'Words' })],
    [120, () => previewResponse({ actor: anonymous, text: 'Words', origin: { address, userAgent: '' } })],
    [60, () => followThread({ actor: reader, articleId })],
    [60, () => muteWriter({ actor: reader, userId: writer.id })],
    [30, () => reportResponse({ actor: reader, id, reason: 'spam' }).catch(expectConflict)],
    [20, () => appealDecision({ actor: reader, id, text: 'Please' }).catch(expectGone)],
  ];
  for (const [times, run] of tries) {
    for (let n = 0; n < times; n++) await run();
    await expect(run()).rejects.toMatchObject(soon);
  }
  // Another person, another network.
  await likeResponse({ actor: await addUser(), id });
  await previewResponse({ actor: anonymous, text: 'Words', origin });
  expect(JSON.stringify(await db.select().from(rateLimit))).not.toContain(address);
});

const unless = (code: string) => (error: unknown) => {
  if (!(error instanceof PersonError && error.code === code)) throw error;
};
const expectConflict = unless('conflict');
const expectGone = unless('not_found');
