import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';
import postgres, { type Sql } from 'postgres';
import sharp from 'sharp';
import { runningEmbedded } from '#db/embedded';
import { keyOfEmbed } from '#features/embeds/queries';
import { median } from './bench-http.ts';

const embeds = 30;
/** Of each page; the two take turns, so that what else the machine does meets both. */
const times = 60;

type Measured = {
  /** Milliseconds to render an article anew, medians. */
  without: number;
  with: number;
  /** Of the article with embeds, read to its end in a browser. */
  otherHosts: number;
  address: string;
};

/** Two articles of the same words, one with thirty players and cards among them, all looked up. */
export async function measureEmbeds(site: { origin: string; dataDir: string }): Promise<Measured> {
  const sql = postgres(runningEmbedded(site.dataDir), { max: 1 });
  try {
    const rows = await sql<{ slug: string; revision: string }[]>`
      select slug, revision_id as revision from article
      where kind = 'article' and status = 'published' and visibility = 'public' order by id offset 600 limit 2`;
    const [plain, full] = rows;
    if (!plain || !full) throw new Error('There are no articles.');
    const urls = await keepEmbeds(sql, site.dataDir);
    await write(sql, plain.revision, []);
    await write(sql, full.revision, urls);
    const took: Record<string, number[]> = { [plain.slug]: [], [full.slug]: [] };
    for (let time = 0; time < times + 5; time++) {
      for (const { slug } of [plain, full]) {
        const milliseconds = await renderAnew(sql, site.origin, slug);
        if (time >= 5) took[slug]?.push(milliseconds);
      }
    }
    const address = `${site.origin}/articles/${full.slug}`;
    return {
      without: median(took[plain.slug] ?? []),
      with: median(took[full.slug] ?? []),
      otherHosts: await countOtherHosts(address),
      address,
    };
  } finally {
    await sql.end();
  }
}

const addresses = Array.from({ length: embeds }, (_, n) =>
  n % 3 === 0
    ? `https://www.youtube.com/watch?v=bench-${String(n).padStart(5, '0')}`
    : n % 3 === 1
      ? `https://x.com/somebody/status/${1000 + n}`
      : `https://example.org/a-page/${n}`,
);

/** Each with a still of its own, as large as they are made. */
async function keepEmbeds(sql: Sql, dataDir: string): Promise<string[]> {
  for (const [n, url] of addresses.entries()) {
    const id = randomUUID();
    const background = { r: (n * 83) % 256, g: (n * 47) % 256, b: 120 };
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
    const still = await sharp({ create: { width: 1280, height: 720, channels: 3, background, noise } })
      .blur(6)
      .webp({ quality: 72 })
      .toBuffer();
    const sha256 = createHash('sha256').update(still).digest('hex');
    const path = join(dataDir, 'files', 'be', id);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, still);
    await sql`insert into file (id, key, name, type, bytes, sha256, width, height)
      values (${id}, ${`be/${id}`}, 'still.webp', 'image/webp', ${still.length}, ${sha256}, 1280, 720)`;
    await sql`insert into embed (key, url, service, state, kind, title, author, description, poster_id, due_at, needed_at)
      values (${keyOfEmbed(url)}, ${url}, 'bench', 'ready', ${['video', 'post', 'link'][n % 3] ?? 'link'}, ${`What stands at the address no ${n}`},
        'Somebody', 'Two lines that say what is to be seen there, as such pages do.', ${n % 3 === 1 ? null : id}, now() + interval '30 days', now())
      on conflict (key) do update set state = 'ready'`;
  }
  return addresses;
}

async function write(sql: Sql, revision: string, urls: readonly string[]): Promise<void> {
  const content = addresses.flatMap((_, n) => {
    const text = `Paragraph ${n}, which says as much as a paragraph of an article does, and comes to its end after that.`;
    const paragraph = { type: 'paragraph', content: [{ type: 'text', text }] };
    return urls[n] === undefined ? [paragraph] : [paragraph, { type: 'embed', attrs: { url: urls[n] } }];
  });
  await sql`update revision set body = ${sql.json({ type: 'doc', content })} where id = ${revision}`;
}

async function renderAnew(sql: Sql, origin: string, slug: string): Promise<number> {
  const tag = `article:${slug}`;
  await sql`insert into tag_expiry (tag, expired_at) values (${tag}, clock_timestamp())
    on conflict (tag) do update set expired_at = clock_timestamp()`;
  await sql`select pg_notify('broadsheet_expiry', ${JSON.stringify({ tags: [tag], gently: false })})`;
  // Heard by the server before the next request: it answers on the same machine.
  await new Promise((done) => setTimeout(done, 30));
  const started = performance.now();
  const response = await fetch(`${origin}/articles/${slug}`);
  await response.text();
  if (response.status !== 200) throw new Error(`${slug}: ${response.status}`);
  return performance.now() - started;
}

/** Requests to other hosts of a reader who reads to the end and clicks on nothing. */
async function countOtherHosts(address: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH || (await sparticuz.executablePath()),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    let others = 0;
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(address).host) others++;
    });
    await page.goto(address);
    const figures = page.locator('figure.embed');
    if ((await figures.count()) < embeds) throw new Error(`${address} has ${await figures.count()} embeds.`);
    for (let n = 0; n < embeds; n++) await figures.nth(n).scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    return others;
  } finally {
    await browser.close();
  }
}
