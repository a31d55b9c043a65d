import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { Refusal } from '#components/admin/refusal';
import { EmbedsDesk } from '#components/embed/embeds-desk';
import { canManageEmbeds } from '#features/embeds/policy';
import { countEmbeds, listEmbeds, listServices } from '#features/embeds/queries';
import { embedsDeskPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.embedsDesk };
}

export default async function EmbedsPage() {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(embedsDeskPath));
  const { settings, edition } = await getEdition();
  if (!canManageEmbeds(actor)) {
    answerWith(403);
    return <Refusal edition={edition} />;
  }
  const [troubled, counts] = await Promise.all([listEmbeds({ actor, failed: true, limit: 100 }), countEmbeds()]);
  const names = new Map(listServices().map(({ id, name }) => [id, name]));
  const ids = new Set([...counts.map(({ service }) => service), ...settings.embedsOff, ...names.keys()]);
  const services = [...ids].map((id) => ({
    id,
    name: names.get(id) ?? (id === 'link' ? edition.t.embedsOther : id),
    count: counts.find(({ service }) => service === id)?.count ?? 0,
    off: settings.embedsOff.includes(id),
  }));
  return <EmbedsDesk {...{ troubled, services, edition }} />;
}
