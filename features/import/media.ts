import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, inArray } from 'drizzle-orm';
import { db } from '#db/client';
import { file, imported } from '#db/schema/index';
import { storeFile } from '#features/files/commands';
import { addressOfFile } from '#features/files/schema';
import type { ResolvedFile } from '#lib/document/from-html';
import { messageOf, PersonError } from '#lib/errors';
import type { ImportReport } from './schema.ts';
import type { Survey, SurveyedFile } from './survey.ts';
import { digestOf } from './words.ts';

/** A file that is stored here, with what a document says of it. */
export type KeptFile = ResolvedFile & { fileId: string };

type Source = {
  media?: string | undefined;
  fetchMedia: boolean;
  dryRun: boolean;
  signal?: AbortSignal | undefined;
};

const together = 4;
const largest = 100_000_000;
const notNamed = 'Its file was not given. Name the folder of the uploads with --media, or fetch it with --fetch-media.';
const mediaTypes = ['image/*', 'audio/*', 'video/*', 'application/*', 'text/plain', 'text/csv', 'text/vtt'];

/** An address without what differs between two names of the same file: scheme, `www.`, query, Photon's proxy. */
function fileKey(url: string): string {
  const bare = url
    .replace(/^(?:https?:)?\/\//i, '')
    .replace(/^i\d\.wp\.com\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(bare).normalize('NFC');
  } catch {
    return bare;
  }
}

/** The key of the file that a resized copy was made from: `a-300x200.jpg` and `a-scaled.jpg` are `a.jpg`. */
const originalKey = (key: string): string => key.replace(/-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,})(?=\.\w+$)/, '');

/** The attachments of the old site, and where they are kept here. */
export class MediaShelf {
  readonly #origin: string;
  readonly #source: Source;
  readonly #known = new Map<string, SurveyedFile>();
  readonly #byId = new Map<string, SurveyedFile>();
  readonly #kept = new Map<string, KeptFile>();
  readonly #attached = new Map<string, string[]>();
  readonly #failed = new Map<string, string>();
  #folder: Map<string, string[]> | null = null;

  constructor(found: Survey, source: Source) {
    this.#origin = found.origin;
    this.#source = source;
    for (const item of [...found.files].sort((a, b) => a.order - b.order || Number(a.id) - Number(b.id))) {
      this.#byId.set(item.id, item);
      const key = fileKey(item.url);
      if (!this.#known.has(key)) this.#known.set(key, item);
      const siblings = this.#attached.get(item.parent);
      if (siblings) siblings.push(item.id);
      else this.#attached.set(item.parent, [item.id]);
    }
  }

  /** Ids of the attachments of an item, in its own order. */
  attachedTo(id: string): readonly string[] {
    return this.#attached.get(id) ?? [];
  }

  /** An attachment as the file has it. */
  attachment(id: string): SurveyedFile | undefined {
    return this.#byId.get(id);
  }

  /** Whether more files could be brought for addresses met in a body. */
  get canBring(): boolean {
    return this.#source.media !== undefined || this.#source.fetchMedia;
  }

  /** Stores the attachments that are not stored yet, and counts them into the report. */
  async bringAll(report: ImportReport, onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#recall();
    if (this.#source.media !== undefined) this.#folder = await listFolder(this.#source.media);
    const waiting = [...this.#byId.values()];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        if (this.#source.signal?.aborted) return;
        if (this.#kept.has(`id:${item.id}`)) count(report.unchanged, 'file');
        else {
          const why = await this.#bring(item.url, item, `id:${item.id}`);
          if (why === null) count(report.created, 'file');
          else report.skipped.push({ kind: 'file', id: item.id, why });
        }
        onProgress(++done, this.#byId.size);
      }
    };
    await Promise.all(Array.from({ length: together }, work));
  }

  /** Stores a file that bodies use though the export does not list it. */
  async bringAddress(url: string, report: ImportReport): Promise<void> {
    const key = fileKey(url);
    if (this.#kept.has(`url:${key}`) || this.#failed.has(key)) return;
    const why = await this.#bring(url, null, `url:${key}`);
    if (why === null) count(report.created, 'file');
    else {
      this.#failed.set(key, why);
      report.skipped.push({ kind: 'file', id: url, why });
    }
  }

  /**
   * The file behind an address or an attachment's id; null when the old site's export does not know it. `missed`
   * hears of addresses that look like files of the old site and are not known.
   */
  find(urlOrId: string, missed?: (url: string) => void): ResolvedFile | null {
    if (/^\d+$/.test(urlOrId)) {
      const item = this.#byId.get(urlOrId);
      if (!item) return null;
      return this.#kept.get(`id:${item.id}`) ?? remote(item, item.url);
    }
    const key = fileKey(urlOrId);
    const item = this.#known.get(key) ?? this.#known.get(originalKey(key));
    const kept = (item && this.#kept.get(`id:${item.id}`)) ?? this.#kept.get(`url:${key}`);
    if (kept) return kept;
    if (item === undefined) missed?.(urlOrId);
    return null;
  }

  /** The stored file of an attachment. */
  keptAttachment(id: string): KeptFile | undefined {
    return this.#kept.get(`id:${id}`);
  }

  /** What an earlier run brought. */
  async #recall(): Promise<void> {
    const rows = await db
      .select({ externalId: imported.externalId, localId: imported.localId })
      .from(imported)
      .where(and(eq(imported.origin, this.#origin), eq(imported.kind, 'file')));
    for (let from = 0; from < rows.length; from += 1000) {
      const part = rows.slice(from, from + 1000);
      const files = await db
        .select()
        .from(file)
        .where(
          inArray(
            file.id,
            part.map((row) => row.localId),
          ),
        );
      const byId = new Map(files.map((row) => [row.id, row]));
      for (const { externalId, localId } of part) {
        const row = byId.get(localId);
        if (row) this.#keep(externalId, row);
      }
    }
  }

  #keep(externalId: string, row: { id: string; name: string; width: number | null; height: number | null }): void {
    const item = externalId.startsWith('id:') ? this.#byId.get(externalId.slice(3)) : undefined;
    this.#kept.set(externalId, {
      fileId: row.id,
      src: addressOfFile(row),
      width: row.width,
      height: row.height,
      alt: item?.alt ?? '',
      ...(item?.caption && { caption: escapeCaption(item.caption) }),
    });
  }

  /** Stores one file; null, or why it could not be. */
  async #bring(url: string, item: SurveyedFile | null, externalId: string): Promise<string | null> {
    try {
      const content = await this.#open(url);
      if (content === null)
        return this.#source.media === undefined ? notNamed : 'It is not in the folder that --media names.';
      if (this.#source.dryRun) return null;
      const row = await storeFile({
        name: fileKey(url).split('/').pop() ?? 'file',
        bytes: content(),
        alt: item?.alt ?? '',
        caption: item?.caption ?? '',
        credit: item?.credit ?? '',
        focus: item?.focus ?? null,
        ...(item?.fileId && { id: item.fileId }),
      });
      const digest = digestOf(row.src);
      await db
        .insert(imported)
        .values({ origin: this.#origin, kind: 'file', externalId, localId: row.id, digest })
        .onConflictDoUpdate({
          target: [imported.origin, imported.kind, imported.externalId],
          set: { localId: row.id, digest },
        });
      this.#keep(externalId, row);
      return null;
    } catch (error) {
      if (error instanceof PersonError) return error.message;
      if (this.#source.signal?.aborted) return 'The import was stopped before it.';
      throw error;
    }
  }

  async #open(url: string): Promise<(() => Buffer | ReturnType<typeof createReadStream>) | null> {
    const path = this.#folder ? bestMatch(this.#folder, fileKey(url)) : null;
    if (path !== null && this.#source.media !== undefined) {
      const whole = join(this.#source.media, path);
      return () => createReadStream(whole);
    }
    if (!this.#source.fetchMedia) return null;
    const { signal } = this.#source;
    // Loaded where it is needed: most imports fetch nothing.
    const { safeFetch } = await import('#lib/safe-fetch');
    const answer = await safeFetch(url, {
      accept: mediaTypes,
      maxBytes: largest,
      timeout: 60_000,
      ...(signal && { signal }),
    });
    if (answer.status !== 200) throw new PersonError('unavailable', `${url} answered with status ${answer.status}.`);
    return () => answer.body;
  }
}

const escapeCaption = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const remote = (item: SurveyedFile, src: string): ResolvedFile => ({
  fileId: null,
  src,
  width: null,
  height: null,
  alt: item.alt,
  ...(item.caption && { caption: escapeCaption(item.caption) }),
});

export function count(counts: Record<string, number>, kind: string, by = 1): void {
  if (by > 0) counts[kind] = (counts[kind] ?? 0) + by;
}

/** Every file below a folder: its paths by their last name. */
async function listFolder(root: string): Promise<Map<string, string[]>> {
  const found = await stat(root).catch(() => null);
  if (!found?.isDirectory()) throw new PersonError('not_found', `There is no folder ${root} to take the media from.`);
  const paths = new Map<string, string[]>();
  try {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name).slice(root.replace(/\/+$/, '').length + 1);
      const name = entry.name.normalize('NFC');
      const list = paths.get(name);
      if (list) list.push(path);
      else paths.set(name, [path]);
    }
  } catch (error) {
    throw new PersonError('refused', `The folder ${root} can't be read: ${messageOf(error)}`);
  }
  return paths;
}

/** The path that shares the longest end with an address; null when several share the name alone. */
function bestMatch(folder: ReadonlyMap<string, readonly string[]>, key: string): string | null {
  const names = key.split('/');
  const name = names[names.length - 1] ?? '';
  const paths = folder.get(name) ?? folder.get(originalKey(name)) ?? [];
  const shared = (path: string): number => {
    const parts = path.normalize('NFC').split('/');
    let same = 1;
    while (
      same < parts.length &&
      same < names.length &&
      parts[parts.length - 1 - same] === names[names.length - 1 - same]
    )
      same++;
    return same;
  };
  const ranked = paths.map((path) => ({ path, same: shared(path) })).sort((a, b) => b.same - a.same);
  const [first, second] = ranked;
  if (first === undefined) return null;
  return second !== undefined && second.same === first.same && first.same === 1 ? null : first.path;
}
