const { default: FileSystemCache } = require('next/dist/server/lib/incremental-cache/file-system-cache');
const { tagsManifest } = require('next/dist/server/lib/incremental-cache/tags-manifest.external');

/**
 * Next's own page cache, but for one thing: it dates a page by when it was stored. A page that began to
 * render before a tag of it was expired and was stored after would then be served as if it were new. When the
 * request began is known to `bin/serve.ts`, which leaves it in this async context.
 */
module.exports = class PageCache extends FileSystemCache {
  #memory;
  /** What is being written to the disk, by key. */
  #writing = new Map();

  constructor(context) {
    // A build that several sites share holds pages of one of them: the others neither read nor write there.
    const kept = { ...context, serverDistDir: process.env.BROADSHEET_PAGES ?? context.serverDistDir };
    super(kept);
    this.#memory = new FileSystemCache({ ...kept, flushToDisk: false });
  }

  async set(key, data, context) {
    await this.#writing.get(key);
    const began = globalThis.broadsheetRequest?.getStore()?.began;
    const tags = data?.headers?.['x-next-cache-tags'];
    if (began !== undefined && typeof tags === 'string') {
      for (const tag of tags.split(',')) {
        const expired = tagsManifest.get(tag)?.expired;
        if (expired !== undefined && expired >= began) return;
      }
    }
    // Anybody can ask for addresses that do not exist; they must not fill the disk.
    if (data?.status === 404) return this.#memory.set(key, data, context);
    // In memory when this returns. The reader who asked first does not wait for eight files to be on the disk.
    const written = super
      .set(key, data, context)
      .catch((error) => console.warn(`${key} could not be kept on the disk:`, error))
      .then(() => this.#writing.delete(key));
    this.#writing.set(key, written);
  }
};
