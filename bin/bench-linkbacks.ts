import { createServer } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import autocannon from 'autocannon';
import postgres, { type Sql } from 'postgres';
import { runningEmbedded } from '#db/embedded';
import { readingBeside } from './bench-http.ts';
import { residentMemory, usedMemory } from './used-memory.ts';

/** Where the sites are that send: one here, at as many of this machine's own addresses. */
const port = 3931;
const hosts = Array.from({ length: 250 }, (_, n) => `127.9.${Math.floor(n / 200)}.${(n % 200) + 1}`);
/** What the server that is measured is told, so that it may ask them. */
export const linkbackHosts = hosts.map((host) => `${host}:${port}`).join(',');

const articles = 100;
const sentPerSecond = 100;

type Measured = {
  /** Webmentions a second that were answered 202, at least, and reading meanwhile and alone, in pages a second. */
  taken: number;
  refused: number;
  alone: number;
  beside: number;
  /** Verified a second, of so many that were queued. */
  verified: number;
  queued: number;
  /** What the server used before and after, garbage aside, and the most that it was given meanwhile, in MB. */
  before: number;
  after: number;
  peak: number;
};

type Site = { origin: string; dataDir: string; pid: number };

/** Webmentions that arrive while readers read, then a long queue of them looked up against a site on this machine. */
export async function measureLinkbacks(site: Site, queued = 10_000): Promise<Measured> {
  const sql = postgres(runningEmbedded(site.dataDir), { max: 1 });
  const targets = await sql<{ id: string; slug: string }[]>`select id, slug from article
    where kind = 'article' and status = 'published' and visibility = 'public' and ping_policy = 'open' and published_at <= now()
    order by id limit ${articles}`;
  const addresses = targets.map(({ slug }) => `${site.origin}/articles/${slug}`);
  const stopOther = await startOther(addresses);
  try {
    const [address = ''] = addresses;
    const sent: Sent[] = [];
    const { alone, beside } = await readingBeside(address, async () => {
      sent.push(await send({ origin: site.origin, addresses, seconds: 14, from: sent.length * 2_000 }));
      await settled(sql);
    });
    const taken = Math.min(...sent.map((each) => each.taken));
    const refused = sent.reduce((sum, each) => sum + each.refused, 0);
    const rest = await verifyQueue(sql, site, targets, queued);
    return { taken, refused, alone, beside, queued, ...rest };
  } finally {
    stopOther();
    await sql.end();
  }
}

/** The page of number n links to the article of number n modulo their count. Gives what ends it. */
async function startOther(addresses: readonly string[]): Promise<() => void> {
  const servers = hosts.map(() =>
    createServer((request, response) => {
      const n = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 0);
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(page(n, addresses[n % addresses.length] ?? ''));
    }),
  );
  await Promise.all(
    servers.map((server, at) => new Promise<void>((done) => server.listen(port, hosts[at], () => done()))),
  );
  return () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}

const filler = `<p>${'What stands around it, as it does on every page of a site. '.repeat(12)}</p>`;
const page = (n: number, target: string): string =>
  `<!doctype html><html><head><title>Note ${n}</title></head><body>${filler.repeat(10)}<article class="h-entry"><a class="u-in-reply-to" href="${target}">An article</a>
  <p class="p-author h-card"><a class="p-name u-url" href="/">Writer ${n}</a></p><div class="e-content"><p>Words no ${n} about it, which are unlike all the others: ${n * 7919}.</p></div></article>${filler.repeat(10)}</body></html>`;

const sourceOf = (n: number): string => `http://${hosts[n % hosts.length]}:${port}/note/${n}`;

type Sending = { origin: string; addresses: readonly string[]; seconds: number; from: number };
type Sent = { taken: number; refused: number };

/** Sends webmentions, the first of them of the number `from`, from a thread of its own: reading takes all of this one. */
const send = (sending: Sending): Promise<Sent> =>
  new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { sending } });
    worker.once('message', done);
    worker.once('error', fail);
  });

if (!isMainThread && workerData?.sending)
  void sendHere(workerData.sending).then((sent) => parentPort?.postMessage(sent));

async function sendHere({ origin, addresses, seconds, from }: Sending): Promise<Sent> {
  let n = from;
  let taken = 0;
  let refused = 0;
  await autocannon({
    url: origin,
    // As many sites as tell us at once: each waits for its answer.
    connections: 32,
    duration: seconds,
    overallRate: sentPerSecond,
    requests: [
      {
        setupRequest: (request) => {
          n++;
          const body = new URLSearchParams({ source: sourceOf(n), target: addresses[n % addresses.length] ?? '' });
          return {
            ...request,
            method: 'POST',
            path: '/webmention',
            headers: {
              'content-type': 'application/x-www-form-urlencoded',
              'x-forwarded-for': `${11 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.7`,
            },
            body: body.toString(),
          };
        },
        onResponse: (status) => {
          if (status === 202) taken++;
          else refused++;
        },
      },
    ],
  });
  return { taken: taken / seconds, refused };
}

const waiting = async (sql: Sql): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from mention where state = 'waiting'`;
  return row?.count ?? 0;
};

async function settled(sql: Sql): Promise<void> {
  for (let tries = 0; (await waiting(sql)) > 0; tries++) {
    if (tries > 600) throw new Error('The webmentions are not looked up.');
    await pause(200);
  }
}

async function verifyQueue(
  sql: Sql,
  { pid, origin }: Site,
  targets: readonly { id: string; slug: string }[],
  queued: number,
) {
  const first = 10_000 * targets.length;
  const rows = Array.from({ length: queued }, (_, n) => {
    const { id = '', slug = '' } = targets[(first + n) % targets.length] ?? {};
    const url = sourceOf(first + n);
    return {
      article: id,
      url,
      key: url.replace('http://', ''),
      host: hosts[(first + n) % hosts.length],
      target: `${origin}/articles/${slug}`,
    };
  });
  const before = await usedMemory(pid);
  let peak = residentMemory(pid);
  const started = performance.now();
  await sql`insert into mention (article_id, protocol, source_url, source_key, source_host, target_url)
    select (r->>'article')::bigint, 'webmention', r->>'url', r->>'key', r->>'host', r->>'target'
    from json_array_elements(${JSON.stringify(rows)}::text::json) r`;
  // One by the protocol, which wakes who looks them up.
  await send({ origin, addresses: targets.map(({ slug }) => `${origin}/articles/${slug}`), seconds: 1, from: 20_000 });
  while ((await waiting(sql)) > 0) {
    peak = Math.max(peak, residentMemory(pid));
    await pause(250);
  }
  const seconds = (performance.now() - started) / 1000;
  const after = await usedMemory(pid);
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from mention m
    join json_array_elements_text(${JSON.stringify(rows.map(({ key }) => key))}::text::json) key on key = m.source_key
    where m.state = 'verified'`;
  if ((row?.count ?? 0) < queued) throw new Error(`${row?.count} of ${queued} were verified.`);
  return { verified: queued / seconds, before, after, peak };
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
