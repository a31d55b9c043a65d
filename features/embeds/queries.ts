import { asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { embed, file } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { box, film, post, sound } from './players.ts';
import { canManageEmbeds } from './policy.ts';
import type { Embeds, EmbedView, KeptEmbed, Player } from './schema.ts';
import { knownServices, type Place, recognise } from './services.ts';

type Row = {
  embed: typeof embed.$inferSelect;
  file: { id: string; name: string; width: number | null; height: number | null } | null;
};

/** The key of what is kept of an address; null for what is no web address. */
export const keyOfEmbed = (url: string): string | null => recognise(url)?.key ?? null;

/**
 * What is known of these addresses, in one query, and nobody is asked: each is there, be it as a link. `keys` are those
 * on which it depends.
 */
export async function getEmbeds(urls: readonly string[]): Promise<{ embeds: Embeds; keys: string[] }> {
  const places = urls.flatMap((url) => {
    const place = recognise(url);
    return place ? [{ url, place }] : [];
  });
  const keys = [...new Set(places.map(({ place }) => place.key))];
  if (keys.length === 0) return { embeds: {}, keys };
  const [rows, { embedsOff }] = await Promise.all([
    db
      .select({ embed, file: { id: file.id, name: file.name, width: file.width, height: file.height } })
      .from(embed)
      .leftJoin(file, eq(file.id, embed.posterId))
      .where(inArray(embed.key, keys)),
    getSettings(),
  ]);
  const byKey = new Map(rows.map((row) => [row.embed.key, row]));
  const off = new Set(embedsOff);
  const embeds = Object.fromEntries(
    places.map(({ url, place }) => [
      url,
      off.has(place.service) ? linkOf(url, place) : viewOf(url, place, byKey.get(place.key)),
    ]),
  );
  return { embeds, keys };
}

const linkOf = (url: string, { key, service, serviceName }: Place): EmbedView => ({
  key,
  service,
  serviceName,
  kind: 'link',
  url,
  state: 'waiting',
  title: '',
  author: '',
  description: '',
  poster: null,
  player: null,
});

function viewOf(url: string, place: Place, row: Row | undefined): EmbedView {
  const link = linkOf(url, place);
  if (!row)
    return { ...link, kind: place.kind, player: place.lookUp === 'none' || place.player ? ours(place.player) : null };
  const { state, kind, title, author, description, target } = row.embed;
  const led = target === null ? null : recognise(target);
  const known = { ...link, serviceName: led?.serviceName ?? link.serviceName, kind, state, title, author };
  // What was taken down there is not shown here.
  if (state === 'gone') return known;
  const size = row.file?.width && row.file.height ? { width: row.file.width, height: row.file.height } : null;
  return {
    ...known,
    kind: state === 'ready' ? kind : (led ?? place).kind,
    service: led?.service ?? link.service,
    description,
    poster: row.file && size ? { src: addressOfFile(row.file), ...size } : null,
    player: ours(place.player ?? led?.player ?? playerOf(row)),
  };
}

/** The player whose address the service itself gave. */
function playerOf({ embed: { kind, player, width, height, service } }: Row): Player | null {
  if (player === null) return null;
  const ratio = width !== null && height !== null && width > 99 && height > 99 ? `${width} / ${height}` : undefined;
  if (kind === 'post' || service === 'mastodon') return post(player);
  if (kind === 'video') return film(player, { starts: '', ...(ratio && { ratio }) });
  if (kind === 'audio' || (height !== null && height > 0 && height < 240))
    return sound(player, Math.max(height ?? 166, 80));
  return box(player, ratio ? { ratio } : { height: Math.min(Math.max(height ?? 420, 120), 1200) });
}

/** A frame of our own origin would have the page in its hands. */
const ours = (player: Player | null): Player | null =>
  player && URL.canParse(player.src) && new URL(player.src).hostname === new URL(siteUrl()).hostname ? null : player;

/** What is kept, for editors: all, or what could not be looked up; the longest due first. At most `limit`. */
export async function listEmbeds(input: { actor: Actor; failed?: boolean; limit?: number }): Promise<KeptEmbed[]> {
  const { actor, failed = false, limit = 500 } = input;
  if (!canManageEmbeds(actor)) throw new PersonError('refused', 'Only editors see which links are looked up.');
  const rows = await db
    .select()
    .from(embed)
    .where(failed ? inArray(embed.state, ['failed', 'gone']) : isNotNull(embed.key))
    .orderBy(asc(embed.dueAt), asc(embed.key))
    .limit(limit);
  return rows.map(({ key, url, service, state, title, failures, problem, lookedUpAt, dueAt }) => ({
    ...{ key, url, service, state, title, failures, problem },
    lookedUpAt: lookedUpAt?.toISOString() ?? null,
    dueAt: dueAt.toISOString(),
  }));
}

/** The services that are known by name: their ids and names. */
export const listServices = knownServices;

/** How many are kept of each service. */
export async function countEmbeds(): Promise<{ service: string; count: number }[]> {
  const rows = await db.execute<{ service: string; count: number }>(
    sql`select service, count(*)::int as count from ${embed} group by service order by 2 desc, 1`,
  );
  return [...rows];
}
