import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser, formOf, origin } from '#db/test-fixture';
import { deleteAccount } from '#features/accounts/commands';
import { exportAccount, getAccount } from '#features/accounts/queries';
import { saveTerm } from '#features/managing/commands';
import { postResponse } from '#features/responses/commands';
import type { Actor } from '#lib/actor';
import { askedByNobody, askedFrom } from '#lib/request-address';
import { logSentencesFor } from '#messages/log';
import { forgetAddresses } from './jobs.ts';
import { exportLog, listEventNames, listLog } from './queries.ts';
import { LogFilter, type LogPage } from './schema.ts';

const operator: Actor = { kind: 'operator' };
const timeZone = 'Asia/Tokyo';
const filterOf = (given: Partial<LogFilter>): LogFilter => LogFilter.parse(given);

async function page(given: Partial<LogFilter> = {}, before?: number): Promise<LogPage> {
  const found = await listLog({ actor: operator, filter: filterOf(given), timeZone, ...(before && { before }) });
  if ('miss' in found) throw new Error(`Nothing is called ${found.miss.text}.`);
  return found;
}
const names = async (given: Partial<LogFilter>) => (await page(given)).entries.map(({ name }) => name);

test('only administrators read the log, and take it away', async () => {
  await testDatabase();
  const actors: Actor[] = [
    { kind: 'anonymous' },
    { ...(await addUser('administrator')), banned: true },
    ...(await Promise.all(
      (['reader', 'contributor', 'author', 'editor', 'moderator'] as const).map((role) => addUser(role)),
    )),
  ];
  const refused = { code: 'refused' };
  for (const actor of actors) {
    const asked = { actor, filter: filterOf({}), timeZone };
    await expect(listLog(asked)).rejects.toMatchObject(refused);
    await expect(listEventNames(actor)).rejects.toMatchObject(refused);
    await expect(exportLog(asked).next()).rejects.toMatchObject(refused);
  }
  expect(await listLog({ actor: await addUser('administrator'), filter: filterOf({}), timeZone })).toEqual({
    entries: [],
    next: null,
  });
});

test('it is turned over without a gap or a repeat, also where many came in the same moment', async () => {
  await testDatabase();
  const at = new Date('2026-01-01T00:00:00Z');
  await db
    .insert(event)
    .values(Array.from({ length: 120 }, (_, count) => ({ name: 'a.b', actor: 'schedule', at, detail: { count } })));
  // Noted late: by its time it comes first of all.
  await db.insert(event).values({ name: 'old.one', actor: 'schedule', at: new Date('2025-01-01T00:00:00Z') });
  const seen: number[] = [];
  let next: number | null | undefined;
  const sizes: number[] = [];
  do {
    const one = await page({}, next ?? undefined);
    seen.push(...one.entries.map(({ id }) => id));
    sizes.push(one.entries.length);
    next = one.next;
  } while (next !== null);
  expect(sizes).toEqual([50, 50, 21]);
  expect(new Set(seen).size).toBe(121);
  expect((await page({}, seen[119])).entries.map(({ name }) => name)).toEqual(['old.one']);
  const exported: number[] = [];
  for await (const some of exportLog({ actor: operator, filter: filterOf({}), timeZone }))
    exported.push(...some.map(({ id }) => id));
  expect(exported).toEqual(seen);
});

test('it is narrowed by who, what, to what and when', async () => {
  await testDatabase();
  const one = await addUser('editor', 'Desk one');
  const id = await addArticle({ slug: 'the-bridge', headline: 'The <b>bridge</b>' });
  await db.insert(event).values([
    { name: 'article.create', actor: `user:${one.id}`, subject: `article:${id}`, at: new Date('2026-01-01T15:00:00Z') },
    { name: 'article.publish', actor: 'command line', subject: `article:${id}`, at: new Date('2026-01-02T14:59:00Z') },
    { name: 'articles.other', actor: 'schedule', at: new Date('2026-01-02T15:00:00Z') },
    { name: 'section.move', actor: 'schedule', subject: 'section:x', at: new Date('2020-01-01T00:00:00Z') },
    { name: 'account.delete', actor: 'user:gone', subject: 'user:gone', at: new Date('2026-01-03T15:00:00Z') },
  ]);
  expect(await names({ who: 'desk ONE' })).toEqual(['article.create']);
  expect(await names({ who: 'command line' })).toEqual(['article.publish']);
  expect(await names({ who: 'user:gone' })).toEqual(['account.delete']);
  expect(await names({ name: 'article' })).toEqual(['article.publish', 'article.create']);
  expect(await names({ name: 'article.create' })).toEqual(['article.create']);
  for (const subject of ['the-bridge', `article:${id}`, 'https://paper.example/articles/the-bridge'])
    expect(await names({ subject })).toEqual(['article.publish', 'article.create']);
  // Midnight in Tokyo is 15:00 UTC.
  expect(await names({ from: '2026-01-02', to: '2026-01-02' })).toEqual(['article.publish', 'article.create']);
  expect(await names({ from: '2026-01-03' })).toEqual(['account.delete', 'articles.other']);
  expect(await names({ to: '2026-01-01' })).toEqual(['section.move']);
  for (const [field, text] of [
    ['who', 'Nobody'],
    ['subject', 'no-such-article'],
  ] as const)
    expect(await listLog({ actor: operator, filter: filterOf({ [field]: text }), timeZone })).toEqual({
      miss: { field, text },
    });
  const [created] = (await page({ name: 'article.create' })).entries;
  expect(created).toMatchObject({
    by: { name: 'Desk one', known: true },
    subject: { name: 'The <b>bridge</b>', slug: 'the-bridge', known: true },
  });
  expect((await page({ who: 'user:gone' })).entries[0]?.by).toEqual({
    ...{ key: 'user:gone', name: null, slug: null, known: false },
  });
});

test('it says from where what a request asked for was done, and of nothing else', async () => {
  await testDatabase();
  const [editor, name] = [await addUser('administrator'), 'From elsewhere'];
  const retag = (by: Actor) =>
    saveTerm({ actor: by, kind: 'tag', id: null, term: { name: `${name} ${Math.random()}` } });
  await askedFrom('203.0.113.7', async () => {
    await retag(editor);
    // Set off by the request, and done for nobody.
    await askedByNobody(() => retag(operator));
  });
  await askedFrom('2001:db8::1', () => retag(editor));
  await askedFrom('', () => retag(editor));
  await retag(operator);
  const found = async (given: Partial<LogFilter> = {}) => (await page(given)).entries.map(({ address }) => address);
  expect(await found()).toEqual([null, null, '2001:db8::1', null, '203.0.113.7']);
  expect(await found({ address: '203.0.113.7' })).toEqual(['203.0.113.7']);
  expect(await found({ address: '2001:DB8::1' })).toEqual(['2001:db8::1']);
  expect(await found({ address: '203.0.113.8' })).toEqual([]);
  const exported: (string | null)[] = [];
  for await (const some of exportLog({ actor: operator, filter: filterOf({}), timeZone }))
    exported.push(...some.map(({ address }) => address));
  expect(exported).toHaveLength(5);
  expect(exported).toContain('2001:db8::1');
});

test('two requests at once do not take each other’s address', async () => {
  await testDatabase();
  const actor = await addUser('administrator');
  const addresses = Array.from({ length: 12 }, (_, one) => `198.51.100.${one}`);
  await Promise.all(
    addresses.map((address) =>
      askedFrom(address, () => saveTerm({ actor, kind: 'tag', id: null, term: { name: address } })),
    ),
  );
  for (const { detail, address } of (await page()).entries) expect(detail).toMatchObject({ name: address });
});

test('responses that are written together each have their own address', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const people = await Promise.all(Array.from({ length: 5 }, () => addUser('editor')));
  await Promise.all(
    people.map((actor, one) =>
      askedFrom(`198.51.100.${one}`, () => postResponse({ actor, input: formOf(articleId), origin })),
    ),
  );
  const { entries } = await page({ name: 'response.post' });
  expect(new Map(entries.map(({ by, address }) => [by.key, address]))).toEqual(
    new Map(people.map(({ id }, one) => [`user:${id}`, `198.51.100.${one}`])),
  );
});

test('what writes to the log by a statement of its own says from where too', () => {
  const statements = readdirSync('features', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => readFileSync(join('features', path), 'utf8').match(/insert into \$\{event\} \([^)]*\)/g) ?? []);
  expect(statements.length).toBeGreaterThan(1);
  for (const statement of statements) expect(statement).toContain('address');
});

test('addresses are forgotten after 90 days, what was done is not, and with an account at once', async () => {
  await testDatabase();
  const [one, other] = [await addUser(), await addUser()];
  const old = (days: number) => new Date(Date.now() - days * 86_400_000);
  await db.insert(event).values([
    { name: 'a.b', actor: `user:${one.id}`, address: '203.0.113.1', at: old(91) },
    { name: 'a.b', actor: `user:${other.id}`, address: '203.0.113.2', at: old(89) },
    { name: 'a.b', actor: `user:${one.id}`, address: '203.0.113.3', at: old(1) },
  ]);
  await forgetAddresses();
  expect((await page()).entries.map(({ address }) => address)).toEqual(['203.0.113.3', '203.0.113.2', null]);
  expect(await exportAccount(one)).toMatchObject({ log: [{ address: null }, { address: '203.0.113.3' }] });
  const email = (await getAccount(one))?.email ?? '';
  await askedFrom('203.0.113.4', () => deleteAccount({ actor: one, deletion: { confirm: email, responses: 'keep' } }));
  expect((await page()).entries.map(({ name, address }) => [name, address])).toEqual([
    ['account.delete', null],
    ['a.b', null],
    ['a.b', '203.0.113.2'],
    ['a.b', null],
  ]);
});

test('what is asked for in another form is refused before the database sees it', () => {
  for (const given of [
    { address: 'here; drop' },
    { from: '2026-02-30' },
    { name: "'; drop" },
    { from: '2026-02-02', to: '2026-02-01' },
  ])
    expect(LogFilter.safeParse(given).success, JSON.stringify(given)).toBe(false);
});

test('whatever is noted has a sentence', () => {
  const known = logSentencesFor('en');
  const rooms = new Set(Object.keys(known).map((name) => name.split('.')[0] ?? ''));
  const found = new Set<string>();
  const settings = ['demo.seeded'];
  for (const path of readdirSync('features', { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue;
    const text = readFileSync(join('features', path), 'utf8');
    if (!/\bevent\b|\bnote\(/.test(text)) continue;
    for (const [, name = ''] of text.matchAll(/'([a-z]+\.[a-z_-]+)'/g))
      if (rooms.has(name.split('.')[0] ?? '') && !settings.includes(name)) found.add(name);
    for (const [, verb = ''] of text.matchAll(/`\$\{kind\}\.([a-z]+)`/g))
      for (const kind of ['section', 'tag', 'author']) found.add(`${kind}.${verb}`);
  }
  expect(found.size).toBeGreaterThan(40);
  expect([...found].filter((name) => !(name in known))).toEqual([]);
});
