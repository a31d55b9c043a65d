import { parseArgs } from 'node:util';
import { recheckMention, tellAgain } from '#features/linkbacks/commands';
import { listMentions, listOutgoing } from '#features/linkbacks/queries';
import type { ListedMention } from '#features/linkbacks/schema';
import { articlePath } from '#lib/addresses';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run linkbacks -- list              what other sites announced, the newest first
    --state STATE                      only waiting, verified, refused or withdrawn
npm run linkbacks -- recheck ID        look one up again now (all: everything that was verified)
npm run linkbacks -- sent              whom we told of the links in our articles, 20 articles a page
    --page PAGE                        a further page
npm run linkbacks -- tell ID           tell one of these pages once more

What is taken, and from whom, are settings: receiveTrackbacks, receivePingbacks, receiveWebmentions,
linkbackTrustedHosts, linkbackBlockedHosts; whether others are told is sendLinkbacks (npm run settings).`;

const actor = { kind: 'operator' } as const;
const states: readonly string[] = ['waiting', 'verified', 'refused', 'withdrawn'] satisfies ListedMention['state'][];

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { state: { type: 'string' }, page: { type: 'string', default: '1' }, help: { type: 'boolean' } },
  });
  const [verb = '', id = ''] = positionals;
  const isKnown =
    (verb === 'list' && positionals.length === 1 && (values.state === undefined || states.includes(values.state))) ||
    (verb === 'sent' && positionals.length === 1) ||
    ((verb === 'recheck' || verb === 'tell') && positionals.length === 2);
  if (values.help || !isKnown) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const database = await openDatabase();
  try {
    if (verb === 'list') {
      const state = values.state as ListedMention['state'] | undefined;
      for (const each of await listMentions({ actor, limit: 1000, ...(state && { state }) })) {
        console.log(
          `${each.id}  ${each.state.padEnd(10)}${each.protocol.padEnd(11)}${each.source} → ${articlePath(each.slug)}`,
        );
        if (each.problem !== null) console.log(`        ${each.problem}${each.dueAt ? ` Due ${each.dueAt}.` : ''}`);
      }
    } else if (verb === 'sent') {
      const { articles, page, pages } = await listOutgoing({ actor, page: Number(values.page) || 1 });
      for (const { slug, sends, links } of articles) {
        console.log(`${articlePath(slug)}${sends ? '' : '  (nobody is told)'}`);
        for (const { id: number, state, protocol, url, answer } of links)
          console.log(
            `${String(number).padStart(8)}  ${state.padEnd(8)}${(protocol ?? '').padEnd(11)}${url}${answer && `  ${answer}`}`,
          );
      }
      if (pages > 1) console.log(`Page ${page} of ${pages}.`);
    } else if (verb === 'tell') {
      await tellAgain({ actor, id: Number(id) || 0 });
      console.log('It is told as soon as a server runs.');
    } else {
      const count = await recheckMention({ actor, id });
      console.log(`${count} ${count === 1 ? 'is' : 'are'} looked up as soon as a server runs.`);
    }
  } finally {
    await database.close();
  }
  return 0;
});
