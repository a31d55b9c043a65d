import { expect, test } from 'vitest';
import { db } from '#db/client';
import { responseAppeal } from '#db/schema/index';
import { addUser } from '#db/test-fixture';
import type { Actor, Role } from '#lib/actor';
import {
  approveResponses,
  banWriter,
  hideResponses,
  judge,
  markSpam,
  trashResponses,
  unbanWriter,
  undoDecision,
  upholdDecisions,
} from './commands.ts';
import { addResponse, stateOf, submissionOf, world } from './fixture.ts';
import { countQueue, getQueue, getQueueNews } from './queries.ts';

test('each decision puts a response where it belongs, logs who and why, tells the writer, expires the page', async () => {
  const { sql, articleId, one, notices, expired, add } = await world();
  const waiting = [await add('waiting'), await add('waiting'), await add('waiting'), await add('waiting')] as const;
  await approveResponses({ actor: one, ids: [waiting[0]] });
  expect(await expired()).toEqual([`responses:${articleId}`]);
  await hideResponses({ actor: one, ids: [waiting[1]], reason: ' Off the subject. ' });
  await markSpam({ actor: one, ids: [waiting[2]] });
  await trashResponses({ actor: one, ids: [waiting[3]] });
  expect(await Promise.all(waiting.map(stateOf))).toEqual(['public', 'hidden', 'spam', 'trash']);
  expect(await notices()).toEqual(['approved', 'hidden', 'hidden', 'hidden']);
  const log = await sql`select name, actor, subject, detail ->> 'reason' as reason from event order by id`;
  expect(log.map((row) => row.name)).toEqual(['approve', 'hide', 'spam', 'trash'].map((name) => `moderation.${name}`));
  expect(log[1]).toMatchObject({
    actor: `user:${one.id}`,
    subject: `response:${waiting[1]}`,
    reason: 'Off the subject.',
  });
});

test('a takedown expires the page at once; what waited and is hidden touches no page', async () => {
  const { sql, one, expired, articleId, add } = await world();
  const waiting = await add('waiting');
  await hideResponses({ actor: one, ids: [waiting] });
  expect(await expired()).toEqual([]);
  const heard: string[] = [];
  const { unlisten } = await sql.listen('broadsheet_expiry', (payload) => heard.push(payload));
  await hideResponses({ actor: one, ids: [await add('public')] });
  await approveResponses({ actor: one, ids: [waiting] });
  await expect
    .poll(() => heard.map((payload) => JSON.parse(payload)))
    .toEqual([
      { tags: [`responses:${articleId}`], at: [expect.any(Number)], gently: false },
      { tags: [`responses:${articleId}`], at: [expect.any(Number)], gently: true },
    ]);
  await unlisten();
});

test('of two moderators the second is told who was first, and what they did', async () => {
  const { sql, one, two, add } = await world();
  const id = await add('waiting');
  const seen = async (actor: Actor) =>
    Object.fromEntries((await getQueue(actor, 'waiting')).entries.map((entry) => [entry.id, entry.seen]));
  const [ofOne, ofTwo] = [await seen(one), await seen(two)];
  await approveResponses({ actor: one, ids: [id], seen: ofOne });
  await expect(markSpam({ actor: two, ids: [id], seen: ofTwo })).rejects.toMatchObject({
    code: 'conflict',
    message: 'Moderator one approved this a moment ago. Nothing was changed now.',
  });
  await expect(approveResponses({ actor: one, ids: [id], seen: ofOne })).rejects.toThrow(
    'You approved this a moment ago.',
  );
  expect(await stateOf(id)).toBe('public');
  const news = await getQueueNews(two, { tab: 'waiting', ids: [id], mark: '' });
  expect(news.entries).toMatchObject([{ id, state: 'public', decision: { what: 'approve', by: 'Moderator one' } }]);
  expect(news.entries[0]?.seen).not.toBe(ofTwo[id]);

  // At the same time: one of them wins, whoever it is.
  const other = await add('waiting');
  const both = await seen(one);
  const results = await Promise.allSettled([
    approveResponses({ actor: one, ids: [other], seen: both }),
    hideResponses({ actor: two, ids: [other], seen: both }),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await sql`select count(*)::int from event where subject = ${`response:${other}`}`).toEqual([{ count: 1 }]);
});

test('what its writer changed or took back meanwhile is not decided unread', async () => {
  const { sql, one, add } = await world();
  const [edited, gone] = [await add('waiting'), await add('waiting')];
  const queue = await getQueue(one, 'waiting');
  const seen = Object.fromEntries(queue.entries.map((entry) => [entry.id, entry.seen]));
  await sql`update response set edited_at = now() where id = ${edited}`;
  await sql`update response set deleted_at = now() where id = ${gone}`;
  await expect(approveResponses({ actor: one, ids: [edited], seen })).rejects.toThrow('Read it again');
  await expect(approveResponses({ actor: one, ids: [gone], seen })).rejects.toThrow('taken it back');
  // In bulk the others are decided, and these are named.
  const good = await add('waiting');
  const outcome = await approveResponses({ actor: one, ids: [edited, good, gone], seen });
  expect(outcome).toMatchObject({ decided: [good], stale: [{ id: edited }, { id: gone }] });
});

test('the filter learns from decisions, changes its mind with them, and forgets by undo', async () => {
  const { one, word, add, articleId } = await world();
  const id = await add('waiting', 'Cheap watches at https://watches.example now');
  const { decisionIds } = await approveResponses({ actor: one, ids: [id] });
  expect(await word('watches')).toMatchObject({ ham: 1, spam: 0 });
  expect(await word('host:watches.example')).toMatchObject({ ham: 1 });
  const second = await markSpam({ actor: one, ids: [id] });
  expect(await word('watches')).toMatchObject({ ham: 0, spam: 1 });
  await expect(undoDecision({ actor: one, decisionIds })).rejects.toMatchObject({ code: 'conflict' });
  await undoDecision({ actor: one, decisionIds: second.decisionIds });
  expect(await word('watches')).toMatchObject({ ham: 1, spam: 0 });

  const trusted = await addUser();
  await addResponse({ articleId, userId: trusted.id, state: 'public' });
  const text = 'Casino bonus: cheap watches, casino bonus!';
  for (let n = 0; n < 12; n++) {
    await markSpam({ actor: one, ids: [await add('waiting', `Casino bonus ${n}, cheap watches`)] });
    await approveResponses({
      actor: one,
      ids: [await add('waiting', `A thought ${n} about the harbour and its light`)],
    });
  }
  expect(await judge(submissionOf(trusted, articleId, text))).toMatchObject({
    outcome: 'spam',
    verdicts: [{ phase: 'filter', reason: 'whyFilterSpam' }],
  });
  expect(await judge(submissionOf(trusted, articleId, 'Another thought about the light of the harbour'))).toEqual({
    outcome: 'approve',
    verdicts: [],
  });
});

test('who answered is told when a reply becomes public for the first time, and only then', async () => {
  const { sql, articleId, one, writer, add } = await world();
  const parentId = await add('public');
  const reader = await addUser();
  const reply = await addResponse({ articleId, userId: reader.id, state: 'waiting', parentId });
  const told = async () =>
    (await sql`select count(*)::int as n from notification where user_id = ${writer.id} and kind = 'reply'`)[0]?.n;
  const { decisionIds } = await approveResponses({ actor: one, ids: [reply] });
  expect(await told()).toBe(1);
  await undoDecision({ actor: one, decisionIds });
  expect(await told()).toBe(0);
  await approveResponses({ actor: one, ids: [reply] });
  await hideResponses({ actor: one, ids: [reply] });
  await approveResponses({ actor: one, ids: [reply] });
  expect(await told()).toBe(1);
});

test('a ban hides what waits of the writer and the one at hand, and is undone as a whole', async () => {
  const { sql, one, two, writer, add, expired, articleId } = await world();
  const [shown, kept, waiting] = [await add('public'), await add('public'), await add('waiting')];
  const { decisionIds } = await banWriter({ actor: one, userId: writer.id, reason: 'Threats', responseId: shown });
  expect(await Promise.all([shown, kept, waiting].map(stateOf))).toEqual(['hidden', 'public', 'hidden']);
  expect(await sql`select banned_at is not null as banned from "user" where id = ${writer.id}`).toEqual([
    { banned: true },
  ]);
  expect(await expired()).toEqual([`responses:${articleId}`]);
  await expect(banWriter({ actor: two, userId: writer.id, reason: '' })).rejects.toThrow(
    'Moderator one banned this writer',
  );
  await undoDecision({ actor: two, decisionIds });
  expect(await Promise.all([shown, kept, waiting].map(stateOf))).toEqual(['public', 'public', 'waiting']);
  expect(await sql`select banned_at from "user" where id = ${writer.id}`).toEqual([{ banned_at: null }]);
  await banWriter({ actor: one, userId: writer.id, reason: '' });
  await unbanWriter({ actor: two, userId: writer.id });
  expect(await stateOf(waiting)).toBe('hidden');
  const recent = await getQueue(one, 'recent');
  expect(recent.decisions.map(({ what, undone }) => [what, undone]).slice(0, 2)).toEqual([
    ['unban', false],
    ['ban', false],
  ]);
});

test('an appeal is answered by upholding or by letting it stand', async () => {
  const { sql, one, writer, notices, add } = await world();
  const [first, second] = [await add('hidden'), await add('spam')];
  for (const responseId of [first, second])
    await db.insert(responseAppeal).values({ responseId, userId: writer.id, text: 'It is no spam' });
  expect((await getQueue(one, 'appeals')).entries.map(({ appeal }) => appeal?.text)).toEqual([
    'It is no spam',
    'It is no spam',
  ]);
  await upholdDecisions({ actor: one, ids: [first], reason: 'It names a private address.' });
  await approveResponses({ actor: one, ids: [second] });
  expect(await Promise.all([first, second].map(stateOf))).toEqual(['hidden', 'public']);
  expect(await sql`select outcome from response_appeal order by response_id`).toMatchObject([
    { outcome: 'upheld' },
    { outcome: 'reversed' },
  ]);
  expect(await notices()).toEqual(['appealed', 'appealed']);
  await expect(upholdDecisions({ actor: one, ids: [first] })).rejects.toThrow('no appeal left');
});

test('nobody but moderators, administrators and the command line decides, or sees the queue', async () => {
  const { add, writer } = await world();
  const id = await add('waiting');
  await db.insert(responseAppeal).values({ responseId: await add('hidden'), userId: writer.id, text: 'Please' });
  const commands: Record<string, (actor: Actor) => Promise<unknown>> = {
    approve: (actor) => approveResponses({ actor, ids: [id] }),
    hide: (actor) => hideResponses({ actor, ids: [id] }),
    spam: (actor) => markSpam({ actor, ids: [id] }),
    trash: (actor) => trashResponses({ actor, ids: [id] }),
    uphold: (actor) => upholdDecisions({ actor, ids: [id] }),
    ban: (actor) => banWriter({ actor, userId: writer.id, reason: '' }),
    unban: (actor) => unbanWriter({ actor, userId: writer.id }),
    undo: (actor) => undoDecision({ actor, decisionIds: [1] }),
    queue: (actor) => getQueue(actor, 'waiting'),
    counts: (actor) => countQueue(actor),
    news: (actor) => getQueueNews(actor, { tab: 'waiting', ids: [id], mark: '' }),
  };
  const roles: Role[] = ['reader', 'contributor', 'author', 'editor'];
  const strangers: Actor[] = [
    { kind: 'anonymous' },
    ...(await Promise.all(roles.map((role) => addUser(role)))),
    { ...(await addUser('moderator')), banned: true },
    { ...(await addUser('administrator')), banned: true },
  ];
  for (const [name, command] of Object.entries(commands)) {
    for (const actor of strangers)
      await expect(command(actor), `${name} by ${JSON.stringify(actor)}`).rejects.toMatchObject({ code: 'refused' });
  }
  expect(await stateOf(id)).toBe('waiting');
  for (const actor of [{ kind: 'operator' } as const, await addUser('administrator')])
    await expect(getQueue(actor, 'waiting')).resolves.toBeDefined();
});

test('nobody bans themselves, their equals or their betters', async () => {
  const { one, two } = await world();
  const [administrator, editor, other] = [
    await addUser('administrator'),
    await addUser('editor'),
    await addUser('administrator'),
  ];
  const ban = (actor: Actor, userId: string) => banWriter({ actor, userId, reason: '' });
  for (const target of [one, two, administrator])
    await expect(ban(one, target.id)).rejects.toMatchObject({ code: 'refused' });
  for (const target of [administrator, other])
    await expect(ban(administrator, target.id)).rejects.toMatchObject({ code: 'refused' });
  await ban(one, editor.id);
  await ban(administrator, two.id);
  await ban({ kind: 'operator' }, other.id);
});

test('forged and foolish calls are refused with a sentence', async () => {
  const { one, writer, articleId, add } = await world();
  const mine = await add('waiting');
  const someoneElses = await addResponse({ articleId, state: 'waiting' });
  await expect(approveResponses({ actor: one, ids: [] })).rejects.toMatchObject({ code: 'invalid' });
  await expect(approveResponses({ actor: one, ids: [Number.NaN] })).rejects.toMatchObject({ code: 'invalid' });
  await expect(approveResponses({ actor: one, ids: [999_999] })).rejects.toMatchObject({ code: 'conflict' });
  await expect(approveResponses({ actor: one, ids: Array.from({ length: 201 }, (_, n) => n + 1) })).rejects.toThrow(
    'At most',
  );
  await expect(hideResponses({ actor: one, ids: [mine], reason: 'x'.repeat(501) })).rejects.toThrow('longer than');
  await expect(
    banWriter({ actor: one, userId: writer.id, reason: '', responseId: someoneElses }),
  ).rejects.toMatchObject({ code: 'invalid' });
  await expect(banWriter({ actor: one, userId: 'nobody', reason: '' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(undoDecision({ actor: one, decisionIds: [123_456] })).rejects.toMatchObject({ code: 'conflict' });
  await expect(undoDecision({ actor: one, decisionIds: [] })).rejects.toMatchObject({ code: 'invalid' });
  expect(await stateOf(mine)).toBe('waiting');
});

test('the queue shows each entry in its thread, with its writer, and says what is new', async () => {
  const { sql, articleId, one, writer, add } = await world();
  const parentId = await add('public', 'The lighthouse was built in the year of the flood.');
  await add('spam');
  const id = await addResponse({ articleId, userId: writer.id, state: 'waiting', parentId, text: 'I remember it.' });
  await sql`insert into response_verdict (response_id, phase, verdict, reason) values (${id}, 'first_time', 'hold', 'whyRejected')`;
  const queue = await getQueue(one, 'waiting');
  expect(queue.counts).toEqual({ waiting: 1, reported: 0, appeals: 0, spam: 1 });
  expect(queue.entries).toMatchObject([
    {
      id,
      state: 'waiting',
      parent: { id: parentId, name: 'Writer', excerpt: 'The lighthouse was built in the year of the flood.' },
      writer: { name: 'Writer', approved: 1, rejected: 1, waiting: 1, canBan: true },
      verdicts: [{ phase: 'first_time', verdict: 'hold', reason: 'whyRejected' }],
    },
  ]);
  expect(queue.entries[0]?.writer.recent.map(({ state }) => state).sort()).toEqual(['public', 'spam']);
  expect(await getQueueNews(one, { tab: 'waiting', ids: [id], mark: queue.mark })).toMatchObject({
    fresh: 0,
    entries: [{ id, seen: queue.entries[0]?.seen }],
  });
  await add('waiting');
  expect(await getQueueNews(one, { tab: 'waiting', ids: [id], mark: queue.mark })).toMatchObject({
    fresh: 1,
    counts: { waiting: 2 },
  });
  expect((await getQueue(one, 'waiting', 99)).page).toBe(1);
});
