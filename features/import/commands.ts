import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import type { ReservedSql, Sql } from 'postgres';
import { db, pool } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, importRun } from '#db/schema/index';
import { adoptSettings } from '#features/settings/commands';
import { cacheTags } from '#lib/cache-tags';
import { readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import { Addresses } from './addresses.ts';
import { openConnection } from './connection.ts';
import { removeDemo } from './demo.ts';
import { MediaShelf } from './media.ts';
import { type ArticleRecord, articleRecord, type Setting, whyCommentSkipped } from './records.ts';
import type { ImportInput, ImportReport } from './schema.ts';
import { type Survey, survey, whySkipped } from './survey.ts';
import { addArchives, bringTaxonomy } from './taxonomy.ts';
import { freeSlug } from './words.ts';
import { addRedirects, type Brought, type Waiting, type Writing, writeBatch } from './write.ts';
import { readWxr, type WxrItem } from './wxr.ts';

export { removeDemo } from './demo.ts';

/** Slugs that pages can't have: the site itself answers there. */
const reserved =
  `articles sections tags authors archive search admin api files feed feeds sitemap sitemaps healthz oembed
  webmention xmlrpc account sign-in profile _next public comments`.split(/\s+/);

/** A batch is written when it has so many items, or so many characters. */
const batchItems = 50;
const batchLength = 3_000_000;

/**
 * Imports a WordPress export. The file is read twice: first whole, so that of a broken one nothing is written; then
 * item by item, in batches of one transaction each, so memory does not grow with the file and a run that is stopped
 * goes on where it was. What has come before is recognised by the origin's own ids. Nobody is notified of anything.
 * Throws a `PersonError` when the file can't be imported or another import is running.
 */
export async function importWxr(input: ImportInput): Promise<ImportReport> {
  const started = performance.now();
  const { size } = (await stat(input.path).catch(() => null)) ?? { size: 0 };
  const found = await survey(input.path, {
    repair: input.repair ?? false,
    signal: input.signal,
    onBytes: (done) => input.onProgress?.({ phase: 'reading', done, total: size }),
  }).catch((error: unknown) => {
    if (input.signal?.aborted) throw new PersonError('conflict', 'Stopped. Nothing was imported.');
    throw error;
  });
  const report = emptyReport(found, input.dryRun ?? false);
  const lock = await onlyImport();
  try {
    const run = report.dryRun ? null : await startRun(found.origin, input.fileName ?? basename(input.path));
    if (input.replaceDemo && !report.dryRun) await removeDemo();
    await bringAll(input, found, report);
    // The first readers would else meet plans made for empty tables.
    if (!report.dryRun) {
      await db.execute(sql`analyze`);
      // What many rows brought to this index waits in a list, and Postgres searches without it for as long as it is long.
      await db.execute(sql`select gin_clean_pending_list(to_regclass('article_words'))`);
    }
    report.interrupted = input.signal?.aborted ?? false;
    report.seconds = Math.round(performance.now() - started) / 1000;
    if (!report.dryRun) {
      const { title, description } = found;
      await adoptSettings({
        actor: { kind: 'operator' },
        found: { ...(title && { name: title }), ...(description && { tagline: description }) },
      });
    }
    if (run !== null) await finishRun(run, found.origin, report, input.by ?? 'command line');
  } finally {
    await lock.release();
  }
  return report;
}

const emptyReport = (found: Survey, dryRun: boolean): ImportReport => ({
  created: {},
  updated: {},
  unchanged: {},
  skipped: [],
  site: { origin: found.origin, title: found.title, description: found.description, language: found.language },
  interrupted: false,
  dryRun,
  seconds: 0,
});

/** Holds Postgres's lock for imports; it goes with the connection, however this process ends. */
async function onlyImport(): Promise<{ release(): Promise<void> }> {
  const { sql: connections } = pool();
  // One has to be open: without `fetch_types` (see `db/client.ts`) postgres.js never gives out one it opens for this.
  await connections`select 1`;
  const connection: ReservedSql = await connections.reserve();
  const [row] = await connection<
    { locked: boolean }[]
  >`select pg_try_advisory_lock(hashtext('broadsheet import')) as locked`;
  if (!row?.locked) {
    connection.release();
    throw new PersonError('conflict', 'Another import is running. Wait until it has ended, then try again.');
  }
  return {
    async release() {
      await connection`select pg_advisory_unlock(hashtext('broadsheet import'))`;
      connection.release();
    },
  };
}

async function startRun(origin: string, fileName: string): Promise<number> {
  const [row] = await db.insert(importRun).values({ origin, fileName }).returning({ id: importRun.id });
  return row?.id ?? 0;
}

/** Keeps the report, in the database and as a file, and lets every cache know. */
async function finishRun(run: number, origin: string, report: ImportReport, by: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(importRun).set({ report, finishedAt: new Date() }).where(eq(importRun.id, run));
    const { created, updated, unchanged, interrupted } = report;
    const detail = { origin, created, updated, unchanged, skipped: report.skipped.length, interrupted };
    await tx.insert(event).values({ name: 'import.finish', actor: by, subject: `import:${run}`, detail });
    await expireTags(tx, [cacheTags.everything]);
  });
  const folder = join(readEnv().DATA_DIR, 'imports');
  await mkdir(folder, { recursive: true });
  const name = new Date().toISOString().replace(/[:.]/g, '-');
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
}

async function bringAll(input: ImportInput, found: Survey, report: ImportReport): Promise<void> {
  const connection = openConnection();
  try {
    await bringOver(connection, input, found, report);
  } finally {
    await connection.end({ timeout: 5 });
  }
}

async function bringOver(connection: Sql, input: ImportInput, found: Survey, report: ImportReport): Promise<void> {
  const brought = await recall(found.origin);
  const [before] = await connection`select 1 from imported where origin = ${found.origin} limit 1`;
  const slugs = await chooseSlugs(found, brought);
  const addresses = Addresses.of(found, slugs);
  const shelf = new MediaShelf(found, {
    media: input.media,
    fetchMedia: input.fetchMedia ?? false,
    dryRun: report.dryRun,
    signal: input.signal,
  });
  await shelf.bringAll(report, (done, total) => input.onProgress?.({ phase: 'media', done, total }));
  const fileTargets = addFiles(addresses, found, shelf);
  let undated = found.publishedAt;
  if (undated === null) undated = (await stat(input.path)).mtime.getTime();
  const setting: Setting = { survey: found, slugs, addresses, shelf, undated };
  const taxonomy = await connection.begin(async (tx) => {
    const result = await bringTaxonomy(tx, found, report, report.dryRun);
    const archives = addArchives(addresses, found, result.slugs);
    if (!report.dryRun) await addRedirects(tx, report, found.own ? archives : [...archives, ...fileTargets]);
    return result.taxonomy;
  });
  const writing: Writing = {
    sql: connection,
    origin: found.origin,
    taxonomy,
    addresses,
    brought,
    fresh: before === undefined,
    own: found.own,
    dryRun: report.dryRun,
    report,
    passwords: new Map(),
  };
  await bringItems(input, setting, writing);
}

/** Attachments' own pages and files lead to the files here. */
function addFiles(addresses: Addresses, found: Survey, shelf: MediaShelf): [string, string][] {
  const redirects: [string, string][] = [];
  for (const item of found.files) {
    const kept = shelf.keptAttachment(item.id);
    if (!kept) continue;
    const target = decodeURIComponent(kept.src);
    const forms = [
      ...addresses.formsOf({ id: item.id, kind: 'file', link: item.link }),
      ...addresses.formsOf({ id: item.id, kind: 'file', link: item.url }).slice(0, 1),
    ];
    addresses.add(forms, target);
    for (const form of forms) if (form !== target) redirects.push([form, target]);
  }
  return redirects;
}

/** What earlier runs brought of articles and pages. */
async function recall(origin: string): Promise<Map<string, Brought>> {
  const rows = await pool().sql<
    { kind: string; externalId: string; localId: string; digest: string; localVersion: number | null; gone: boolean }[]
  >`
    select imported.kind, external_id as "externalId", local_id as "localId", digest, local_version as "localVersion",
      article.id is null as gone
    from imported left join article on article.id = local_id::bigint
    where origin = ${origin} and imported.kind in ('article', 'page')`;
  return new Map(
    rows.map((row) => [
      `${row.kind}:${row.externalId}`,
      { localId: Number(row.localId), digest: row.digest, localVersion: row.localVersion ?? 1, gone: row.gone },
    ]),
  );
}

/** The slug of every item: the one it has here already, else its own, made different from all others of its kind. */
async function chooseSlugs(found: Survey, brought: ReadonlyMap<string, Brought>): Promise<Map<string, string>> {
  const rows = await pool().sql<
    { id: string; kind: 'article' | 'page'; slug: string }[]
  >`select id, kind, slug from article`;
  const taken = { article: new Set<string>(), page: new Set(reserved) };
  const here = new Map<number, string>();
  for (const row of rows) {
    taken[row.kind].add(row.slug);
    here.set(Number(row.id), row.slug);
  }
  const slugs = new Map<string, string>();
  const fresh = found.items.filter((item) => {
    const known = brought.get(`${item.kind}:${item.id}`);
    const slug = known && here.get(known.localId);
    if (slug !== undefined) slugs.set(item.id, slug);
    return slug === undefined;
  });
  for (const item of fresh) slugs.set(item.id, freeSlug(item.slug, taken[item.kind]));
  return slugs;
}

/** The second pass: reads items, and writes one batch while the next is read. */
async function bringItems(input: ImportInput, setting: Setting, writing: Writing): Promise<void> {
  const total = setting.survey.count;
  let done = 0;
  let batch: Waiting[] = [];
  let length = 0;
  let underway: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await underway;
    const ready = batch;
    batch = [];
    length = 0;
    underway = writeBatch(writing, ready);
    // Whoever waits for it hears of its failure; until then it is not unhandled.
    underway.catch(() => {});
  };
  const seen = new Set<string>();
  for await (const part of readWxr(input.path, { repair: input.repair ?? false })) {
    if (input.signal?.aborted) break;
    if (part.type !== 'item') continue;
    input.onProgress?.({ phase: 'writing', done: ++done, total });
    const waiting = await readItem(part.item, setting, writing, seen);
    if (!waiting) continue;
    batch.push(waiting);
    length += waiting.record.original.length + 300 * waiting.record.comments.length;
    if (batch.length >= batchItems || length >= batchLength) await flush();
  }
  if (!input.signal?.aborted && batch.length > 0) await flush();
  await underway;
}

async function readItem(
  item: WxrItem,
  setting: Setting,
  { report }: Writing,
  seen: Set<string>,
): Promise<Waiting | null> {
  const { fields } = item;
  const id = fields.post_id?.trim() ?? '';
  const kind = fields.post_type?.trim() || 'item';
  const skip = (what: string, which: string, why: string): void =>
    void report.skipped.push({ kind: what, id: which, why });
  const why =
    id === ''
      ? 'It has no id.'
      : seen.has(id)
        ? 'The file has this id twice; the first is brought.'
        : whySkipped(fields);
  if (why !== null) {
    skip(kind === 'post' ? 'article' : kind, id, why);
    return null;
  }
  if (kind === 'attachment') return null;
  seen.add(id);
  let read = articleRecord(item, setting);
  if (read.missed.length > 0) {
    for (const url of new Set(read.missed)) await setting.shelf.bringAddress(url, report);
    read = articleRecord(item, setting);
  }
  if (read.lostLead !== null) skip('picture', id, `Its lead picture was not brought: ${read.lostLead}`);
  for (const comment of item.comments) {
    const reason = whyCommentSkipped(comment);
    if (reason !== null) skip('comment', comment.comment_id?.trim() ?? '', reason);
  }
  return { record: read.record satisfies ArticleRecord, link: fields.link?.trim() ?? '' };
}
