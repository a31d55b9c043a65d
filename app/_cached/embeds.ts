import { getEmbeds } from '#features/embeds/queries';
import { type Embeds, embedAddresses } from '#features/embeds/schema';
import type { ResponseView } from '#features/responses/schema';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import type { Edition } from '#messages/edition';
import { keepUntilChanged } from './life.ts';

/** The edition with what is known of the links that stand alone on their lines in these bodies. */
export async function withEmbeds(edition: Edition, ...bodies: readonly (DocumentNode | null)[]): Promise<Edition> {
  const embeds = await cachedEmbeds(...bodies);
  return Object.keys(embeds).length === 0 ? edition : { ...edition, embeds };
}

/** The bodies of threads; they may be deeper than the stack. */
export function bodiesOf(responses: readonly ResponseView[]): DocumentNode[] {
  const bodies: DocumentNode[] = [];
  const open = [...responses];
  for (let view = open.pop(); view; view = open.pop()) {
    bodies.push(view.body);
    open.push(...view.replies);
  }
  return bodies;
}

/** Next takes so many tags for one entry, and a page has others besides. */
const mostTogether = 100;

async function readEmbeds(urls: string[]): Promise<Embeds> {
  'use cache';
  const { embeds, keys } = await getEmbeds(urls);
  await keepUntilChanged(cacheTags.settings, ...keys.map(cacheTags.embed));
  return embeds;
}

/** What is known of the links that stand alone on their lines in these bodies. Without such links nobody is asked. */
async function cachedEmbeds(...bodies: readonly (DocumentNode | null)[]): Promise<Embeds> {
  const urls = embedAddresses(...bodies).sort();
  if (urls.length === 0) return {};
  if (urls.length <= mostTogether) return readEmbeds(urls);
  const parts = Array.from({ length: Math.ceil(urls.length / mostTogether) }, (_, at) =>
    readEmbeds(urls.slice(at * mostTogether, (at + 1) * mostTogether)),
  );
  return Object.assign({}, ...(await Promise.all(parts)));
}
