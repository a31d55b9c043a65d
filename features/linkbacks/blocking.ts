import { and, eq, isNull, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, linkback, mention, response, setting } from '#db/schema/index';
import { markSpam } from '#features/moderation/commands';
import { canModerate } from '#features/moderation/policy';
import type { DecisionOutcome } from '#features/moderation/schema';
import { SettingsShape } from '#features/settings/schema';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { linkbackHost } from './hosts.ts';

/** Of what waits of a site, so many are decided with the one that was looked at. */
const mostTogether = 100;
const key = 'linkbackBlockedHosts';

function assertModerator(actor: Actor): void {
  if (!canModerate(actor))
    throw new PersonError('refused', 'Only moderators block sites. Sign in as one, or ask one of them.');
}

/**
 * Nothing more is taken from the site of this linkback; it and what waits of the site are spam. `seen` is what stood on the
 * moderator's screen. The decisions can be taken back like any other; the site stays blocked until `unblockSite`. Throws a
 * `PersonError`: `refused` for who may not, `invalid` for a response that came from no site.
 */
export async function blockSite(input: {
  actor: Actor;
  responseId: number;
  reason?: string;
  seen?: Readonly<Record<number, string>>;
}): Promise<DecisionOutcome & { host: string }> {
  const { actor, responseId, reason = '', seen = {} } = input;
  assertModerator(actor);
  const host = await hostOf(responseId);
  if (host === null)
    throw new PersonError('invalid', 'This came from no other site. Ban its writer instead, or mark it as spam.');
  const waiting = await db
    .select({ id: response.id })
    .from(mention)
    .innerJoin(response, eq(response.id, mention.responseId))
    .where(and(eq(mention.sourceHost, host), sql`${response.heldAt} is not null`, isNull(response.deletedAt)))
    .orderBy(response.id)
    .limit(mostTogether);
  await changeList(actor, 'block', host, (hosts) => (hosts.includes(host) ? hosts : [...hosts, host]));
  const ids = [...new Set([responseId, ...waiting.map(({ id }) => id)])];
  return { ...(await decided({ actor, ids, reason, seen })), host };
}

/** Where a colleague was faster with all of them, the site is blocked all the same. */
async function decided(request: Parameters<typeof markSpam>[0]): Promise<DecisionOutcome> {
  try {
    return await markSpam(request);
  } catch (error) {
    if (!(error instanceof PersonError) || error.code !== 'conflict') throw error;
    return { decisionIds: [], decided: [], stale: [], articleIds: [] };
  }
}

/** Takes linkbacks of a site again. What was decided stays. Throws `not_found` where it is not on the list. */
export async function unblockSite({ actor, host }: { actor: Actor; host: string }): Promise<void> {
  assertModerator(actor);
  await changeList(actor, 'unblock', host, (hosts) => {
    if (!hosts.includes(host)) throw new PersonError('not_found', 'This site is not blocked any more.');
    return hosts.filter((other) => other !== host);
  });
}

/** The host that a linkback came from; null: it is none. Those that an import brought have no mention. */
async function hostOf(responseId: number): Promise<string | null> {
  if (!Number.isSafeInteger(responseId)) return null;
  const [row] = await db
    .select({ host: mention.sourceHost, sourceUrl: linkback.sourceUrl })
    .from(linkback)
    .leftJoin(mention, eq(mention.responseId, linkback.responseId))
    .where(eq(linkback.responseId, responseId))
    .limit(1);
  if (!row) return null;
  return row.host ?? (URL.canParse(row.sourceUrl) ? linkbackHost(new URL(row.sourceUrl)) : null);
}

async function changeList(
  actor: Actor,
  what: 'block' | 'unblock',
  host: string,
  change: (hosts: string[]) => string[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await lockList(tx);
    const value = change(before);
    if (value === before) return;
    // A list that is not valid counts as an empty one: all that is blocked would be let in.
    if (what === 'block' && !SettingsShape.shape[key].safeParse(value).success)
      throw new PersonError(
        'conflict',
        'There is no room for this site in the list of those that are blocked. Ask an administrator to shorten it in the settings; mark this as spam meanwhile.',
      );
    await tx.update(setting).set({ value }).where(eq(setting.key, key));
    await tx.insert(event).values({ name: `linkback.${what}`, actor: actorName(actor), subject: `site:${host}` });
    await expireTags(tx, [cacheTags.settings]);
  });
}

/** The list, which nobody else changes until the transaction ends. */
async function lockList(tx: Queryable): Promise<string[]> {
  await tx.insert(setting).values({ key, value: [] }).onConflictDoNothing();
  const [row] = await tx.select({ value: setting.value }).from(setting).where(eq(setting.key, key)).for('update');
  return Array.isArray(row?.value) ? row.value.filter((host): host is string => typeof host === 'string') : [];
}
