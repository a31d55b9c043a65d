import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const shape = z.object({
  databasePassword: z.string().min(16),
  authSecret: z.string().min(32),
  /** 32 bytes, base64: what Next encrypts the closures of server actions with. */
  actionKey: z.string(),
});

export type Secrets = z.infer<typeof shape>;

/** The secrets of one machine, made once in `dataDir/secrets.json`, readable by its owner only. */
export function readSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const fresh: Secrets = {
    databasePassword: randomBytes(24).toString('hex'),
    authSecret: randomBytes(32).toString('base64url'),
    actionKey: randomBytes(32).toString('base64'),
  };
  mkdirSync(dataDir, { recursive: true });
  try {
    // `wx`: of two starts at once only one makes the file, and the other reads it.
    writeFileSync(path, `${JSON.stringify(fresh, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
}
