import { resolve } from 'node:path';
import { closePool } from '#db/client';
import { openEmbedded } from '#db/embedded';
import { migrateDatabase } from '#db/migrate';
import { onVercel, readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import { readSecrets } from '#lib/secrets';

/**
 * Opens the publication's database for a command: the server that `DATABASE_URL` names, or the embedded one,
 * started for the command's own time unless it runs already. Migrates, and sets `DATABASE_URL` for `#db/client`, and the
 * embedded one's secrets.
 */
export async function openDatabase(): Promise<{ embedded: boolean; close(): Promise<void> }> {
  const env = readEnv();
  if (env.DATABASE_URL !== undefined) {
    await migrateDatabase(env.DATABASE_URL);
    return { embedded: false, close: closePool };
  }
  if (onVercel()) {
    throw new PersonError(
      'unavailable',
      'There is no embedded database on Vercel. Add DATABASE_URL, the address of a Postgres server, to the project and deploy again.',
    );
  }
  const embedded = await openEmbedded(resolve(env.DATA_DIR));
  process.env.DATABASE_URL = embedded.url;
  // Beside it stand its secrets, made once.
  const secrets = readSecrets(resolve(env.DATA_DIR));
  process.env.AUTH_SECRET ||= secrets.authSecret;
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= secrets.actionKey;
  try {
    await migrateDatabase(embedded.url);
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return {
    embedded: true,
    async close() {
      await closePool();
      await embedded.close();
    },
  };
}
