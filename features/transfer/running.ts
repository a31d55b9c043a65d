import { basename } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { and, eq } from 'drizzle-orm';
import { db } from '#db/client';
import { transfer } from '#db/schema/index';
import { exportWxr } from '#features/export/commands';
import { importWxr } from '#features/import/commands';
import { PersonError } from '#lib/errors';
import { storage } from '#lib/storage';
import { ownMode, type Row } from './rows.ts';
import { type BroughtReport, TransferOptions, type WrittenReport } from './schema.ts';
import { inGroups } from './skipped.ts';

/** Milliseconds between two words on how far it is. */
const sayEvery = 1000;

const underway = new Map<Promise<void>, AbortController>();

/** Works on a transfer that waits, if nobody does, until it has ended. Never throws: what went wrong stands in its row. */
export function run(id: string): Promise<void> {
  const stop = new AbortController();
  const work = runUntil(id, stop)
    .catch((error: unknown) => console.error(`Transfer ${id}:`, error))
    .finally(() => underway.delete(work));
  underway.set(work, stop);
  return work;
}

/** Ends what is under way here, and waits until it has. */
export async function stopAll(): Promise<void> {
  for (const stop of underway.values()) stop.abort();
  await Promise.allSettled(underway.keys());
}

/** How far it is; told again and again, because silence means that the server is gone. */
type Progress = { done: number; total: number | null; phase: TransferOptions['phase'] };

async function runUntil(id: string, stop: AbortController): Promise<void> {
  const now = new Date();
  const [row] = await db
    .update(transfer)
    .set({ state: 'running', startedAt: now, saidAt: now })
    .where(and(eq(transfer.id, id), eq(transfer.state, 'waiting')))
    .returning();
  if (!row) return;
  const progress: Progress = { done: 0, total: null, phase: null };
  const isMine = and(eq(transfer.id, id), eq(transfer.state, 'running'));
  const options = TransferOptions.parse(row.options);
  const say = async () => {
    const { done, total, phase } = progress;
    const [still] = await db
      .update(transfer)
      .set({ done, total, options: { ...options, phase }, saidAt: new Date() })
      .where(isMine)
      .returning({ id: transfer.id });
    // Somebody has stopped it.
    if (!still) stop.abort();
  };
  let saying: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    saying = say().catch(() => {});
  }, sayEvery);
  // A word that is late must not be taken for one of what comes after it.
  const silence = async () => {
    clearInterval(timer);
    await saying;
  };
  try {
    const end =
      row.kind === 'export'
        ? await write(row, progress, stop.signal)
        : await bring(row, options, progress, stop.signal);
    await silence();
    const [ended] = await db
      .update(transfer)
      .set({ ...end, done: progress.done, total: progress.total, saidAt: new Date() })
      .where(isMine)
      .returning({ key: transfer.key });
    if (ended) {
      if (ended.key === null && row.key !== null) await storage().remove(row.key);
      return;
    }
    // Somebody stopped it. What it did until it was stopped is worth knowing.
    await db.update(transfer).set({ report: end.report }).where(eq(transfer.id, id));
    if (row.kind === 'export') await storage().remove(keyOfExport(id));
  } catch (error) {
    await silence();
    const stopped = stop.signal.aborted;
    if (!stopped && !(error instanceof PersonError)) console.error(`Transfer ${id}:`, error);
    const problem = stopped ? null : problemOf(error, row);
    await db
      .update(transfer)
      .set({ state: stopped ? 'stopped' : 'failed', problem, finishedAt: new Date() })
      .where(isMine);
  }
}

type End = Partial<Row> & { report: WrittenReport | BroughtReport };

const keyOfExport = (id: string): string => `transfers/${id}.xml.gz`;

/** Writes an export, piece by piece, packed as it goes. */
async function write(row: Row, progress: Progress, signal: AbortSignal): Promise<End> {
  const packed = createGzip();
  const out = packed.pipe(new PassThrough());
  packed.on('error', (error) => out.destroy(error));
  // It may fail before the storage listens.
  out.on('error', () => {});
  const key = keyOfExport(row.id);
  const stored = storage().put(key, out, ownMode);
  // The disk may be full long before the end: it is heard of at the next piece.
  let lost: unknown;
  stored.catch((error: unknown) => {
    lost = error;
    packed.destroy();
  });
  try {
    const report = await exportWxr({
      write: async (text) => {
        signal.throwIfAborted();
        if (lost) throw lost;
        if (!packed.write(text)) await new Promise((go) => packed.once('drain', go).once('close', go));
      },
      onProgress: (done, total) => Object.assign(progress, { done, total, phase: 'writing' }),
    });
    packed.end();
    await finished(packed, { readable: false });
    const { bytes } = await stored;
    return { state: 'done', key, bytes, report, finishedAt: new Date() };
  } catch (error) {
    out.destroy(new Error('The export was given up.'));
    await stored.catch(() => {});
    throw lost ?? error;
  }
}

/** Looks through an upload, or brings it. */
async function bring(row: Row, options: TransferOptions, progress: Progress, signal: AbortSignal): Promise<End> {
  const { step, fetchMedia, repair, replaceDemo } = options;
  if (row.key === null) throw new PersonError('not_found', 'The file is not here any more. Send it again.');
  const isSurvey = step === 'survey';
  const report = await importWxr({
    ...{
      path: storage().path(row.key),
      fileName: row.fileName,
      by: row.userId ? `user:${row.userId}` : 'command line',
    },
    ...{ repair, signal, dryRun: isSurvey, fetchMedia: fetchMedia && !isSurvey, replaceDemo: replaceDemo && !isSurvey },
    onProgress: ({ done, total, phase }) => Object.assign(progress, { done, total, phase }),
  });
  const { site, skipped, ...rest } = report;
  const brought: BroughtReport = {
    ...rest,
    site: { origin: site.origin, title: site.title },
    skipped: skipped.length,
    groups: inGroups(skipped),
  };
  if (isSurvey) {
    if (report.interrupted) throw new Error('Stopped.');
    return { state: 'waiting', options: { ...options, step: 'decide', phase: null }, report: brought };
  }
  if (report.interrupted) return { state: 'stopped', report: brought, finishedAt: new Date() };
  return { state: 'done', key: null, report: brought, finishedAt: new Date() };
}

function problemOf(error: unknown, row: Row): string {
  if (error instanceof PersonError) {
    // It is named by its place on the disk, and by an option of the command line.
    const message =
      row.key === null
        ? error.message
        : error.message.replaceAll(storage().path(row.key), row.fileName).replaceAll(basename(row.key), row.fileName);
    return message.replace(/,? or let --repair/, ', or choose “Drop what XML forbids”: it lets');
  }
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? 'There is no room on the disk of the site. Make room, then begin again.'
    : 'It failed for a reason of ours, which stands in the log of the server. Begin again: nothing is brought twice.';
}
