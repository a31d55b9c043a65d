import { gunzipSync } from 'node:zlib';
import autocannon from 'autocannon';

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Requests a second that are answered 200, with 16 connections that stay open, for eight seconds after a warm-up. */
export async function measureReading(address: string): Promise<number> {
  const options = { url: address, connections: 16, headers: { 'accept-encoding': 'gzip' } };
  await autocannon({ ...options, duration: 2 });
  const result = await autocannon({ ...options, duration: 8 });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${address}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result.requests.average;
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
  const { bytes, text } = await load(address);
  const sizes = { html: bytes, css: 0, font: 0, js: 0 };
  const named = new Set(
    [...text.matchAll(/(?:href|src)="(\/_next\/static\/[^"]+\.(?:css|js|woff2))"/g)].map((found) => found[1] as string),
  );
  const modern = [...named].filter(
    (path) => !new RegExp(`src="${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"[^>]*noModule`, 'i').test(text),
  );
  for (const path of modern) {
    const kind = path.endsWith('.css') ? 'css' : path.endsWith('.js') ? 'js' : 'font';
    sizes[kind] += (await load(new URL(path, address).href)).bytes;
  }
  return sizes;
}

async function load(address: string): Promise<{ bytes: number; text: string }> {
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
          done({ bytes: body.length, text });
        });
      })
      .on('error', fail);
  });
}
