import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

// The first half of `npm run build`, which is what Vercel runs: the build reads the database.
await runCommand(async () => {
  const database = await openDatabase();
  await database.close();
  return 0;
});
