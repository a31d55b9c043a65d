import { createRequire } from 'node:module';

/** Milliseconds since the epoch: since when entries with the tag are stale, or expired. */
type Entry = { stale?: number; expired?: number };

const require = createRequire(import.meta.url);

/**
 * Next's own table of expired tags, which both of its caches ask at every read. It lives in the memory of one
 * process; `bin/cache-expiry.ts` keeps it in step with the table `tag_expiry`.
 */
export const { tagsManifest } = require('next/dist/server/lib/incremental-cache/tags-manifest.external') as {
  tagsManifest: Map<string, Entry>;
};
