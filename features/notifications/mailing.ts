import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { enqueue, enqueueAll } from '#db/jobs';
import { response, threadFollow } from '#db/schema/index';
import type { MailPolicy } from '#features/accounts/schema';
import { getSettings } from '#features/settings/queries';

export type Recipient = { id: string; policy: MailPolicy };

/** Seconds after which who follows a thread is told. */
const followDelay = 5;
/** The hour of the publication's time zone at which daily mail is sent. */
const digestHour = 7;
/** Seconds that a transaction has to commit before a job that is to see it starts. */
const margin = 2;

/** The jobs of a name that wait, for so long that they will see what this transaction commits: a table with `data`. */
const pendingJobs = (name: string): SQL => sql`(
  select data from pgboss.job where name = ${name} and state < 'active'
    and start_after > clock_timestamp() + make_interval(secs => ${margin})) as pending`;

/** Until when (`Date.now()`) what is committed will be seen by a job that this server has enqueued, by article. */
const toldUntil = new Map<number, number>();
/** The articles that a transaction sees to. */
const toldIn = new WeakMap<Queryable, Set<number>>();

/**
 * Has a job tell who follows a thread that there is something new, a few seconds later: in a lively thread all that is
 * said meanwhile makes one job, and nobody who posts waits for it. Gives what is to be called when `tx` has committed.
 */
export async function tellFollowersSoon(
  tx: Queryable,
  { articleId, responseId }: { articleId: number; responseId: number },
): Promise<() => void> {
  const now = Date.now();
  const underWay = toldIn.get(tx) ?? new Set();
  if (underWay.has(articleId) || (toldUntil.get(articleId) ?? 0) > now) return () => {};
  toldIn.set(tx, underWay.add(articleId));
  const [found] = await tx.execute<{ wanted: boolean }>(sql`
    select exists (select from ${threadFollow} where article_id = ${articleId}
        and user_id is distinct from (select user_id from ${response} where id = ${responseId}))
      and not exists (select from ${pendingJobs('notices.follow')} where data->>'key' = ${String(articleId)}) as wanted`);
  if (!found?.wanted) return () => {};
  await enqueue(tx, 'notices.follow', { key: String(articleId) }, { afterSeconds: followDelay });
  return () => {
    for (const [id, until] of toldUntil) if (until <= now) toldUntil.delete(id);
    toldUntil.set(articleId, now + (followDelay - margin) * 1000);
  };
}

/** Enqueues the mail for notifications that were just written, as each recipient chose. */
export async function mailSoon(tx: Queryable, told: readonly Recipient[]): Promise<void> {
  const keysOf = (policy: MailPolicy) => told.filter((one) => one.policy === policy).map(({ id }) => ({ key: id }));
  await enqueueAll(tx, 'notices.mail', keysOf('at_once'));
  const daily = keysOf('daily');
  if (daily.length === 0) return;
  const { timeZone } = await getSettings(tx);
  // A job that waits is also the catch-up: a server that slept at that hour finds it when it wakes.
  const afterSeconds = secondsUntilDigest(new Date(), timeZone);
  const waiting = await tx.execute<{ key: string }>(
    sql`select data->>'key' as key from ${pendingJobs('notices.mail')}`,
  );
  const keys = new Set(waiting.map(({ key }) => key));
  await enqueueAll(
    tx,
    'notices.mail',
    daily.filter(({ key }) => !keys.has(key)),
    { afterSeconds },
  );
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
