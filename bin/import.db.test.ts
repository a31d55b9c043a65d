import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '#db/test-database';

const root = join(import.meta.dirname, '..');

/** The command as people run it, on the database of this test. */
function run(folder: string, args: string[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'bin/import.ts'), ...args], {
    cwd: root,
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      DATABASE_URL: process.env.DATABASE_URL,
      DATA_DIR: folder,
      SITE_URL: 'https://paper.example',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.once('close', (code) => done({ code, stdout, stderr })),
  );
  return { child, ended };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-import-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An export of so many posts, each with two comments. */
function exportOf(folder: string, posts: number): string {
  const items = Array.from({ length: posts }, (_, index) => {
    const id = index + 1;
    const comment = (number: number) =>
      `<wp:comment><wp:comment_id>${id * 10 + number}</wp:comment_id><wp:comment_author>Reader</wp:comment_author>` +
      `<wp:comment_date_gmt>2024-01-02 03:04:05</wp:comment_date_gmt><wp:comment_content>Words</wp:comment_content>` +
      '<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>';
    return (
      `<item><title>Post ${id}</title><link>https://old.example.org/post-${id}/</link><wp:post_id>${id}</wp:post_id>` +
      `<wp:post_date_gmt>2024-01-01 00:00:00</wp:post_date_gmt><wp:post_name>post-${id}</wp:post_name><wp:status>publish</wp:status>` +
      `<wp:post_type>post</wp:post_type><content:encoded><![CDATA[<p>${'Text of the post. '.repeat(60)}</p>]]></content:encoded>` +
      `${comment(1)}${comment(2)}</item>`
    );
  });
  const path = join(folder, 'export.xml');
  writeFileSync(
    path,
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">` +
      `<channel><title>Old</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example.org</wp:base_site_url>` +
      `<wp:base_blog_url>https://old.example.org</wp:base_blog_url>${items.join('\n')}</channel></rss>`,
  );
  return path;
}

const counts = async (sql: Sql) =>
  (
    await sql`select (select count(*)::int from article) as articles, (select count(*)::int from response) as responses`
  )[0];

for (const [name, signal, code] of [
  ['Ctrl-C', 'SIGINT', 130],
  ['kill -9', 'SIGKILL', null],
] as const) {
  test(`an import that ${name} ended goes on from there, and brings everything once`, async () => {
    const { sql } = await testDatabase();
    const folder = temporaryFolder();
    const file = exportOf(folder, 1500);
    const first = run(folder, [file, '--json']);
    // As soon as something is written, and long before all is.
    await expect.poll(async () => (await counts(sql))?.articles, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
    first.child.kill(signal);
    const stopped = await first.ended;
    expect(stopped.code).toBe(code);
    const some = await counts(sql);
    expect(some?.articles).toBeLessThan(1500);
    if (signal === 'SIGINT') expect(JSON.parse(stopped.stdout)).toMatchObject({ interrupted: true });

    const second = await run(folder, [file, '--json']).ended;
    expect(second.stderr).toBe('');
    expect(second.code).toBe(0);
    const report = JSON.parse(second.stdout);
    expect(report).toMatchObject({ interrupted: false, created: { article: 1500 - Number(some?.articles) } });
    expect(await counts(sql)).toEqual({ articles: 1500, responses: 3000 });
    const third = JSON.parse((await run(folder, [file, '--json']).ended).stdout);
    expect(third.created).toEqual({});
    expect(third.updated).toEqual({});
  });
}

test('pictures are fetched from the old site when that is asked for, and only from where that is allowed', async () => {
  const { sql } = await testDatabase();
  const folder = temporaryFolder();
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const file = exportOf(folder, 1);
  const item =
    `<item><title>A press</title><wp:post_id>900</wp:post_id><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>` +
    `<wp:attachment_url>http://${host}/uploads/press.png</wp:attachment_url></item>`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('</channel>', `${item}</channel>`));

  const refused = JSON.parse((await run(folder, [file, '--fetch-media', '--json']).ended).stdout);
  expect(asked).toEqual([]);
  expect(refused.skipped).toMatchObject([{ kind: 'file', id: '900' }]);

  const fetched = await run(folder, [file, '--fetch-media', '--json'], { ALLOW_PRIVATE_HOSTS: host }).ended;
  expect(fetched.code).toBe(0);
  expect(asked).toEqual(['/uploads/press.png']);
  expect(await sql`select name, width, height from file`).toMatchObject([{ name: 'press.png', width: 60, height: 40 }]);
});

test('mistakes on the command line get a sentence, and code 2', async () => {
  const folder = temporaryFolder();
  const cases: [string[], RegExp, number][] = [
    [[], /^Name the file to import\./, 2],
    [['a.xml', 'b.xml'], /^Only one file can be imported at a time; these are too many: b\.xml\./, 2],
    [['a.xml', '--media', 'x', '--fetch-media'], /^Give --media or --fetch-media, not both\./, 2],
    [['a.xml', '--medai', 'x'], /^Unknown option '--medai'/, 2],
    [[join(folder, 'none.xml')], /^There is no file .*none\.xml\.\n$/, 1],
  ];
  for (const [args, sentence, code] of cases) {
    const result = await run(folder, args).ended;
    expect(result.stderr).toMatch(sentence);
    expect(result.code).toBe(code);
  }
});
