import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportWxr } from '#features/export/commands';
import { messageOf, PersonError } from '#lib/errors';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `Usage: npm run export -- FILE [--media DIR]

Writes everything that was published or drafted here as a WordPress export (WXR 1.2). FILE may be - for the
standard output. With --media a copy of every stored file goes into DIR, for WordPress or another Broadsheet.`;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { media: { type: 'string' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (values.help) return { values, file: '' };
    return file === undefined || positionals.length > 1 ? `Name one file to write.\n\n${usage}` : { values, file };
  } catch (error) {
    return `${messageOf(error).split('. ')[0]}.\n\n${usage}`;
  }
}

/** Where the export goes: a file that appears when it is whole, or the standard output. */
async function openTarget(file: string) {
  if (file === '-') return { stream: process.stdout, keep: async () => {}, drop: async () => {} };
  const draft = `${file}.part`;
  const stream = createWriteStream(draft);
  try {
    await once(stream, 'open');
  } catch (error) {
    throw new PersonError('refused', `${file} can't be written: ${messageOf(error)}`);
  }
  return {
    stream,
    async keep() {
      stream.end();
      await finished(stream);
      await rename(draft, file);
    },
    async drop() {
      stream.destroy();
      await rm(draft, { force: true });
    },
  };
}

await runCommand(async () => {
  const given = readArguments();
  if (typeof given === 'string') {
    console.error(given);
    return 2;
  }
  if (given.values.help) {
    console.log(usage);
    return 0;
  }
  const target = await openTarget(given.file);
  const database = await openDatabase();
  try {
    const report = await exportWxr({
      write: async (text) => {
        if (!target.stream.write(text)) await once(target.stream, 'drain');
      },
      ...(given.values.media !== undefined && { media: given.values.media }),
    });
    await target.keep();
    const { articles, pages, files, responses } = report;
    console.error(
      `Wrote ${articles} articles, ${pages} pages, ${responses} responses and ${files} files to ${given.file}.`,
    );
    return 0;
  } catch (error) {
    await target.drop();
    throw error;
  } finally {
    await database.close();
  }
});
