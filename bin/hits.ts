import { parseArgs } from 'node:util';
import { exportHits, listHits } from '#features/views/queries';
import { csvLine, DayRange, groupings } from '#features/views/schema';
import { PersonError } from '#lib/errors';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run hits -- export                    every article's hits, day by day, as CSV
    --from 2026-01-01 --to 2026-01-31     of these days only, both included
    --by NAME                             sums instead: ${groupings.join(', ')}`;

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: '0001-01-01' },
      to: { type: 'string', default: '9999-12-31' },
      by: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || positionals.length !== 1 || positionals[0] !== 'export') {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const range = DayRange.safeParse({ from: values.from, to: values.to });
  if (!range.success) {
    throw new PersonError('invalid', 'Write days as 2026-01-31, the first not after the last.');
  }
  const by = groupings.find((name) => name === values.by);
  if (values.by !== undefined && by === undefined) {
    throw new PersonError('invalid', `--by ${values.by} is not one of ${groupings.join(', ')}.`);
  }
  const database = await openDatabase();
  try {
    if (by !== undefined) {
      process.stdout.write(csvLine([by, 'name', 'hits']));
      for (const { key, name, hits } of await listHits(range.data, by)) {
        process.stdout.write(csvLine([key, name, hits]));
      }
      return 0;
    }
    process.stdout.write(csvLine(['day', 'article', 'headline', 'section', 'authors', 'hits']));
    for await (const rows of exportHits(range.data)) {
      for (const row of rows) {
        process.stdout.write(csvLine([row.day, row.slug, row.headline, row.section, row.authors.join('; '), row.hits]));
      }
    }
  } finally {
    await database.close();
  }
  return 0;
});
