import { gunzipSync } from 'node:zlib';
import { Pool } from 'undici';

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Requests a second that are answered 200 and read whole, with 16 connections that stay open, for eight seconds after a
 * warm-up. By undici: autocannon's own parser is slower than what is measured here.
 */
export async function measureReading(address: string): Promise<number> {
  const { origin, pathname } = new URL(address);
  const pool = new Pool(origin, { connections: 16, pipelining: 1 });
  const run = async (seconds: number): Promise<number> => {
    const until = performance.now() + seconds * 1000;
    let answered = 0;
    const reader = async () => {
      while (performance.now() < until) {
        const { statusCode, body } = await pool.request({
          path: pathname,
          method: 'GET',
          headers: { 'accept-encoding': 'gzip' },
        });
        await body.dump({ limit: 10_000_000 });
        if (statusCode !== 200) throw new Error(`${address}: ${statusCode}`);
        answered++;
      }
    };
    await Promise.all(Array.from({ length: 16 }, reader));
    return answered / seconds;
  };
  try {
    await run(2);
    return await run(8);
  } finally {
    await pool.close();
  }
}

/**
 * Pages read a second while something else goes on, against none: the pair of five whose share is the one in the middle,
 * because one moment of a machine says little about the next.
 */
export async function readingBeside(
  address: string,
  other: () => Promise<unknown>,
): Promise<{ alone: number; beside: number }> {
  const pairs: { alone: number; beside: number }[] = [];
  for (let pair = 0; pair < 5; pair++) {
    const alone = await measureReading(address);
    const [beside] = await Promise.all([measureReading(address), other()]);
    pairs.push({ alone, beside });
  }
  pairs.sort((a, b) => a.beside / a.alone - b.beside / b.alone);
  return pairs[2] ?? { alone: Number.NaN, beside: Number.NaN };
}

/** Milliseconds until each of some addresses had been answered whole, one after the other. */
export async function measureFirst(addresses: string[]): Promise<number[]> {
  const times: number[] = [];
  for (const address of addresses) {
    const started = performance.now();
    const response = await fetch(address);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${address}: ${response.status}`);
    times.push(performance.now() - started);
  }
  // The first ones wake the server's code up.
  return times.slice(5);
}

/** Bytes on the wire of a page and of what its HTML names, gzip, by kind. Pictures are left out. */
export async function transferSizes(address: string): Promise<{ html: number; css: number; font: number; js: number }> {
  const { bytes, text, preloads } = await load(address);
  const sizes = { html: bytes, css: 0, font: 0, js: 0 };
  // Fonts are named by the `Link` header of a page, scripts that are fetched later in a list.
  const inText = text.matchAll(/"(\/_next\/static\/[^"]+\.(?:css|js|woff2))"/g);
  const named = new Set([...preloads, ...[...inText].map((found) => found[1] as string)]);
  const modern = [...named].filter(
    (path) => !new RegExp(`src="${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"[^>]*noModule`, 'i').test(text),
  );
  for (const path of modern) {
    const kind = path.endsWith('.css') ? 'css' : path.endsWith('.js') ? 'js' : 'font';
    sizes[kind] += (await load(new URL(path, address).href)).bytes;
  }
  return sizes;
}

async function load(address: string): Promise<{ bytes: number; text: string; preloads: string[] }> {
  const { default: http } = await import('node:http');
  return new Promise((done, fail) => {
    http
      .get(address, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const text =
            response.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString('latin1');
          const preloads = [...String(response.headers.link ?? '').matchAll(/<([^>]+\.woff2)>/g)].map(
            (found) => found[1] as string,
          );
          done({ bytes: body.length, text, preloads });
        });
      })
      .on('error', fail);
  });
}
