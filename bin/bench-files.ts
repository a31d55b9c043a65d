import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { runningEmbedded } from '#db/embedded';
import { median } from './bench-http.ts';

const size = 100_000_000;
const rounds = 5;

/** A video of this size by its first bytes; what it shows is of no matter. */
function video(): Buffer {
  const bytes = Buffer.alloc(size, 7);
  Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex').copy(bytes);
  return bytes;
}

/** What Node does by itself: a body to the disk, a file from it. */
const plainServer = `
const { createServer } = require('node:http');
const { createReadStream, createWriteStream, statSync } = require('node:fs');
const { pipeline } = require('node:stream');
createServer((request, response) => {
  if (request.method === 'PUT') return pipeline(request, createWriteStream(process.argv[1] + '/put'), () => response.end('{}'));
  const path = process.argv[1] + request.url;
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': statSync(path).size });
  pipeline(createReadStream(path), response, () => {});
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

async function startPlain(folder: string): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['-e', plainServer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { origin: `http://127.0.0.1:${Number(line.toString())}`, child };
}

async function send(url: string, bytes: Buffer): Promise<{ seconds: number; body: Record<string, unknown> }> {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'a.mp4');
  const started = performance.now();
  const answer = await fetch(url, { method: 'PUT', body: form, headers: { Range: 'bytes=0-' } });
  const body = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
  return { seconds: (performance.now() - started) / 1000, body };
}

/** The memory of a process, in MB. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;

type Site = { origin: string; dataDir: string; pid: number };

/** 100 MB up, by turns, through the ingest and to a plain Node server; the medians, and what memory grew by at most. */
export async function measureUploads({
  origin,
  dataDir,
  pid,
}: Site): Promise<{ ours: number; plain: number; megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-files-'));
  const sql = postgres(runningEmbedded(dataDir) as string, { max: 1 });
  const { origin: plainOrigin, child } = await startPlain(folder);
  try {
    const bytes = video();
    const { articleId, cookie } = await signIn(sql);
    await sql`insert into setting (key, value) values ('attachmentQuotaBytes', '10000000000') on conflict (key) do update set value = excluded.value`;
    const times = { ours: [] as number[], plain: [] as number[] };
    let grew = 0;
    for (let round = 0; round < rounds; round++) {
      times.plain.push((await send(plainOrigin, bytes)).seconds);
      const url = await sign(origin, cookie, articleId);
      const before = memoryOf(pid);
      const timer = setInterval(() => {
        grew = Math.max(grew, round === 0 ? 0 : memoryOf(pid) - before);
      }, 10);
      const { seconds, body } = await send(url, bytes);
      clearInterval(timer);
      if ((body.serverData as { problem: string | null }).problem !== null) throw new Error(JSON.stringify(body));
      times.ours.push(seconds);
    }
    return { ours: median(times.ours), plain: median(times.plain), megabytes: grew };
  } finally {
    child.kill();
    await sql.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A picture of 200 kB sent again and again, by turns, to readers of ours and of a plain Node server: requests a second. */
export async function measureServing({
  origin,
  dataDir,
}: Site): Promise<{ ours: number; attached: number; plain: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-files-'));
  const sql = postgres(runningEmbedded(dataDir) as string, { max: 1 });
  const { origin: plainOrigin, child } = await startPlain(folder);
  const { default: autocannon } = await import('autocannon');
  const load = async (url: string) => {
    const { requests, non2xx } = await autocannon({ url, connections: 16, duration: 5 });
    if (non2xx > 0) throw new Error(`${url} was not served.`);
    return requests.average;
  };
  try {
    const { articleId } = await signIn(sql);
    const bytes = Buffer.alloc(200_000, 7);
    writeFileSync(join(folder, 'a.jpg'), bytes);
    const urls: string[] = [];
    for (const attached of [false, true]) {
      const [id, attachmentId] = [randomUUID(), attached ? randomUUID() : null];
      const key = `bench/${id}`;
      const { mkdirSync } = await import('node:fs');
      mkdirSync(join(dataDir, 'files/bench'), { recursive: true });
      writeFileSync(join(dataDir, 'files', key), bytes);
      if (attachmentId !== null) {
        const [row] = await sql<{ id: string }[]>`insert into response (article_id, kind, body, created_at, approved_at)
          values (${articleId}, 'comment', '{"type":"doc","content":[]}', now(), now()) returning id`;
        await sql`insert into attachment (id, response_id, name, kind, bytes, arrived_at)
          values (${attachmentId}, ${row?.id ?? null}, 'a.jpg', 'image', 200000, now())`;
      }
      await sql`insert into file (id, key, name, type, bytes, sha256, attachment_id, variant)
        values (${id}, ${key}, 'a.jpg', 'image/jpeg', 200000, ${id}, ${attachmentId}, 'original')`;
      urls.push(`${origin}/files/${attached ? 'attached/' : ''}${id}/a.jpg`);
    }
    const all: number[][] = [[], [], []];
    for (let round = 0; round < 3; round++) {
      for (const [index, url] of [...urls, `${plainOrigin}/a.jpg`].entries()) all[index]?.push(await load(url));
    }
    const [ours = 0, attached = 0, plain = 0] = all.map(median);
    return { ours, attached, plain };
  } finally {
    child.kill();
    await sql.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signIn(sql: postgres.Sql): Promise<{ articleId: number; cookie: string }> {
  const [id, token] = [randomUUID(), randomUUID()];
  await sql`insert into "user" (id, name, name_key, email, role) values (${id}, ${`Bench ${id}`}, ${id}, ${`${id}@paper.example`}, 'reader')`;
  await sql`insert into session (session_token, user_id, expires, id)
    values (${createHash('sha256').update(token).digest('hex')}, ${id}, now() + interval '1 day', ${randomUUID()})`;
  const [article] = await sql<{ id: string }[]>`select id from article where kind = 'article' and status = 'published'
    and visibility = 'public' and published_at <= now() limit 1`;
  return { articleId: Number(article?.id), cookie: `authjs.session-token=${token}` };
}

async function sign(origin: string, cookie: string, articleId: number): Promise<string> {
  const answer = await fetch(`${origin}/api/uploadthing?actionType=upload&slug=attachment`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', cookie, origin },
    body: JSON.stringify({ input: { articleId }, files: [{ name: 'a.mp4', size, type: 'video/mp4' }] }),
  });
  const signed = (await answer.json()) as { url: string }[];
  if (!answer.ok || !signed[0]) throw new Error(JSON.stringify(signed));
  return signed[0].url;
}
