import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  openDiscussion,
  readingWithComments,
  renderThread,
  sendComments,
  sendWordpressComments,
  timeToSecondReader,
} from './bench-comments.ts';
import { measureTyping } from './bench-editor.ts';
import { measureEmbeds } from './bench-embeds.ts';
import { measureServing, measureUploads } from './bench-files.ts';
import { actionOf, openPublication, readingWithHits, sendHits, sendWordpressHits } from './bench-hits.ts';
import { measureFirst, measureReading, median, transferSizes } from './bench-http.ts';
import { lighthouse } from './bench-lighthouse.ts';
import { linkbackHosts, measureLinkbacks } from './bench-linkbacks.ts';
import { measureLists, measurePublishing } from './bench-newsroom.ts';
import { runCommand } from './command.ts';

/*
 * Every speed claim of this repository, measured in one run. `CORPUS_DIR` is a folder with `bench/corpus.mjs`;
 * `PEERS_DIR` one with `wordpress/up` and `ghost/up`. Without them the rows that need them are left out.
 */
const root = join(import.meta.dirname, '..');
const usage = `npm run bench                  everything
    --only NAME,NAME           some of: import, build, reading, first, lighthouse, hits, comments, files, embeds, linkbacks, editor, newsroom
    --articles N               the large corpus (20000)
    --write                    put the table into docs/benchmarks.md`;

type Row = [what: string, ours: string, peers: string, goal: string];
const rows: Row[] = [];
const say = (...row: Row) => {
  rows.push(row);
  console.log(row.join(' | '));
};

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      articles: { type: 'string', default: '20000' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  const corpus = process.env.CORPUS_DIR;
  if (values.help || !corpus) {
    console.error(corpus ? usage : `${usage}\n\nSet CORPUS_DIR to the folder that has bench/corpus.mjs.`);
    return 2;
  }
  const wants = (name: string) => values.only === undefined || values.only.split(',').includes(name);
  const large = Number(values.articles);
  const peers = startPeers(process.env.PEERS_DIR);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  chmodSync(folder, 0o755);
  try {
    const small = await publish(folder, corpus, 1000);
    const big =
      wants('import') || wants('build') || wants('first') || wants('newsroom')
        ? await publish(folder, corpus, large)
        : null;
    if (wants('import')) {
      say(
        'Import, 1,000 articles × 30 comments',
        timing(small),
        'WordPress 12 s, Ghost 32 s (their loaders, earlier run)',
        '≤ 5 s, ≤ 300 MB',
      );
      if (big) say(`Import, ${large.toLocaleString('en')} × 30`, timing(big), '', 'the same memory, time linear');
    }
    if (wants('build') && big) {
      const [a, b] = [await build(small), await build(big)];
      say(
        '`next build`',
        `${a.toFixed(1)} s at 1,000; ${b.toFixed(1)} s at ${large.toLocaleString('en')} (${(b / a).toFixed(2)}×)`,
        '',
        'the same within 1.2×',
      );
    }
    await withServer(small, 3930, async (origin, pid) => {
      const address = `${origin}/articles/${small.slugs[500]}`;
      if (wants('reading')) await reading(address, peers);
      if (wants('hits')) await hits(small, origin, address, peers);
      if (wants('lighthouse')) await weighed(address, peers);
      if (wants('comments')) await comments(small, origin, peers);
      if (wants('embeds')) await embeds({ origin, dataDir: small.dataDir });
      if (wants('files')) await files({ origin, pid, dataDir: small.dataDir });
      if (wants('linkbacks')) await linkbacks({ origin, pid, dataDir: small.dataDir });
      if (wants('editor')) await editor({ origin, dataDir: small.dataDir });
      if (wants('first'))
        small.first = await measureFirst(small.slugs.slice(100, 160).map((slug) => `${origin}/articles/${slug}`));
    });
    if ((wants('first') || wants('newsroom')) && big) {
      await withServer(big, 3930, async (origin) => {
        if (wants('first'))
          big.first = await measureFirst(big.slugs.slice(1000, 1060).map((slug) => `${origin}/articles/${slug}`));
        if (wants('newsroom')) await newsroom({ origin, dataDir: big.dataDir }, large);
      });
      if (wants('first')) await firstRequest(small, big, large, peers);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const table = [
    '| what | Broadsheet | peers, same run | goal |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
  console.log(`\n${table}`);
  if (values.write) {
    const processor = cpus()[0]?.model ?? 'unknown processor';
    writeFileSync(
      join(root, 'docs/benchmarks.md'),
      `# Benchmarks\n\nThe last \`npm run bench -- --write\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${processor}, load and servers on the same machine.\n\n${table}\n`,
    );
  }
  return 0;
});

type Publication = {
  dataDir: string;
  distDir: string;
  slugs: string[];
  /** Of the import itself, and of the whole process with its database. */
  seconds: number;
  wall: number;
  peakMegabytes: number;
  first?: number[];
};

function timing({ seconds, wall, peakMegabytes }: Publication): string {
  return `${seconds.toFixed(1)} s (${wall.toFixed(1)} s with the start of a new database), ${Math.round(peakMegabytes)} MB`;
}

function environment(of: { dataDir: string; distDir: string }, port = 3930): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: '',
    DATA_DIR: of.dataDir,
    NEXT_DIST_DIR: of.distDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    DEMO: '0',
    // The bench forges the addresses of readers.
    TRUSTED_PROXIES: '127.0.0.1',
    SITE_URL: `http://127.0.0.1:${port}`,
    ALLOW_PRIVATE_HOSTS: linkbackHosts,
  };
}

/** Makes a corpus and imports it into a publication of its own. */
async function publish(folder: string, corpus: string, articles: number): Promise<Publication> {
  const file = join(folder, `${articles}.xml`);
  const made = spawnSync('bash', [
    '-c',
    `node ${corpus}/bench/corpus.mjs --articles ${articles} --comments 30 --seed 1 --format wxr > ${file}`,
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  const publication = {
    dataDir: join(folder, `data-${articles}`),
    distDir: `.next-bench-${articles}`,
    slugs: [] as string[],
  };
  const started = performance.now();
  // With the flags of `npm run import`.
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { import: string } };
  const child = spawn(process.execPath, [...scripts.import.split(' ').slice(1), file, '--json'], {
    cwd: root,
    env: environment(publication),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const peakMegabytes = await watchMemory(child);
  const wall = (performance.now() - started) / 1000;
  const { seconds } = JSON.parse(output) as { seconds: number };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const slug = /<wp:post_name><!\[CDATA\[(.*?)\]\]>/.exec(line)?.[1];
    if (slug) publication.slugs.push(slug);
  }
  rmSync(file);
  return { ...publication, seconds, wall, peakMegabytes };
}

/** The most memory a process held, in MB, read from Linux; rejects when it fails. */
function watchMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  const read = () => {
    try {
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      peak = Math.max(peak, Number(kilobytes ?? 0) / 1024);
    } catch {
      // It has just ended.
    }
  };
  const timer = setInterval(read, 20);
  return new Promise((done, fail) => {
    child.on('exit', (code) => {
      clearInterval(timer);
      if (code === 0) done(peak);
      else fail(new Error(`The import ended with ${code}.`));
    });
  });
}

/** Seconds of one `next build`, with Next's own caches emptied first. */
async function build(publication: Publication): Promise<number> {
  rmSync(join(root, publication.distDir), { recursive: true, force: true });
  let seconds = 0;
  await withServer(
    publication,
    3930,
    async () => {},
    (line) => {
      const found = /Built in ([\d.]+) s/.exec(line)?.[1];
      if (found) seconds = Number(found);
    },
  );
  return seconds;
}

async function withServer(
  publication: Publication,
  port: number,
  body: (origin: string, pid: number) => Promise<void>,
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin/start.ts')], {
    cwd: root,
    env: environment(publication, port),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const ready = new Promise<void>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      onLine(line);
      if (line.startsWith('Broadsheet is at')) done();
    });
  });
  const code = await Promise.race([ready, ended]);
  if (code !== undefined) throw new Error(`The server ended with ${code}.`);
  try {
    await body(`http://127.0.0.1:${port}`, child.pid ?? 0);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

type Peers = { wordpress: string | null; cached: string | null; ghost: string | null; wordpressPaths: string[] };

function startPeers(folder: string | undefined): Peers {
  const none = { wordpress: null, cached: null, ghost: null, wordpressPaths: [] };
  if (!folder) return none;
  for (const name of ['wordpress', 'ghost']) {
    const { status } = spawnSync(join(folder, name, 'up'), { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${name}/up ended with ${status}.`);
  }
  const home = process.env.PEER_WP_HOME ?? '/tmp/peer-wp';
  const list = join(home, 'urls.txt');
  const wordpressPaths = existsSync(list)
    ? readFileSync(list, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[1] ?? '/')
    : [];
  return {
    wordpress: 'http://127.0.0.1:8081',
    cached: 'http://127.0.0.1:8082',
    ghost: 'http://127.0.0.1:2368',
    wordpressPaths,
  };
}

function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`;
}

async function reading(address: string, peers: Peers): Promise<void> {
  const ours = await measureReading(address);
  const path = peers.wordpressPaths[499] ?? '/';
  const theirs: string[] = [];
  if (peers.wordpress) theirs.push(`WordPress ${perSecond(await measureReading(peers.wordpress + path))}`);
  if (peers.cached) theirs.push(`behind nginx cache ${perSecond(await measureReading(peers.cached + path))}`);
  if (peers.ghost) theirs.push(`Ghost ${perSecond(await measureReading(peers.ghost + path))}`);
  say('Article page, gzip, 16 connections', perSecond(ours), theirs.join(', '), '≥ 1,500/s');
}

async function hits(publication: Publication, origin: string, address: string, peers: Peers): Promise<void> {
  const database = await openPublication(publication.dataDir);
  const articles = await database.articles();
  const [{ slug = '' } = {}] = articles;
  const ids = articles.map(({ id }) => id);
  const action = actionOf(join(root, publication.distDir), 'countHitAction');
  const run = async (articleIds: number[]): Promise<string> => {
    await sendHits({ origin, action, slug, articleIds, amount: 3_000 });
    const before = await database.counted();
    const { perSecond: rate, answered, refused } = await sendHits({ origin, action, slug, articleIds, amount: 15_000 });
    const counted = (await database.counted()) - before;
    if (counted !== answered) throw new Error(`${answered} hits were answered and ${counted} counted.`);
    return `${perSecond(rate)}, ${answered.toLocaleString('en')} answered, ${counted.toLocaleString('en')} counted, ${refused} refused`;
  };
  const theirs = peers.wordpress ? await sendWordpressHits(peers.wordpress, 8) : null;
  const wordpress = theirs
    ? `WordPress ${perSecond(theirs.perSecond)}, ${Math.round(theirs.kept * 100)}% of them kept`
    : '';
  say('Hits on one article, 16 connections', await run(ids.slice(0, 1)), wordpress, '≥ 1,000/s, none lost');
  say('Hits on 1,000 articles', await run(ids), '', '≥ 1,000/s, none lost');
  const { alone, beside } = await readingWithHits(address, { origin, action, slug, articleIds: ids, amount: 0 });
  say(
    'Reading while 200 hits/s arrive',
    `${perSecond(beside)} against ${perSecond(alone)} (${(beside / alone).toFixed(2)})`,
    '',
    '≥ 0.75',
  );
  await database.close();
}

async function comments(publication: Publication, origin: string, peers: Peers): Promise<void> {
  const dist = join(root, publication.distDir);
  const discussion = await openDiscussion(publication.dataDir, dist, origin, 8_000);
  try {
    // A reader each, so that nobody is stopped for writing too fast.
    await sendComments(discussion, { amount: 1_000 });
    const { perSecond: rate } = await sendComments(discussion, { amount: 6_000 });
    const theirs = peers.wordpress ? await sendWordpressComments(peers.wordpress, 1_000) : null;
    const wordpress = theirs ? `WordPress ${perSecond(theirs.perSecond)}, ${theirs.refused} refused` : '';
    say('Comments through the action, 16 connections', `${perSecond(rate)}, all stored`, wordpress, '≥ 400/s');
    const seen = await timeToSecondReader(discussion, 100);
    const milliseconds = `${seen.median.toFixed(0)} ms, 95th percentile ${seen.p95.toFixed(0)} ms`;
    say('A comment seen by a second reader, median', milliseconds, '', '≤ 300 ms at the 95th percentile');
    const { alone, beside } = await readingWithComments(discussion);
    say(
      'Reading that page while 10 comments/s arrive, the middle of 5 pairs',
      `${perSecond(beside)} against ${perSecond(alone)} (${(beside / alone).toFixed(2)})`,
      '',
      '≥ 0.85',
    );
    const [few, many] = [await renderThread(discussion, 50, 40), await renderThread(discussion, 10_000, 40)];
    say(
      'Rendering a page of a thread of 10,000 responses',
      `${many.toFixed(0)} ms against ${few.toFixed(0)} ms with 50 (${(many / few).toFixed(2)}×)`,
      '',
      '≤ 1.5×',
    );
  } finally {
    await discussion.sql.end();
  }
}

async function firstRequest(small: Publication, big: Publication, large: number, peers: Peers): Promise<void> {
  const [a, b] = [median(small.first ?? []), median(big.first ?? [])];
  const theirs = peers.wordpress
    ? `WordPress ${median(await measureFirst(peers.wordpressPaths.slice(100, 160).map((path) => peers.wordpress + path))).toFixed(0)} ms`
    : '';
  say(
    'An article asked for the first time, median',
    `${a.toFixed(0)} ms at 1,000; ${b.toFixed(0)} ms at ${large.toLocaleString('en')} (${(b / a).toFixed(2)}×)`,
    theirs,
    '≤ 60 ms, within 1.3×',
  );
}

async function weighed(address: string, peers: Peers): Promise<void> {
  const weight = await transferSizes(address);
  say(
    'HTML + CSS + fonts, compressed',
    `${(weight.html / 1024).toFixed(1)} + ${(weight.css / 1024).toFixed(1)} + ${(weight.font / 1024).toFixed(1)} = ${((weight.html + weight.css + weight.font) / 1024).toFixed(1)} KB`,
    '',
    '≤ 95 KB',
  );
  say('JavaScript, gzip', `${(weight.js / 1024).toFixed(1)} KB`, '', '≤ 165 KB (an empty Next page and 30 KB)');
  const ours = await lighthouse(address, 5).catch((error: Error) => ({ text: `not measured: ${error.message}` }));
  say(
    'Lighthouse, mobile, median of 5',
    ours.text,
    peers.wordpress
      ? `WordPress ${(await lighthouse(peers.wordpress + (peers.wordpressPaths[499] ?? '/'), 3)).text}`
      : '',
    'performance ≥ 98, the others 100, CLS 0',
  );
}

async function embeds(site: { origin: string; dataDir: string }): Promise<void> {
  const measured = await measureEmbeds(site);
  say(
    'Rendering an article with 30 embeds from what is kept',
    `${measured.with.toFixed(0)} ms against ${measured.without.toFixed(0)} ms without (${(measured.with / measured.without).toFixed(2)}×)`,
    '',
    '≤ 1.3×',
  );
  say('Requests of its readers to other hosts before a click', String(measured.otherHosts), '', '0');
  const { text } = await lighthouse(measured.address, 3).catch((error: Error) => ({
    text: `not measured: ${error.message}`,
  }));
  say('Lighthouse of it, mobile, median of 3', text, '', 'performance 100');
}

async function editor(of: { origin: string; dataDir: string }): Promise<void> {
  const { work, median: middle, p95 } = await measureTyping(of);
  say(
    'Typing in an article of 10,000 words',
    `${work.toFixed(1)} ms of work a key; ${middle.toFixed(1)} ms until its frame, p95 ${p95.toFixed(1)} ms`,
    '',
    '≤ 16 ms',
  );
}

async function newsroom(site: { origin: string; dataDir: string }, articles: number): Promise<void> {
  const { all, slowest, address } = await measureLists(site);
  say(
    `Lists of the newsroom with ${articles.toLocaleString('en')} articles, 95th percentile`,
    `${all.toFixed(0)} ms; the slowest (\`${address}\`) ${slowest.toFixed(0)} ms`,
    '',
    '≤ 150 ms',
  );
  const published = await measurePublishing(site);
  say(
    `Published until readers see it, while ${perSecond(published.read)} are read`,
    `${published.median.toFixed(0)} ms, 95th percentile ${published.p95.toFixed(0)} ms`,
    '',
    '≤ 1 s at the 95th percentile, 500/s',
  );
}

async function linkbacks(site: Parameters<typeof measureLinkbacks>[0]): Promise<void> {
  const { taken, refused, alone, beside, verified, queued, before, after, peak } = await measureLinkbacks(site);
  say(
    'Reading while 100 webmentions/s arrive, the middle of 5 pairs',
    `${perSecond(beside)} against ${perSecond(alone)} (${(beside / alone).toFixed(2)}); ${perSecond(taken)} answered 202, ${refused} not`,
    '',
    '≥ 0.8, all taken',
  );
  say(
    `Verifying ${queued.toLocaleString('en')} queued webmentions`,
    `${perSecond(verified)}, ${before.toFixed(0)} MB in use before and ${after.toFixed(0)} MB after, ${peak.toFixed(0)} MB resident at most`,
    '',
    '≥ 50/s, flat',
  );
}

async function files(site: Parameters<typeof measureUploads>[0]): Promise<void> {
  const up = await measureUploads(site);
  say(
    '100 MB through the ingest',
    `${up.ours.toFixed(2)} s (${(up.plain / up.ours).toFixed(2)} of the speed), memory +${Math.max(0, up.megabytes).toFixed(0)} MB`,
    `a plain Node stream to disk ${up.plain.toFixed(2)} s`,
    '≥ 0.5 of its speed, ≤ 64 MB',
  );
  const { ours, attached, plain } = await measureServing(site);
  const share = (one: number) => `${one.toFixed(0)} (${(one / plain).toFixed(2)})`;
  say(
    'A file of 200 kB, requests a second',
    `${share(ours)}; of a response ${share(attached)}`,
    `a plain Node static server ${plain.toFixed(0)}`,
    '≥ 0.5 of it',
  );
}
