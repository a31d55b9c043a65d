const { default: FileSystemCache } = require('next/dist/server/lib/incremental-cache/file-system-cache');
const { tagsManifest } = require('next/dist/server/lib/incremental-cache/tags-manifest.external');

/**
 * Next's own page cache, but for one thing: it dates a page by when it was stored. A page that began to
 * render before a tag of it was expired and was stored after would then be served as if it were new. When the
 * request began is known to `bin/serve.ts`, which leaves it in this async context.
 */
module.exports = class PageCache extends FileSystemCache {
  #memory;

  constructor(context) {
    super(context);
    this.#memory = new FileSystemCache({ ...context, flushToDisk: false });
  }

  async set(key, data, context) {
    const began = globalThis.broadsheetRequestStart?.getStore();
    const tags = data?.headers?.['x-next-cache-tags'];
    if (began !== undefined && typeof tags === 'string') {
      for (const tag of tags.split(',')) {
        const expired = tagsManifest.get(tag)?.expired;
        if (expired !== undefined && expired >= began) return;
      }
    }
    // Anybody can ask for addresses that do not exist; they must not fill the disk.
    return data?.status === 404 ? this.#memory.set(key, data, context) : super.set(key, data, context);
  }
};
