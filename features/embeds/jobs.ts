import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { enqueueAll, type JobHandlers } from '#db/jobs';
import { embed } from '#db/schema/index';
import { removeFile } from '#features/files/commands';
import { getSettings } from '#features/settings/queries';
import { cacheTags } from '#lib/cache-tags';
import { messageOf, PersonError } from '#lib/errors';
import { lookUpJob } from './commands.ts';
import { type Ask, type LookedUp, lookUp } from './look-up.ts';
import { storePoster } from './posters.ts';
import { recognise } from './services.ts';

/** Days for which what was found out is taken for true; a thing that is gone is looked for again as seldom. */
const freshDays = 30;
const goneDays = 14;
/** Minutes until a failure is tried again: the first, each further one three times as long, and the longest. */
const firstPause = 5;
const longestPause = 30 * 24 * 60;
/** What a server puts to work in a minute, of what is due: imports and refreshes wait for each other. */
const mostAtOnce = 40;
/** Days that what was only previewed is kept. */
const previewDays = 2;

export const pauseAfter = (failures: number): number =>
  Math.min(firstPause * 3 ** Math.max(failures - 1, 0), longestPause);

export const embedJobs: JobHandlers = {
  [lookUpJob]: ({ key }: { key: string }) => lookUpEmbed(key),
};

type Row = typeof embed.$inferSelect;

/**
 * Looks up one that is kept and writes down what was found; pages that show it are rendered anew where that is something
 * else. What goes wrong is noted with the time of the next try. Not twice at once, and never one that is switched off.
 */
export async function lookUpEmbed(key: string, ask?: Ask): Promise<void> {
  const [row] = await db.select().from(embed).where(eq(embed.key, key));
  const place = row && recognise(row.url);
  if (!row || !place || place.lookUp === 'none') return;
  const { embedsOff } = await getSettings();
  if (embedsOff.includes(place.service)) {
    await db.update(embed).set({ dueAt: sql`now() + interval '1 day'` }).where(eq(embed.key, key));
    return;
  }
  let found: LookedUp | null;
  try {
    found = await lookUp(place, ask);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return noteFailure(row, messageOf(error));
  }
  if (found === null) return noteGone(row);
  await noteFound(row, found);
}

async function noteFailure(row: Row, problem: string): Promise<void> {
  const failures = row.failures + 1;
  await db.transaction(async (tx) => {
    await tx
      .update(embed)
      .set({
        // What was known stays; only what was never seen has failed.
        state: row.state === 'waiting' ? 'failed' : row.state,
        failures,
        problem: problem.slice(0, 500),
        lookedUpAt: sql`now()`,
        dueAt: sql`now() + make_interval(mins => ${pauseAfter(failures)}::int)`,
      })
      .where(eq(embed.key, row.key));
  });
}

async function noteGone(row: Row): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(embed)
      .set({
        state: 'gone',
        posterId: null,
        player: null,
        description: '',
        failures: 0,
        problem: null,
        lookedUpAt: sql`now()`,
        dueAt: sql`now() + make_interval(days => ${goneDays}::int)`,
      })
      .where(eq(embed.key, row.key));
    if (row.state !== 'gone') await expireTags(tx, [cacheTags.embed(row.key)]);
  });
  if (row.posterId !== null) await dropPoster(row.posterId);
}

async function noteFound(row: Row, found: LookedUp): Promise<void> {
  const { poster, ...rest } = found;
  const posterId = poster === null ? row.posterId : await storePoster(row.key, poster);
  const next = { ...rest, posterId, state: 'ready' as const };
  const changed = Object.entries(next).some(([name, value]) => row[name as keyof Row] !== value);
  await db.transaction(async (tx) => {
    await tx
      .update(embed)
      .set({
        ...next,
        failures: 0,
        problem: null,
        lookedUpAt: sql`now()`,
        // Spread out, so that what one import brought does not come due at once.
        dueAt: sql`now() + make_interval(days => ${freshDays}::int) * (0.8 + random() * 0.4)`,
      })
      .where(eq(embed.key, row.key));
    if (changed) await expireTags(tx, [cacheTags.embed(row.key)]);
  });
  if (row.posterId !== null && row.posterId !== posterId) await dropPoster(row.posterId);
}

/** Unless another link shows the same still. */
async function dropPoster(id: string): Promise<void> {
  const [other] = await db.select({ key: embed.key }).from(embed).where(eq(embed.posterId, id)).limit(1);
  if (!other) await removeFile(id);
}

/**
 * Puts to work what is due: new from an import, failed before, or grown old. Forgets what was only previewed. It can be
 * run at any time, by several servers at once.
 */
export async function sweepEmbeds(): Promise<void> {
  await db.transaction(async (tx) => {
    // Taken from the others for as long as its job may take; the job says when it is due again.
    const due = await tx.execute<{ key: string }>(sql`
      update ${embed} set due_at = now() + interval '15 minutes'
      where key in (
        select key from ${embed} where due_at <= now() and needed_at is not null
        order by due_at, key limit ${mostAtOnce} for update skip locked)
      returning key`);
    await enqueueAll(tx, lookUpJob, [...due], { retries: 2 });
  });
  const forgotten = await db
    .delete(embed)
    .where(and(isNull(embed.neededAt), sql`${embed.createdAt} < now() - make_interval(days => ${previewDays}::int)`))
    .returning({ posterId: embed.posterId });
  for (const { posterId } of forgotten) if (posterId !== null) await dropPoster(posterId);
}
