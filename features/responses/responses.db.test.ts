import { and, eq, like, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import {
  article,
  event,
  response,
  responseLike,
  responseVersion,
  tagExpiry,
  threadFollow,
  user,
} from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser, changeSetting, origin, trustAll } from '#db/test-fixture';
import {
  appealDecision,
  claimResponses,
  deleteResponse,
  editResponse,
  likeResponse,
  muteWriter,
  postResponse,
  reportResponse,
  unlikeResponse,
} from './commands.ts';
import { post } from './fixture.ts';
import { forgetNetworks } from './jobs.ts';
import { getMine, getResponse, getSource, getThread, listNewestResponses } from './queries.ts';

const rowOf = async (id: number) => (await db.select().from(response).where(eq(response.id, id)))[0];
const expiredAt = async (articleId: number) =>
  (
    await db
      .select()
      .from(tagExpiry)
      .where(eq(tagExpiry.tag, `responses:${articleId}`))
  )[0]?.expiredAt.getTime() ?? 0;
const later = (minutes: number) => sql`now() - make_interval(mins => ${minutes}::int)`;

test('a response is stored with its source, followed, logged, and stands in the thread', async () => {
  await testDatabase();
  process.env.AUTH_SECRET = 'x'.repeat(40);
  await trustAll();
  const articleId = await addArticle();
  const writer = await addUser();
  const posted = await post(writer, articleId, 'Hello **you**\r\nthere');
  expect(posted).toMatchObject({
    outcome: 'approved',
    reason: null,
    response: { name: writer.name, userId: writer.id },
  });
  const row = await rowOf(posted.response.id);
  expect(row).toMatchObject({ source: 'Hello **you**\nthere', kind: 'comment', userId: writer.id });
  expect(row?.network).toMatch(/^[\w-]{27}$/);
  expect(await db.$count(threadFollow, eq(threadFollow.userId, writer.id))).toBe(1);
  expect(await db.$count(event, eq(event.name, 'response.post'))).toBe(1);
  expect(await expiredAt(articleId)).toBeGreaterThan(0);
  const thread = await getThread(articleId);
  expect(thread).toMatchObject({ total: 1, pages: 1, responses: [{ id: posted.response.id, staff: false }] });
  expect(thread?.responses[0]).toEqual(posted.response);
  expect(await getSource(writer, posted.response.id)).toBe('Hello **you**\nthere');
  expect(await getMine(writer, articleId)).toMatchObject({ own: [posted.response.id], follows: true, held: [] });
});

test('the first response of a new account waits, and only its writer sees it', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const [writer, other] = [await addUser(), await addUser()];
  const posted = await post(writer, articleId);
  expect(posted).toMatchObject({ outcome: 'held', reason: expect.stringMatching(/^why/) });
  expect(await getThread(articleId)).toMatchObject({ total: 0, responses: [] });
  expect(await getResponse(posted.response.id)).toBeNull();
  expect((await getMine(writer, articleId)).held).toMatchObject([
    { id: posted.response.id, outcome: 'held', reason: posted.reason, canAppeal: false },
  ]);
  expect((await getMine(other, articleId)).held).toEqual([]);
  expect(await expiredAt(articleId)).toBe(0);
});

test('staff are marked and never wait', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const posted = await post(await addUser('editor'), articleId);
  expect(posted).toMatchObject({ outcome: 'approved', response: { staff: true } });
  const contributor = await post(await addUser('contributor'), articleId);
  expect(contributor.response.staff).toBe(false);
});

test('the same form sent twice, one after the other and at once, is one response', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const [writer, other] = [await addUser(), await addUser()];
  const input = { articleId, text: 'Only once', submission: 'the-same-form' };
  const both = await Promise.all([1, 2, 3].map(() => postResponse({ actor: writer, input, origin })));
  const again = await postResponse({ actor: writer, input, origin });
  expect(new Set([...both, again].map(({ response: { id } }) => id)).size).toBe(1);
  expect(again.response).toEqual(both[0]?.response);
  expect(await db.$count(response)).toBe(1);
  await expect(postResponse({ actor: other, input, origin })).rejects.toMatchObject({ code: 'refused' });
  // Also where the article was closed since.
  await db.update(article).set({ commentPolicy: 'closed' });
  expect((await postResponse({ actor: writer, input, origin })).response.id).toBe(again.response.id);
});

test('two servers that get the same form at once store it once', async () => {
  const { sql: connection } = await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const writer = await addUser();
  const input = { articleId, text: 'Only once', submission: 'the-same-form' };
  // The other server has inserted and not committed when ours looks.
  const theirs = await connection.reserve();
  await theirs`begin`;
  await theirs`insert into response (article_id, kind, user_id, body, source, submission, created_at, approved_at)
    values (${articleId}, 'comment', ${writer.id}, '{"type":"doc","content":[{"type":"paragraph"}]}', 'Only once', 'the-same-form', now(), now())`;
  const ours = postResponse({ actor: writer, input, origin });
  await expect
    .poll(async () => {
      const [waiting] = await connection`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting?.n;
    })
    .toBe(1);
  await theirs`commit`;
  theirs.release();
  expect(await ours).toMatchObject({ outcome: 'approved' });
  expect(await db.$count(response)).toBe(1);
});

test('an edit keeps the former text, is judged, and is over after a quarter of an hour', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const writer = await addUser();
  const { response: first } = await post(writer, articleId, 'First words');
  const before = await expiredAt(articleId);
  const edited = await editResponse({ actor: writer, id: first.id, text: 'Second words', origin });
  expect(edited).toMatchObject({ outcome: 'approved', response: { id: first.id, editedAt: expect.any(String) } });
  expect(await db.select().from(responseVersion)).toMatchObject([{ responseId: first.id, body: first.body }]);
  expect(await expiredAt(articleId)).toBeGreaterThan(before);
  await editResponse({ actor: writer, id: first.id, text: 'Second words', origin });
  expect(await db.$count(responseVersion)).toBe(1);

  const links = 'See https://one.example/a and https://two.example/b and https://three.example/c';
  const held = await editResponse({ actor: writer, id: first.id, text: links, origin });
  expect(held).toMatchObject({ outcome: 'held', reason: 'whyLinks' });
  expect(await getThread(articleId)).toMatchObject({ total: 0 });
  // Harmless again does not take it out of the queue.
  expect(await editResponse({ actor: writer, id: first.id, text: 'Third words', origin })).toMatchObject({
    outcome: 'held',
  });

  await db.update(response).set({ createdAt: later(16), heldAt: null });
  await expect(editResponse({ actor: writer, id: first.id, text: 'Too late' })).rejects.toThrow(/15 minutes/);
  await expect(getSource(writer, first.id)).rejects.toThrow(/15 minutes/);
  expect((await getMine(writer, articleId)).editable).toEqual([]);
  const moderator = await addUser('moderator');
  await editResponse({ actor: moderator, id: first.id, text: 'Redacted' });
  expect((await getThread(articleId))?.responses[0]?.body.content?.[0]?.content?.[0]?.text).toBe('Redacted');
});

test('likes are counted once a person, also by many at once', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const writer = await addUser();
  const { response: liked } = await post(writer, articleId);
  const readers = await Promise.all(Array.from({ length: 6 }, () => addUser()));
  await Promise.all(
    readers.flatMap((actor) => [likeResponse({ actor, id: liked.id }), likeResponse({ actor, id: liked.id })]),
  );
  expect((await rowOf(liked.id))?.likes).toBe(6);
  const [first] = readers;
  if (!first) throw new Error('Nobody was made.');
  expect(await likeResponse({ actor: first, id: liked.id })).toEqual({ likes: 6 });
  expect(await unlikeResponse({ actor: first, id: liked.id })).toEqual({ likes: 5 });
  expect(await unlikeResponse({ actor: first, id: liked.id })).toEqual({ likes: 5 });
  expect(await db.$count(responseLike)).toBe(5);
  await expect(likeResponse({ actor: writer, id: liked.id })).rejects.toThrow(/of your own/);
  expect((await getMine(readers[1] ?? first, articleId)).liked).toEqual([liked.id]);
});

test('one reports once, and appeals once', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const [writer, other] = [await addUser(), await addUser()];
  const { response: posted } = await post(writer, articleId);
  const report = { actor: other, id: posted.id, reason: 'abuse', text: 'It is\u202e rude' };
  await expect(reportResponse({ ...report, reason: 'because' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(reportResponse({ ...report, text: 'x'.repeat(2001) })).rejects.toMatchObject({ code: 'invalid' });
  await reportResponse(report);
  await expect(reportResponse(report)).rejects.toMatchObject({ code: 'conflict' });

  const appeal = { actor: writer, id: posted.id, text: 'It should stand' };
  await expect(appealDecision(appeal)).rejects.toMatchObject({ code: 'conflict' });
  await db.update(response).set({ approvedAt: null });
  expect((await getMine(writer, articleId)).held).toMatchObject([{ outcome: 'hidden', canAppeal: true }]);
  await expect(appealDecision({ ...appeal, actor: other })).rejects.toMatchObject({ code: 'not_found' });
  await expect(appealDecision({ ...appeal, text: ' \u200b ' })).rejects.toMatchObject({ code: 'invalid' });
  await appealDecision(appeal);
  await expect(appealDecision(appeal)).rejects.toMatchObject({ code: 'conflict' });
  expect((await getMine(writer, articleId)).held).toMatchObject([{ outcome: 'hidden', canAppeal: false }]);
});

test('imported comments are claimed by who has their address, once', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const hash = '973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b';
  const id = await addResponse({ articleId, guestName: 'Old name', guestEmailHash: hash, source: null });
  const gone = await addResponse({ articleId, guestEmailHash: hash, writerGoneAt: new Date() });
  const writer = await addUser();
  expect(await claimResponses({ userId: writer.id, email: 'TEST@example.com' })).toBe(1);
  expect(await claimResponses({ userId: writer.id, email: 'test@example.com' })).toBe(0);
  expect(await getResponse(id)).toMatchObject({ name: writer.name, userId: writer.id });
  expect(await getResponse(gone)).toMatchObject({ name: '', userId: null, writerGone: true });
  expect(await expiredAt(articleId)).toBeGreaterThan(0);
  await expect(editResponse({ actor: writer, id, text: 'New' })).rejects.toThrow(/another site/);
});

test('threads by oldest, newest and likes, fifty a page, with orphans at the top', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const ids: number[] = [];
  for (let index = 0; index < 120; index++) {
    ids.push(await addResponse({ articleId, createdAt: at(index), likes: index === 77 ? 9 : 0 }));
  }
  const reply = await addResponse({ articleId, parentId: ids[119] ?? 0, createdAt: at(500) });
  const hidden = await addResponse({ articleId, createdAt: at(501), approvedAt: null, heldAt: at(501) });
  const orphan = await addResponse({ articleId, parentId: hidden, createdAt: at(502) });
  const first = await getThread(articleId);
  expect(first).toMatchObject({ total: 122, pages: 3, page: 1, order: 'oldest' });
  expect(first?.responses.map(({ id }) => id)).toEqual(ids.slice(0, 50));
  const last = await getThread(articleId, 3);
  expect(last?.responses.map(({ id }) => id)).toEqual([...ids.slice(100), orphan]);
  expect(last?.responses.at(-2)?.replies).toMatchObject([{ id: reply }]);
  expect((await getThread(articleId, 1, 'newest'))?.responses.slice(0, 2).map(({ id }) => id)).toEqual([
    orphan,
    ids[119],
  ]);
  expect((await getThread(articleId, 1, 'liked'))?.responses.slice(0, 2).map(({ id }) => id)).toEqual([
    ids[77],
    ids[0],
  ]);
  expect(await getThread(articleId, 4)).toBeNull();
  expect(await getThread(articleId, 0)).toBeNull();
  expect(await getThread(articleId, 1.5)).toBeNull();
  expect(await getResponse(reply)).toMatchObject({ articleId, page: 3, parentId: ids[119], slug: expect.any(String) });
  expect(await getResponse(ids[50] ?? 0)).toMatchObject({ page: 2 });
  expect((await listNewestResponses(articleId, 2)).map(({ id, parentId, page }) => [id, parentId, page])).toEqual([
    [orphan, null, 3],
    [reply, ids[119], 3],
  ]);
});

test('a line of what was taken back stands only as far as replies need it', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const deletedAt = new Date();
  const top = await addResponse({ articleId, deletedAt });
  const middle = await addResponse({ articleId, deletedAt, parentId: top });
  const leaf = await addResponse({ articleId, parentId: middle });
  const empty = await addResponse({ articleId, deletedAt, parentId: top });
  await addResponse({ articleId, deletedAt, parentId: empty });
  await addResponse({ articleId, deletedAt });
  const thread = await getThread(articleId);
  expect(thread).toMatchObject({
    total: 1,
    responses: [{ id: top, state: 'deleted', replies: [{ id: middle, state: 'deleted', replies: [{ id: leaf }] }] }],
  });
  expect(thread?.responses).toHaveLength(1);
  expect(thread?.responses[0]?.replies).toHaveLength(1);
});

test('a thread of ten thousand replies to each other is read', async () => {
  const { sql: connection } = await testDatabase();
  const articleId = await addArticle();
  const first = await addResponse({ articleId });
  await connection`
    insert into response (article_id, kind, body, created_at, approved_at, parent_id)
    select ${articleId}, 'comment', '{"type":"doc","content":[{"type":"paragraph"}]}', now() + n * interval '1 ms', now(), ${first}::bigint + n - 1
    from generate_series(1, 9999) n`;
  expect(await getThread(articleId)).toMatchObject({ total: 10_000, pages: 1 });
});

test('the network of a response is forgotten after a month', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const network = 'the same';
  const young = await addResponse({ articleId, network });
  const old = await addResponse({ articleId, network, createdAt: new Date(Date.now() - 31 * 86_400_000) });
  await forgetNetworks();
  expect([(await rowOf(young))?.network, (await rowOf(old))?.network]).toEqual([network, null]);
});

test('mute and follow are one’s own', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const [one, two] = [await addUser(), await addUser()];
  await addResponse({ articleId, userId: two.id });
  await muteWriter({ actor: one, userId: two.id });
  await muteWriter({ actor: one, userId: two.id });
  await expect(muteWriter({ actor: one, userId: one.id })).rejects.toThrow(/yourself/);
  await expect(muteWriter({ actor: one, userId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  expect((await getMine(one, articleId)).muted).toEqual([two.id]);
  expect((await getMine(two, articleId)).muted).toEqual([]);
});

test('read-only mode, closed articles and the rest say so', async () => {
  await testDatabase();
  await trustAll();
  const writer = await addUser('editor');
  const day = 86_400_000;
  const cases: [Parameters<typeof addArticle>[0], RegExp][] = [
    [{ commentPolicy: 'closed' }, /closed to responses/],
    [
      { commentPolicy: 'closed_after', commentDays: 3, publishedAt: new Date(Date.now() - 4 * day) },
      /time for responses/,
    ],
    [{ visibility: 'password', passwordHash: 'x:y' }, /password/],
    [{ visibility: 'private' }, /no longer there/],
    [{ status: 'archived' }, /no longer there/],
    [{ publishedAt: new Date(Date.now() + day) }, /no longer there/],
    [{ kind: 'page' }, /page/],
  ];
  for (const [values, sentence] of cases) {
    await expect(post(writer, await addArticle(values))).rejects.toThrow(sentence);
  }
  const open = await addArticle({
    commentPolicy: 'closed_after',
    commentDays: 5,
    publishedAt: new Date(Date.now() - 4 * day),
  });
  const { response: posted } = await post(writer, open);
  await expect(post(writer, 999_999)).rejects.toMatchObject({ code: 'not_found' });
  await expect(post({ ...writer, name: null }, open)).rejects.toThrow(/name/);
  await changeSetting('readOnly', true);
  await expect(post(writer, open)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(editResponse({ actor: writer, id: posted.id, text: 'New' })).rejects.toMatchObject({
    code: 'unavailable',
  });
  await expect(likeResponse({ actor: await addUser(), id: posted.id })).rejects.toMatchObject({ code: 'unavailable' });
  await deleteResponse({ actor: writer, id: posted.id });
  expect(await db.$count(user, like(user.email, '%paper.example'))).toBeGreaterThan(0);
  expect(await db.$count(response, and(eq(response.articleId, open), sql`deleted_at is null`))).toBe(0);
});
