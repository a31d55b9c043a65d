import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, author, byline, event, previewLink, section, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, bodyOf } from '#db/test-fixture';
import { getArticle } from '#features/articles/queries';
import {
  addCorrection,
  addNote,
  archiveArticle,
  checkLinks,
  createArticle,
  createPreview,
  editCorrection,
  notePresence,
  publishArticle,
  removeCorrection,
  resolveNote,
  revokePreview,
} from './commands.ts';
import { addDraft, write } from './fixture.ts';
import { newsroomJobs } from './jobs.ts';
import { checkLinksJob } from './publishing.ts';
import { getChanges, getDesk, getPreview, listArticles, listCorrections } from './queries.ts';

test('notes are answered, closed and opened again, beside their own article only', async () => {
  await testDatabase();
  const [writer, editor] = [await addUser('author', 'Reporter one'), await addUser('editor', 'Desk one')];
  const [id, other] = [await addDraft(writer), await addDraft(writer)];
  const noteId = await addNote({ actor: editor, id, text: ' Who says so? ', quote: 'it is said' });
  await addNote({ actor: writer, id, text: 'The mayor.', parentId: noteId });
  const notes = async () => (await getDesk({ actor: editor, id })).notes;
  expect(await notes()).toMatchObject([
    { by: 'Desk one', text: 'Who says so?', quote: 'it is said', resolvedAt: null, replies: [{ by: 'Reporter one' }] },
  ]);
  await resolveNote({ actor: writer, noteId });
  expect((await notes())[0]?.resolvedAt).not.toBeNull();
  await resolveNote({ actor: writer, noteId, open: true });
  expect((await notes())[0]?.resolvedAt).toBeNull();
  const elsewhere = addNote({ actor: writer, id: other, text: 'x', parentId: noteId });
  await expect(elsewhere).rejects.toMatchObject({ code: 'not_found' });
  for (const text of ['', '  ', 'x'.repeat(5001)])
    await expect(addNote({ actor: writer, id, text })).rejects.toMatchObject({ field: 'text' });
});

test('a note on words keeps them in one line, and a little of what stands before', async () => {
  await testDatabase();
  const writer = await addUser('author');
  const id = await addDraft(writer);
  const before = `${'far '.repeat(40)}the end before `;
  await addNote({ actor: writer, id, text: 'One', quote: ' over\n\n two  lines ', before });
  await addNote({ actor: writer, id, text: 'Two', quote: 'long '.repeat(200), before: '' });
  await addNote({ actor: writer, id, text: 'Three', before });
  const { notes } = await getDesk({ actor: writer, id });
  expect(notes[0]).toMatchObject({ quote: 'over two lines', before: before.slice(-60) });
  expect(notes[1]?.quote).toHaveLength(499);
  expect(notes[2]).toMatchObject({ quote: '', before: '' });
});

test('who has an article open learns of the others, and no window speaks for another person', async () => {
  await testDatabase();
  const [one, two] = [await addUser('editor', 'Desk one'), await addUser('editor', 'Desk two')];
  const id = await addDraft(one);
  expect((await notePresence({ actor: one, id, windowId: 'a', typed: false })).others).toEqual([]);
  await notePresence({ actor: two, id, windowId: 'b', typed: true });
  await notePresence({ actor: two, id, windowId: 'c', typed: false });
  await notePresence({ actor: two, id, windowId: 'a', typed: true });
  const { others, version, savedBy } = await notePresence({ actor: one, id, windowId: 'a', typed: false });
  expect(others).toEqual([{ name: 'Desk two', typing: true }]);
  expect({ version, savedBy }).toEqual({ version: 2, savedBy: 'Desk one' });
  await db.execute(sql`update article_presence set seen_at = now() - interval '1 minute'`);
  expect((await notePresence({ actor: one, id, windowId: 'a', typed: false })).others).toEqual([]);
});

test('a preview link shows the newest text until it ends or is taken back; its token is not stored', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const [desk] = await db.insert(author).values({ slug: 'desk', name: 'Science desk', kind: 'desk' }).returning();
  const id = await addDraft(editor);
  const { token } = await createPreview({ actor: editor, id, days: 2 });
  await write(editor, id, { headline: 'Newer', bylines: [desk?.id ?? 0], tags: ['C'] }, 'Newest words.');
  const preview = await getPreview(token);
  expect(preview?.article).toMatchObject({
    headline: 'Newer',
    authors: [{ slug: 'desk' }],
    tags: [{ slug: 'c' }],
    words: 2,
  });
  expect(JSON.stringify(await db.select().from(previewLink))).not.toContain(token);
  for (const wrong of ['', 'x', `${token}x`, token.slice(1)]) expect(await getPreview(wrong)).toBeNull();
  const [link] = (await getDesk({ actor: editor, id })).previews;
  await revokePreview({ actor: editor, previewId: link?.id ?? '' });
  expect(await getPreview(token)).toBeNull();
  const next = await createPreview({ actor: editor, id, days: 1 });
  expect(await getPreview(next.token)).not.toBeNull();
  await db.update(previewLink).set({ expiresAt: sql`now()` });
  expect(await getPreview(next.token)).toBeNull();
  for (const days of [0, 31, 1.5, Number.NaN])
    await expect(createPreview({ actor: editor, id, days })).rejects.toMatchObject({ field: 'days' });
});

test('a correction stands under its article and in the list of all, and goes with the article', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await addDraft(editor, 'draft', 'The bridge');
  await publishArticle({ actor: editor, id });
  await db.delete(tagExpiry);
  const tags = await addCorrection({ actor: editor, id, text: 'It has two arches,\nnot three.', mistake: true });
  expect(tags).toEqual(expect.arrayContaining(['article:the-bridge', 'corrections', 'lists']));
  expect((await db.select().from(tagExpiry)).map(({ tag }) => tag)).toEqual(expect.arrayContaining(tags));
  const listed = async () => (await listCorrections())?.corrections;
  expect(await listed()).toMatchObject([{ text: 'It has two arches, not three.', slug: 'the-bridge', mistake: true }]);
  const correctionId = (await listed())?.[0]?.id ?? 0;
  await editCorrection({ actor: editor, correctionId, text: 'Two arches.', mistake: false });
  expect((await getArticle('the-bridge'))?.corrections).toMatchObject([{ text: 'Two arches.', mistake: false }]);
  await archiveArticle({ actor: editor, id });
  expect(await listed()).toEqual([]);
  await removeCorrection({ actor: editor, correctionId });
  await expect(removeCorrection({ actor: editor, correctionId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(addCorrection({ actor: editor, id, text: ' ', mistake: true })).rejects.toMatchObject({ field: 'text' });
  expect(await listCorrections(2)).toBeNull();
});

test('readers see what was changed between published versions, where the editor allows, and no draft', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await createArticle({ actor: editor, headline: 'The bridge' });
  await write(editor, id, {}, 'It has three arches.');
  await publishArticle({ actor: editor, id });
  await write(editor, id, {}, 'It has a secret draft.');
  await db.execute(sql`update revision set created_at = now() - interval '1 hour'`);
  await write(editor, id, { headline: 'The old bridge' }, 'It has two arches.');
  await publishArticle({ actor: editor, id });
  expect(await getChanges('the-bridge')).toBeNull();
  await write(editor, id, { showsChanges: true });
  await publishArticle({ actor: editor, id });
  await write(editor, id, {}, 'Another draft.');
  const view = await getChanges('the-bridge');
  const seen = JSON.stringify(view);
  expect(seen).not.toMatch(/draft/);
  expect(view?.changes.at(-1)?.comparison.headline).toContainEqual({ text: 'old ', change: 'added' });
  expect(view?.changes.at(-1)?.comparison.blocks[0]).toMatchObject({ kind: 'changed' });
  await db.update(article).set({ visibility: 'password', passwordHash: 'x:y' }).where(eq(article.id, id));
  expect(await getChanges('the-bridge')).toBeNull();
});

test('the checklist says what is missing, and which links were asked', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const id = await createArticle({ actor: editor, headline: 'The bridge' });
  const kinds = async () => (await getDesk({ actor: editor, id })).checklist.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['body', 'section', 'excerpt']);
  const link = (href: string) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: 'Look', marks: [{ type: 'link', attrs: { href } }] }],
  });
  const source = {
    name: 'The Source',
    url: '',
    author: '',
    publishedAt: null,
    licence: '',
    policy: 'canonical' as const,
  };
  // An address of one's own network is never fetched, so it is one that does not answer.
  const dead = 'http://127.0.0.1:9/gone';
  await write(
    editor,
    id,
    { source, deck: 'It stands.' },
    {
      type: 'doc',
      content: [link(dead), link('/articles/ours'), { type: 'picture', attrs: { src: '' } }],
    },
  );
  expect(await kinds()).toEqual(['alt', 'section', 'licence', 'links']);
  const links = async () => (await getDesk({ actor: editor, id })).checklist.at(-1);
  expect(await links()).toMatchObject({ state: 'unchecked', count: 1 });
  await checkLinks({ actor: editor, id });
  expect(await links()).toMatchObject({ state: 'checking' });
  await newsroomJobs[checkLinksJob]?.({ id }, { number: 1, last: true });
  expect(await links()).toMatchObject({ state: 'checked', dead: [dead], at: expect.any(String) });
  await write(editor, id, {}, { type: 'doc', content: [link(dead), link('https://other.example/')] });
  expect(await links()).toMatchObject({ state: 'unchecked', count: 2, dead: [dead] });
  expect(await db.$count(event, eq(event.name, 'article.links'))).toBe(1);
});

test('the list is narrowed, sorted and turned over, and quick with a hundred thousand articles', async () => {
  await testDatabase();
  const editor = await addUser('editor');
  const [news] = await db.insert(section).values({ slug: 'news', name: 'News' }).returning();
  const [desk] = await db.insert(author).values({ slug: 'desk', name: 'Science desk' }).returning();
  const id = await createArticle({ actor: editor, headline: '100% of The_Bridge', sectionId: news?.id ?? null });
  await db.insert(byline).values({ articleId: id, authorId: desk?.id ?? 0 });
  await db.execute(sql`insert into article (slug, headline, status, published_at, saved_at)
    select 'a-' || n, 'Article number ' || n, case when n % 10 = 0 then 'draft' else 'published' end,
      now() - n * interval '1 minute', now() - n * interval '1 minute' from generate_series(1, 100000) n`);
  await db.execute(sql`analyze article`);
  const list = (given: Omit<Parameters<typeof listArticles>[0], 'actor'>) => listArticles({ actor: editor, ...given });
  expect(await list({ filter: { text: '% of the_b' } })).toMatchObject({
    total: 1,
    articles: [
      { id, headline: '100% of The_Bridge', section: 'News', bylines: ['Science desk'], savedBy: editor.name },
    ],
  });
  expect(await list({ filter: { section: news?.id ?? 0 } })).toMatchObject({ total: 1 });
  expect(await list({ filter: { mine: true } })).toMatchObject({ total: 1 });
  expect(await list({ filter: { status: 'draft', section: 0 } })).toMatchObject({ total: 10_000, pages: 200 });
  expect((await list({ sort: 'headline' })).articles[0]?.headline).toBe('100% of The_Bridge');
  expect((await list({ page: 99_999 })).page).toBe(2001);
  expect(await list({ filter: { text: 'nothing like it' } })).toMatchObject({ total: 0, page: 1, articles: [] });
  // With room for a busy machine; `npm run bench` measures it.
  for (const given of [{}, { page: 1900 }, { sort: 'headline' as const }, { filter: { text: 'number 4' } }]) {
    await list(given);
    const began = performance.now();
    await list(given);
    expect(performance.now() - began, JSON.stringify(given)).toBeLessThan(1000);
  }
});

test('a deleted account leaves its articles and notes behind, without a name', async () => {
  await testDatabase();
  const [writer, editor] = [await addUser('author'), await addUser('editor')];
  const id = await addDraft(writer);
  await addNote({ actor: writer, id, text: 'Words' });
  await db.execute(sql`delete from "user" where id = ${writer.id}`);
  const desk = await getDesk({ actor: editor, id });
  expect(desk).toMatchObject({ owner: null, copy: { by: null, body: bodyOf('Some words.') }, notes: [{ by: null }] });
});
