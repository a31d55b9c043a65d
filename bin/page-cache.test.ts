import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { followRequestsIn, type ServedRequest } from '#lib/served-request';
import { tagsManifest } from './tags-manifest.ts';

type Found = { lastModified: number; value: { html: string; rscData: Buffer } } | null;
type Cache = {
  get(key: string, context: object): Promise<Found>;
  set(key: string, data: object, context: object): Promise<void>;
};
const require = createRequire(import.meta.url);
const PageCache = require('./page-cache.cjs') as new (context: object) => Cache;
const { nodeFs } = require('next/dist/server/lib/node-fs-methods') as { nodeFs: object };

const context = { kind: 'APP_PAGE', isRoutePPREnabled: true, isFallback: false };

/** A cache without memory, as it is after a restart, and what answers a request that began at a time. */
function place() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const requests = new AsyncLocalStorage<ServedRequest>();
  followRequestsIn(requests);
  const cache = new PageCache({ fs: nodeFs, flushToDisk: true, serverDistDir: folder, maxMemoryCacheSize: 0 });
  const store = async (name: string, tags: string[], began = Date.now()): Promise<ServedRequest> => {
    const served: ServedRequest = { began, answerWith: () => {} };
    const headers = { 'x-next-cache-tags': tags.join(',') };
    const page = { kind: 'APP_PAGE', html: `<p>${name}`, rscData: Buffer.from(name), headers, status: 200 };
    await requests.run(served, () => cache.set(`/articles/${name}`, page, context));
    return served;
  };
  return { store, read: (name: string) => cache.get(`/articles/${name}`, context) };
}

test('a whole page is read back from the disk, as old as when it was rendered', async () => {
  const { store, read } = place();
  expect((await store('one', ['pages:one', 'pages:all'])).tags).toEqual(['pages:one', 'pages:all']);
  const stored = Date.now();
  await expect.poll(() => read('one'), { timeout: 10_000 }).not.toBeNull();
  // The file itself came later.
  await expect.poll(async () => (await read('one'))?.lastModified).toBeLessThanOrEqual(stored);
  expect((await read('one'))?.value).toMatchObject({ html: '<p>one', rscData: Buffer.from('one') });
  tagsManifest.set('pages:one', { expired: Date.now() });
  expect(await read('one')).toBeNull();
});

test('what was expired since its request began is not stored', async () => {
  const { store, read } = place();
  const began = Date.now();
  tagsManifest.set('pages:over', { expired: began + 1 });
  await store('over', ['pages:over'], began);
  await store('good', ['pages:good']);
  await expect.poll(() => read('good'), { timeout: 10_000 }).not.toBeNull();
  expect(await read('over')).toBeNull();
});
