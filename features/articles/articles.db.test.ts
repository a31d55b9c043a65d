import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { article, revision, section } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { archiveArticle, publishArticle } from '#features/newsroom/commands';
import { hashPassword } from '#lib/password-hash';
import { unlockArticle } from './commands.ts';
import { getArticle, listArchive, listBySection, listDueTags } from './queries.ts';
import { pageSize } from './schema.ts';

const operator = { kind: 'operator' } as const;
const anonymous = { kind: 'anonymous' } as const;

async function write(db: Database, slug: string, values: Partial<typeof article.$inferInsert> = {}): Promise<number> {
  const [row] = await db
    .insert(article)
    .values({ slug, headline: slug, status: 'published', publishedAt: new Date('2026-01-01T00:00:00Z'), ...values })
    .returning({ id: article.id });
  const id = row?.id ?? 0;
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: slug }] }] };
  const [text] = await db
    .insert(revision)
    .values({ articleId: id, version: 1, headline: slug, body, bodyVersion: 1 })
    .returning({ id: revision.id });
  await db.$client`update article set revision_id = ${text?.id ?? 0} where id = ${id}`;
  return id;
}

test('only what is due, not withdrawn and not private is public', async () => {
  const { db } = await testDatabase();
  const future = new Date(Date.now() + 3_600_000);
  const past = new Date(Date.now() - 1000);
  await write(db, 'public');
  await write(db, 'draft', { status: 'draft' });
  await write(db, 'archived', { status: 'archived' });
  await write(db, 'private', { visibility: 'private' });
  await write(db, 'later', { status: 'scheduled', publishedAt: future });
  await write(db, 'due', { status: 'scheduled', publishedAt: past });
  await write(db, 'dateless', { publishedAt: null });
  const open = async (slug: string) => (await getArticle(slug)) !== null;
  expect(await Promise.all(['public', 'due'].map(open))).toEqual([true, true]);
  expect(await Promise.all(['draft', 'archived', 'private', 'later', 'dateless'].map(open))).toEqual(
    Array(5).fill(false),
  );
  expect((await listArchive())?.cards.map((card) => card.slug).sort()).toEqual(['due', 'public']);
  expect(await listDueTags(new Date(Date.now() - 60_000))).toContain('article:due');
});

test('a full page of a list never changes when something newer comes', async () => {
  const { db } = await testDatabase();
  const [row] = await db.insert(section).values({ slug: 'science', name: 'Science' }).returning({ id: section.id });
  const at = (day: number) => ({
    sectionId: row?.id ?? 0,
    publishedAt: new Date(Date.UTC(2026, 0, 1) + day * 86_400_000),
  });
  for (let day = 0; day < pageSize * 2 + 3; day++) await write(db, `a${day}`, at(day));
  const before = await listBySection('science', 1);
  expect(before?.cards[0]?.slug).toBe(`a${pageSize - 1}`);
  const newest = await listBySection('science');
  expect(newest).toMatchObject({ page: 2, pages: 2, total: pageSize * 2 + 3 });
  expect(newest?.cards).toHaveLength(pageSize + 3);
  for (let day = 100; day < 100 + pageSize; day++) await write(db, `b${day}`, at(day));
  expect(await listBySection('science', 1)).toMatchObject({ cards: before?.cards, pages: 3 });
  expect(await listBySection('science', 4)).toBeNull();
  expect(await listBySection('science', 0)).toBeNull();
});

test('an article is withdrawn and given back, with its tags expired in the same transaction', async () => {
  const { db, sql } = await testDatabase();
  await write(db, 'story');
  await archiveArticle({ actor: operator, slug: 'story' });
  expect(await getArticle('story')).toBeNull();
  const tags = (await sql`select tag from tag_expiry`).map((row) => row.tag);
  expect(tags).toEqual(expect.arrayContaining(['article:story', 'lists', expect.stringMatching(/^responses:\d+$/)]));
  await publishArticle({ actor: operator, slug: 'story' });
  expect(await getArticle('story')).not.toBeNull();
  expect((await sql`select name from event order by id`).map((row) => row.name)).toEqual([
    'article.withdraw',
    'article.publish',
  ]);
  await expect(archiveArticle({ actor: operator, slug: 'none' })).rejects.toThrow(
    'There is no article with the slug "none".',
  );
});

test('nobody but an operator publishes or withdraws', async () => {
  const { db } = await testDatabase();
  await write(db, 'story');
  await expect(archiveArticle({ actor: anonymous, slug: 'story' })).rejects.toMatchObject({ code: 'refused' });
  await expect(publishArticle({ actor: anonymous, slug: 'story' })).rejects.toMatchObject({ code: 'refused' });
  expect(await getArticle('story')).not.toBeNull();
});

test('nothing of a protected text stands on cards', async () => {
  const { db } = await testDatabase();
  await write(db, 'locked', { visibility: 'password', passwordHash: 'x:y', excerpt: 'SECRET words' });
  expect(JSON.stringify([await listArchive(), await getArticle('locked')])).not.toContain('SECRET');
});

test('a protected article gives its body for its password only', async () => {
  const { db } = await testDatabase();
  await write(db, 'locked', { visibility: 'password', passwordHash: await hashPassword('open sesame') });
  await write(db, 'withdrawn', {
    visibility: 'password',
    passwordHash: await hashPassword('open sesame'),
    status: 'archived',
  });
  expect((await getArticle('locked'))?.body).toBeNull();
  const unlock = (slug: string, password: string) => unlockArticle({ kind: 'article', slug, password });
  expect(await unlock('locked', 'open sesame')).toMatchObject({ type: 'doc' });
  expect(await unlock('locked', 'Open sesame')).toBeNull();
  expect(await unlock('withdrawn', 'open sesame')).toBeNull();
  expect(await unlock('none', 'open sesame')).toBeNull();
});
