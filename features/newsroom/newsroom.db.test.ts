import { desc, eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, articleTag, event, redirect, revision, section, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser, bodyOf } from '#db/test-fixture';
import { getArticle, getRedirect } from '#features/articles/queries';
import {
  approveArticle,
  archiveArticle,
  createArticle,
  publishArticle,
  restoreArticle,
  restoreRevision,
  returnToDraft,
  saveArticle,
  scheduleArticle,
  submitForReview,
  unscheduleArticle,
} from './commands.ts';
import { addDraft, working, write } from './fixture.ts';
import { getDesk, listRevisions } from './queries.ts';
import { longestBody } from './schema.ts';

const expired = async () => (await db.select().from(tagExpiry)).map(({ tag }) => tag);
const forget = () => db.delete(tagExpiry);

test('an article is begun, written, reviewed by a second person and published; readers get it and not before', async () => {
  await testDatabase();
  const [writer, editor] = [await addUser('contributor', 'Reporter one'), await addUser('editor', 'Desk one')];
  const [news] = await db.insert(section).values({ slug: 'news', name: 'News' }).returning();
  const id = await createArticle({ actor: writer, headline: 'The Bridge: a story', sectionId: news?.id ?? null });
  expect((await working(id)).fields).toMatchObject({ headline: 'The Bridge: a story', slug: '', sectionId: news?.id });
  const saved = await write(
    writer,
    id,
    { deck: 'It stands.', tags: ['Bridges', 'bridges', 'City life'] },
    'One.\n\nTwo.',
  );
  expect(saved).toMatchObject({ outcome: 'saved', version: 2, slug: 'the-bridge-a-story' });
  await submitForReview({ actor: writer, id });
  await approveArticle({ actor: editor, id });
  expect(await getArticle('the-bridge-a-story')).toBeNull();
  await forget();
  await publishArticle({ actor: editor, id, from: 2 });
  const shown = await getArticle('the-bridge-a-story');
  expect(shown).toMatchObject({
    headline: 'The Bridge: a story',
    deck: 'It stands.',
    section: { slug: 'news' },
    words: 2,
  });
  expect(shown?.tags.map(({ slug }) => slug)).toEqual(['bridges', 'city-life']);
  expect(shown?.updatedAt).toBeNull();
  expect(await expired()).toEqual(
    expect.arrayContaining([
      'article:the-bridge-a-story',
      'lists',
      'section:news',
      'tag:bridges',
      'tag:city-life',
      'navigation',
    ]),
  );
  const names = (await db.select().from(event).orderBy(event.id)).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['article.create', 'article.submit', 'article.approve', 'article.publish']),
  );
});

test('what is saved after publication is not public before it is published too, and old and new places are expired', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const [news, arts] = await db
    .insert(section)
    .values([
      { slug: 'news', name: 'News' },
      { slug: 'arts', name: 'Arts' },
    ])
    .returning();
  const id = await createArticle({ actor: editor, headline: 'First' });
  await write(editor, id, { sectionId: news?.id ?? null, tags: ['old'] });
  await publishArticle({ actor: editor, id });
  await write(
    editor,
    id,
    { headline: 'Second', slug: 'second', sectionId: arts?.id ?? null, tags: ['new'] },
    'Other words.',
  );
  expect(await getArticle('first')).toMatchObject({ headline: 'First', section: { slug: 'news' } });
  expect(await getArticle('second')).toBeNull();
  expect(await getDesk({ actor: editor, id })).toMatchObject({ hasChanges: true, isPublic: true, slug: 'first' });
  await forget();
  await publishArticle({ actor: editor, id });
  expect(await getArticle('first')).toBeNull();
  const shown = await getArticle('second');
  expect(shown).toMatchObject({ headline: 'Second', section: { slug: 'arts' }, tags: [{ slug: 'new' }] });
  expect(shown?.updatedAt).not.toBeNull();
  expect(await expired()).toEqual(
    expect.arrayContaining([
      'article:first',
      'article:second',
      'section:news',
      'section:arts',
      'tag:old',
      'tag:new',
      'lists',
      'navigation',
    ]),
  );
  expect(await getRedirect('/articles/first', new URLSearchParams())).toBe('/articles/second');

  // A third address: both old ones lead there in one step, and back again nothing leads in a circle.
  await write(editor, id, { slug: 'third' });
  await publishArticle({ actor: editor, id });
  await write(editor, id, { slug: 'first' });
  await publishArticle({ actor: editor, id });
  expect(Object.fromEntries((await db.select().from(redirect)).map(({ path, target }) => [path, target]))).toEqual({
    '/articles/second': '/articles/first',
    '/articles/third': '/articles/first',
  });
  // Nothing was changed since, so nothing happens.
  await forget();
  expect(await publishArticle({ actor: editor, id })).toEqual([]);
  expect(await expired()).toEqual([]);
});

test('a save that started from an older version is refused, brings the newest text, and loses nothing', async () => {
  await testDatabase();
  const [one, two] = [await addUser('editor', 'Desk one'), await addUser('editor', 'Desk two')];
  const id = await addDraft(one);
  const { version } = await working(id);
  const answers = await Promise.all([
    write(one, id, { headline: 'By one' }, 'Words of one.', version),
    write(two, id, { headline: 'By two' }, 'Words of two.', version),
  ]);
  const stale = answers.find(({ outcome }) => outcome === 'stale');
  expect(answers.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
  if (stale?.outcome !== 'stale') throw new Error('Both were saved.');
  const winner = stale.newest.fields.headline === 'By one' ? 'Desk one' : 'Desk two';
  expect(stale.newest).toMatchObject({ version: version + 1, by: winner });
  expect(Date.parse(stale.newest.savedAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(JSON.stringify(stale.newest.body)).toContain('Words of');
  expect(JSON.stringify(stale.comparison.blocks)).toContain('Words of');
  // Mine on top of theirs: a version of its own, and theirs is still there.
  const loser = winner === 'Desk one' ? two : one;
  await write(loser, id, { headline: 'Both' }, 'Words of both.', stale.newest.version);
  const texts = await db.select().from(revision).where(eq(revision.articleId, id));
  expect(texts.map(({ headline }) => headline)).toEqual(expect.arrayContaining(['Both', stale.newest.fields.headline]));
});

test('saves of one person within ten minutes are one version; another person, or a published one, begins the next', async () => {
  await testDatabase();
  const [one, two] = [await addUser('editor'), await addUser('editor')];
  const id = await createArticle({ actor: one, headline: 'A story' });
  const count = () => db.$count(revision, eq(revision.articleId, id));
  for (const text of ['a', 'ab', 'abc']) await write(one, id, {}, text);
  expect(await count()).toBe(1);
  expect((await working(id)).version).toBe(4);
  await write(two, id, {}, 'abcd');
  expect(await count()).toBe(2);
  await write(one, id, {}, 'abcde');
  await publishArticle({ actor: one, id });
  await write(one, id, {}, 'abcdef');
  expect(await count()).toBe(4);
  await db.execute(sql`update revision set created_at = now() - interval '11 minutes'`);
  await write(one, id, {}, 'abcdefg');
  expect(await count()).toBe(5);
  const [newest] = await db.select().from(revision).orderBy(desc(revision.version)).limit(1);
  const [row] = await db.select().from(article).where(eq(article.id, id));
  expect(newest?.version).toBe(row?.version);
});

test('what can not be saved is refused with a sentence beside its field, and changes nothing', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  await addArticle({ slug: 'taken' });
  const id = await addDraft(editor);
  const before = await working(id);
  const wrong: [field: string, fields: Parameters<typeof write>[2], says: RegExp][] = [
    ['slug', { slug: 'taken' }, /Another article has the address "taken".*"taken-2"/],
    ['slug', { slug: 'two words/and?more' }, /Write "two-words-and-more"/],
    ['headline', { headline: 'x'.repeat(301) }, /300 characters/],
    ['language', { language: 'not a language' }, /language tag/],
    ['password', { visibility: 'password' }, /password/],
    [
      'source',
      {
        source: {
          name: 'S',
          url: 'javascript:alert(1)',
          author: '',
          publishedAt: null,
          licence: '',
          policy: 'canonical',
        },
      },
      /web address/,
    ],
  ];
  for (const [field, fields, says] of wrong)
    await expect(write(editor, id, fields)).rejects.toMatchObject({ field, message: expect.stringMatching(says) });
  const page = await createArticle({ actor: editor, headline: 'Admin', kind: 'page' });
  await expect(write(editor, page, { slug: 'admin' })).rejects.toMatchObject({ field: 'slug' });
  const large = bodyOf('word '.repeat(1_000_000));
  expect(JSON.stringify(large).length).toBeGreaterThan(longestBody);
  await expect(write(editor, id, {}, large)).rejects.toMatchObject({
    message: expect.stringMatching(/too large.*still here/),
  });
  for (const body of [
    { type: 'doc', content: [{ type: 'script' }] },
    { type: 'paragraph', content: [{ type: 'doc' }] },
  ])
    await expect(write(editor, id, {}, body)).rejects.toMatchObject({ code: 'invalid' });
  let deep = bodyOf('deep').content?.[0] ?? { type: 'paragraph' };
  for (let n = 0; n < 20_000; n++) deep = { type: 'blockquote', content: [deep] };
  await expect(write(editor, id, {}, { type: 'doc', content: [deep] })).rejects.toBeInstanceOf(Error);
  expect(await working(id)).toEqual(before);
});

test('addresses that run something are taken out of a text', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor);
  const link = { type: 'link', attrs: { href: 'java\nscript:alert(1)' } };
  await write(
    editor,
    id,
    {},
    {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: 'Click', marks: [link] }] },
        { type: 'picture', attrs: { src: 'javascript:alert(1)', href: 'data:text/html,x' } },
        { type: 'embed', attrs: { url: 'javascript:alert(1)' } },
        { type: 'button', attrs: { href: 'vbscript:x' }, content: [{ type: 'text', text: 'Go' }] },
      ],
    },
  );
  const stored = JSON.stringify((await working(id)).body);
  expect(stored).toContain('Click');
  expect(stored).not.toMatch(/script:|data:/);
});

test('an address that is no text is none', async () => {
  await testDatabase();
  const editor = await addUser('editor', 'Desk one');
  const id = await addDraft(editor);
  const marks = [{ type: 'link', attrs: { href: ['javascript:alert(1)'] } }];
  const content = [{ type: 'paragraph', content: [{ type: 'text', text: 'Words', marks }] }];
  await write(editor, id, {}, { type: 'doc', content });
  expect(JSON.stringify((await working(id)).body)).not.toContain('javascript');
});

test('an article is scheduled for a time to come, public by its date alone, and can be taken back before', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor, 'draft', 'Tomorrow');
  const past = new Date(Date.now() - 1000);
  await expect(scheduleArticle({ actor: editor, id, at: past })).rejects.toMatchObject({
    field: 'at',
    message: /over already/,
  });
  await expect(scheduleArticle({ actor: editor, id, at: new Date(Number.NaN) })).rejects.toMatchObject({ field: 'at' });
  const at = new Date(Date.now() + 86_400_000);
  await scheduleArticle({ actor: editor, id, at });
  expect(await getArticle('tomorrow')).toBeNull();
  await write(editor, id, {}, 'Changed while it waits.');
  expect(await getDesk({ actor: editor, id })).toMatchObject({ status: 'scheduled', hasChanges: true });
  await unscheduleArticle({ actor: editor, id });
  expect(await getDesk({ actor: editor, id })).toMatchObject({ status: 'approved', publishedAt: null });
  await scheduleArticle({ actor: editor, id, at });
  await db.execute(sql`update article set published_at = now() - interval '1 second' where id = ${id}`);
  expect(await getArticle('tomorrow')).toMatchObject({ headline: 'Tomorrow' });
  await expect(unscheduleArticle({ actor: editor, id })).rejects.toMatchObject({ code: 'conflict' });
});

test('an embargo holds against everybody, and an empty article is not published', async () => {
  await testDatabase();
  const editor = await addUser('administrator');
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const id = await addDraft(editor);
  await write(editor, id, { embargoUntil: until });
  const held = { field: 'embargoUntil', message: expect.stringMatching(/embargo.*until/) };
  await expect(publishArticle({ actor: editor, id })).rejects.toMatchObject(held);
  await expect(publishArticle({ actor: { kind: 'operator' }, id })).rejects.toMatchObject(held);
  await expect(scheduleArticle({ actor: editor, id, at: new Date(Date.now() + 60_000) })).rejects.toMatchObject(held);
  await scheduleArticle({ actor: editor, id, at: new Date(Date.now() + 7_200_000) });
  const empty = await createArticle({ actor: editor, headline: 'Empty' });
  await expect(publishArticle({ actor: editor, id: empty })).rejects.toMatchObject({ field: 'body' });
});

test('steps lead from one state to the next only, and name the version they were taken on', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor);
  const { version } = await working(id);
  await expect(approveArticle({ actor: editor, id })).rejects.toMatchObject({ code: 'conflict' });
  await expect(restoreArticle({ actor: editor, id })).rejects.toMatchObject({ code: 'conflict' });
  await expect(publishArticle({ actor: editor, id, from: version - 1 })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/Somebody saved/),
  });
  await submitForReview({ actor: editor, id });
  await returnToDraft({ actor: editor, id, words: 'Who says so?' });
  expect((await getDesk({ actor: editor, id })).notes).toMatchObject([{ text: 'Who says so?', by: editor.name }]);
  await publishArticle({ actor: editor, id });
  await archiveArticle({ actor: editor, id });
  expect(await getArticle('a-headline')).toBeNull();
  await restoreArticle({ actor: editor, id });
  expect((await getDesk({ actor: editor, id })).status).toBe('draft');
});

test('an author whose approved article is changed needs approval again', async () => {
  await testDatabase();
  const [author, editor] = [await addUser('author'), await addUser('editor')];
  const id = await addDraft(author, 'approved');
  await write(author, id, {}, 'Something else.');
  expect((await getDesk({ actor: author, id })).status).toBe('in_review');
  await approveArticle({ actor: editor, id });
  await write(editor, id, {}, 'A comma.');
  expect((await getDesk({ actor: author, id })).status).toBe('approved');
  await publishArticle({ actor: author, id });
});

test('what was written after approval is not published by way of a schedule, and a text that was never given stays so', async () => {
  await testDatabase();
  const [author, editor] = [await addUser('author', 'Author one'), await addUser('editor', 'Desk one')];
  const id = await addDraft(author, 'in_review');
  await approveArticle({ actor: editor, id });
  const at = new Date(Date.now() + 3_600_000);
  await scheduleArticle({ actor: author, id, at });
  await write(author, id, {}, 'Words that nobody has seen.');
  await unscheduleArticle({ actor: author, id });
  expect(await db.select({ status: article.status }).from(article).where(eq(article.id, id))).toEqual([
    { status: 'in_review' },
  ]);
  await expect(publishArticle({ actor: author, id })).rejects.toThrow(/only|Only|editor/);
  // The one that was to be given never was: it is no published version.
  expect(await db.select().from(revision).where(sql`${revision.publishedAt} is not null`)).toEqual([]);
  await approveArticle({ actor: editor, id });
  await scheduleArticle({ actor: editor, id, at });
  await archiveArticle({ actor: editor, id });
  expect(await db.select().from(revision).where(sql`${revision.publishedAt} is not null`)).toEqual([]);
});

test('an imported article, opened and saved unchanged, is what it was', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const [news] = await db.insert(section).values({ slug: 'news', name: 'News' }).returning();
  const id = await addArticle({
    slug: 'an-old_One',
    headline: 'Old',
    sectionId: news?.id ?? null,
    sourceName: 'The Source',
    sourceLicence: 'CC BY 4.0',
    commentPolicy: 'closed',
  });
  const body = { type: 'doc', content: [{ type: 'unknown', attrs: { name: 'x/y', source: '<!-- wp:x/y /-->' } }] };
  const [text] = await db
    .insert(revision)
    .values({ articleId: id, version: 1, headline: 'Old', body, bodyVersion: 1, publishedAt: new Date() })
    .returning();
  await db
    .update(article)
    .set({ revisionId: text?.id ?? null })
    .where(eq(article.id, id));
  const before = await getArticle('an-old_One');
  await write(editor, id, {}, body);
  await publishArticle({ actor: editor, id });
  const after = await getArticle('an-old_One');
  expect(after).toEqual({ ...before, updatedAt: expect.any(String), words: 0 });
});

test('ten thousand versions are listed a page at a time, compared and restored as the newest', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor);
  await db.execute(sql`insert into revision (article_id, version, headline, body, body_version, created_at)
    select ${id}, n, 'No ' || n, '{"type":"doc","content":[{"type":"paragraph"}]}', 1, now() - interval '1 day'
    from generate_series(3, 10000) n`);
  await db.update(article).set({ version: 10_000 }).where(eq(article.id, id));
  const began = performance.now();
  const list = await listRevisions({ actor: editor, id, page: 3 });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(list).toMatchObject({ page: 3, pages: 200 });
  expect(list.revisions).toHaveLength(50);
  expect(list.revisions[0]).toMatchObject({ headline: 'No 9900' });
  const restored = await restoreRevision({ actor: editor, id, version: 5000, from: 10_000 });
  expect(restored).toMatchObject({ outcome: 'saved', version: 10_001 });
  expect((await working(id)).fields.headline).toBe('No 5000');
});

test('an old tag is found by its name, and a draft makes no new ones', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor);
  await write(editor, id, { tags: ['Half a na'] });
  expect(await db.$count(articleTag)).toBe(0);
  expect((await db.execute(sql`select count(*)::int as n from tag`))[0]).toEqual({ n: 0 });
});

test('a save is refused to who is signed out, with a sentence that says the text is kept', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor);
  const copy = await working(id);
  await expect(
    saveArticle({ actor: { kind: 'anonymous' }, id, from: copy.version, fields: copy.fields, body: copy.body }),
  ).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/Sign in again in a new tab/) });
});
