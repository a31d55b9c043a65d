const { readFileSync } = require('node:fs');
const { rename, rm, utimes } = require('node:fs/promises');
const { join } = require('node:path');
const { default: FileSystemCache } = require('next/dist/server/lib/incremental-cache/file-system-cache');
const { tagsManifest } = require('next/dist/server/lib/incremental-cache/tags-manifest.external');

/** Milliseconds until a page goes to the disk: one under which people talk is renewed before, and is not written each time. */
const writeAfter = 2_000;

/** What is to be written, or is being written, by file. Next makes a cache for each request, so it belongs to all of them. */
const waiting = new Map();
const writing = new Map();
/** The builds that this process began with, by their file. Pages name scripts of theirs: none is written beside others. */
const builds = new Map();

/**
 * Next's own page cache, but for three things. It dates a page by when it was stored: a page that began to
 * render before a tag of it was expired and was stored after would then be served as if it were new. When the
 * request began is known to `bin/serve.ts`, which leaves it in this async context. It writes eight files for each page
 * that it renders; here a page is in memory at once and on the disk a little later, if it is still good then. And it leaves
 * out a file without which it never reads a whole page back (vercel/next.js#98306): what is in memory no more, or was
 * rendered before a restart, would be rendered again each time.
 */
module.exports = class PageCache extends FileSystemCache {
  #memory;
  #context;
  #build;

  constructor(context) {
    // A build that several sites share holds pages of one of them: the others neither read nor write there.
    const kept = { ...context, serverDistDir: process.env.BROADSHEET_PAGES ?? context.serverDistDir };
    super(kept);
    this.#context = kept;
    this.#memory = new FileSystemCache({ ...kept, flushToDisk: false });
    // Next makes one for `proxy.ts` too, without a folder.
    if (!context.serverDistDir) return;
    this.#build = join(context.serverDistDir, '..', 'BUILD_ID');
    if (!builds.has(this.#build)) builds.set(this.#build, idIn(this.#build));
  }

  async get(key, context) {
    await writing.get(`${this.serverDistDir} ${key}`);
    const found = await super.get(key, context);
    // Written while the clock was wrong: no expiry would count against it.
    if (found?.lastModified > Date.now() + 1000) return null;
    noteTags(found?.value);
    return found;
  }

  async set(key, data, context) {
    noteTags(data);
    const began = globalThis.broadsheetRequest?.getStore()?.began;
    // A build ends with its last page.
    if (began === undefined) return super.set(key, data, context);
    if (isOver(data, began)) return;
    await this.#memory.set(key, data, context);
    // Anybody can ask for addresses that do not exist; they must not fill the disk.
    if (!this.flushToDisk || !this.serverDistDir || !data || data.status === 404) return;
    const file = `${this.serverDistDir} ${key}`;
    if (!waiting.has(file)) setTimeout(() => this.#write(file, key), writeAfter).unref();
    waiting.set(file, { data, context, at: Date.now() });
  }

  async #write(file, key) {
    await writing.get(file);
    const { data, context, at } = waiting.get(file);
    waiting.delete(file);
    const written = this.#store(key, data, context, at)
      .catch((error) => console.warn(`${key} could not be kept on the disk:`, error))
      .finally(() => writing.delete(file));
    writing.set(file, written);
  }

  async #store(key, data, context, at) {
    const extension = { APP_PAGE: 'html', APP_ROUTE: 'body' }[data.kind];
    if (!extension || builds.get(this.#build) !== idIn(this.#build)) return;
    const isWhole = data.kind === 'APP_PAGE' && data.postponed == null && data.rscData !== undefined;
    // A page is there when its first file is: that one goes first and comes last, so that what was broken off is not read.
    const first = this.getFilePath(`${key}.${extension}`, data.kind);
    const next = temporary(first);
    await rm(first, { force: true });
    // What follows puts it into the memory again, dated now. A newer one that waits is there already.
    if (isOver(data, at) || waiting.has(`${this.serverDistDir} ${key}`)) return;
    const { writeFile } = this.fs;
    const whole = async (file, content) => {
      await writeFile(temporary(file), content);
      if (file !== first) await rename(temporary(file), file);
    };
    const disk = new FileSystemCache({ ...this.#context, fs: { ...this.fs, writeFile: whole } });
    try {
      await disk.set(key, data, isWhole ? { ...context, isRoutePPREnabled: false } : context);
      // What was expired while it was being written is older than its file.
      await utimes(next, at / 1000, at / 1000);
      await rename(next, first);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
  }
};

const temporary = (file) => `${file}.${process.pid}.tmp`;

function idIn(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Tells `bin/page-front.ts`, by way of the request, what the page depends on. */
function noteTags(page) {
  if (page?.kind !== 'APP_PAGE' && page?.kind !== 'APP_ROUTE') return;
  const served = globalThis.broadsheetRequest?.getStore();
  if (!served || served.tags === null) return;
  const tags = tagsOf(page);
  served.tags = tags && [...(served.tags ?? []), ...tags];
}

function tagsOf(page) {
  const tags = page?.headers?.['x-next-cache-tags'];
  return typeof tags === 'string' ? tags.split(',') : null;
}

/** Whether a tag of it was expired since then. */
function isOver(data, since) {
  return (tagsOf(data) ?? []).some((tag) => (tagsManifest.get(tag)?.expired ?? Number.NEGATIVE_INFINITY) >= since);
}
