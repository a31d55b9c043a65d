import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import postgres from 'postgres';
import { runningEmbedded } from '#db/embedded';
import { measureReading } from './bench-http.ts';

const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

type Load = { origin: string; action: string; slug: string; articleIds: number[]; amount: number; perSecond?: number };

let readers = 0;

/** Hits as the pages' own script sends them, each by a reader of its own; how many a second were answered with a total. */
export async function sendHits(load: Load): Promise<{ perSecond: number; answered: number; refused: number }> {
  let answered = 0;
  let refused = 0;
  let at = 0;
  const started = performance.now();
  await autocannon({
    url: load.origin,
    connections: 16,
    amount: load.amount,
    ...(load.perSecond === undefined ? {} : { overallRate: load.perSecond }),
    requests: [
      {
        method: 'POST',
        path: `/articles/${load.slug}`,
        headers: {
          'next-action': load.action,
          accept: 'text/x-component',
          'content-type': 'text/plain;charset=UTF-8',
          origin: load.origin,
          'user-agent': agent,
        },
        setupRequest: (request) => {
          const n = ++readers;
          return {
            ...request,
            headers: {
              ...request.headers,
              'x-forwarded-for': `${11 + ((n >> 24) & 63)}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
            },
            body: `[${load.articleIds[at++ % load.articleIds.length]},"example.com"]`,
          };
        },
        onResponse: (status, body) => {
          if (status === 200 && /\n1:\d+\n/.test(body)) answered++;
          else refused++;
        },
      },
    ],
  });
  return { perSecond: (answered / (performance.now() - started)) * 1000, answered, refused };
}

/** The name of an action on the wire, which each build makes anew. */
export function actionOf(dist: string, name: string): string {
  const { node } = JSON.parse(readFileSync(join(dist, 'server/server-reference-manifest.json'), 'utf8')) as {
    node: Record<string, { exportedName?: string }>;
  };
  const found = Object.entries(node).find(([, action]) => action.exportedName === name);
  if (!found) throw new Error(`The build has no ${name}.`);
  return found[0];
}

/** Articles and totals of an embedded publication that runs. */
export async function openPublication(dataDir: string) {
  const sql = postgres(runningEmbedded(dataDir), { max: 1 });
  return {
    articles: () => sql<
      { id: number; slug: string }[]
    >`select id::int, slug from article where kind = 'article' and status = 'published'
      and visibility = 'public' order by id limit 1000`,
    counted: async (): Promise<number> => {
      const [row] = await sql<{ sum: number }[]>`select coalesce(sum(counted), 0)::int as sum from hit_total`;
      return row?.sum ?? 0;
    },
    close: () => sql.end(),
  };
}

/** WordPress's counter under the same load: how many a second it answered, and how many it then had. */
export async function sendWordpressHits(origin: string, seconds: number): Promise<{ perSecond: number; kept: number }> {
  const address = `${origin}/wp-admin/admin-ajax.php?action=postviews&postviews_id=500`;
  const now = async () => Number(/\d+/.exec(await (await fetch(address)).text())?.[0] ?? Number.NaN);
  const before = await now();
  const result = await autocannon({ url: address, connections: 16, duration: seconds });
  const after = await now();
  return { perSecond: result['2xx'] / result.duration, kept: (after - before - 1) / result['2xx'] };
}

/** Pages read a second while hits arrive, against none. */
export async function readingWithHits(address: string, load: Load): Promise<{ alone: number; beside: number }> {
  const alone = await measureReading(address);
  const [beside] = await Promise.all([measureReading(address), sendHits({ ...load, amount: 2200, perSecond: 200 })]);
  return { alone, beside };
}
