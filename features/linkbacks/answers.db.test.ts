import { expect, test } from 'vitest';
import { changeSetting } from '#db/test-fixture';
import { answerTrackback, answerWebmention, answerXmlRpc } from './answers.ts';
import { linkbackWorld, linking, site } from './receiving-fixture.ts';
import { formType } from './request.ts';
import type { LinkbackRequest } from './schema.ts';

async function* parts(body: string | Buffer) {
  yield Buffer.from(body);
}

const request = (
  body: string | Buffer | null,
  type = formType,
  more: Partial<LinkbackRequest> & { accept?: string } = {},
) => ({
  method: 'POST',
  header: (name: string) => ({ 'content-type': type, accept: more.accept ?? '' })[name] ?? null,
  body: body === null ? null : parts(body),
  from: '198.51.100.7',
  ...more,
});

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

test('a trackback is answered in its own words, whatever is wrong with it', async () => {
  const { at, target, verify, pages, sql, responses } = await linkbackWorld();
  const send = (
    fields: Record<string, string> | null,
    more: Parameters<typeof request>[2] = {},
    type = formType,
    slug = 'the-target',
  ) => answerTrackback(request(fields && form(fields), type, more), slug);
  const ok = await send({ url: at('/post'), title: 'Un été', excerpt: '<b>x</b>', blog_name: 'Blog' });
  expect(ok).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
  expect(ok.body).toContain('<error>0</error>');
  for (const [answer, words] of [
    [send({}), 'There is no url'],
    [send({ url: 'nothing' }), 'not a web address'],
    [send({ url: target }), 'same page'],
    [send({ url: at('/post') }), 'registered already'],
    [send({ url: at('/x') }, {}, formType, 'no-such-article'), 'no article'],
    [send({ url: at('/x') }, {}, 'application/json'), 'is a form'],
    [send({ url: at('/x') }, { method: 'GET' }), 'by POST'],
    [send({ url: `${at('/x')}?${'a'.repeat(70_000)}` }), 'longer than 64 KB'],
    [send(null), 'There is no url'],
  ] as const) {
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(body).toContain('<error>1</error>');
    expect(body).toContain(words);
  }
  pages.set('/post', `<a href="${target}">x</a>`);
  const [row] = await sql`select id, said from mention`;
  expect(row?.said).toEqual({ title: 'Un été', excerpt: '<b>x</b>', blogName: 'Blog' });
  await verify(row?.id);
  expect((await responses())[0]).toMatchObject({ source_title: 'Un été', site_name: 'Blog', guest_name: 'Blog' });
});

test('a pingback is answered by results and faults', async () => {
  const { at, asked, target, sql } = await linkbackWorld();
  const call = (method: string, ...params: string[]) =>
    `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params
      .map((value) => `<param><value><string>${value}</string></value></param>`)
      .join('')}</params></methodCall>`;
  const send = async (body: string | Buffer, type = 'text/xml') => {
    const { status, body: text } = await answerXmlRpc(request(body, type));
    expect(status).toBe(200);
    const fault = /<int>(-?\d+)<\/int>/.exec(text)?.[1];
    return fault === undefined ? text : Number(fault);
  };
  const ping = (source: string, to = target) => send(call('pingback.ping', source, to));
  expect(await ping(at('/post'))).toContain('is registered');
  expect(await ping(at('/post'))).toBe(48);
  expect(await ping('')).toBe(16);
  expect(await ping('nothing')).toBe(16);
  expect(await ping(at('/x'), '')).toBe(33);
  expect(await ping(at('/x'), `${site}/articles/no-such-article`)).toBe(32);
  expect(await ping(at('/x'), 'http://elsewhere.example/')).toBe(33);
  expect(await ping(target)).toBe(0);
  expect(await ping(`${site}/articles/another`)).toBe(49);
  expect(await send(call('pingback.ping'))).toBe(16);
  expect(await send(call('wp.getUsersBlogs', 'a', 'b'))).toBe(-32601);
  expect(await send(call('system.listMethods'))).toContain('pingback.ping');
  expect(await send('<methodCall><methodName>pingback.ping')).toBe(-32700);
  expect(await send(`<!DOCTYPE x [<!ENTITY a "b">]>${call('x')}`)).toBe(-32700);
  expect(await send(call('pingback.ping', 'x'.repeat(300_000), target))).toBe(-32700);
  expect(await send(call('x'), 'application/json')).toBe(-32700);
  expect((await answerXmlRpc(request(null, 'text/xml', { method: 'GET' }))).status).toBe(405);

  await sql`update mention set state = 'refused', checked_at = now(), problem = 'The source has no link to the target. The address has to stand in a link of the page, not only in its text.'`;
  expect(await ping(at('/post'))).toBe(17);
  await sql`update article set ping_policy = 'closed'`;
  expect(await ping(at('/x'))).toBe(33);
  await changeSetting('linkbackBlockedHosts', ['127.0.0.1']);
  await sql`update article set ping_policy = 'open'`;
  expect(await ping(at('/x'))).toBe(49);
  expect(asked).toEqual([]);
  expect(await send(call('pingback.extensions.getPingbacks', target))).toContain('<array><data></data></array>');
  expect(await send(call('pingback.extensions.getPingbacks', `${site}/articles/none`))).toBe(32);
});

test('getPingbacks names what is shown', async () => {
  const { at, target, verify, pages, send } = await linkbackWorld();
  await changeSetting('trustAfter', 0);
  pages.set('/a?b&c', linking(target));
  await verify((await send(at('/a?b&c'))).id);
  const call = `<methodCall><methodName>pingback.extensions.getPingbacks</methodName><params><param><value>${target}</value></param></params></methodCall>`;
  const { body } = await answerXmlRpc(request(call, 'text/xml'));
  expect(body).toContain(`<string>${at('/a?b&c').replace('&', '&amp;')}</string>`);
});

test('a webmention is taken with a place to look, or refused with a sentence', async () => {
  const { at, target } = await linkbackWorld();
  const send = (fields: Record<string, string>, more: Parameters<typeof request>[2] = {}, type = formType) =>
    answerWebmention(request(form(fields), type, more));
  const taken = await send({ source: at('/post'), target });
  expect(taken.status).toBe(202);
  expect(taken.headers.Location).toMatch(/^http:\/\/paper\.example\/webmention\/[0-9a-f-]{36}$/);
  // Sent again it is an update.
  expect((await send({ source: at('/post'), target })).headers.Location).toBe(taken.headers.Location);
  const json = await send({ source: at('/post'), target }, { accept: 'application/json' });
  expect(JSON.parse(json.body)).toMatchObject({ status: taken.headers.Location });
  for (const fields of [
    {},
    { source: at('/x') },
    { target },
    { source: 'x', target },
    { source: target, target },
    { source: at('/x'), target: `${site}/articles/none` },
  ]) {
    const { status, body } = await send(fields as Record<string, string>);
    expect(status).toBe(400);
    expect(body).toMatch(/\.\n$/);
  }
  expect((await send({ source: at('/x'), target }, {}, 'multipart/form-data')).status).toBe(415);
  expect((await send({ source: at(`/${'x'.repeat(70_000)}`), target })).status).toBe(413);
  const html = await send({ source: '<script>', target }, { accept: 'text/html' });
  expect(html.headers['Content-Type']).toContain('text/html');
  expect(html.body).not.toContain('<script>');
  // The form of the page is led on, with all that was typed.
  const led = await send({ source: 'my page', target, page: '1' });
  expect(led.status).toBe(303);
  expect(new URL(led.headers.Location ?? '').searchParams.get('source')).toBe('my page');
});

test('one host, and one network, can not send without end', async () => {
  const { at, target } = await linkbackWorld();
  const send = (n: number, from: string) =>
    answerWebmention({ ...request(form({ source: at(`/${n}`), target })), from });
  const statuses: number[] = [];
  for (let n = 0; n < 121; n++) statuses.push((await send(n, '198.51.100.7')).status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(120);
  const last = await send(500, '198.51.100.7');
  expect(last.status).toBe(429);
  expect(Number(last.headers['Retry-After'])).toBeGreaterThan(0);
  // From elsewhere it is the source's host that has had enough.
  expect((await send(501, '203.0.113.9')).body).toContain('this source’s site');
});
