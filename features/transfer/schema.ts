import { z } from 'zod';
import type { ImportReport } from '#features/import/schema';
import { PersonError } from '#lib/errors';

/** Bytes that an import may have, unpacked. */
export const mostBytes = 1_000_000_000;
/** Days for which an export, and an upload that nobody decided on, is kept. */
export const keptDays = 7;
/** Seconds without a word after which a transfer died with its server. */
export const silentSeconds = 60;

/** What an import is told, as `bin/import.ts` takes it. A folder of this machine can't be named from a browser. */
export const ImportChoices = z.object({
  /** Fetch files from the former site. */
  fetchMedia: z.boolean().default(false),
  /** Drop what XML forbids. */
  repair: z.boolean().default(false),
  /** Take the demo away first. */
  replaceDemo: z.boolean().default(false),
});
export type ImportChoices = z.infer<typeof ImportChoices>;

/**
 * `step`: an import is looked through (`survey`), waits for somebody to decide (`decide`), and is brought (`bring`).
 * `phase`: what `done` and `total` count: bytes of the file that was checked, files, articles.
 */
export const TransferOptions = ImportChoices.extend({
  step: z.enum(['survey', 'decide', 'bring', 'export']),
  phase: z.enum(['reading', 'media', 'writing']).nullable().default(null),
});
export type TransferOptions = z.infer<typeof TransferOptions>;

/** Why so many of a kind were not brought, with the first of their ids. */
export type SkippedGroup = { kind: string; why: string; count: number; ids: string[] };

/** What an import did, or would do, counted by kind: as `ImportReport`, with reasons instead of single items. */
export type BroughtReport = Omit<ImportReport, 'skipped' | 'site'> & {
  skipped: number;
  groups: SkippedGroup[];
  site: { origin: string; title: string };
};
/** What is in an export. */
export type WrittenReport = { articles: number; pages: number; files: number; responses: number };

type TransferState = 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

export type TransferView = {
  id: string;
  kind: 'import' | 'export';
  /** The name of whoever began it; null: the command line, or somebody who is gone. */
  by: string | null;
  fileName: string;
  /** The file is still here. */
  hasFile: boolean;
  bytes: number | null;
  options: TransferOptions;
  state: TransferState;
  done: number;
  total: number | null;
  brought: BroughtReport | null;
  written: WrittenReport | null;
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
};

/** Why an upload was not taken: what the page says of it. */
export const uploadProblems = {
  origin: 'This was not sent by the form of this page. Open the page and choose the file there.',
  none: 'No file was chosen. Choose the export that WordPress or Broadsheet made, then send it.',
  empty: 'The file is empty. Export it again.',
  large: 'The file has more than 1 GB, unpacked. Import it with “npm run import -- FILE” where the site runs.',
  packed: 'The file says that it is packed with gzip, but can not be unpacked. Export or download it again.',
  room: 'There is no room for this file on the disk of the site. Make room, then send it again.',
  broken: 'The upload broke off, and nothing of it was kept. Send the file again.',
  busy: 'Another import is under way or waits for a decision. End or discard that one first.',
  vercel:
    'On Vercel this takes longer than a request may. Use “npm run import -- FILE” with the address of the database.',
} as const;
export type UploadProblem = keyof typeof uploadProblems;

/** An upload that is not taken; `why` names the sentence. */
export class UploadError extends PersonError {
  readonly why: UploadProblem;

  constructor(why: UploadProblem, code: PersonError['code'] = 'invalid') {
    super(code, uploadProblems[why]);
    this.why = why;
  }
}
