import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { enqueue } from '#db/jobs';
import type { MailPolicy } from '#features/accounts/schema';
import { getSettings } from '#features/settings/queries';

export type Recipient = { id: string; policy: MailPolicy };

/** Seconds after which who follows a thread is told. */
export const followDelay = 5;
/** The hour of the publication's time zone at which daily mail is sent. */
const digestHour = 7;
/** Seconds that a transaction has to commit before a job that is to see it starts. */
const margin = 2;

/**
 * Whether a job with that key (in its data) waits, for so long that it will see what this transaction commits. There is
 * an index on what waits, and little waits.
 */
export const pendingJob = (name: string, key: SQL): SQL => sql`exists (
  select from pgboss.job where name = ${name} and state < 'active' and data->>'key' = ${key}
    and start_after > clock_timestamp() + make_interval(secs => ${margin}))`;

/** Enqueues the mail for notifications that were just written, as each recipient chose. */
export async function mailSoon(tx: Queryable, told: readonly Recipient[]): Promise<void> {
  for (const { id } of told.filter(({ policy }) => policy === 'at_once'))
    await enqueue(tx, 'notices.mail', { key: id });
  const daily = told.filter(({ policy }) => policy === 'daily');
  if (daily.length === 0) return;
  const { timeZone } = await getSettings(tx);
  // A job that waits is also the catch-up: a server that slept at that hour finds it when it wakes.
  const afterSeconds = secondsUntilDigest(new Date(), timeZone);
  for (const { id } of daily) {
    const [waiting] = await tx.execute<{ is: boolean }>(sql`select ${pendingJob('notices.mail', sql`${id}`)} as is`);
    if (!waiting?.is) await enqueue(tx, 'notices.mail', { key: id }, { afterSeconds });
  }
}

/** Seconds from `now` to the next time for daily mail. */
export function secondsUntilDigest(now: Date, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(now);
  const part = (type: string): number => Number(clock.find((one) => one.type === type)?.value ?? 0);
  const sinceMidnight = part('hour') * 3600 + part('minute') * 60 + part('second');
  return (digestHour * 3600 - sinceMidnight + 86_400) % 86_400 || 86_400;
}
