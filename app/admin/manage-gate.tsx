import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { DeskNotice } from '#components/newsroom/notice';
import type { Actor } from '#lib/actor';
import { signInPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { answerWith } from '#lib/served-request';
import type { Edition } from '#messages/edition';
import { managingTextsFor } from '#messages/managing';

type Given = { actor: Actor; edition: Edition };
type Gate = { path: string; may: (actor: Actor) => boolean; refusal: 'noManager' | 'noAdministrator' };

/** A page for those who may: others are led to sign in, or told why not; what is gone answers 404. */
export async function gated({ path, may, refusal }: Gate, page: (given: Given) => Promise<ReactNode>) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(path));
  const { edition } = await getEdition();
  const t = managingTextsFor(edition.language);
  const back = { href: '/', link: edition.t.backToFront };
  if (!may(actor)) {
    answerWith(403);
    return <DeskNotice title={t[refusal]} text={t[`${refusal}Text`]} {...back} />;
  }
  try {
    return await page({ actor, edition });
  } catch (error) {
    if (!(error instanceof PersonError) || error.code !== 'not_found') throw error;
    answerWith(404);
    return <DeskNotice title={t.gone} text={error.message} href={path.replace(/\/[^/]+$/, '')} link={t.backToAll} />;
  }
}

export type Asked = Record<string, string | string[] | undefined>;
/** One value of an address's query, or ''. */
export const asked = (query: Asked, name: string): string => {
  const value = query[name];
  return typeof value === 'string' ? value : '';
};
