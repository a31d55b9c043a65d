import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { response } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
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
import { addArticle, addResponse, addUser, type Person, post, trustAll } from './fixture.ts';
import { getSource } from './queries.ts';

/*
 * Who may do what. Each command is tried by everybody on a response that a reader wrote a moment ago: by its writer
 * (`own`), by the same one banned, and by others. `late` is the same an hour later, `taken down` after a moderator has
 * hidden it.
 */
const everybody = [
  'anonymous',
  'operator',
  'own',
  'own banned',
  'banned',
  'reader',
  'contributor',
  'author',
  'editor',
  'moderator',
  'administrator',
] as const;
type Who = (typeof everybody)[number];

const people: readonly Who[] = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'];
const accounts: readonly Who[] = ['own', 'own banned', 'banned', ...people];
const moderators: readonly Who[] = ['operator', 'moderator', 'administrator'];

type Case = { actor: Actor; articleId: number; id: number; writer: string };
type State = 'fresh' | 'late' | 'taken down';

const table: [command: string, state: State, may: readonly Who[], run: (given: Case) => unknown][] = [
  ['post', 'fresh', ['own', ...people], ({ actor, articleId }) => post(actor, articleId)],
  ['reply', 'fresh', ['own', ...people], ({ actor, articleId, id }) => post(actor, articleId, undefined, id)],
  ['preview', 'fresh', everybody, ({ actor }) => previewResponse({ actor, text: 'Words' })],
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
  ['appeal', 'fresh', [], ({ actor, id }) => appealDecision({ actor, id, text: 'Please' })],
  ['follow', 'fresh', ['own', ...people], ({ actor, articleId }) => followThread({ actor, articleId })],
  ['unfollow', 'fresh', accounts, ({ actor, articleId }) => unfollowThread({ actor, articleId })],
  ['mute', 'fresh', ['banned', ...people], ({ actor, writer }) => muteWriter({ actor, userId: writer })],
  ['unmute', 'fresh', accounts, ({ actor, writer }) => unmuteWriter({ actor, userId: writer })],
];

async function actorsFor(writer: Person): Promise<Record<Who, Actor>> {
  const made = await Promise.all(people.map(async (role) => [role, await addUser(role as Person['role'])] as const));
  return {
    ...(Object.fromEntries(made) as Record<Who, Actor>),
    anonymous: { kind: 'anonymous' },
    operator: { kind: 'operator' },
    own: writer,
    'own banned': { ...writer, banned: true },
    banned: { ...(await addUser()), banned: true },
  };
}

test('who may do what', async () => {
  await testDatabase();
  await trustAll();
  const writer = await addUser();
  const actors = await actorsFor(writer);
  for (const [command, state, may, run] of table) {
    const allowed: Who[] = [];
    for (const who of everybody) {
      const articleId = await addArticle();
      const id = await addResponse({ articleId, userId: writer.id });
      if (state === 'late')
        await db.update(response).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(response.id, id));
      if (state === 'taken down') await db.update(response).set({ approvedAt: null }).where(eq(response.id, id));
      const problem = await Promise.resolve()
        .then(() => run({ actor: actors[who], articleId, id, writer: writer.id }))
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (problem === null) allowed.push(who);
      else {
        expect(problem, `${command} by ${who}`).toBeInstanceOf(PersonError);
        expect((problem as PersonError).message).toMatch(/^[A-Z].*[.]$/);
      }
    }
    expect(allowed.sort(), `${command}, ${state}`).toEqual([...may].sort());
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
