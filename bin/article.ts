import { parseArgs } from 'node:util';
import { archiveArticle, publishArticle } from '#features/newsroom/commands';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run article -- publish SLUG    give an article to readers now
npm run article -- withdraw SLUG   take it from readers, at once and everywhere
    --page                         SLUG is a page (About, …), not an article`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { page: { type: 'boolean', default: false } },
  });
  const [verb, slug] = positionals;
  if ((verb !== 'publish' && verb !== 'withdraw') || slug === undefined || positionals.length > 2) {
    console.error(usage);
    return 2;
  }
  const database = await openDatabase();
  try {
    const change = {
      actor: { kind: 'operator' as const },
      slug,
      kind: values.page ? ('page' as const) : ('article' as const),
    };
    await (verb === 'publish' ? publishArticle(change) : archiveArticle(change));
    console.log(verb === 'publish' ? `${slug} is public.` : `${slug} is withdrawn.`);
  } finally {
    await database.close();
  }
  return 0;
});
