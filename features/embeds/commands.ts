import { and, eq, isNull, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { enqueueAll } from '#db/jobs';
import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { embed, event, setting } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { inWords } from '#lib/waiting';
import { canManageEmbeds, canPreviewEmbed } from './policy.ts';
import { getEmbeds } from './queries.ts';
import { EmbedAddress, type EmbedView, embedAddresses } from './schema.ts';
import { knownServices, type Place, recognise } from './services.ts';

/** The job that looks one up; its data is `{ key }`. */
export const lookUpJob = 'embeds.look-up';

const previews = limiter('embed-preview', 30, 600, { remember: true });

type Wanted = { url: string; place: Place };

/** The addresses of bodies that have to be asked about, by their keys. */
function wantedIn(bodies: readonly (DocumentNode | null)[]): Wanted[] {
  const byKey = new Map<string, Wanted>();
  for (const url of embedAddresses(...bodies)) {
    const place = recognise(url);
    if (place && place.lookUp !== 'none') byKey.set(place.key, { url, place });
  }
  return [...byKey.values()];
}

/**
 * Notes, in the transaction that gives these bodies to readers, the links in them that become players and cards, and has
 * what is new looked up. With `later` they wait for their turn (`jobs.ts`): an import brings thousands at once.
 */
export async function requireEmbeds(
  tx: Queryable,
  bodies: readonly (DocumentNode | null)[],
  { later = false }: { later?: boolean } = {},
): Promise<void> {
  const wanted = wantedIn(bodies);
  if (wanted.length === 0) return;
  const fresh = await note(tx, wanted, { needed: true, later });
  if (!later)
    await enqueueAll(
      tx,
      lookUpJob,
      fresh.map((key) => ({ key })),
      { retries: 2 },
    );
}

/** Writes rows for what is not there; gives the keys that are new. Without `later` the caller has them looked up. */
async function note(
  tx: Queryable,
  wanted: readonly Wanted[],
  { needed, later = false }: { needed: boolean; later?: boolean },
): Promise<string[]> {
  const keys = wanted.map(({ place }) => place.key).sort();
  const rows = [...wanted]
    .sort((a, b) => (a.place.key < b.place.key ? -1 : 1))
    .map(({ url, place }) => ({
      key: place.key,
      url,
      service: place.service,
      kind: place.kind,
      neededAt: needed ? sql`now()` : null,
      // Should the job get lost, the sweep finds it.
      dueAt: later ? sql`now()` : sql`now() + interval '15 minutes'`,
    }));
  const made = await tx.insert(embed).values(rows).onConflictDoNothing().returning({ key: embed.key });
  const fresh = made.map(({ key }) => key);
  if (!needed || fresh.length === keys.length) return fresh;
  // What was only previewed was asked for by an address that somebody chose for it: it decides nothing.
  for (const { key, url, dueAt } of rows) {
    if (fresh.includes(key)) continue;
    const [row] = await tx
      .update(embed)
      .set({ neededAt: sql`now()`, url, dueAt })
      .where(and(eq(embed.key, key), isNull(embed.neededAt)))
      .returning({ key: embed.key, state: embed.state });
    if (row && row.state !== 'ready') fresh.push(row.key);
  }
  return fresh;
}

/**
 * What a link alone on its line will become. Nothing is asked while somebody waits: what is not known yet is looked up by
 * a job, and stands there as the link it is. Throws a `PersonError` for who is not signed in, and where it was asked for
 * too often.
 */
export async function previewEmbed({ actor, url }: { actor: Actor; url: string }): Promise<EmbedView> {
  if (!canPreviewEmbed(actor)) throw new PersonError('refused', 'Sign in to see what a link becomes.');
  const address = EmbedAddress.safeParse(url);
  const place = address.success ? recognise(address.data) : null;
  if (!address.success || place === null) {
    throw new PersonError('invalid', 'This is not a web address. It begins with https:// and has no spaces in it.');
  }
  if (actor.kind === 'user') {
    const seconds = await secondsUntilAllowed(previews, actor.id);
    if (seconds > 0)
      throw new PersonError('refused', `You have asked about very many links. Try again in ${inWords(seconds)}.`);
  }
  const { embedsOff } = await getSettings();
  if (place.lookUp !== 'none' && !embedsOff.includes(place.service)) {
    await db.transaction(async (tx) => {
      const fresh = await note(tx, [{ url: address.data, place }], { needed: false });
      await enqueueAll(
        tx,
        lookUpJob,
        fresh.map((key) => ({ key })),
        { retries: 2 },
      );
    });
  }
  const { embeds } = await getEmbeds([address.data]);
  return embeds[address.data] as EmbedView;
}

/** Has a link looked up again now, whatever was found out about it before. */
export async function refetchEmbed({ actor, url }: { actor: Actor; url: string }): Promise<void> {
  if (!canManageEmbeds(actor)) throw new PersonError('refused', 'Only editors may have a link looked up again.');
  const address = EmbedAddress.safeParse(url);
  const place = address.success ? recognise(address.data) : null;
  if (!address.success || place === null) throw new PersonError('invalid', 'This is not a web address.');
  if (place.lookUp === 'none') {
    throw new PersonError(
      'invalid',
      `${place.serviceName} is not asked about its things, so there is nothing to look up.`,
    );
  }
  await db.transaction(async (tx) => {
    await note(tx, [{ url: address.data, place }], { needed: true });
    await tx
      .update(embed)
      .set({ url: address.data, dueAt: sql`now() + interval '15 minutes'`, failures: 0 })
      .where(eq(embed.key, place.key));
    await tx.insert(event).values({ name: 'embed.refetch', actor: actorName(actor), subject: `embed:${place.key}` });
    await enqueueAll(tx, lookUpJob, [{ key: place.key }], { retries: 2 });
  });
}

/**
 * Switches a service off, by its id: its links are links, and nobody asks it anything; or on again. Doing it twice
 * changes nothing. Gives the ids that are off.
 */
export async function switchService(input: { actor: Actor; service: string; on: boolean }): Promise<string[]> {
  const { actor, on } = input;
  if (!canManageEmbeds(actor)) throw new PersonError('refused', 'Only editors may switch a service off or on.');
  const service = input.service.trim().toLowerCase();
  const known = knownServices();
  const found = known.find(({ id, name }) => id === service || name.toLowerCase() === service);
  const isKept = async (tx: Queryable) =>
    (await tx.select({ key: embed.key }).from(embed).where(eq(embed.service, service)).limit(1)).length > 0;
  return db.transaction(async (tx) => {
    const id = found?.id ?? ((await isKept(tx)) ? service : null);
    if (id === null) {
      const names = known.map((each) => each.id).join(', ');
      throw new PersonError(
        'invalid',
        `There is no service "${service}". There are: ${names}, and link for all other pages.`,
      );
    }
    // Two editors who switch two services at once: the second reads what the first one wrote.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('embeds-off'))`);
    const off = new Set((await getSettings(tx)).embedsOff);
    if (off.has(id) !== on) return [...off];
    if (on) off.delete(id);
    else off.add(id);
    const value = [...off].sort();
    await tx
      .insert(setting)
      .values({ key: 'embedsOff', value })
      .onConflictDoUpdate({ target: setting.key, set: { value } });
    if (on)
      await tx
        .update(embed)
        .set({ dueAt: sql`now()` })
        .where(and(eq(embed.service, id), eq(embed.state, 'waiting')));
    const name = on ? 'embed.switch-on' : 'embed.switch-off';
    await tx.insert(event).values({ name, actor: actorName(actor), subject: `service:${id}` });
    await expireTags(tx, [cacheTags.settings]);
    return value;
  });
}
