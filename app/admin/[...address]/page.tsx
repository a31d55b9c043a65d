import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { DeskNotice } from '#components/newsroom/notice';
import { figuresPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** Made for each request, unlike the page of all other unknown addresses, whose scripts have no nonce. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.notFoundTitle };
}

export default async function UnknownPage() {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(figuresPath));
  const { t } = (await getEdition()).edition;
  answerWith(404);
  return <DeskNotice title={t.notFoundTitle} text={t.notFoundText} href={figuresPath} link={t.figures} />;
}
