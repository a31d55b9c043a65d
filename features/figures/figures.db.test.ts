import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event, hitDay, hitReferrer, mention, outgoingMention } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser } from '#db/test-fixture';
import { countHit } from '#features/views/commands';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canSeeFigures } from './policy.ts';
import { getPlot, getQueueNow, getReadNow } from './queries.ts';
import { type PlotName, plotNames } from './schema.ts';

const operator: Actor = { kind: 'operator' };
const range = { from: '2026-01-01', to: '2026-01-03', days: null };
const timeZone = 'America/New_York';
const read = (plot: PlotName, whole = false) => getPlot({ actor: operator, plot, range, timeZone, whole });
const days = (...values: number[][]) => values.map((of, at) => ({ day: `2026-01-0${at + 1}`, values: of }));

test('each sees the figures that concern their work, and nobody else any', async () => {
  await testDatabase();
  const reading = ['articles', 'hits', 'referrers'];
  const seen: Record<string, string[]> = {
    anonymous: [],
    banned: [],
    reader: [],
    contributor: reading,
    author: reading,
    editor: [...reading, 'linkbacks', 'responses'].sort(),
    moderator: [...reading, 'linkbacks', 'responses', 'waiting', 'queue'].sort(),
    administrator: [...plotNames, 'queue'].sort(),
    operator: [...plotNames, 'queue'].sort(),
  };
  for (const [who, may] of Object.entries(seen)) {
    const actor: Actor =
      who === 'anonymous' || who === 'operator'
        ? { kind: who }
        : who === 'banned'
          ? { ...(await addUser('administrator')), banned: true }
          : await addUser(who as 'reader');
    const allowed: string[] = [];
    const attempt = async (name: string, run: () => Promise<unknown>) => {
      const problem = await run().then(
        () => null,
        (error: unknown) => error,
      );
      if (problem === null) return allowed.push(name);
      expect(problem).toBeInstanceOf(PersonError);
      expect(problem).toMatchObject({ code: 'refused' });
    };
    for (const plot of plotNames) await attempt(plot, () => getPlot({ actor, plot, range, timeZone }));
    await attempt('queue', () => getQueueNow(actor));
    expect(allowed.sort(), who).toEqual(may);
    expect(canSeeFigures(actor), who).toBe(may.length > 0);
    if (may.length === 0) await expect(getReadNow(actor)).rejects.toMatchObject({ code: 'refused' });
  }
});

test('an empty site has days without anything', async () => {
  await testDatabase();
  for (const plot of plotNames) {
    const made = await read(plot);
    if ('ranked' in made) expect(made.ranked).toEqual([]);
    else expect(made.rows.map(({ values }) => Math.max(...values))).toEqual([0, 0, 0]);
  }
  expect(await getQueueNow(operator)).toEqual({ waiting: 0, oldest: null });
});

test('hits by day, by article and by where readers came from', async () => {
  await testDatabase();
  const [one, two] = [await addArticle({ slug: 'one', headline: 'One' }), await addArticle({ slug: 'two' })];
  await db.insert(hitDay).values([
    { day: '2025-12-31', articleId: one, hits: 100 },
    { day: '2026-01-01', articleId: one, hits: 3 },
    { day: '2026-01-03', articleId: one, hits: 1 },
    { day: '2026-01-03', articleId: two, hits: 9 },
    { day: '2026-01-04', articleId: two, hits: 100 },
  ]);
  await db.insert(hitReferrer).values([
    { day: '2026-01-03', articleId: one, host: '', hits: 1 },
    { day: '2026-01-03', articleId: two, host: 'search.example', hits: 9 },
  ]);
  expect(await read('hits')).toEqual({ name: 'hits', rows: days([3], [0], [10]) });
  expect(await read('articles')).toMatchObject({
    ranked: [
      { slug: 'two', value: 9 },
      { name: 'One', value: 4 },
    ],
  });
  expect(await read('referrers')).toMatchObject({
    ranked: [
      { name: 'search.example', value: 9, slug: null },
      { name: '', value: 1 },
    ],
  });
});

test('a page shows the first lines of a list, its file all of them', async () => {
  await testDatabase();
  const articleId = await addArticle();
  await db
    .insert(hitReferrer)
    .values(Array.from({ length: 20 }, (_, at) => ({ day: '2026-01-01', articleId, host: `${at}.example`, hits: 1 })));
  expect(await read('referrers')).toMatchObject({ ranked: { length: 15 } });
  expect(await read('referrers', true)).toMatchObject({ ranked: { length: 20 } });
});

test('responses and linkbacks are of the day it was where the publication is', async () => {
  await testDatabase();
  const articleId = await addArticle();
  // In New York it is still the day before.
  const night = new Date('2026-01-02T04:59:00Z');
  const morning = new Date('2026-01-02T05:00:00Z');
  await addResponse({ articleId, createdAt: night });
  await addResponse({ articleId, createdAt: morning });
  await addResponse({ articleId, createdAt: morning, approvedAt: null, heldAt: morning });
  await addResponse({ articleId, createdAt: morning, kind: 'webmention' });
  await addResponse({ articleId, createdAt: new Date('2026-01-04T05:00:00Z') });
  const told = { articleId, targetHost: 'b.example', state: 'told' } as const;
  await db.insert(mention).values({
    ...{ articleId, protocol: 'webmention', sourceUrl: 'https://a.example/', sourceKey: 'https://a.example/' },
    ...{ sourceHost: 'a.example', targetUrl: 'https://paper.example/', createdAt: night },
  });
  await db.insert(outgoingMention).values([
    { ...told, targetUrl: 'https://b.example/1', toldAt: morning },
    { ...told, targetUrl: 'https://b.example/2', toldAt: null },
  ]);
  expect(await read('responses')).toEqual({ name: 'responses', rows: days([1], [2], [0]) });
  expect(await read('linkbacks')).toEqual({ name: 'linkbacks', rows: days([1, 0], [0, 1], [0, 0]) });
  expect(await getQueueNow(operator)).toMatchObject({ waiting: 1 });
  expect(new Date((await getQueueNow(operator)).oldest ?? '')).toEqual(morning);
});

test('how long the queue waits is counted from when something was held to when it was decided', async () => {
  await testDatabase();
  const decided = (at: string, heldAt: string | null, name = 'moderation.approve') => ({
    ...{ name, actor: 'user:x', subject: 'response:1', at: new Date(at), detail: { was: { heldAt } } },
  });
  await db.insert(event).values([
    decided('2026-01-02T10:10:00-05:00', '2026-01-02T15:00:00.000Z'),
    decided('2026-01-02T10:20:00-05:00', '2026-01-02T15:00:00.000Z', 'moderation.spam'),
    decided('2026-01-02T11:00:00-05:00', '2026-01-01T15:00:00.000Z', 'moderation.hide'),
    // What was public waited for nobody, and undoing is no decision.
    decided('2026-01-02T11:00:00-05:00', null, 'moderation.hide'),
    decided('2026-01-02T11:00:00-05:00', '2025-01-01T15:00:00.000Z', 'moderation.undo'),
  ]);
  expect(await read('waiting')).toEqual({ name: 'waiting', rows: days([0, 0, 0], [20, 1500, 3], [0, 0, 0]) });
});

test('jobs that were given up are counted by name', async () => {
  await testDatabase();
  await db.execute(sql`select pgboss.create_queue('mail.send', '{"policy":"standard"}'::jsonb)`);
  await db.execute(sql`insert into pgboss.job (name, state, completed_on)
    values ('mail.send', 'failed', '2026-01-02T12:00:00Z'), ('mail.send', 'completed', '2026-01-02T12:00:00Z')`);
  expect(await read('jobs')).toEqual({ name: 'jobs', ranked: [{ name: 'mail.send', value: 1, slug: null }] });
});

test('what is read now is known without storing who read when', async () => {
  await testDatabase();
  const id = await addArticle({ slug: 'read-now', headline: 'Read now' });
  const before = (await getReadNow(operator)).readings;
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const request = { address: '198.51.100.7', userAgent, purpose: '', country: '' };
  const hit = { articleId: id, referrer: '' };
  expect(await countHit({ hit, request, staff: false })).toBe(1);
  expect(await countHit({ hit: { ...hit, articleId: 999_999 }, request, staff: false })).toBeNull();
  const now = await getReadNow(operator);
  expect(now.readings).toBe(before + 1);
  expect(now.articles).toContainEqual({ key: 'read-now', name: 'Read now', hits: 1 });
});
