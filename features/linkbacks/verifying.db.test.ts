import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article, file, linkback } from '#db/schema/index';
import { addResponse, addUser, changeSetting } from '#db/test-fixture';
import { storeFile } from '#features/files/commands';
import { approveResponses, hideResponses, markSpam, undoDecision } from '#features/moderation/commands';
import { getQueue } from '#features/moderation/queries';
import { getSettings } from '#features/settings/queries';
import { dropAvatar, keepWaitingFaces } from './avatars.ts';
import { blockSite, unblockSite } from './blocking.ts';
import { sweepLinkbacks } from './jobs.ts';
import { getMention, listMentions, recheckMention } from './mentions.ts';
import { linkbackWorld, linking } from './receiving-fixture.ts';
import { verifyDue } from './verifying.ts';

test('a moderator sees a linkback with its source, and the next of its host needs none', async () => {
  const { pages, at, target, send, verify, responses } = await linkbackWorld();
  const moderator = await addUser('moderator');
  pages.set('/a', linking(target, 'First.'));
  pages.set('/b', linking(target, 'Second.'));
  const { id } = await send(at('/a'));
  await verify(id);
  expect(await getMention(id)).toMatchObject({ state: 'held', responseId: null });
  const { entries } = await getQueue(moderator, 'waiting');
  expect(entries).toMatchObject([
    { kind: 'webmention', link: at('/a'), verdicts: [{ reason: 'whyNewSite' }], writer: { userId: null, waiting: 1 } },
  ]);
  const ids = entries.map((entry) => entry.id);
  await approveResponses({ actor: moderator, ids });
  expect(await getMention(id)).toMatchObject({ state: 'shown', responseId: ids[0] });
  const second = await send(at('/b'));
  await verify(second.id);
  expect(await getMention(second.id)).toMatchObject({ state: 'shown' });

  const hidden = await hideResponses({ actor: moderator, ids });
  expect(await getMention(id)).toMatchObject({ state: 'hidden' });
  await undoDecision({ actor: moderator, decisionIds: hidden.decisionIds });
  expect(await getMention(id)).toMatchObject({ state: 'shown' });
  await markSpam({ actor: moderator, ids });
  // Who was spam a moment ago waits again.
  pages.set('/c', linking(target, 'Third.'));
  await verify((await send(at('/c'))).id);
  expect((await responses()).at(-1)?.held_at).not.toBeNull();
});

test('trusted and blocked hosts, words and copies are judged by the same phases', async () => {
  const { pages, at, target, send, verify, sql } = await linkbackWorld();
  await changeSetting('linkbackTrustedHosts', ['127.0.0.1']);
  await changeSetting('blockedWords', ['casino']);
  const judge = async (path: string, text: string, host = 1) => {
    pages.set(path, linking(target, text));
    const { id } = await send(at(path, host));
    const { responseId } = await verify(id);
    const [row] =
      await sql`select case when spam_at is not null then 'spam' when held_at is not null then 'held' else 'public' end as state
      from response where id = ${responseId}`;
    return row?.state;
  };
  expect(await judge('/1', 'Good words, more than forty characters of them here.')).toBe('public');
  expect(await judge('/2', 'Good words, more than forty characters of them here.')).toBe('held');
  expect(await judge('/3', 'The best casino.')).toBe('spam');
  expect(await judge('/4', 'A host that nobody knows.', 2)).toBe('held');
  await changeSetting('linkbackBlockedHosts', ['127.0.0.3']);
  await expect(send(at('/5', 3))).rejects.toMatchObject({ problem: 'blocked' });
});

test('what an import brought is the same source', async () => {
  const { pages, at, target, send, verify, responses, sql, articleId } = await linkbackWorld();
  const long = new Date('2009-01-01');
  const old = await addResponse({
    articleId,
    kind: 'trackback',
    guestName: 'Old blog',
    createdAt: long,
    approvedAt: long,
  });
  await sql`insert into linkback (response_id, source_url, source_title) values (${old}, ${at('/old').replace('http:', 'https:')}, 'Old')`;
  pages.set('/old', linking(target, 'What it says now.'));
  const { id } = await send(at('/old'));
  await verify(id);
  const rows = await responses();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ id: String(old), held_at: null, kind: 'trackback', source_title: 'A page' });
});

test('a face is made anew and kept once a moderator has let it stand; one that is none changes nothing', async () => {
  const { pages, at, target, send, verify, responses, asked, sql } = await linkbackWorld();
  const face = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#456' } })
    .png()
    .toBuffer();
  pages.set('/me.png', (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(face));
  pages.set('/no.png', (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('<script>'));
  const page = (photo: string) =>
    `<div class="h-entry"><p class="p-author h-card"><img class="u-photo" src="${photo}" alt=""><span class="p-name">Writer</span></p><a class="u-like-of" href="${target}">x</a></div>`;
  pages.set('/like', page('/me.png'));
  pages.set('/other', page('/no.png'));
  await verify((await send(at('/like'))).id);
  await verify((await send(at('/other'))).id);
  expect(await responses()).toMatchObject([
    { linkback_kind: 'like', reaction: 'like', guest_name: 'Writer', avatar_id: null, face_url: at('/me.png') },
    { avatar_id: null, face_url: at('/no.png') },
  ]);
  await keepWaitingFaces();
  expect(asked.filter((path) => path.endsWith('.png'))).toEqual([]);
  await sql`update response set held_at = null, approved_at = now()`;
  await keepWaitingFaces();
  const rows = await responses();
  expect(rows).toMatchObject([{ face_url: null }, { avatar_id: null, face_url: null }]);
  const [file] = await sql`select type, width, height from file where id = ${rows[0]?.avatar_id}`;
  expect(file).toMatchObject({ type: 'image/webp', width: 96, height: 96 });
  expect(asked.filter((path) => path === '/like')).toHaveLength(1);
});

test('a face that stands elsewhere too stays when its linkback has another', async () => {
  const { articleId } = await linkbackWorld();
  const bytes = (background: string) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background } })
      .png()
      .toBuffer();
  const [lead, face] = [
    await storeFile({ name: 'a.png', bytes: await bytes('red') }),
    await storeFile({ name: 'b.png', bytes: await bytes('blue') }),
  ];
  await db.update(article).set({ leadFileId: lead.id }).where(eq(article.id, articleId));
  await dropAvatar(lead.id);
  await dropAvatar(face.id);
  expect((await db.select({ id: file.id }).from(file)).map(({ id }) => id)).toEqual([lead.id]);
});

test('what was found good is judged again with another site name, kind or face', async () => {
  const { pages, at, target, send, verify, responses, sql } = await linkbackWorld();
  await changeSetting('linkbackTrustedHosts', ['127.0.0.1']);
  await changeSetting('blockedWords', ['casino']);
  for (const [name, colour] of [
    ['/first.png', '#456'],
    ['/second.png', '#a12'],
  ] as const) {
    const face = await sharp({ create: { width: 100, height: 100, channels: 3, background: colour } })
      .png()
      .toBuffer();
    pages.set(name, (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(face));
  }
  const page = (photo: string, kind = 'u-like-of', siteName = 'A site') =>
    `<meta property="og:site_name" content="${siteName}"><div class="h-entry"><p class="p-author h-card"><img class="u-photo" src="${photo}" alt=""><span class="p-name">Writer</span></p><a class="${kind}" href="${target}">x</a></div>`;
  pages.set('/a', page('/first.png'));
  const { id } = await send(at('/a'));
  await verify(id);
  const [first] = await responses();
  expect(first).toMatchObject({ site_name: 'A site', held_at: null });
  expect(first?.avatar_id).not.toBeNull();
  pages.set('/a', page('/second.png'));
  await verify(id);
  expect((await responses())[0]).toMatchObject({ avatar_id: first?.avatar_id });
  pages.set('/a', page('/second.png', 'u-repost-of'));
  await verify(id);
  const [second] = await responses();
  expect(second).toMatchObject({ linkback_kind: 'repost', spam_at: null });
  expect(second?.avatar_id).not.toBe(first?.avatar_id);
  pages.set('/a', page('/first.png', 'u-repost-of', 'The best casino'));
  await verify(id);
  const [third] = await responses();
  expect(third).toMatchObject({ avatar_id: second?.avatar_id });
  expect(third?.spam_at).not.toBeNull();
  expect(await sql`select id from response where approved_at is not null and spam_at is null`).toEqual([]);
});

test('a source of gigabytes is read to its first megabyte, one that trickles is left', {
  timeout: 20_000,
}, async () => {
  const { pages, at, target, send, verify } = await linkbackWorld();
  let written = 0;
  pages.set('/big', (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': 2_000_000_000 });
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(100_000))) written += 100_000;
    };
    response.on('drain', more);
    response.write(linking(target));
    more();
  });
  pages.set('/slow', (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('<'), 1_000);
    response.on('close', () => clearInterval(timer));
  });
  expect(await verify((await send(at('/big'))).id)).toMatchObject({ state: 'verified' });
  expect(written).toBeLessThan(50_000_000);
  const started = performance.now();
  const slow = await verify((await send(at('/slow', 2))).id);
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(slow).toMatchObject({ state: 'waiting', failures: 1 });
  expect(slow.problem).toContain('took too long');
});

test('what is no page, private or away is refused in the end; what was shown stands meanwhile', async () => {
  const { pages, at, target, send, verify, sql, responses } = await linkbackWorld();
  pages.set('/picture', (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'));
  expect(await verify((await send(at('/picture'))).id)).toMatchObject({ state: 'refused' });
  for (const address of ['http://127.0.0.1:1/', 'http://169.254.169.254/latest', 'http://[::1]/', 'http://10.0.0.1/']) {
    const after = await verify((await send(address)).id);
    expect(after, address).toMatchObject({ state: 'refused', dueAt: null });
    // What is inside is not told to strangers.
    expect(after.problem).toBe('The source could not be fetched. Its address has to be one of the open internet.');
  }
  pages.set('/redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/inside' }).end());
  expect(await verify((await send(at('/redirect'))).id)).toMatchObject({ state: 'refused' });

  let status = 500;
  pages.set('/failing', (response) => response.writeHead(status, { 'content-type': 'text/html' }).end(linking(target)));
  const { id } = await send(at('/failing'));
  for (let tries = 1; tries <= 3; tries++)
    expect(await verify(id)).toMatchObject({ state: 'waiting', failures: tries });
  expect(await verify(id)).toMatchObject({ state: 'refused', dueAt: null });
  status = 200;
  await sql`update mention set checked_at = now() - interval '1 hour'`;
  await send(at('/failing'));
  expect(await verify(id)).toMatchObject({ state: 'verified' });
  status = 503;
  expect(await verify(id)).toMatchObject({ state: 'verified', failures: 1 });
  expect((await responses()).at(-1)?.trashed_at).toBeNull();
  status = 410;
  expect(await verify(id)).toMatchObject({ state: 'withdrawn' });
  expect((await responses()).at(-1)?.trashed_at).not.toBeNull();
});

test('what is due is looked up by itself, each once, a host in its turn; what was refused is forgotten', async () => {
  const { pages, at, asked, target, send, sql } = await linkbackWorld();
  for (let n = 1; n <= 9; n++) {
    pages.set(`/${n}`, linking(target, `Words ${n}.`));
    await send(at(`/${n}`, n));
  }
  pages.set('/10', linking(target, 'Words 10.'));
  await send(at('/10', 1));
  await verifyDue();
  expect(await sql`select state from mention where state <> 'verified'`).toEqual([]);
  expect(asked.toSorted()).toEqual(['/1', '/10', '/2', '/3', '/4', '/5', '/6', '/7', '/8', '/9']);
  // A month later.
  const [row] = await sql`select min(due_at) - now() > interval '20 days' as later from mention`;
  expect(row?.later).toBe(true);
  await sql`update mention set due_at = now() - interval '1 minute' where source_url like '%/3'`;
  await sql`update host_pause set until = now()`;
  pages.delete('/3');
  await sweepLinkbacks();
  await verifyDue();
  expect(await sql`select source_url from mention where state = 'withdrawn'`).toHaveLength(1);
  await sql`update mention set state = 'refused', checked_at = now() - interval '91 days'`;
  await sweepLinkbacks();
  expect(await sql`select id from mention`).toEqual([]);
});

test('only the desk sees what came, and has it looked up again', async () => {
  const { pages, at, target, send, verify, sql } = await linkbackWorld();
  pages.set('/a', linking(target));
  const { id } = await send(at('/a'));
  await verify(id);
  const [reader, editor] = [await addUser('reader'), await addUser('editor')];
  for (const actor of [reader, { kind: 'anonymous' } as const, { ...editor, banned: true }]) {
    await expect(listMentions({ actor })).rejects.toMatchObject({ code: 'refused' });
    await expect(recheckMention({ actor, id })).rejects.toMatchObject({ code: 'refused' });
  }
  expect(await listMentions({ actor: editor, state: 'verified' })).toMatchObject([{ id, slug: 'the-target' }]);
  expect(await recheckMention({ actor: editor, id })).toBe(1);
  expect(await recheckMention({ actor: { kind: 'operator' }, id: 'all' })).toBe(1);
  expect(await sql`select id from mention where due_at <= now()`).toHaveLength(1);
  await expect(recheckMention({ actor: editor, id: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  expect(await getMention('00000000-0000-0000-0000-000000000000')).toBeNull();
  expect(await getMention("'; drop table mention")).toBeNull();
});

test('a moderator blocks a site from the queue, and takes it again', async () => {
  const { pages, at, target, send, verify, responses, articleId } = await linkbackWorld();
  const moderator = await addUser('moderator');
  for (const path of ['/1', '/2']) {
    pages.set(path, linking(target, `Words of ${path} that stand nowhere else.`));
    await verify((await send(at(path))).id);
  }
  const [first, second] = (await responses()).map(({ id }) => Number(id));
  const comment = await addResponse({ articleId });
  await expect(blockSite({ actor: await addUser('editor'), responseId: first ?? 0 })).rejects.toThrow(
    'Only moderators',
  );
  await expect(blockSite({ actor: moderator, responseId: comment })).rejects.toThrow('came from no other site');
  const outcome = await blockSite({ actor: moderator, responseId: first ?? 0 });
  expect(outcome).toMatchObject({ host: '127.0.0.1', decided: [first, second] });
  expect((await getSettings()).linkbackBlockedHosts).toEqual(['127.0.0.1']);
  await expect(send(at('/3'))).rejects.toThrow('not taken here');
  // Whoever presses it again changes nothing, and is told nothing wrong.
  expect(await blockSite({ actor: moderator, responseId: first ?? 0 })).toMatchObject({ decided: [] });
  await undoDecision({ actor: moderator, decisionIds: outcome.decisionIds });
  expect(await responses()).toMatchObject([{ spam_at: null }, { spam_at: null }, {}]);

  await expect(unblockSite({ actor: await addUser('editor'), host: '127.0.0.1' })).rejects.toThrow('Only moderators');
  await unblockSite({ actor: moderator, host: '127.0.0.1' });
  expect((await getSettings()).linkbackBlockedHosts).toEqual([]);
  await expect(unblockSite({ actor: moderator, host: '127.0.0.1' })).rejects.toThrow('not blocked any more');
});

test('a site that does not fit into the list of blocked ones does not empty it', async () => {
  const { articleId } = await linkbackWorld();
  const moderator = await addUser('moderator');
  const of = async (host: string) => {
    const responseId = await addResponse({ articleId, kind: 'webmention' });
    await db.insert(linkback).values({ responseId, sourceUrl: `https://${host}/a`, sourceTitle: 'A page' });
    return responseId;
  };
  const blocked = async () => (await getSettings()).linkbackBlockedHosts;
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
  await blockSite({ actor: moderator, responseId: await of('spam.example') });
  await blockSite({ actor: moderator, responseId: await of(long) });
  expect(await blocked()).toEqual(['spam.example', long]);
  const full = Array.from({ length: 1000 }, (_, one) => `s${one}.example`);
  await changeSetting('linkbackBlockedHosts', full);
  await expect(blockSite({ actor: moderator, responseId: await of('one-more.example') })).rejects.toThrow('no room');
  expect(await blocked()).toEqual(full);
  await unblockSite({ actor: moderator, host: 's0.example' });
  await blockSite({ actor: moderator, responseId: await of('one-more.example') });
  expect(await blocked()).toEqual([...full.slice(1), 'one-more.example']);
});
