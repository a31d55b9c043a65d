import { eq, inArray, isNull, sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { db } from '#db/client';
import { mail, notification, response, user } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, addUser, changeSetting, type Person, trustAll } from '#db/test-fixture';
import { deleteResponse, editResponse, followThread, muteWriter } from '#features/responses/commands';
import { changeMailPolicy, markRead, notify, unsubscribe } from './commands.ts';
import { post } from './fixture.ts';
import { mailNotices, tellFollowers } from './jobs.ts';
import { secondsUntilDigest } from './mailing.ts';
import { countUnread, listNotifications } from './queries.ts';

beforeEach(() => {
  process.env.AUTH_SECRET = 'x'.repeat(40);
  process.env.SITE_URL = 'https://paper.example';
});

const kindsOf = async (actor: Person) => (await listNotifications(actor)).map(({ kind }) => kind);
const jobs = async (name: string) => {
  const rows = await db.execute<{ data: { key: string }; after: number }>(
    sql`select data, extract(epoch from start_after - now())::float8 as after from pgboss.job where name = ${name} order by created_on`,
  );
  return [...rows];
};

test('a reply, a mention and a followed thread: each is told once, and nobody of their own', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle({ headline: 'On reading' });
  const [one, two, three] = [
    await addUser('reader', 'Reader one'),
    await addUser('reader', 'Réader two'),
    await addUser(),
  ];
  const { response: top } = await post(one, articleId, 'A first word');
  await followThread({ actor: three, articleId });
  // The reply names whom it answers, itself, somebody else and nobody.
  const text = 'As @Reader one says, and @reader TWO knows: @Nobody at all, me@reader.example `@Reader one`';
  const { response: reply } = await post(two, articleId, text, top.id);
  expect(await kindsOf(one)).toEqual(['reply']);
  expect(await kindsOf(two)).toEqual([]);
  expect(await kindsOf(three)).toEqual([]);
  expect(await countUnread(one)).toBe(1);
  expect((await listNotifications(one))[0]).toMatchObject({
    read: false,
    name: 'Réader two',
    response: { id: reply.id, headline: 'On reading', excerpt: expect.stringContaining('As @Reader one') },
  });

  // One job for the thread, however much is said within seconds.
  await post(two, articleId, 'And more');
  await post(two, articleId, 'And even more');
  expect(await jobs('notices.follow')).toMatchObject([{ data: { key: String(articleId) } }]);
  await tellFollowers({ key: String(articleId) });
  await tellFollowers({ key: String(articleId) });
  expect(await kindsOf(three)).toEqual(['follow']);
  expect(await kindsOf(one)).toEqual(['follow', 'reply']);
  expect(await kindsOf(two)).toEqual([]);

  // Not again before they have looked, then of what came after.
  await post(two, articleId, 'Something else');
  await tellFollowers({ key: String(articleId) });
  expect(await kindsOf(three)).toEqual(['follow']);
  await markRead({ actor: three, ids: 'all' });
  await tellFollowers({ key: String(articleId) });
  expect(await kindsOf(three)).toEqual(['follow']);
  await post(two, articleId, 'And something new');
  await tellFollowers({ key: String(articleId) });
  expect(await kindsOf(three)).toEqual(['follow', 'follow']);
});

test('mentions: names of several words, look-alikes, ten at most, and new ones of an edit', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const writer = await addUser('editor', 'Desk');
  const [short, long] = [await addUser('reader', 'Blue'), await addUser('reader', 'Blue Bird')];
  await post(writer, articleId, 'Ask @Blue Bird, please');
  expect([await kindsOf(short), await kindsOf(long)]).toEqual([[], ['mention']]);
  const { response: second } = await post(writer, articleId, '@blue. Then something else');
  expect(await kindsOf(short)).toEqual(['mention']);
  await editResponse({ actor: writer, id: second.id, text: '@blue and @Blue Bird' });
  expect([await kindsOf(short), await kindsOf(long)]).toEqual([['mention'], ['mention', 'mention']]);

  const names = [...'abcdefghkmpqsx'].map((letter) => `Crowd ${letter}`);
  for (const name of names) await addUser('reader', name);
  const { response: crowd } = await post(writer, articleId, names.map((name) => `@${name}`).join(', '));
  expect(await db.$count(notification, eq(notification.responseId, crowd.id))).toBe(10);
  // A quote calls nobody again.
  const { response: quote } = await post(writer, articleId, '> Ask @Blue Bird\n\nThey did');
  expect(await db.$count(notification, eq(notification.responseId, quote.id))).toBe(0);
});

test('nobody is told of a held response, of what a muted person writes, or of what was taken back', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const [staff, loud] = [await addUser('editor', 'Desk'), await addUser('reader', 'Loud')];
  const { response: top } = await post(staff, articleId);
  expect((await post(loud, articleId, 'Held, @Desk', top.id)).outcome).toBe('held');
  expect(await kindsOf(staff)).toEqual([]);
  await trustAll();
  await addResponse({ articleId, userId: loud.id });
  await muteWriter({ actor: staff, userId: loud.id });
  await post(loud, articleId, 'Public, @Desk', top.id);
  await tellFollowers({ key: String(articleId) });
  expect(await kindsOf(staff)).toEqual([]);
  const other = await addUser();
  const { response: reply } = await post(other, articleId, 'I take this back', top.id);
  expect(await kindsOf(staff)).toEqual(['reply']);
  await deleteResponse({ actor: other, id: reply.id });
  expect(await kindsOf(staff)).toEqual([]);
  expect(await countUnread(staff)).toBe(0);
  await mailNotices({ key: staff.id });
  expect(await db.$count(mail)).toBe(0);
});

test('mail at once has the words, the link, and what ends it by one click', async () => {
  await testDatabase();
  await trustAll();
  await changeSetting('name', 'The <Paper>');
  const articleId = await addArticle({ headline: 'On “quotes” & <tags>' });
  const [one, two] = [await addUser(), await addUser('reader', 'Second reader')];
  const { response: top } = await post(one, articleId);
  const { response: reply } = await post(two, articleId, '<script>alert(1)</script> & more', top.id);
  expect(await jobs('notices.mail')).toMatchObject([{ data: { key: one.id } }]);
  await mailNotices({ key: one.id });
  await mailNotices({ key: one.id });
  const [sent, ...more] = await db.select().from(mail);
  expect(more).toEqual([]);
  if (!sent) throw new Error('No mail.');
  expect(sent.subject).toBe('Second reader replied to you under “On “quotes” & <tags>”.');
  expect(sent.text).toContain('> <script>alert(1)</script> & more');
  expect(sent.text).toContain(`https://paper.example/responses/${reply.id}`);
  expect(sent.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
  expect(sent.html).not.toContain('<script');
  const headers = JSON.parse(sent.headers) as Record<string, string>;
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  const token =
    /^<https:\/\/paper\.example\/unsubscribe\/([\w.-]+)>$/.exec(headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
  for (const wrong of ['', 'x', `${token}x`, `x${token}`, token.split('.')[0] ?? '', 'a.b.c', '.', 'x'.repeat(9999)]) {
    await expect(unsubscribe(wrong)).rejects.toMatchObject({ code: 'not_found' });
  }
  await unsubscribe(token);
  await unsubscribe(token);
  expect(await db.select({ policy: user.mailPolicy }).from(user).where(eq(user.id, one.id))).toEqual([
    { policy: 'never' },
  ]);
  await post(two, articleId, 'Once more', top.id);
  await mailNotices({ key: one.id });
  expect(await db.$count(mail)).toBe(1);
});

test('daily mail is one mail of all, at seven, and is caught up when it was missed', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const [one, two] = [await addUser(), await addUser()];
  await changeMailPolicy({ actor: one, policy: 'daily' });
  const { response: top } = await post(one, articleId);
  await post(two, articleId, 'One', top.id);
  await post(two, articleId, 'Two', top.id);
  const waiting = await jobs('notices.mail');
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.after).toBeGreaterThan(0);
  expect(waiting[0]?.after).toBeLessThanOrEqual(86_400);
  await mailNotices({ key: one.id });
  const sent = await db.select().from(mail);
  expect(sent).toMatchObject([{ subject: '2 notifications from Broadsheet' }]);
  expect(sent[0]?.text.indexOf('> One')).toBeLessThan(sent[0]?.text.indexOf('> Two') ?? -1);
  // What one has seen is not mailed.
  await post(two, articleId, 'Three', top.id);
  await markRead({ actor: one, ids: 'all' });
  await mailNotices({ key: one.id });
  expect(await db.$count(mail)).toBe(1);
});

test('more than one mail holds goes with the next one, the oldest first', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const one = await addUser();
  const rows = Array.from({ length: 60 }, (_, index) => ({
    userId: one.id,
    kind: 'approved' as const,
    responseId: null,
    at: new Date(Date.now() - 60_000 + index),
  }));
  await db.insert(notification).values(rows);
  // What readers can't see any more waits as well.
  const gone = await addResponse({ articleId, trashedAt: new Date() });
  await db.insert(notification).values({ userId: one.id, kind: 'mention', responseId: gone });
  await mailNotices({ key: one.id });
  expect(await jobs('notices.mail')).toMatchObject([{ data: { key: one.id } }]);
  expect(await db.$count(notification, isNull(notification.mailedAt))).toBe(11);
  const [first] = await db.select().from(notification).where(isNull(notification.mailedAt)).orderBy(notification.id);
  expect(first?.at).toEqual(rows[50]?.at);
  await mailNotices({ key: one.id });
  await mailNotices({ key: one.id });
  expect((await db.select().from(mail).orderBy(mail.createdAt)).map(({ subject }) => subject)).toEqual([
    '50 notifications from Broadsheet',
    '10 notifications from Broadsheet',
  ]);
  expect(await jobs('notices.mail')).toHaveLength(1);
  await db.update(response).set({ trashedAt: null });
  await mailNotices({ key: one.id });
  expect(await db.$count(mail)).toBe(3);
});

test('the hour of daily mail is one of the publication’s time zone', () => {
  expect(secondsUntilDigest(new Date('2026-01-10T06:00:00Z'), 'UTC')).toBe(3600);
  expect(secondsUntilDigest(new Date('2026-01-10T07:00:00Z'), 'UTC')).toBe(86_400);
  expect(secondsUntilDigest(new Date('2026-01-10T07:00:01Z'), 'UTC')).toBe(86_399);
  expect(secondsUntilDigest(new Date('2026-01-10T05:30:00Z'), 'Europe/Berlin')).toBe(1800);
  expect(secondsUntilDigest(new Date('2026-01-10T05:30:00Z'), 'America/New_York')).toBe(6.5 * 3600);
});

test('decisions are told with their reason, also of what is not public', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle({ headline: 'Rules' });
  const writer = await addUser();
  const { response: posted } = await post(writer, articleId);
  await db.update(response).set({ approvedAt: null });
  const detail = { decision: 'hide', reason: 'Too\nrude' };
  await db.transaction((tx) => notify(tx, { userId: writer.id, kind: 'hidden', responseId: posted.id, detail }));
  await db.transaction((tx) => notify(tx, { userId: 'nobody', kind: 'hidden', responseId: posted.id, detail: null }));
  expect(await listNotifications(writer)).toMatchObject([{ kind: 'hidden', detail, response: { id: posted.id } }]);
  await mailNotices({ key: writer.id });
  const [sent] = await db.select().from(mail);
  expect(sent?.subject).toBe('A moderator has hidden your response to “Rules”.');
  expect(sent?.text).toContain('What the moderator says: Too\nrude');
  expect(sent?.text).toContain('https://paper.example/articles/');
});

test('one marks one’s own as read, and nobody else’s', async () => {
  await testDatabase();
  await trustAll();
  const articleId = await addArticle();
  const [one, two] = [await addUser(), await addUser()];
  const { response: top } = await post(one, articleId);
  await post(two, articleId, 'One', top.id);
  const [first] = await listNotifications(one);
  await markRead({ actor: two, ids: [first?.id ?? 0] });
  await markRead({ actor: two, ids: 'all' });
  expect(await countUnread(one)).toBe(1);
  await markRead({ actor: one, ids: [first?.id ?? 0, Number.NaN] });
  expect(await countUnread(one)).toBe(0);
  expect(await db.$count(notification, inArray(notification.userId, [one.id, two.id]))).toBe(1);
});
