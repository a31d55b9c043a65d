import { expect, test } from 'vitest';
import { changeSetting } from '#db/test-fixture';
import { receiveLinkback } from './receiving.ts';
import { linkbackWorld, linking } from './receiving-fixture.ts';

test('a page that links here becomes a response that a moderator looks at first', async () => {
  const { pages, at, target, send, verify, responses, sql } = await linkbackWorld();
  pages.set('/answer', linking(target));
  const { id } = await send(at('/answer'));
  expect(await verify(id)).toMatchObject({ state: 'verified', problem: null });
  const [row] = await responses();
  expect(row).toMatchObject({
    kind: 'webmention',
    guest_name: '127.0.0.1',
    source_url: at('/answer'),
    source_title: 'A page',
    linkback_kind: 'mention',
    approved_at: null,
  });
  expect(row?.held_at).not.toBeNull();
  expect(row?.body).toEqual({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'An answer to it. There' }] }],
  });
  expect(await sql`select phase, verdict, reason from response_verdict`).toMatchObject([
    { phase: 'first_time', verdict: 'hold', reason: 'whyNewSite' },
  ]);
});

test('two protocols and two spellings of one source are one linkback', async () => {
  const { pages, at, target, send, verify, responses, sql } = await linkbackWorld();
  pages.set('/answer', linking(target));
  const { id } = await send(at('/answer#part'), 'trackback');
  await verify(id);
  expect((await send(at('/answer'), 'pingback')).id).toBe(id);
  await expect(send(at('/answer'), 'trackback')).rejects.toMatchObject({ problem: 'known' });
  expect((await send(at('/answer'))).id).toBe(id);
  await verify(id);
  expect(await responses()).toHaveLength(1);
  expect(await sql`select protocol from mention`).toMatchObject([{ protocol: 'trackback' }]);
});

test('what can be seen without asking anybody is refused before anybody is asked', async () => {
  const { at, asked, target, send, sql } = await linkbackWorld();
  const problem = async (source: string, to = target) => {
    const error = await send(source, 'webmention', to).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error?.message).toMatch(/\.$/);
    return error?.problem;
  };
  expect(await problem('')).toBe('no_source');
  expect(await problem('ftp://elsewhere.example/')).toBe('bad_source');
  expect(await problem('javascript:alert(1)')).toBe('bad_source');
  expect(await problem('http://somebody:secret@elsewhere.example/')).toBe('bad_source');
  expect(await problem(`http://elsewhere.example/${'a'.repeat(3000)}`)).toBe('bad_source');
  expect(await problem(at('/a'), '')).toBe('no_target');
  expect(await problem(at('/a'), 'nothing')).toBe('elsewhere');
  expect(await problem(at('/a'), 'http://other.example/articles/the-target')).toBe('elsewhere');
  expect(await problem(target)).toBe('same');
  expect(await problem('http://paper.example/articles/another')).toBe('own_source');
  expect(await problem(at('/a'), 'http://paper.example/articles/the-targe')).toBe('unknown_target');
  expect(await problem(at('/a'), 'http://paper.example/')).toBe('unknown_target');
  await sql`update article set ping_policy = 'closed'`;
  expect(await problem(at('/a'))).toBe('closed');
  await sql`update article set ping_policy = 'open', status = 'draft'`;
  expect(await problem(at('/a'))).toBe('unknown_target');
  await sql`update article set status = 'published', visibility = 'password'`;
  expect(await problem(at('/a'))).toBe('unknown_target');
  await sql`update article set visibility = 'public'`;
  await changeSetting('receiveWebmentions', false);
  expect(await problem(at('/a'))).toBe('off');
  await changeSetting('receiveWebmentions', true);
  await changeSetting('readOnly', true);
  expect(await problem(at('/a'))).toBe('read_only');
  await changeSetting('readOnly', false);
  await changeSetting('linkbackBlockedHosts', ['127.0.0.1']);
  expect(await problem(at('/a'))).toBe('blocked');
  expect(asked).toEqual([]);
  expect(await sql`select id from mention`).toEqual([]);
});

test('an old address of ours is the article it leads to, with and without a query', async () => {
  const { pages, at, send, verify, sql } = await linkbackWorld();
  await sql`insert into redirect (path, target) values ('/2012/05/old', '/articles/the-target')`;
  pages.set('/old', linking('http://paper.example/2012/05/old/'));
  const { id } = await send(at('/old'), 'webmention', 'https://paper.example/articles/the-target/?utm_source=feed#top');
  expect(await verify(id)).toMatchObject({ state: 'verified' });
});

test('a source without the link, or with one to something that only begins alike, is refused', async () => {
  const { pages, at, target, send, verify, responses } = await linkbackWorld();
  pages.set('/none', `<p>${target} in words</p><!-- <a href="${target}">x</a> --><a href="${target}-2">x</a>`);
  const { id } = await send(at('/none'));
  const after = await verify(id);
  expect(after).toMatchObject({ state: 'refused', dueAt: null });
  expect(after.problem).toMatch(/^The source has no link to the target/);
  // Who sends it again at once is told what was found.
  await expect(send(at('/none'), 'pingback')).rejects.toMatchObject({ problem: 'no_link' });
  pages.set('/none', linking(target));
  await send(at('/none'));
  expect(await verify(id)).toMatchObject({ state: 'verified' });
  expect(await responses()).toHaveLength(1);
});

test('a linkback is changed with its source, goes with it, and comes back', async () => {
  const { pages, at, target, send, verify, responses, sql } = await linkbackWorld();
  await changeSetting('trustAfter', 0);
  pages.set('/answer', linking(target, 'First words.'));
  const { id } = await send(at('/answer'));
  await verify(id);
  const tags = () => sql`select tag from tag_expiry`.then((rows) => rows.map(({ tag }) => tag));
  expect((await responses())[0]?.approved_at).not.toBeNull();
  expect((await tags()).some((tag) => tag.startsWith('responses:'))).toBe(true);

  pages.set('/answer', linking(target, 'Other words.'));
  await verify(id);
  expect(JSON.stringify((await responses())[0]?.body)).toContain('Other words.');
  expect(await sql`select body from response_version`).toHaveLength(1);

  pages.set('/answer', '<p>Nothing.</p>');
  await sql`delete from tag_expiry`;
  expect(await verify(id)).toMatchObject({ state: 'withdrawn' });
  expect((await responses())[0]?.trashed_at).not.toBeNull();
  expect(await tags()).not.toEqual([]);

  pages.set('/answer', linking(target, 'Other words.'));
  await verify(id);
  const rows = await responses();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ trashed_at: null, spam_at: null });
});

test('what a moderator took down does not come back with its source', async () => {
  const { pages, at, target, send, verify, responses, sql } = await linkbackWorld();
  pages.set('/answer', linking(target));
  const { id } = await send(at('/answer'));
  await verify(id);
  await sql`update response set trashed_at = now() - interval '1 minute', held_at = null`;
  pages.delete('/answer');
  await verify(id);
  pages.set('/answer', linking(target));
  await verify(id);
  expect((await responses())[0]?.trashed_at).not.toBeNull();
});

test('a crowd is written together, each as if it came alone', async () => {
  const { at, send, target, sql } = await linkbackWorld();
  const sent = await Promise.all([
    ...Array.from({ length: 40 }, (_, n) => send(at(`/${n}`))),
    send(at('/0')),
    send(at('/0'), 'pingback'),
    send('nothing').catch((error) => ({ id: error.problem })),
    send(at('/x'), 'webmention', `${target}-2`).catch((error) => ({ id: error.problem })),
  ]);
  const ids = sent.map(({ id }) => id);
  expect(new Set(ids.slice(0, 40)).size).toBe(40);
  expect(ids.slice(40)).toEqual([ids[0], ids[0], 'bad_source', 'unknown_target']);
  expect(await sql`select id from mention where source_host = '127.0.0.1'`).toHaveLength(40);
  const [budget] = await sql`select points from rate_limit where key = 'linkback-host:127.0.0.1'`;
  expect(budget?.points).toBe(42);
});

test('words that are cut inside a sign hold up nobody who came at the same time', async () => {
  const { at, send, target, sql } = await linkbackWorld();
  const words = `${'x'.repeat(1999)}\u{1f600}`;
  await Promise.all([
    send(at('/0')),
    receiveLinkback({
      protocol: 'trackback',
      source: at('/1'),
      target,
      said: { title: words, excerpt: '\ud83d', blogName: words },
      from: '198.51.100.7',
    }),
  ]);
  expect(await sql`select said from mention where said is not null`).toEqual([
    { said: { title: 'x'.repeat(1999), excerpt: '', blogName: 'x'.repeat(1999) } },
  ]);
});
