import { parseArgs } from 'node:util';
import { refetchEmbed, switchService } from '#features/embeds/commands';
import { countEmbeds, listEmbeds } from '#features/embeds/queries';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run embeds -- list                 links that became players and cards, the longest due first
    --failed                           those that could not be looked up, or are gone
npm run embeds -- services             how many there are of each service
npm run embeds -- refetch ADDRESS      have one looked up again now
npm run embeds -- off SERVICE          links of a service stay links, and it is asked nothing (link: all other pages)
npm run embeds -- on SERVICE           it becomes players and cards again`;

const actor = { kind: 'operator' } as const;

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { failed: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  const [verb = '', subject] = positionals;
  const takesOne = ['refetch', 'on', 'off'].includes(verb);
  const isKnown = takesOne ? positionals.length === 2 : ['list', 'services'].includes(verb) && positionals.length === 1;
  if (values.help || !isKnown) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const database = await openDatabase();
  try {
    if (verb === 'list') {
      for (const each of await listEmbeds({ actor, failed: values.failed })) {
        const failures = each.failures > 0 ? ` after ${each.failures} ${each.failures === 1 ? 'try' : 'tries'}` : '';
        console.log(`${each.state.padEnd(8)}${each.service.padEnd(14)}${each.url}${each.title && `  ${each.title}`}`);
        if (each.problem !== null) console.log(`        ${each.problem} Due ${each.dueAt}${failures}.`);
      }
    } else if (verb === 'services') {
      for (const { service, count } of await countEmbeds()) console.log(`${String(count).padStart(7)}  ${service}`);
    } else if (verb === 'refetch') {
      await refetchEmbed({ actor, url: subject ?? '' });
      console.log('It is looked up as soon as a server runs.');
    } else {
      const off = await switchService({ actor, service: subject ?? '', on: verb === 'on' });
      console.log(off.length === 0 ? 'No service is off.' : `Off: ${off.join(', ')}.`);
    }
  } finally {
    await database.close();
  }
  return 0;
});
