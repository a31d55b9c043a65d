import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { LinkbacksDesk } from '#components/admin/linkbacks-desk';
import { Refusal } from '#components/admin/refusal';
import { canManageLinkbacks } from '#features/linkbacks/policy';
import { listMentions, listOutgoing } from '#features/linkbacks/queries';
import { canModerate } from '#features/moderation/policy';
import { linkbacksDeskPath, pageNumber, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.linkbacksDesk };
}

const states = ['waiting', 'verified', 'refused', 'withdrawn'] as const;

export default async function LinkbacksPage({ searchParams }: PageProps<'/admin/linkbacks'>) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(linkbacksDeskPath));
  const { settings, edition } = await getEdition();
  if (!canManageLinkbacks(actor)) {
    answerWith(403);
    return <Refusal edition={edition} />;
  }
  const asked = await searchParams;
  const state = states.find((name) => name === asked.state);
  const page = pageNumber(String(asked.page ?? '1')) ?? 1;
  const [sent, came] = await Promise.all([
    listOutgoing({ actor, page }),
    listMentions({ actor, limit: 100, ...(state && { state }) }),
  ]);
  return <LinkbacksDesk {...{ sent, came, state, settings, edition }} unblocks={canModerate(actor)} />;
}
