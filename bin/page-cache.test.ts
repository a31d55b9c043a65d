import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
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

const requests = new AsyncLocalStorage<ServedRequest>();
followRequestsIn(requests);

const context = { kind: 'APP_PAGE', isRoutePPREnabled: true, isFallback: false };

/** A cache without memory, as it is after a restart, and what answers a request that began at a time. */
function place() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-pages-'));
  const server = join(folder, 'server');
  writeFileSync(join(folder, 'BUILD_ID'), 'one');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const cache = new PageCache({ fs: nodeFs, flushToDisk: true, serverDistDir: server, maxMemoryCacheSize: 0 });
  const store = async (name: string, tags: string[], began = Date.now()): Promise<ServedRequest> => {
    const served: ServedRequest = { began, answerWith: () => {} };
    const headers = { 'x-next-cache-tags': tags.join(',') };
    const page = { kind: 'APP_PAGE', html: `<p>${name}`, rscData: Buffer.from(name), headers, status: 200 };
    await requests.run(served, () => cache.set(`/articles/${name}`, page, context));
    return served;
  };
  const read = (name: string) => cache.get(`/articles/${name}`, context);
  return { store, read, folder, pages: join(server, 'app/articles') };
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

test('a page whose writing was broken off is not there, and nor is what it was before', async () => {
  const { store, read, pages } = place();
  await store('torn', ['pages:torn']);
  await expect.poll(() => read('torn'), { timeout: 10_000 }).not.toBeNull();
  // No file can be written where a folder stands.
  rmSync(join(pages, 'torn.rsc'));
  mkdirSync(join(pages, 'torn.rsc'));
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await store('torn', ['pages:torn']);
  await expect.poll(() => warned.mock.calls.length, { timeout: 10_000 }).toBe(1);
  expect(await read('torn')).toBeNull();
  expect(existsSync(join(pages, 'torn.html'))).toBe(false);
  expect(readdirSync(pages).filter((name) => name.startsWith('torn.html'))).toEqual([]);
});

test('pages are not written beside those of another build', async () => {
  const [old, other] = [place(), place()];
  writeFileSync(join(old.folder, 'BUILD_ID'), 'two');
  await old.store('late', ['pages:late']);
  await other.store('good', ['pages:good']);
  await expect.poll(() => other.read('good'), { timeout: 10_000 }).not.toBeNull();
  expect(existsSync(old.pages)).toBe(false);
});
