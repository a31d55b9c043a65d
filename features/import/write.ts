import type { Sql, TransactionSql } from 'postgres';
import { db } from '#db/client';
import { requireEmbeds } from '#features/embeds/commands';
import { setImportedHits } from '#features/views/commands';
import { type DocumentNode, documentVersion } from '#lib/document/schema';
import { hashPassword } from '#lib/password-hash';
import type { Addresses } from './addresses.ts';
import { at, type Cell, copyRows, newIds } from './copy.ts';
import { count } from './media.ts';
import type { ArticleRecord } from './records.ts';
import { writeResponses } from './responses.ts';
import type { ImportReport } from './schema.ts';
import type { Taxonomy } from './taxonomy.ts';

/** What an earlier run brought of an item. */
export type Brought = {
  localId: number;
  digest: string;
  localVersion: number;
  /** It was deleted here since. */
  gone: boolean;
};

export type Writing = {
  sql: Sql;
  origin: string;
  taxonomy: Taxonomy;
  addresses: Addresses;
  /** By the kind and the id in the file: `article:12`. */
  brought: ReadonlyMap<string, Brought>;
  /** The file has never been imported, so nothing of it needs to be looked up. */
  fresh: boolean;
  /** An export of ours names its redirects itself. */
  own: boolean;
  dryRun: boolean;
  report: ImportReport;
  passwords: Map<string, string>;
};

/** An item with its old permalink. */
export type Waiting = { record: ArticleRecord; link: string };

const articleColumns = `kind slug headline deck excerpt language section_id status visibility password_hash published_at
  updated_at pinned_at pinned_position lead_file_id lead_alt lead_caption lead_credit comment_policy comment_days ping_policy source_name
  source_url source_author source_published_at source_licence source_policy source_retrieved_at words created_at
  saved_at`.split(/\s+/);

/** Writes a batch in one transaction: all of it or nothing. The report is told only of what was committed. */
export async function writeBatch(writing: Writing, batch: readonly Waiting[]): Promise<void> {
  const report: ImportReport = { ...writing.report, created: {}, updated: {}, unchanged: {}, skipped: [] };
  const hashes = await hashPasswords(writing, batch);
  const articleIds = new Map<ArticleRecord, number>();
  const write = async (sql: TransactionSql): Promise<void> => {
    // Postgres compresses long texts; lz4 takes a fifth of the time of its default.
    if (!writing.dryRun) await sql.unsafe(lz4);
    const ids = articleIds;
    const fresh: Waiting[] = [];
    for (const waiting of batch) {
      const { record } = waiting;
      const before = writing.brought.get(`${record.kind}:${record.externalId}`);
      if (!before) fresh.push(waiting);
      else if (await updateArticle(sql, writing, report, record, before, hashes)) ids.set(record, before.localId);
    }
    count(report.created, 'article', fresh.filter(({ record }) => record.kind === 'article').length);
    count(report.created, 'page', fresh.filter(({ record }) => record.kind === 'page').length);
    if (!writing.dryRun) await createArticles(sql, writing, report, fresh, hashes, ids);
    const withResponses = batch.flatMap(({ record }) => {
      const articleId = ids.get(record);
      return articleId !== undefined || writing.dryRun ? [{ record, articleId: articleId ?? 0 }] : [];
    });
    await writeResponses(sql, writing, report, withResponses);
  };
  await writing.sql.begin(write);
  await writeHits(writing, report, articleIds);
  await noteEmbeds(writing, [...articleIds.keys()]);
  for (const part of ['created', 'updated', 'unchanged'] as const) {
    for (const [kind, number] of Object.entries(report[part])) count(writing.report[part], kind, number);
  }
  writing.report.skipped.push(...report.skipped);
}

/**
 * The reads that the former site had counted. After the articles and not among them: readers are being counted
 * meanwhile, and whoever holds both could wait for each other.
 */
async function writeHits(
  { dryRun }: Writing,
  report: ImportReport,
  articleIds: ReadonlyMap<ArticleRecord, number>,
): Promise<void> {
  if (dryRun) return;
  const rows = [...articleIds].flatMap(([{ kind, hits }, articleId]) =>
    kind === 'article' && hits !== null ? [{ articleId, hits }] : [],
  );
  count(report.updated, 'hits', await setImportedHits(rows));
}

/** The links that stand alone on their lines; they are looked up a few at a time, long after the import. */
async function noteEmbeds({ dryRun }: Writing, records: readonly ArticleRecord[]): Promise<void> {
  if (dryRun) return;
  const bodies = records.flatMap(({ body, comments }) => [
    body,
    ...comments.filter(({ state }) => state === 'approved').map((comment) => comment.body),
  ]);
  const having = bodies.filter((body) => body.includes('"type":"embed"'));
  await requireEmbeds(
    db,
    having.map((body) => JSON.parse(body) as DocumentNode),
    { later: true },
  );
}

/** Sets the compression where this Postgres was built with it. */
const lz4 = `select set_config('default_toast_compression', 'lz4', true) from pg_settings
  where name = 'default_toast_compression' and 'lz4' = any(enumvals)`;

/** Each password is hashed once a run: that takes a while by design. */
async function hashPasswords(
  { passwords, dryRun }: Writing,
  batch: readonly Waiting[],
): Promise<ReadonlyMap<string, string>> {
  if (dryRun) return passwords;
  for (const { record } of batch) {
    if (record.password !== '' && !passwords.has(record.password)) {
      passwords.set(record.password, await hashPassword(record.password));
    }
  }
  return passwords;
}

function columnsOf(record: ArticleRecord, { taxonomy }: Writing, hashes: ReadonlyMap<string, string>): Cell[] {
  const { source, lead } = record;
  const text = (key: string): string | null => (typeof source[key] === 'string' ? source[key] : null);
  const time = (key: string): string | null => (typeof source[key] === 'number' ? at(source[key]) : null);
  return [
    record.kind,
    record.slug,
    record.headline,
    record.deck,
    record.excerpt,
    record.language,
    record.section === null ? null : (taxonomy.sections.get(record.section) ?? null),
    record.status,
    record.visibility,
    record.visibility === 'password' ? (record.passwordHash ?? hashes.get(record.password) ?? null) : null,
    at(record.publishedAt),
    at(record.updatedAt),
    at(record.pinnedAt),
    record.pinnedPosition ?? null,
    lead?.fileId ?? null,
    lead?.alt ?? '',
    lead?.caption ?? '',
    lead?.credit ?? '',
    record.commentPolicy,
    record.commentDays,
    record.pingPolicy,
    text('name'),
    text('url'),
    text('author'),
    time('publishedAt'),
    text('licence'),
    text('policy'),
    time('retrievedAt'),
    record.words,
    at(record.createdAt),
    at(record.updatedAt ?? record.createdAt),
  ];
}

async function createArticles(
  sql: TransactionSql,
  writing: Writing,
  report: ImportReport,
  fresh: readonly Waiting[],
  hashes: ReadonlyMap<string, string>,
  ids: Map<ArticleRecord, number>,
): Promise<void> {
  const articleIds = await newIds(sql, 'article', fresh.length);
  const revisionIds = await newIds(sql, 'revision', fresh.length);
  const rows = fresh.map(({ record }, index) => ({
    record,
    id: articleIds[index] ?? 0,
    revisionId: revisionIds[index] ?? 0,
  }));
  for (const { record, id } of rows) ids.set(record, id);
  await copyRows(
    sql,
    'article',
    ['id', 'revision_id', ...articleColumns],
    rows.map(({ record, id, revisionId }) => [id, revisionId, ...columnsOf(record, writing, hashes)]),
  );
  await copyRows(
    sql,
    'revision',
    ['id', 'article_id', 'version', 'headline', 'deck', 'body', 'body_version', 'created_at', 'published_at'],
    rows.map(({ record, id, revisionId }) => [
      revisionId,
      id,
      1,
      record.headline,
      record.deck,
      record.body,
      documentVersion,
      at(record.createdAt),
      at(record.publishedAt),
    ]),
  );
  await copyRows(
    sql,
    'article_source',
    ['article_id', 'format', 'body'],
    rows.map(({ record, id }) => [id, 'wordpress', record.original]),
  );
  await writeDetails(sql, writing, rows);
  await copyRows(
    sql,
    'imported',
    ['origin', 'kind', 'external_id', 'local_id', 'digest', 'local_version'],
    rows.map(({ record, id }) => [writing.origin, record.kind, record.externalId, id, record.digest, 1]),
  );
  await addRedirects(
    sql,
    report,
    fresh.flatMap(({ record, link }) => redirectsOf(writing, record, link)),
  );
}

/** Tags, bylines and corrections. */
async function writeDetails(
  sql: TransactionSql,
  { taxonomy }: Writing,
  rows: readonly { record: ArticleRecord; id: number }[],
) {
  const tags: Cell[][] = [];
  const bylines: Cell[][] = [];
  const corrections: Cell[][] = [];
  for (const { record, id } of rows) {
    for (const tagId of idsOf(record.tags, taxonomy.tags)) tags.push([tagId, id]);
    for (const [position, authorId] of idsOf(record.authors, taxonomy.authors).entries())
      bylines.push([id, authorId, position]);
    for (const { at: time, text, mistake } of record.corrections) corrections.push([id, at(time), text, mistake]);
  }
  await copyRows(sql, 'article_tag', ['tag_id', 'article_id'], tags);
  await copyRows(sql, 'byline', ['article_id', 'author_id', 'position'], bylines);
  await copyRows(sql, 'correction', ['article_id', 'at', 'text', 'mistake'], corrections);
}

const idsOf = (names: readonly string[], ids: ReadonlyMap<string, number>): number[] => [
  ...new Set(names.flatMap((name) => ids.get(name) ?? [])),
];

function redirectsOf({ addresses, own }: Writing, record: ArticleRecord, link: string): [string, string][] {
  if (own) return [];
  const target = record.kind === 'page' ? `/${record.slug}` : `/articles/${record.slug}`;
  const forms = addresses.formsOf({ id: record.externalId, kind: record.kind, link });
  return forms.filter((form) => form !== target).map((form) => [form, target]);
}

/** What leads somewhere already stays: the first site imported keeps its `/?p=12`. */
export async function addRedirects(sql: TransactionSql, report: ImportReport, redirects: readonly [string, string][]) {
  if (redirects.length === 0) return;
  const added = await sql`
    insert into redirect (path, target)
    select distinct on (path) path, target
    from json_to_recordset(${JSON.stringify(redirects.map(([path, target]) => ({ path, target })))}::text::json) as given (path text, target text)
    on conflict (path) do nothing`;
  count(report.created, 'redirect', added.count);
}

/** Brings an article up to date; false when it is not here any more. */
async function updateArticle(
  sql: TransactionSql,
  writing: Writing,
  report: ImportReport,
  record: ArticleRecord,
  before: Brought,
  hashes: ReadonlyMap<string, string>,
): Promise<boolean> {
  const skip = (why: string): void => void report.skipped.push({ kind: record.kind, id: record.externalId, why });
  if (before.gone) {
    skip('It was deleted here since it was imported.');
    return false;
  }
  if (before.digest === record.digest) {
    count(report.unchanged, record.kind);
    return true;
  }
  const id = before.localId;
  const [here] = await sql<{ version: number }[]>`select version from article where id = ${id} for update`;
  if (!here) return false;
  if (here.version > before.localVersion) {
    skip(`It changed there and was edited here since it was imported; "${record.headline}" stays as it is here.`);
    return true;
  }
  count(report.updated, record.kind);
  if (writing.dryRun) return true;
  const version = here.version + 1;
  const columns = [
    'version',
    'saved_at',
    ...articleColumns.filter((name) => name !== 'saved_at' && name !== 'created_at'),
  ];
  const values = columnsOf(record, writing, hashes);
  const row: Record<string, Cell> = { version, saved_at: new Date().toISOString() };
  for (const [index, name] of articleColumns.entries())
    if (columns.includes(name) && name !== 'saved_at') row[name] = values[index] ?? null;
  const [revision] = await sql<{ id: string }[]>`
    insert into revision (article_id, version, headline, deck, body, body_version, published_at)
    values (${id}, ${version}, ${record.headline}, ${record.deck}, ${record.body}::text::jsonb, ${documentVersion}, ${at(record.publishedAt)})
    returning id`;
  await sql`update article set ${sql({ ...row, revision_id: revision?.id ?? null })} where id = ${id}`;
  await sql`insert into article_source (article_id, format, body) values (${id}, 'wordpress', ${record.original})
    on conflict (article_id) do update set format = excluded.format, body = excluded.body`;
  await sql`delete from article_tag where article_id = ${id}`;
  await sql`delete from byline where article_id = ${id}`;
  await sql`delete from correction where article_id = ${id}`;
  await writeDetails(sql, writing, [{ record, id }]);
  await sql`update imported set digest = ${record.digest}, local_version = ${version}, imported_at = now()
    where origin = ${writing.origin} and kind = ${record.kind} and external_id = ${record.externalId}`;
  return true;
}
