import { createHash, randomUUID } from 'node:crypto';
import { chromium } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';
import postgres from 'postgres';
import { runningEmbedded } from '#db/embedded';
import type { DocumentNode } from '#lib/document/schema';

const keys = 100;
const words =
  'the press runs all night while rain falls on the roofs and every letter waits its turn in the case of lead type'.split(
    ' ',
  );

/** A text of so many words: paragraphs of ninety with a bold word and a link, a heading before every sixth. */
function longText(count: number): DocumentNode {
  const content: DocumentNode[] = [];
  for (let at = 0; at * 90 < count; at++) {
    if (at % 6 === 0)
      content.push({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: `Part ${at}` }] });
    const text = Array.from({ length: 88 }, (_, word) => words[(at * 7 + word * 3) % words.length]).join(' ');
    content.push({
      type: 'paragraph',
      content: [
        { type: 'text', text: `${text} ` },
        { type: 'text', text: 'said', marks: [{ type: 'bold' }] },
        { type: 'text', text: ' ' },
        { type: 'text', text: 'so.', marks: [{ type: 'link', attrs: { href: 'https://example.org/' } }] },
      ],
    });
  }
  return { type: 'doc', content };
}

/** Milliseconds for each key that is typed in the middle of an article of 10,000 words. */
export type Typing = {
  /** What the page's main thread did, a key. */
  work: number;
  /** From the key until the frame that shows it was made, median and 95th percentile: waiting for the frame included. */
  median: number;
  p95: number;
};

/** Types in the newsroom's own page of a publication that runs, in Chromium, autosave and word count included. */
export async function measureTyping({ origin, dataDir }: { origin: string; dataDir: string }): Promise<Typing> {
  const sql = postgres(runningEmbedded(dataDir), { max: 1 });
  const [id, token] = [randomUUID(), randomUUID()];
  try {
    await sql`insert into "user" (id, name, name_key, email, email_verified, role)
      values (${id}, 'Science desk', ${id}, ${`${id}@reader.example`}, now(), 'editor')`;
    await sql`insert into session (session_token, user_id, expires, id)
      values (${createHash('sha256').update(token).digest('hex')}, ${id}, now() + interval '1 day', ${id})`;
    const [article] = await sql<
      { id: string }[]
    >`update revision set body = ${JSON.stringify(longText(10_000))}::text::jsonb
      where id = (select max(id) from revision) returning article_id as id`;
    return await type(`${origin}/admin/articles/${article?.id}`, origin, token);
  } finally {
    await sql.end();
  }
}

async function type(address: string, origin: string, token: string): Promise<Typing> {
  const executablePath = process.env.CHROME_PATH || (await sparticuz.executablePath());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([
      { name: 'authjs.session-token', value: token, url: origin, httpOnly: true },
      { name: 'broadsheet_signed_in', value: '1', url: origin },
    ]);
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('.ProseMirror > p').nth(55).click();
    await page.locator('.editor-context-name', { hasText: /\S/ }).waitFor();
    const taken = await page.evaluateHandle(() => {
      const times: number[] = [];
      const painted = new MessageChannel();
      let began: number | null = null;
      painted.port1.onmessage = () => {
        if (began !== null) times.push(performance.now() - began);
        began = null;
      };
      addEventListener(
        'keydown',
        () => {
          began = performance.now();
          // A message is answered once the frame was made.
          requestAnimationFrame(() => painted.port2.postMessage(null));
        },
        true,
      );
      return times;
    });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    const busy = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    };
    const before = await busy();
    await page.keyboard.type('Words in a row. '.repeat(keys).slice(0, keys), { delay: 50 });
    const work = ((await busy()) - before) / keys;
    const times = ((await taken.jsonValue()) as number[]).sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
    return { work, median: at(0.5), p95: at(0.95) };
  } finally {
    await browser.close();
  }
}
