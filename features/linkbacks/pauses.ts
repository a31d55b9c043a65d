import { inArray, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { hostPause } from '#db/schema/index';

/** Seconds between two requests to one host. */
const pace = 1;
/** Seconds that a host is left alone after its first failure in a row; each further one three times as long. */
const firstPause = 60;
/** Seconds of the longest pause, also of one that the host itself asks for. */
const longestPause = 24 * 3600;

/**
 * Takes the turn of one host: true where it may be asked now, and nobody else, on whichever server, may for a second. False
 * where somebody was quicker, or it is left alone.
 */
export async function takeTurn(host: string): Promise<boolean> {
  return (await takeTurns(db, [host])).has(host);
}

/** The same for several hosts, in one statement: those that may be asked now. */
export async function takeTurns(on: Queryable, hosts: readonly string[]): Promise<Set<string>> {
  const unique = [...new Set(hosts)].sort();
  if (unique.length === 0) return new Set();
  const until = sql`clock_timestamp() + make_interval(secs => ${pace}::float8)`;
  const taken = await on
    .insert(hostPause)
    .values(unique.map((host) => ({ host, until })))
    .onConflictDoUpdate({
      target: hostPause.host,
      set: { until },
      setWhere: sql`${hostPause.until} <= clock_timestamp()`,
    })
    .returning({ host: hostPause.host });
  return new Set(taken.map(({ host }) => host));
}

/** A host failed or refused: it is left alone, longer each time, or as many seconds as it asked for. Gives the seconds. */
export async function pauseHost(host: string, askedSeconds = 0): Promise<number> {
  const asked = Math.min(Math.max(askedSeconds, 0), longestPause);
  const grown = sql`least(${firstPause} * power(3, ${hostPause.failures}), ${longestPause})`;
  const [row] = await db
    .insert(hostPause)
    .values({ host, until: sql`now() + make_interval(secs => ${Math.max(asked, firstPause)}::float8)`, failures: 1 })
    .onConflictDoUpdate({
      target: hostPause.host,
      set: {
        until: sql`now() + make_interval(secs => greatest(${asked}::float8, ${grown}::float8))`,
        failures: sql`${hostPause.failures} + 1`,
      },
    })
    .returning({ seconds: sql<number>`extract(epoch from ${hostPause.until} - now())::float8` });
  return row?.seconds ?? firstPause;
}

/** A host answered: its failures are forgotten. */
export async function easeHost(host: string): Promise<void> {
  await db.update(hostPause).set({ failures: 0 }).where(sql`${hostPause.host} = ${host} and ${hostPause.failures} > 0`);
}

/** Forgets pauses that have long been over. */
export async function sweepPauses(): Promise<void> {
  await db.delete(hostPause).where(sql`${hostPause.until} < now() - interval '2 days'`);
}

/** Seconds until the first of these hosts may be asked; 0: now. */
export async function secondsUntilTurn(hosts: readonly string[]): Promise<number> {
  const unique = [...new Set(hosts)];
  if (unique.length === 0) return 0;
  const [row] = await db
    .select({
      free: sql<number>`count(*) filter (where ${hostPause.until} > clock_timestamp())::int`,
      seconds: sql<number>`coalesce(extract(epoch from min(${hostPause.until}) - clock_timestamp()), 0)::float8`,
    })
    .from(hostPause)
    .where(inArray(hostPause.host, unique));
  return row && row.free === unique.length ? Math.max(0, row.seconds) : 0;
}
