import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, author, byline, event, redirect, section, tag, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, bodyOf } from '#db/test-fixture';
import { getArticle, getRedirect, listFront, listSections } from '#features/articles/queries';
import { createArticle, publishArticle, saveArticle } from '#features/newsroom/commands';
import { getDesk, listArticles } from '#features/newsroom/queries';
import type { ArticleFields } from '#features/newsroom/schema';
import type { Actor } from '#lib/actor';
import {
  addRedirect,
  changeArticles,
  mergeTerms,
  moveSection,
  removeRedirect,
  removeTerm,
  removeView,
  saveTerm,
  saveView,
} from './commands.ts';
import { listRedirects, listTerms, listViews, requireTerm } from './queries.ts';

const actor: Actor = { kind: 'operator' };
const expired = async () => (await db.select().from(tagExpiry)).map((row) => row.tag);

async function write(id: number, fields: Partial<ArticleFields>) {
  const { copy } = await getDesk({ actor, id });
  const all = { ...copy.fields, ...fields };
  return saveArticle({ actor, id, from: copy.version, fields: all, body: bodyOf('Words.') });
}

async function published(headline: string, fields: Partial<ArticleFields> = {}): Promise<number> {
  const id = await createArticle({ actor, headline });
  await write(id, fields);
  await publishArticle({ actor, id });
  return id;
}

const term = (kind: 'section' | 'tag' | 'author', name: string) => saveTerm({ actor, kind, id: null, term: { name } });
const keptOf = async (id: number) => (await getDesk({ actor, id })).copy.fields;
const slugsOf = async (slug: string) => (await getArticle(slug))?.tags.map((one) => one.slug);

test('many articles come into a section at once: for readers and in their drafts', async () => {
  await testDatabase();
  const { id: sectionId } = await term('section', 'City');
  const [one, two] = [await published('One'), await createArticle({ actor, headline: 'Two' })];
  const page = await createArticle({ actor, headline: 'A page', kind: 'page' });
  const open = (await getDesk({ actor, id: one })).copy;
  await db.delete(tagExpiry);
  const change = { kind: 'section', sectionId } as const;
  expect((await changeArticles({ actor, ids: [one, two, page, 999], change })).changed).toBe(2);
  expect((await getArticle('one'))?.section?.slug).toBe('city');
  expect((await keptOf(two)).sectionId).toBe(sectionId);
  expect(await expired()).toEqual(expect.arrayContaining(['article:one', 'section:city', 'lists', 'navigation']));
  expect((await changeArticles({ actor, ids: [one, two], change })).changed).toBe(0);
  // Who had it open is shown both, and does not put it back unseen.
  const stale = await saveArticle({ actor, id: one, from: open.version, fields: open.fields, body: open.body });
  expect(stale.outcome).toBe('stale');
  expect((await changeArticles({ actor, ids: [one], change: { kind: 'section', sectionId: null } })).changed).toBe(1);
  expect((await getArticle('one'))?.section).toBeNull();
});

test('a tag is added to many, once, and published again with them', async () => {
  await testDatabase();
  const [one, two] = [await published('One', { tags: ['Bridges'] }), await published('Two')];
  const change = { kind: 'tag', name: ' bridges ' } as const;
  expect((await changeArticles({ actor, ids: [one, two], change })).changed).toBe(1);
  expect(await slugsOf('two')).toEqual(['bridges']);
  expect(await keptOf(two)).toMatchObject({ tags: ['Bridges'] });
  await write(two, { deck: 'More.' });
  await publishArticle({ actor, id: two });
  expect(await slugsOf('two')).toEqual(['bridges']);
  await expect(changeArticles({ actor, ids: [], change })).rejects.toThrow('Choose some articles first');
  const nothing = changeArticles({ actor, ids: [one], change: { kind: 'tag', name: ' - ' } });
  await expect(nothing).rejects.toMatchObject({ field: 'tag' });
});

test('many are withdrawn at once', async () => {
  await testDatabase();
  const ids = [await published('One'), await published('Two')];
  const done = await changeArticles({ actor, ids, change: { kind: 'archive' } });
  expect(done).toMatchObject({ changed: 2, tags: expect.arrayContaining(['article:one', 'article:two']) });
  expect(await getArticle('one')).toBeNull();
  expect((await changeArticles({ actor, ids, change: { kind: 'archive' } })).changed).toBe(0);
});

test('the article that was pinned last leads the front page', async () => {
  await testDatabase();
  const [one, two] = [await published('One'), await published('Two')];
  await published('Three');
  const pin = (id: number, on: boolean) => changeArticles({ actor, ids: [id], change: { kind: 'pin', on } });
  await pin(two, true);
  expect(await pin(one, true)).toEqual({ changed: 1, tags: ['lists'] });
  expect((await listFront(3)).lead?.headline).toBe('One');
  expect((await listArticles({ actor, filter: { text: 'One' } })).articles[0]?.pinned).toBe(true);
  await pin(one, false);
  expect((await listFront(3)).lead?.headline).toBe('Two');
  expect((await pin(one, false)).changed).toBe(0);
});

test('a tag is renamed: its old address leads on, and no draft makes it anew', async () => {
  await testDatabase();
  const id = await published('One', { tags: ['Colour'] });
  await write(id, { deck: 'Not published yet.' });
  const [row] = await db.select().from(tag);
  await saveTerm({ actor, kind: 'tag', id: row?.id ?? 0, term: { name: 'Paint', slug: 'Paint!', about: 'Of it.' } });
  expect(await slugsOf('one')).toEqual(['paint']);
  expect(await getRedirect('/tags/colour', new URLSearchParams())).toBe('/tags/paint');
  expect((await keptOf(id)).tags).toEqual(['Paint']);
  await publishArticle({ actor, id });
  expect((await db.select().from(tag)).map(({ slug }) => slug)).toEqual(['paint']);
  // Back again, without a circle.
  await saveTerm({ actor, kind: 'tag', id: row?.id ?? 0, term: { name: 'Paint', slug: 'colour' } });
  expect(await db.select().from(redirect)).toEqual([{ path: '/tags/paint', target: '/tags/colour' }]);
});

test('two tags are merged: articles, drafts and addresses', async () => {
  await testDatabase();
  const [one, two] = [
    await published('One', { tags: ['Bikes', 'Cycling'] }),
    await published('Two', { tags: ['Bikes'] }),
  ];
  const draft = await createArticle({ actor, headline: 'Draft' });
  await write(draft, { tags: ['bikes', 'New'] });
  const [bikes] = await db.select().from(tag).where(eq(tag.slug, 'bikes'));
  const id = bikes?.id ?? 0;
  await expect(mergeTerms({ actor, kind: 'tag', id, into: 'Trains' })).rejects.toMatchObject({ field: 'into' });
  await expect(mergeTerms({ actor, kind: 'tag', id, into: 'bikes' })).rejects.toThrow('the one that you have');
  await mergeTerms({ actor, kind: 'tag', id, into: 'cycling' });
  expect([await slugsOf('one'), await slugsOf('two')]).toEqual([['cycling'], ['cycling']]);
  expect([(await keptOf(one)).tags, (await keptOf(two)).tags]).toEqual([['Cycling'], ['Cycling']]);
  expect((await keptOf(draft)).tags).toEqual(['Cycling', 'New']);
  expect(await getRedirect('/tags/bikes', new URLSearchParams())).toBe('/tags/cycling');
  expect(await expired()).toEqual(expect.arrayContaining(['everything', 'tag:bikes', 'tag:cycling']));
  expect(await db.select().from(event).where(eq(event.name, 'tag.merge'))).toHaveLength(1);
});

test('sections and authors are merged, for readers and in drafts', async () => {
  await testDatabase();
  const [from, to] = [await term('section', 'Town'), await term('section', 'City')];
  const [pen, name] = [await term('author', 'Reporter one'), await term('author', 'Reporter two')];
  const fields = { sectionId: from.id, bylines: [name.id, pen.id] };
  const id = await published('One', fields);
  const draft = await createArticle({ actor, headline: 'Draft' });
  await write(draft, fields);
  await mergeTerms({ actor, kind: 'section', id: from.id, into: 'City' });
  await mergeTerms({ actor, kind: 'author', id: pen.id, into: 'reporter-two' });
  for (const each of [id, draft]) expect(await keptOf(each)).toMatchObject({ sectionId: to.id, bylines: [name.id] });
  expect(await getArticle('one')).toMatchObject({ section: { slug: 'city' }, bylines: [{ slug: 'reporter-two' }] });
  expect(await db.select().from(section)).toHaveLength(1);
  expect(await db.select().from(author)).toHaveLength(1);
  expect(await db.select().from(byline)).toHaveLength(2);
});

test('names and addresses are taken once; what articles stand under is not removed', async () => {
  await testDatabase();
  const { id } = await term('tag', 'One');
  const { id: other } = await term('tag', 'Two');
  await expect(term('tag', 'ONE')).rejects.toMatchObject({ field: 'name' });
  await expect(saveTerm({ actor, kind: 'tag', id: other, term: { name: 'Two', slug: 'one' } })).rejects.toMatchObject({
    field: 'slug',
  });
  await expect(term('tag', ' ')).rejects.toMatchObject({ field: 'name', message: 'Write a name.' });
  const badLink = saveTerm({ actor, kind: 'author', id: null, term: { name: 'A', link: 'javascript:1' } });
  await expect(badLink).rejects.toMatchObject({ field: 'link' });
  // Two people may have one name.
  await term('author', 'Reporter one');
  const { id: second } = await term('author', 'Reporter one');
  expect((await requireTerm({ actor, kind: 'author', id: second })).slug).toBe('reporter-one-2');
  await published('One', { tags: ['One'] });
  await expect(removeTerm({ actor, kind: 'tag', id })).rejects.toThrow('Merge it into another');
  await removeTerm({ actor, kind: 'tag', id: other });
  const list = await listTerms({ actor, kind: 'tag', text: 'on' });
  expect(list).toMatchObject({ total: 1, terms: [{ name: 'One', articles: 1 }] });
  await expect(requireTerm({ actor, kind: 'tag', id: other })).rejects.toMatchObject({ code: 'not_found' });
});

test('sections stand in the order that somebody gives them', async () => {
  await testDatabase();
  for (const name of ['City', 'Art', 'Books']) {
    const { id: sectionId } = await term('section', name);
    await published(`In ${name}`, { sectionId });
  }
  const order = async () => (await listSections()).map(({ name }) => name);
  expect(await order()).toEqual(['Art', 'Books', 'City']);
  const list = await listTerms({ actor, kind: 'section' });
  expect(list.terms.map(({ name, articles }) => [name, articles])).toEqual([
    ['Art', 1],
    ['Books', 1],
    ['City', 1],
  ]);
  const [city] = await db.select().from(section).where(eq(section.slug, 'city'));
  const id = city?.id ?? 0;
  await moveSection({ actor, id, to: 0 });
  expect((await moveSection({ actor, id, to: -1 })).tags).toEqual([]);
  expect(await order()).toEqual(['City', 'Art', 'Books']);
  await moveSection({ actor, id, to: 1 });
  expect(await order()).toEqual(['Art', 'City', 'Books']);
  expect((await moveSection({ actor, id, to: 99 })).tags).toEqual(['navigation', 'lists']);
  expect(await order()).toEqual(['Art', 'Books', 'City']);
});

test('old addresses lead on, never in a circle, and never from where a page is', async () => {
  await testDatabase();
  await published('One', { tags: ['Bridges'] });
  const add = (path: string, target: string) => addRedirect({ actor, path, target });
  await add('/2019/04/a-story/', '/articles/one');
  expect(await getRedirect('/2019/04/a-story', new URLSearchParams())).toBe('/articles/one');
  await add('/even/older', '/2019/04/a-story');
  expect(await getRedirect('/even/older', new URLSearchParams())).toBe('/articles/one');
  await add('/articles/gone', '/articles/one');
  expect(await expired()).toContain('article:gone');
  await add('/?p=12', '/articles/one');
  const wrong: [string, string, string][] = [
    ['/articles/one', '/archive', 'path'],
    ['/tags/bridges', '/archive', 'path'],
    ['/admin/articles', '/archive', 'path'],
    ['/feed.xml', '/archive', 'path'],
    ['/', '/archive', 'path'],
    ['//other.example', '/archive', 'path'],
    ['/a%zz', '/archive', 'path'],
    ['/a?b=c', '/archive', 'path'],
    ['/even/older', '/archive', 'path'],
    ['/b', 'https://other.example', 'target'],
    ['/b', '//other.example', 'target'],
    ['/b', '/b', 'target'],
  ];
  for (const [path, target, field] of wrong) await expect(add(path, target), path).rejects.toMatchObject({ field });
  await add('/c', '/d');
  await add('/d', '/e');
  await expect(add('/e', '/c')).rejects.toThrow('in a circle');
  // In one step.
  expect(await getRedirect('/c', new URLSearchParams())).toBe('/e');
  expect((await listRedirects({ actor, text: 'articles/o' })).total).toBe(4);
  await removeRedirect({ actor, path: '/c' });
  expect(await getRedirect('/c', new URLSearchParams())).toBeNull();
});

test('a list is kept under a name, for oneself', async () => {
  await testDatabase();
  const [one, two] = [await addUser('author'), await addUser('editor')];
  await saveView({ actor: one, name: ' My drafts ', query: 'status=draft&page=3&evil=1' });
  await saveView({ actor: one, name: 'My drafts', query: 'status=draft&mine=1' });
  const [view] = await listViews(one);
  expect(view).toMatchObject({ name: 'My drafts', query: 'status=draft&mine=1' });
  expect(await listViews(two)).toEqual([]);
  await removeView({ actor: two, id: view?.id ?? 0 });
  expect(await listViews(one)).toHaveLength(1);
  await removeView({ actor: one, id: view?.id ?? 0 });
  expect(await listViews(one)).toEqual([]);
  await expect(saveView({ actor: one, name: ' ', query: '' })).rejects.toMatchObject({ field: 'name' });
});

test('articles are listed by who signs them', async () => {
  await testDatabase();
  const { id: pen } = await term('author', 'Reporter one');
  const id = await published('One', { bylines: [pen] });
  await published('Two');
  const list = await listArticles({ actor, filter: { author: pen } });
  expect(list.articles.map((one) => one.id)).toEqual([id]);
  expect((await db.select().from(article)).length).toBe(2);
});
