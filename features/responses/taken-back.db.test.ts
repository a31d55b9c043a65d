import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event, response, responseVerdict, responseVersion } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser, changeSetting, origin, trustAll } from '#db/test-fixture';
import { exportAccount } from '#features/accounts/queries';
import { markSpam, undoDecision } from '#features/moderation/commands';
import { listNotifications } from '#features/notifications/queries';
import { appealDecision, deleteResponse, editResponse } from './commands.ts';
import { post } from './fixture.ts';
import { getMine, getThread } from './queries.ts';

const rowOf = async (id: number) => (await db.select().from(response).where(eq(response.id, id)))[0];

test('what one deletes leaves a line where somebody replied, and nothing elsewhere', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const [writer, other] = [await addUser(), await addUser()];
  const { response: top } = await post(writer, articleId, 'Top');
  const { response: reply } = await post(other, articleId, 'Reply', top.id);
  await deleteResponse({ actor: writer, id: top.id });
  await deleteResponse({ actor: writer, id: top.id });
  const thread = await getThread(articleId);
  expect(thread).toMatchObject({
    total: 1,
    responses: [{ id: top.id, state: 'deleted', name: '', userId: null, link: null, replies: [{ id: reply.id }] }],
  });
  const nothing = { source: null, submission: null, body: { type: 'doc', content: [{ type: 'paragraph' }] } };
  expect(await rowOf(top.id)).toMatchObject(nothing);
  expect(await db.$count(event, eq(event.name, 'response.delete'))).toBe(1);
  await expect(post(other, articleId, 'To what is gone', top.id)).rejects.toThrow(/no longer there/);

  await deleteResponse({ actor: other, id: reply.id });
  expect(await getThread(articleId)).toMatchObject({ total: 0, pages: 1, responses: [] });
  expect(await rowOf(reply.id)).toMatchObject({ ...nothing, trashedAt: expect.any(Date) });
  expect((await getMine(other, articleId)).held).toEqual([]);
  expect((await post(other, articleId, 'Reply')).outcome).toBe('approved');
});

test('what one deletes is erased with all it ever said, and that it was rejected is not forgotten', async () => {
  await testDatabase();
  await trustAll();
  await changeSetting('suspectWords', ['lighthouse']);
  const articleId = await addArticle();
  const writer = await addUser();
  const { response: first } = await post(writer, articleId, 'Secret harbour');
  await editResponse({ actor: writer, id: first.id, text: 'Secret lighthouse', origin });
  expect(await db.$count(responseVersion)).toBe(1);
  expect(JSON.stringify(await db.select().from(responseVerdict))).toContain('lighthouse');
  await db.update(response).set({ approvedAt: null, heldAt: null, spamAt: new Date() });
  await deleteResponse({ actor: writer, id: first.id });
  const kept = [
    await db.select().from(response),
    await db.select().from(responseVersion),
    await db.select().from(responseVerdict),
    await exportAccount(writer),
  ];
  expect(JSON.stringify(kept)).not.toMatch(/Secret|lighthouse|harbour/i);
  expect(await post(writer, articleId, 'Something else')).toMatchObject({ outcome: 'held', reason: 'whyRejected' });
});

test('what the filter takes for spam waits, can be changed, and is no decision to appeal against', async () => {
  await testDatabase();
  await trustAll();
  await changeSetting('blockedWords', ['casino']);
  const articleId = await addArticle();
  const [writer, moderator] = [await addUser(), await addUser('moderator')];
  const { response: posted, outcome } = await post(writer, articleId, 'The old casino of the harbour');
  expect(outcome).toBe('held');
  const mine = async () => (await getMine(writer, articleId)).held;
  expect(await mine()).toMatchObject([{ outcome: 'held', canAppeal: false }]);
  expect((await getMine(writer, articleId)).editable).toMatchObject([{ id: posted.id }]);
  const appeal = { actor: writer, id: posted.id, text: 'It is a building' };
  await expect(appealDecision(appeal)).rejects.toMatchObject({ code: 'conflict', message: /No moderator has decided/ });
  await editResponse({ actor: writer, id: posted.id, text: 'The old house of the harbour', origin });
  expect(await mine()).toMatchObject([{ outcome: 'held', canAppeal: false }]);

  // A decision, taken back, leaves it as it was; one that stands can be appealed against.
  const { decisionIds } = await markSpam({ actor: moderator, ids: [posted.id] });
  expect(await mine()).toMatchObject([{ outcome: 'hidden', canAppeal: true }]);
  expect(await listNotifications(writer)).toMatchObject([{ kind: 'hidden', detail: { decision: 'spam' } }]);
  await expect(editResponse({ actor: writer, id: posted.id, text: 'Once more' })).rejects.toThrow(/taken .* down/);
  await undoDecision({ actor: moderator, decisionIds });
  expect(await mine()).toMatchObject([{ outcome: 'held', canAppeal: false }]);
  await markSpam({ actor: moderator, ids: [posted.id] });
  await appealDecision(appeal);
  expect(await mine()).toMatchObject([{ outcome: 'hidden', canAppeal: false }]);
});

test('the writer is told when a moderator changes the words, and nobody of their own change', async () => {
  await testDatabase();
  const articleId = await addArticle({ headline: 'Rules' });
  const [writer, moderator] = [await addUser(), await addUser('moderator')];
  const id = await addResponse({ articleId, userId: writer.id });
  await editResponse({ actor: writer, id, text: 'My own words', origin });
  expect(await listNotifications(writer)).toEqual([]);
  await editResponse({ actor: moderator, id, text: 'Redacted' });
  expect(await listNotifications(writer)).toMatchObject([{ kind: 'edited', response: { id, excerpt: 'Redacted' } }]);
  const own = await addResponse({ articleId, userId: moderator.id });
  await editResponse({ actor: moderator, id: own, text: 'Of my own' });
  expect(await listNotifications(moderator)).toEqual([]);
});
