import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';

import { onVercel, readEnv, siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { buildIfChanged } from './build.ts';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';
import { seedDemoOnce } from './demo.ts';
import { assertPortFree, serve } from './serve.ts';

/** Held by the one server of an embedded database. Any constant of ours. */
const serverLock = 4_711_201;

await runCommand(async () => {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
  Object.assign(process.env, { NODE_ENV: values.dev ? 'development' : 'production' });
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const started = Date.now();
  // From the beginning: a signal while pages are built must not leave the database running. The same one may come twice,
  // from the terminal's group and from npm; the second must not cut us short.
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort());
  const { signal } = stopping;
  const log = (message: string) => console.log(message);
  const env = readEnv();
  if (onVercel())
    throw new PersonError('unavailable', 'On Vercel the platform starts the pages itself; see docs/operations.md.');
  await assertPortFree(env.PORT, env.HOST);

  const database = await openDatabase();
  const lock = postgres(process.env.DATABASE_URL as string, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
  });
  const close = async () => {
    await lock.end({ timeout: 1 }).catch(() => {});
    await database.close();
  };
  try {
    if (database.embedded) {
      const [held] = await lock<[{ mine: boolean }]>`select pg_try_advisory_lock(${serverLock}) as mine`;
      if (!held.mine) {
        throw new PersonError(
          'conflict',
          `Another server is already running on ${resolve(env.DATA_DIR)}. Stop it first, or give this one a DATA_DIR of its own.`,
        );
      }
    }
    if (!database.embedded) assertSecrets(env);
    if (database.embedded ? env.DEMO !== '0' : env.DEMO === '1') await seedDemoOnce(log);
    if (!values.dev) await buildIfChanged(log, signal);
    signal.throwIfAborted();
    const server = await serve({
      port: env.PORT,
      host: env.HOST,
      dev: values.dev,
      trustedProxies: env.TRUSTED_PROXIES,
      log,
    });
    log(
      `Broadsheet is at ${siteUrl().replace(/:0$/, `:${server.port}`)} (listening on ${env.HOST}:${server.port}, ready in ${((Date.now() - started) / 1000).toFixed(1)} s).`,
    );
    log(
      'To sign in as its administrator: npm run user -- add YOUR@ADDRESS --role administrator, then npm run user -- sign-in-link YOUR@ADDRESS',
    );

    if (!signal.aborted) await once(signal, 'abort');
    log('Stopping: requests in flight are finished first.');
    await server.close();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await close();
  }
  process.exit(0);
});

/** Several servers on one database must share their secrets. */
function assertSecrets(env: ReturnType<typeof readEnv>): void {
  const missing = (['AUTH_SECRET', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'] as const).filter(
    (name) => env[name] === undefined,
  );
  if (missing.length > 0) {
    throw new PersonError(
      'invalid',
      `With DATABASE_URL, set ${missing.join(' and ')} too, so that every server on that database has the same. Make each with: openssl rand -base64 32`,
    );
  }
}
