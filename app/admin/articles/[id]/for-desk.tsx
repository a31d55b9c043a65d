import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { DeskNotice } from '#components/newsroom/notice';
import type { Settings } from '#features/settings/schema';
import type { Actor } from '#lib/actor';
import { articlesDeskPath, deskPath, pageNumber, signInPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { answerWith } from '#lib/served-request';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';

type Given = { actor: Actor; id: number; settings: Settings; edition: Edition };

/** A page about one article, for who may open it: `read` throws for the others, who get a notice with its status. */
export async function forDesk<T>(
  wanted: string,
  part: string,
  read: (given: Given) => Promise<T>,
  show: (read: T, given: Given) => ReactNode,
): Promise<ReactNode> {
  const actor = await currentActor();
  const id = pageNumber(wanted);
  if (actor.kind === 'anonymous') redirect(signInPath(id === null ? articlesDeskPath : `${deskPath(id)}${part}`));
  const { settings, edition } = await getEdition();
  const t = newsroomTextsFor(edition.language);
  const notice = (status: 403 | 404, title: string, text: string) => {
    answerWith(status);
    return <DeskNotice title={title} text={text} href={articlesDeskPath} link={t.backToArticles} />;
  };
  if (id === null) return notice(404, t.noArticle, t.noArticleText);
  const given = { actor, id, settings, edition };
  try {
    return show(await read(given), given);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return error.code === 'not_found'
      ? notice(404, t.noArticle, t.noArticleText)
      : notice(403, t.notYours, t.notYoursText);
  }
}
