import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importWxr } from '#features/import/commands';
import type { ImportProgress, ImportReport } from '#features/import/schema';
import { PersonError } from '#lib/errors';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `Usage: npm run import -- FILE [options]

FILE is what WordPress makes under Tools, Export.

  --media DIR      take pictures and other files from this copy of wp-content/uploads
  --fetch-media    fetch them from the old site instead
  --dry-run        write nothing, say what would be done
  --repair         drop characters that XML forbids instead of refusing the file
  --replace-demo   take the demo's articles away first
  --json           print only the report, as JSON`;

const options = {
  media: { type: 'string' },
  'fetch-media': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  repair: { type: 'boolean' },
  'replace-demo': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (values.help) return { values, file: '' };
    if (file === undefined) return `Name the file to import.\n\n${usage}`;
    if (more.length > 0)
      return `Only one file can be imported at a time; these are too many: ${more.join(', ')}.\n\n${usage}`;
    if (values.media !== undefined && values['fetch-media']) return 'Give --media or --fetch-media, not both.';
    return { values, file };
  } catch (error) {
    if (error instanceof TypeError) return `${error.message.split('. ')[0]}.\n\n${usage}`;
    throw new PersonError('invalid', usage);
  }
}

const phases: Record<ImportProgress['phase'], string> = {
  reading: 'Checking the file',
  media: 'Storing files',
  writing: 'Importing',
};

/** A bar on a terminal; elsewhere a line, at most every two seconds. */
function progress(): { show(progress: ImportProgress): void; end(): void } {
  const terminal = process.stderr.isTTY === true;
  let last = 0;
  let open = false;
  return {
    show({ phase, done, total }) {
      const now = Date.now();
      const complete = done >= total;
      if (now - last < (terminal ? 100 : 2000) && !(terminal && complete)) return;
      last = now;
      const part = total > 0 ? Math.min(1, done / total) : 1;
      const percent = `${Math.round(part * 100)}`.padStart(3);
      if (!terminal) return void console.error(`${phases[phase]}: ${percent.trim()} %`);
      const width = 30;
      const filled = Math.round(part * width);
      process.stderr.write(
        `\r${phases[phase].padEnd(18)} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent} %`,
      );
      open = true;
    },
    end() {
      if (open) process.stderr.write('\n');
      open = false;
    },
  };
}

function describe(report: ImportReport): string {
  const lines: string[] = [];
  const kinds = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, number]) => `${number.toLocaleString('en')} ${number === 1 ? kind : plural(kind)}`)
      .join(', ');
  const would = report.dryRun ? 'Would be created' : 'Created';
  lines.push(`${report.site.title || report.site.origin} (${report.site.origin}), ${report.seconds.toFixed(1)} s`);
  if (Object.keys(report.created).length > 0) lines.push(`${would}: ${kinds(report.created)}.`);
  if (Object.keys(report.updated).length > 0)
    lines.push(`${report.dryRun ? 'Would be updated' : 'Updated'}: ${kinds(report.updated)}.`);
  if (Object.keys(report.unchanged).length > 0) lines.push(`Unchanged: ${kinds(report.unchanged)}.`);
  if (Object.keys(report.created).length + Object.keys(report.updated).length === 0) lines.push('Nothing changed.');
  if (report.skipped.length > 0) {
    lines.push(`Not brought: ${report.skipped.length.toLocaleString('en')}.`);
    const reasons = new Map<string, string[]>();
    for (const { kind, id, why } of report.skipped) {
      const reason = why.replace(/: https?:\S+$/, '.');
      const list = reasons.get(`${kind}\t${reason}`);
      if (list) list.push(id);
      else reasons.set(`${kind}\t${reason}`, [id]);
    }
    for (const [reason, ids] of reasons) {
      const [kind = '', why = ''] = reason.split('\t');
      const which = ids.length > 5 ? `${ids.slice(0, 5).join(', ')}, …` : ids.join(', ');
      lines.push(`  ${ids.length.toLocaleString('en')} ${ids.length === 1 ? kind : plural(kind)} (${which}): ${why}`);
    }
  }
  if (report.interrupted) lines.push('Stopped before the end. Run the same command again; it goes on from here.');
  return lines.join('\n');
}

const plural = (kind: string): string => (/[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`);

await runCommand(async () => {
  const given = readArguments();
  if (typeof given === 'string') {
    console.error(given);
    return 2;
  }
  const { values, file } = given;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  // Told before a database is started for it.
  if (!existsSync(file)) throw new PersonError('not_found', `There is no file ${file}.`);
  const stop = new AbortController();
  const onInterrupt = (): void => {
    if (stop.signal.aborted) process.exit(130);
    console.error('\nStopping after the batch under way. Press Ctrl-C again to stop at once.');
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const database = await openDatabase();
  const shown = values.json ? undefined : progress();
  try {
    const report = await importWxr({
      path: file,
      ...(values.media !== undefined && { media: values.media }),
      fetchMedia: values['fetch-media'] ?? false,
      dryRun: values['dry-run'] ?? false,
      repair: values.repair ?? false,
      replaceDemo: values['replace-demo'] ?? false,
      signal: stop.signal,
      ...(shown && { onProgress: shown.show }),
    });
    shown?.end();
    if (values.json) console.log(JSON.stringify(report));
    else console.log(describe(report));
    return report.interrupted ? 130 : 0;
  } finally {
    shown?.end();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await database.close();
  }
});
