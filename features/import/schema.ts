/** What an import or export counts, and how it reports. */

/** Counts by kind: article, page, file, section, tag, author, comment, trackback, pingback, webmention, redirect. */
type Counts = Record<string, number>;

/** Something that was not brought, by its id in the file (or its address), and why: a sentence. */
type Skipped = { kind: string; id: string; why: string };

export type ImportReport = {
  created: Counts;
  updated: Counts;
  unchanged: Counts;
  skipped: Skipped[];
  /** What the file says of its site; the settings are left alone. */
  site: { origin: string; title: string; description: string; language: string };
  /** True when it was stopped before its end; run again, it goes on. */
  interrupted: boolean;
  dryRun: boolean;
  seconds: number;
};

/** How far an import is. `reading`: bytes of the file checked. `media`: files. `writing`: items. */
export type ImportProgress = { phase: 'reading' | 'media' | 'writing'; done: number; total: number };

export type ImportInput = {
  /** The file, a WordPress export (WXR 1.0 to 1.2). */
  path: string;
  /** What it is called, where that is not the end of its path. */
  fileName?: string;
  /** Who imports, as it stands in the audit log; left out: the command line. */
  by?: string;
  /** A folder that holds the site's uploads. */
  media?: string;
  /** Fetch attachments from where the file says they are. */
  fetchMedia?: boolean;
  /** Write nothing; report what would be. */
  dryRun?: boolean;
  /** Drop characters that XML forbids instead of refusing the file. */
  repair?: boolean;
  /** Take the demo away first, once the file has proved to be whole. */
  replaceDemo?: boolean;
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import after the batch under way. */
  signal?: AbortSignal;
};
