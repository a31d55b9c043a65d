import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { article, event, outgoingMention, revision } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser, changeSetting } from '#db/test-fixture';
import { importWxr } from '#features/import/commands';
import type { Actor, Role } from '#lib/actor';
import { noteOutgoingLinks, switchSending, tellAgain } from './commands.ts';
import { linksOf, sendJob } from './outgoing.ts';
import { listOutgoing } from './queries.ts';

const operator: Actor = { kind: 'operator' };
const text = (value: string, href: string) => ({
  type: 'text',
  text: value,
  marks: [{ type: 'link', attrs: { href } }],
});

async function published(href = 'https://blog.example/post'): Promise<{ articleId: number; id: number }> {
  const articleId = await addArticle();
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [text('A link', href)] }] };
  const [made] = await db
    .insert(revision)
    .values({ articleId, version: 1, headline: 'A headline', body, bodyVersion: 1, fields: { sendsPings: true } })
    .returning({ id: revision.id });
  await db.update(article).set({ revisionId: made?.id }).where(eq(article.id, articleId));
  await db.transaction((tx) => noteOutgoingLinks(tx, articleId));
  const [row] = await db.select().from(outgoingMention).where(eq(outgoingMention.articleId, articleId));
  return { articleId, id: row?.id ?? 0 };
}
const change = (id: number, values: Partial<typeof outgoingMention.$inferInsert>) =>
  db.update(outgoingMention).set(values).where(eq(outgoingMention.id, id));
const jobs = async () => (await db.execute(sql`select from pgboss.job where name = ${sendJob}`)).length;

test('the links of a body: where it leads readers, each once, and nowhere on our own site', () => {
  const picture = (attrs: object) => ({ type: 'picture', attrs: { src: 'https://a.example/picture.png', ...attrs } });
  const body = {
    type: 'doc',
    content: [
      { type: 'embed', attrs: { url: 'https://film.example/1' } },
      {
        type: 'paragraph',
        content: [text('one', 'HTTPS://Blog.Example/a?b=1#part'), text('again', 'https://blog.example/a?b=1')],
      },
      { type: 'blockquote', content: [{ type: 'paragraph', content: [text('deep', 'http://deep.example')] }] },
      picture({ href: 'https://gallery.example/' }),
      picture({}),
      { type: 'button', attrs: { href: 'https://button.example/' }, content: [{ type: 'text', text: 'Go' }] },
      {
        type: 'paragraph',
        content: [
          ...[
            '/articles/own',
            '#part',
            'mailto:a@b.example',
            'ftp://files.example/',
            'http://localhost:3000/articles/x',
          ],
          ...['https://name:word@secret.example/', 'not an address', `https://long.example/${'x'.repeat(2000)}`],
        ].map((href) => text('none', href)),
      },
    ],
  };
  expect(linksOf(body)).toEqual([
    'https://film.example/1',
    'https://blog.example/a?b=1',
    'http://deep.example/',
    'https://gallery.example/',
    'https://button.example/',
  ]);
  expect(linksOf(null)).toEqual([]);
});

test('an import tells nobody', async () => {
  await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
  const before = process.env.DATA_DIR;
  process.env.DATA_DIR = folder;
  onTestFinished(async () => {
    if (before === undefined) delete process.env.DATA_DIR;
    else process.env.DATA_DIR = before;
    await rm(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'site.xml');
  await writeFile(
    path,
    `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<item><title>Links</title><link>https://old.example/links/</link><dc:creator>desk</dc:creator><content:encoded><![CDATA[<a href="https://blog.example/">A link</a>]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>5</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>links</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:comment_status>open</wp:comment_status><wp:ping_status>open</wp:ping_status></item></channel></rss>`,
  );
  await importWxr({ path });
  const [found] = await db.select({ slug: article.slug }).from(article);
  expect(found?.slug).toBe('links');
  expect(await db.$count(outgoingMention)).toBe(0);
  expect(await jobs()).toBe(0);
});

test('an editor has a page told again, also of a host that was left alone', async () => {
  await testDatabase();
  const { id } = await published();
  await change(id, {
    state: 'refused',
    failures: 0,
    answer: 'No',
    answerStatus: 403,
    protocol: 'webmention',
    dueAt: null,
  });
  await db.execute(
    sql`insert into host_pause (host, until, failures) values ('blog.example', now() + interval '1 day', 5)`,
  );
  await tellAgain({ actor: operator, id });
  const [row] = await db.select().from(outgoingMention);
  expect(row).toMatchObject({ state: 'waiting', failures: 0 });
  expect(await jobs()).toBe(2);
  expect((await db.execute(sql`select from host_pause`)).length).toBe(0);
  expect(await db.select({ name: event.name }).from(event)).toEqual([{ name: 'linkback.tell' }]);
  await expect(tellAgain({ actor: operator, id: id + 1 })).rejects.toMatchObject({ code: 'not_found' });
  await change(id, { removedAt: new Date(), protocol: 'pingback' });
  await expect(tellAgain({ actor: operator, id })).rejects.toThrow('there is nothing to tell');
  await changeSetting('sendLinkbacks', false);
  await expect(tellAgain({ actor: operator, id })).rejects.toThrow('Switch telling on first');
});

test('an article is switched off and on: what waits goes on, and what is being written keeps the choice', async () => {
  await testDatabase();
  const { articleId, id } = await published();
  await switchSending({ actor: operator, articleId, on: false });
  await switchSending({ actor: operator, articleId, on: false });
  expect(await db.select({ fields: revision.fields }).from(revision)).toEqual([{ fields: { sendsPings: false } }]);
  expect(await db.$count(event)).toBe(1);
  await change(id, { dueAt: null });
  expect((await listOutgoing({ actor: operator })).articles).toMatchObject([{ id: articleId, sends: false }]);
  await switchSending({ actor: operator, articleId, on: true });
  expect((await listOutgoing({ actor: operator })).articles[0]?.links[0]?.dueAt).not.toBeNull();
});

test('the list has the articles whose links were noted last, a page at a time', async () => {
  await testDatabase();
  const made: number[] = [];
  for (let count = 0; count < 23; count++) made.push((await published(`https://blog.example/${count}`)).articleId);
  const first = await listOutgoing({ actor: operator });
  expect(first).toMatchObject({ page: 1, pages: 2 });
  expect(first.articles.map(({ id }) => id)).toEqual(made.toReversed().slice(0, 20));
  expect(first.articles[0]?.links).toMatchObject([
    { url: 'https://blog.example/22', state: 'waiting', removed: false },
  ]);
  expect((await listOutgoing({ actor: operator, page: 99 })).articles).toHaveLength(3);
});

const roles: Role[] = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'];
const desk = new Set<Role>(['editor', 'moderator', 'administrator']);
const acts: Record<string, (actor: Actor, known: { articleId: number; id: number }) => Promise<unknown>> = {
  listOutgoing: (actor) => listOutgoing({ actor }),
  tellAgain: (actor, { id }) => tellAgain({ actor, id }),
  switchSending: (actor, { articleId }) => switchSending({ actor, articleId, on: true }),
};

test.each(Object.entries(acts))('%s: who may, and who may not', async (_, act) => {
  await testDatabase();
  const known = await published();
  for (const role of roles) {
    const actor = await addUser(role);
    if (desk.has(role)) await act(actor, known);
    else await expect(act(actor, known)).rejects.toMatchObject({ code: 'refused' });
    await expect(act({ ...actor, banned: true }, known)).rejects.toMatchObject({ code: 'refused' });
  }
  await expect(act({ kind: 'anonymous' }, known)).rejects.toMatchObject({ code: 'refused' });
});
