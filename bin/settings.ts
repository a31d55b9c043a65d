import { changeSettings } from '#features/settings/commands';
import { getSettings } from '#features/settings/queries';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run settings                        show the publication's settings
npm run settings -- NAME=VALUE …        change some, e.g. name="The Harbor Review" timeZone=Europe/Berlin`;

await runCommand(async () => {
  const changes: Record<string, string> = {};
  for (const argument of process.argv.slice(2)) {
    const [, name, value] = /^([a-zA-Z]+)=([\s\S]*)$/.exec(argument) ?? [];
    if (name === undefined || value === undefined) {
      console.error(usage);
      return 2;
    }
    changes[name] = value;
  }
  const database = await openDatabase();
  try {
    await changeSettings({ actor: { kind: 'operator' }, changes });
    for (const [name, value] of Object.entries(await getSettings())) console.log(`${name}=${value}`);
  } finally {
    await database.close();
  }
  return 0;
});
