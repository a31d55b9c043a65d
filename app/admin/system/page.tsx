import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { SystemPage } from '#components/admin/system-page';
import { DeskNotice } from '#components/newsroom/notice';
import { canSeeSystem } from '#features/system/policy';
import { getSystem } from '#features/system/queries';
import { signInPath, systemPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.system };
}

type Asked = Record<string, string | string[] | undefined>;

export default async function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(systemPath));
  const { edition } = await getEdition();
  if (!canSeeSystem(actor)) {
    answerWith(403);
    const { t } = edition;
    return <DeskNotice title={t.logNoAdministrator} text={t.logNoAdministratorText} href="/" link={t.backToFront} />;
  }
  const [view, { sent }] = await Promise.all([getSystem(actor), searchParams]);
  return <SystemPage view={view} now={Date.now()} sent={sent === '1'} edition={edition} />;
}
