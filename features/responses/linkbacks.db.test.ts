import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { file, linkback, response } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse, changeSetting } from '#db/test-fixture';
import { listLatest } from '#features/articles/queries';
import { getNewestId, getResponse, getThread, listNewestResponses, listStanding } from './queries.ts';

let made = 0;
type Kind = (typeof linkback.$inferSelect)['kind'];

/** A linkback that was approved, so many minutes after the article began. */
async function addLinkback(
  articleId: number,
  kind: Kind,
  minute: number,
  more: Partial<typeof linkback.$inferInsert> = {},
) {
  const number = ++made;
  const id = await addResponse({
    ...{ articleId, kind: 'webmention', guestName: `Site no ${number}`, source: null },
    reaction: kind === 'reply' || kind === 'mention' ? null : kind,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
  });
  await db
    .insert(linkback)
    .values({ responseId: id, sourceUrl: `https://site${number}.example/`, sourceTitle: 'A title', kind, ...more });
  return id;
}
const comment = (articleId: number, minute: number) =>
  addResponse({ articleId, createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)) });

test('likes, reposts and bookmarks are faces: in no thread, in no count, in no feed', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const first = await comment(articleId, 1);
  const like = await addLinkback(articleId, 'like', 2, { siteName: 'A site' });
  const reply = await addLinkback(articleId, 'reply', 3, { publishedAt: new Date(Date.UTC(2026, 0, 1)) });
  const repost = await addLinkback(articleId, 'repost', 4, { sourceUrl: 'javascript:alert(1)' });
  const mention = await addLinkback(articleId, 'mention', 5);
  const bookmark = await addLinkback(articleId, 'bookmark', 6);
  const held = await addLinkback(articleId, 'like', 7);
  await db.update(response).set({ approvedAt: null, heldAt: new Date() }).where(eq(response.id, held));

  const thread = await getThread(articleId);
  expect(thread?.responses.map(({ id }) => id)).toEqual([first, reply, mention]);
  expect(thread).toMatchObject({ total: 3, pages: 1, apart: false, reactions: { total: 3 } });
  expect(thread?.reactions.faces).toMatchObject([
    { id: bookmark, kind: 'bookmark', avatar: null },
    { id: repost, kind: 'repost', link: null },
    { id: like, kind: 'like', siteName: 'A site', link: expect.stringMatching(/^https:/) },
  ]);
  expect(thread?.responses[1]?.linkback).toEqual({
    ...{ kind: 'reply', siteName: '', avatar: null },
    publishedAt: '2026-01-01T00:00:00.000Z',
  });
  const [card] = await listLatest(1);
  expect(card?.responses).toBe(3);
  expect((await listNewestResponses(articleId, 50)).map(({ id }) => id)).toEqual([mention, reply, first]);
  expect((await listStanding(articleId)).map(({ id }) => id)).toEqual([first, reply, mention]);
  expect(await getNewestId(articleId)).toBe(mention);
  expect((await getResponse(like))?.page).toBe(1);
});

test('the face that its site has of somebody is shown from what we keep', async () => {
  await testDatabase();
  const articleId = await addArticle();
  const id = randomUUID();
  await db
    .insert(file)
    .values({ id, key: id, name: 'face.webp', type: 'image/webp', bytes: 9, sha256: '', width: 96, height: 96 });
  await addLinkback(articleId, 'like', 1, { avatarId: id });
  await addLinkback(articleId, 'mention', 2, { avatarId: id });
  const thread = await getThread(articleId);
  expect(thread?.reactions.faces[0]?.avatar).toBe(`/files/${id}/face.webp`);
  expect(thread?.responses[0]?.linkback?.avatar).toBe(`/files/${id}/face.webp`);
});

test('apart, linkbacks follow all other threads, over all pages', async () => {
  await testDatabase();
  const articleId = await addArticle();
  await changeSetting('linkbacksShown', 'apart');
  const links: number[] = [];
  const comments: number[] = [];
  for (let minute = 0; minute < 60; minute++) {
    if (minute % 2 === 0) links.push(await addLinkback(articleId, minute % 10 === 0 ? 'like' : 'mention', minute));
    comments.push(await comment(articleId, minute));
  }
  const mentions = links.filter((_, at) => at % 5 !== 0);
  const pages = [await getThread(articleId, 1), await getThread(articleId, 2)];
  expect(pages[0]).toMatchObject({ total: 84, pages: 2, apart: true, reactions: { total: 6 } });
  expect(pages.flatMap((page) => page?.responses.map(({ id }) => id))).toEqual([...comments, ...mentions]);
  expect(pages[1]?.reactions).toEqual({ total: 6, faces: [] });
  for (const [number, page] of pages.entries())
    for (const { id } of page?.responses ?? []) expect((await getResponse(id))?.page).toBe(number + 1);
  const newest = await getThread(articleId, 1, 'newest');
  expect(newest?.responses.map(({ id }) => id)).toEqual(comments.toReversed().slice(0, 50));
});

test('twenty thousand likes do not slow the thread they stand over', async () => {
  const { sql } = await testDatabase();
  const articleId = await addArticle();
  for (let minute = 0; minute < 60; minute++) await comment(articleId, minute);
  await sql`insert into response (article_id, kind, reaction, guest_name, body, created_at, approved_at)
    select ${articleId}, 'webmention', 'like', 'Site no ' || n, '{"type":"doc","content":[]}', now() - n * interval '1 minute', now()
    from generate_series(1, 20000) n`;
  await sql`insert into linkback (response_id, source_url, kind)
    select id, 'https://site' || id || '.example/', 'like' from response where kind = 'webmention'`;
  await sql`vacuum analyze response, linkback`;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  expect(await getThread(articleId)).toMatchObject({ total: 60, pages: 2, reactions: { total: 20_000 } });
  const times = {
    thread: await timed(() => getThread(articleId)),
    page: await timed(() => getThread(articleId, 2)),
    cards: await timed(() => listLatest(24)),
    feed: await timed(() => listNewestResponses(articleId, 50)),
    standing: await timed(() => listStanding(articleId)),
  };
  // Some milliseconds where nothing else runs; what would grow with the square takes many seconds.
  expect(Math.max(...Object.values(times))).toBeLessThan(3000);
}, 60_000);
