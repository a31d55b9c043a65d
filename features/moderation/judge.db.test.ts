import { expect, test } from 'vitest';
import { db } from '#db/client';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser } from '#db/test-fixture';
import { changeSettings } from '#features/settings/commands';
import { judge, recordJudgement } from './commands.ts';
import { addResponse, submissionOf } from './fixture.ts';

test('what a new writer posts waits; one whose response was approved goes straight through', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const actor = await addUser('reader', 'Reader one');
  const first = await judge(submissionOf(actor, articleId, 'A quiet thought about the harbour.'));
  expect(first).toMatchObject({ outcome: 'hold', verdicts: [{ phase: 'first_time', reason: 'whyFirstTime' }] });
  await addResponse({ articleId, userId: actor.id, state: 'public' });
  const second = await judge(submissionOf(actor, articleId, 'And another one, about the lighthouse.'));
  expect(second).toEqual({ outcome: 'approve', verdicts: [] });
});

test('a rejection of the last thirty days makes the next one wait again', async () => {
  await testDatabase();
  const articleId = await addArticle();
  for (const state of ['spam', 'trash', 'hidden'] as const) {
    const actor = await addUser();
    await addResponse({ articleId, userId: actor.id, state: 'public' });
    await addResponse({ articleId, userId: actor.id, state });
    expect(await judge(submissionOf(actor, articleId, `After ${state}.`))).toMatchObject({
      outcome: 'hold',
      verdicts: [{ reason: 'whyRejected' }],
    });
  }
});

test('staff are public at once, whatever they write', async () => {
  await testDatabase();
  const articleId = await addArticle();
  for (const role of ['author', 'editor', 'moderator', 'administrator'] as const) {
    const actor = await addUser(role);
    for (let n = 0; n < 8; n++) {
      const judgement = await judge(submissionOf(actor, articleId, `https://a.example https://b.example ${n}`));
      expect(judgement).toEqual({
        outcome: 'approve',
        verdicts: [{ phase: 'staff', verdict: 'approve', reason: 'whyStaff' }],
      });
    }
  }
});

test('the same words by the same person, or a paragraph from the same network, are there already', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const other = await addArticle();
  const [one, two] = [await addUser(), await addUser()];
  const paragraph = 'This paragraph is long enough that nobody writes it twice by chance.';
  await addResponse({ articleId, userId: one.id, state: 'waiting', text: 'Agreed!', network: 'net' });
  const kept = await addResponse({ articleId, userId: one.id, state: 'waiting', text: paragraph, network: 'net' });
  await expect(judge(submissionOf(one, articleId, 'agreed'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(judge(submissionOf(one, other, `${paragraph} `))).rejects.toThrow('already there');
  await expect(judge({ ...submissionOf(two, articleId, paragraph), network: 'net' })).rejects.toThrow('already there');
  // A few words are nobody's, an own text may be edited, and elsewhere somebody else may write the same.
  await expect(judge(submissionOf(one, other, 'Agreed.'))).resolves.toBeDefined();
  await expect(judge({ ...submissionOf(two, articleId, 'Agreed!'), network: 'net' })).resolves.toBeDefined();
  await expect(judge({ ...submissionOf(one, articleId, paragraph), editOf: kept })).resolves.toBeDefined();
  await expect(judge(submissionOf(two, articleId, paragraph))).resolves.toBeDefined();
});

test('who posts too fast is told when to try again, by person and by network', async () => {
  const { sql } = await testDatabase();
  const articleId = await addArticle();
  const one = await addUser();
  for (let n = 0; n < 6; n++) await judge(submissionOf(one, articleId, `Number ${n}`));
  await expect(judge(submissionOf(one, articleId, 'Number 7'))).rejects.toThrow(/Try again in \d+ seconds/);
  // Answered from memory: the count stands still.
  await expect(judge(submissionOf(one, articleId, 'Number 8'))).rejects.toMatchObject({ code: 'refused' });
  const [row] = await sql`select points from rate_limit where key = ${`post:${one.id}`}`;
  expect(row?.points).toBe(7);

  const network = crypto.randomUUID();
  for (let n = 0; n < 30; n++)
    await judge({ ...submissionOf(await addUser(), articleId, `From one network ${n}`), network });
  await expect(judge({ ...submissionOf(await addUser(), articleId, 'One more'), network })).rejects.toMatchObject({
    code: 'refused',
  });
});

test('too long, empty and banned are refused with what to do', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const actor = await addUser();
  await expect(judge(submissionOf(actor, articleId, 'x'.repeat(1_000_000)))).rejects.toThrow('1,000,000 characters');
  await expect(judge(submissionOf(actor, articleId, '  \n '))).rejects.toMatchObject({ code: 'invalid' });
  await expect(judge(submissionOf({ ...actor, banned: true }, articleId, 'Hello'))).rejects.toMatchObject({
    code: 'refused',
  });
});

test('the settings say from how many links, and which words', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const actor = await addUser();
  await addResponse({ articleId, userId: actor.id, state: 'public' });
  const outcome = async (text: string) => (await judge(submissionOf(actor, articleId, text))).outcome;
  expect(await outcome('See https://a.example and https://b.example')).toBe('hold');
  await changeSettings({
    actor: { kind: 'operator' },
    changes: { holdLinks: '3', blockedWords: 'casino, bad.example', suspectWords: 'lottery' },
  });
  expect(await outcome('Again https://a.example and https://b.example')).toBe('approve');
  expect(await outcome('The CASINO of the harbour')).toBe('spam');
  expect(await outcome('Look at http://bad.example/x')).toBe('spam');
  expect(await outcome('A lottery it is')).toBe('hold');
});

test('what the phases said is kept with the response', async () => {
  const { sql } = await testDatabase();
  const articleId = await addArticle();
  const actor = await addUser();
  const judgement = await judge(submissionOf(actor, articleId, 'https://a.example https://b.example'));
  const id = await addResponse({ articleId, userId: actor.id, state: 'waiting' });
  await db.transaction((tx) => recordJudgement(tx, id, judgement));
  expect(await sql`select phase, verdict, reason, detail from response_verdict order by id`).toEqual([
    { phase: 'links', verdict: 'hold', reason: 'whyLinks', detail: { count: 2 } },
    { phase: 'first_time', verdict: 'hold', reason: 'whyFirstTime', detail: { count: 0 } },
  ]);
});
