import { expect, test } from 'vitest';
import { db } from '#db/client';
import { responseAppeal, responseReport } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import { markRead } from '#features/notifications/commands';
import { listNotifications } from '#features/notifications/queries';
import { deleteResponse } from '#features/responses/commands';
import { approveResponses, banWriter, hideResponses, markSpam, undoDecision } from './commands.ts';
import { stateOf, world } from './fixture.ts';
import { countQueue } from './queries.ts';

test('undo restores everything: state, filter, reports, the appeal, and takes the notice back', async () => {
  const { sql, one, two, notices, word, add, writer } = await world();
  const id = await add('public', 'Winning lottery tickets');
  await db.insert(responseReport).values({ responseId: id, userId: two.id, reason: 'spam' });
  await hideResponses({ actor: one, ids: [id] });
  await db.insert(responseAppeal).values({ responseId: id, userId: writer.id, text: 'Please look again' });
  const { decisionIds } = await markSpam({ actor: one, ids: [id] });
  expect(await stateOf(id)).toBe('spam');
  expect(await word('lottery')).toMatchObject({ spam: 1 });
  expect(await word('')).toMatchObject({ spam: 1 });
  expect(await sql`select outcome from response_appeal`).toMatchObject([{ outcome: 'upheld' }]);
  expect(await notices()).toEqual(['hidden', 'appealed']);

  await undoDecision({ actor: two, decisionIds });
  expect(await stateOf(id)).toBe('hidden');
  expect(await word('lottery')).toMatchObject({ spam: 0, ham: 0 });
  expect(await word('')).toMatchObject({ spam: 0 });
  expect(await sql`select outcome, decided_at from response_appeal`).toMatchObject([
    { outcome: null, decided_at: null },
  ]);
  expect(await notices()).toEqual(['hidden']);
  // A decision is undone once, and the one before it is no longer the last.
  await expect(undoDecision({ actor: one, decisionIds })).rejects.toThrow('Moderator two undid the last decision');
});

test('who has learned of a decision is told that it was taken back, and how the response stands', async () => {
  const { sql, one, writer, add } = await world();
  const undone = async (state: Parameters<typeof add>[0], decide: typeof hideResponses) => {
    const id = await add(state);
    const { decisionIds } = await decide({ actor: one, ids: [id] });
    await markRead({ actor: writer, ids: 'all' });
    await undoDecision({ actor: one, decisionIds });
    return (await listNotifications(writer)).filter(({ response }) => response?.id === id);
  };
  for (const [before, decide, state] of [
    ['public', hideResponses, 'public'],
    ['waiting', approveResponses, 'waiting'],
    ['hidden', approveResponses, 'hidden'],
    ['public', markSpam, 'public'],
  ] as const)
    expect((await undone(before, decide))[0]).toMatchObject({ kind: 'undone', detail: { state }, read: false });
  // A ban is told with one response, and so is its end.
  const shown = await add('public');
  const { decisionIds } = await banWriter({ actor: one, userId: writer.id, reason: '', responseId: shown });
  await sql`update notification set mailed_at = now()`;
  await undoDecision({ actor: one, decisionIds });
  expect((await listNotifications(writer)).filter(({ response }) => response?.id === shown)).toMatchObject([
    { kind: 'undone' },
    { kind: 'hidden' },
  ]);
});

test('what its writer took back is not brought back by undoing', async () => {
  const { one, writer, add, word } = await world();
  const id = await add('public', 'Winning lottery tickets');
  const { decisionIds } = await markSpam({ actor: one, ids: [id] });
  await deleteResponse({ actor: writer, id });
  await expect(undoDecision({ actor: one, decisionIds })).rejects.toThrow('taken it back');
  expect(await word('')).toMatchObject({ spam: 1 });
});

test('what the filter took for spam is decided by saying so, and the writer is told', async () => {
  const { sql, one, notices, add, word } = await world();
  const id = await add('spam', 'Winning lottery tickets');
  await expect(markSpam({ actor: one, ids: [id] })).rejects.toThrow('stands so already');
  await sql`update response set spam_at = created_at`;
  await markSpam({ actor: one, ids: [id] });
  expect(await word('lottery')).toMatchObject({ spam: 1 });
  expect(await notices()).toEqual(['hidden']);
  await expect(markSpam({ actor: one, ids: [id] })).rejects.toThrow('You marked this as spam');
});

test('reports are answered by a decision and open again when it is undone', async () => {
  const { sql, one, two, add } = await world();
  const id = await add('public');
  await db.insert(responseReport).values({ responseId: id, userId: two.id, reason: 'abuse', text: 'Rude' });
  expect(await countQueue(one)).toMatchObject({ reported: 1 });
  const { decisionIds, articleIds } = await approveResponses({ actor: one, ids: [id] });
  expect(articleIds).toEqual([]);
  expect(await countQueue(one)).toMatchObject({ reported: 0 });
  await undoDecision({ actor: one, decisionIds });
  expect(await sql`select resolved_at from response_report`).toEqual([{ resolved_at: null }]);
});

test('a ban is taken back by nobody who could not have lifted it', async () => {
  await testDatabase();
  const [administrator, banned, colleague] = [
    await addUser('administrator'),
    await addUser('moderator'),
    await addUser('moderator'),
  ];
  const { decisionIds } = await banWriter({ actor: administrator, userId: banned.id, reason: 'Enough' });
  await expect(undoDecision({ actor: colleague, decisionIds })).rejects.toThrow('higher rank');
  expect((await undoDecision({ actor: administrator, decisionIds })).stale).toEqual([]);
});
