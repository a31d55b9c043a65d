import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { answerFor } from '#app/_actions/queue-answer';
import { getEdition } from '#app/_cached/edition';
import { QueuePage } from '#components/admin/queue-page';
import { Refusal } from '#components/admin/refusal';
import { canModerate } from '#features/moderation/policy';
import { getQueue } from '#features/moderation/queries';
import { type QueueTab, queueTabs } from '#features/moderation/schema';
import { pageNumber, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.moderation };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ModerationPage({ searchParams }: Props) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath('/admin/moderation'));
  if (!canModerate(actor)) {
    answerWith(403);
    return <Refusal edition={(await getEdition()).edition} />;
  }
  const asked = await searchParams;
  const tab: QueueTab = queueTabs.find((name) => name === asked.tab) ?? 'waiting';
  const page = typeof asked.page === 'string' ? (pageNumber(asked.page) ?? 1) : 1;
  const [queue, { settings, edition }, said] = await Promise.all([
    getQueue(actor, tab, page),
    getEdition(),
    answerFor(asked.said),
  ]);
  return <QueuePage queue={queue} edition={edition} timeZone={settings.timeZone} said={said} />;
}
