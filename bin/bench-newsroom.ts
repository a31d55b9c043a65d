import { createHash, randomUUID } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import autocannon from 'autocannon';
import postgres, { type Sql } from 'postgres';
import { runningEmbedded } from '#db/embedded';
import { median } from './bench-http.ts';

type Site = { origin: string; dataDir: string };

/** Each screen of the newsroom that is a list, the articles in several orders and on their last page. */
const lists = [
  '/admin/articles',
  '/admin/articles?status=published&sort=headline',
  '/admin/articles?status=published&sort=-publishedAt&page=300',
  '/admin/articles?q=press',
  '/admin/media',
  '/admin/sections',
  '/admin/tags',
  '/admin/authors',
  '/admin/redirects',
  '/admin/people',
  '/admin/moderation',
  '/admin/moderation?tab=recent',
  '/admin/linkbacks',
  '/admin/embeds',
  '/admin/log',
];

const p95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

/** An administrator who is signed in: the headers of their requests. */
async function signIn(sql: Sql): Promise<{ cookie: string }> {
  const [id, token] = [randomUUID(), randomUUID()];
  await sql`insert into "user" (id, name, name_key, email, email_verified, role)
    values (${id}, 'Front desk', ${id}, ${`${id}@reader.example`}, now(), 'administrator')`;
  await sql`insert into session (session_token, user_id, expires, id)
    values (${createHash('sha256').update(token).digest('hex')}, ${id}, now() + interval '1 day', ${id})`;
  return { cookie: `authjs.session-token=${token}; broadsheet_signed_in=1` };
}

/** Milliseconds in which each list is served whole: of all of them, and of the slowest with its address. */
export async function measureLists(site: Site, times = 20): Promise<{ all: number; slowest: number; address: string }> {
  const sql = postgres(runningEmbedded(site.dataDir), { max: 1 });
  try {
    const headers = await signIn(sql);
    const took = new Map<string, number[]>(lists.map((address) => [address, []]));
    for (let time = -2; time < times; time++) {
      for (const [address, all] of took) {
        const began = performance.now();
        const response = await fetch(site.origin + address, { headers, redirect: 'manual' });
        const text = await response.text();
        if (response.status !== 200 || !text.includes('</html>')) throw new Error(`${address}: ${response.status}`);
        if (time >= 0) all.push(performance.now() - began);
      }
    }
    const [[address, slowest]] = [...took]
      .map(([name, all]): [string, number] => [name, p95(all)])
      .sort((a, b) => b[1] - a[1]) as [[string, number]];
    return { all: p95([...took.values()].flat()), slowest, address };
  } finally {
    await sql.end();
  }
}

/**
 * Milliseconds from the click on "Publish" until the article, the front page and the page of its section show it to
 * readers, while so many pages a second are read.
 */
export async function measurePublishing(
  site: Site,
  { times = 20, readers = 500 }: { times?: number; readers?: number } = {},
): Promise<{ median: number; p95: number; read: number }> {
  const sql = postgres(runningEmbedded(site.dataDir), { max: 1 });
  try {
    const headers = await signIn(sql);
    const drafts = await approve(sql, times);
    const rows = await sql<{ slug: string }[]>`select slug from article where kind = 'article' and status = 'published'
      and visibility = 'public' order by published_at desc limit 200`;
    const paths = ['/', ...rows.map(({ slug }) => `/articles/${slug}`)];
    // What is read all day has been rendered.
    for (const path of [...paths, ...drafts.map(({ section }) => `/sections/${section}`)])
      await (await fetch(site.origin + path)).text();
    const reading = read({ origin: site.origin, paths, readers });
    await reading.begun;
    const took: number[] = [];
    for (const draft of drafts) {
      const form = await publishForm(`${site.origin}/admin/articles/${draft.id}`, headers);
      const began = performance.now();
      const answer = fetch(form.address, {
        method: 'POST',
        body: form.body,
        headers: { ...headers, origin: site.origin },
        redirect: 'manual',
      });
      await Promise.all(
        [`/articles/${draft.slug}`, '/', `/sections/${draft.section}`].map((path) =>
          shows(site.origin + path, draft.headline),
        ),
      );
      took.push(performance.now() - began);
      const { status } = await answer;
      // Stories come one after another, not all at once; until then every page has asked whether it was meant.
      await new Promise((done) => setTimeout(done, 3000));
      if (status >= 400) throw new Error(`Publishing was answered with ${status}.`);
    }
    return { median: median(took), p95: p95(took), read: await reading.end() };
  } finally {
    await sql.end();
  }
}

type Draft = { id: number; slug: string; headline: string; section: string };

/** So many of the newest articles as if they were approved and not yet published. */
async function approve(sql: Sql, count: number): Promise<Draft[]> {
  return sql<Draft[]>`
    with chosen as (
      select id from article where kind = 'article' and status = 'published' and visibility = 'public' and section_id is not null
      order by published_at limit ${count}
    )
    update article set status = 'approved', published_at = null, revision_id = null, slug = 'bench-' || article.id,
      headline = 'Published by the bench, no ' || article.id
    from chosen, section
    where article.id = chosen.id and section.id = section_id
    returning article.id::int, article.slug, headline, section.slug as section`.then(async (rows) => {
    // What is published is the newest text.
    await sql`update revision set headline = article.headline from article where article.id = article_id and article.slug like 'bench-%'`;
    return [...rows];
  });
}

/** The form of the desk, as a browser without scripts would send it. */
async function publishForm(address: string, headers: { cookie: string }): Promise<{ address: string; body: FormData }> {
  const page = await (await fetch(address, { headers })).text();
  const form = page.match(/<form\b[\s\S]*?<\/form>/g)?.find((each) => /value="publish"/.test(each));
  if (!form) throw new Error(`${address} has no button that publishes.`);
  const body = new FormData();
  for (const [field] of form.matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(field)?.[1];
    const name = attribute('name');
    const value = attribute('value') ?? '';
    if (name === undefined || (name === 'step' && value !== 'publish') || /type="checkbox"/.test(field)) continue;
    body.append(unescaped(name), unescaped(value));
  }
  return { address, body };
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Until a page has these words in it. */
async function shows(address: string, words: string): Promise<void> {
  for (const until = performance.now() + 10_000; performance.now() < until; ) {
    const text = await (await fetch(address)).text();
    if (text.includes(words)) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`${address} does not show “${words}”.`);
}

type Reading = { origin: string; paths: string[]; readers: number };

/** Readers in a thread of their own. `end` gives how many pages a second they got. */
function read(reading: Reading): { begun: Promise<void>; end: () => Promise<number> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: { reading } });
  const begun = new Promise<void>((done, fail) => {
    worker.once('message', () => done());
    worker.once('error', fail);
  });
  return {
    begun,
    end: () =>
      new Promise((done, fail) => {
        worker.once('message', done);
        worker.once('error', fail);
        worker.postMessage('end');
      }),
  };
}

if (!isMainThread && workerData?.reading) {
  const { origin, paths, readers } = workerData.reading as Reading;
  const requests = paths.map((path) => ({ method: 'GET' as const, path, headers: { 'accept-encoding': 'gzip' } }));
  const began = performance.now();
  let answered = 0;
  const instance = autocannon({ url: origin, connections: 64, overallRate: readers, duration: 600, requests }, () => {
    parentPort?.postMessage(answered / ((performance.now() - began) / 1000));
    process.exit();
  });
  instance.once('response', () => parentPort?.postMessage('begun'));
  instance.on('response', (_, status) => {
    if (status === 200) answered++;
  });
  parentPort?.once('message', () => instance.stop());
}
