import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { cachedNavigation } from '#app/_cached/settings';
import { writerOf } from '#components/comment/response';
import { NotFoundNotice } from '#components/site/not-found-notice';
import { getMine, getOwnHidden, getResponse } from '#features/responses/queries';
import type { MineView, ResponseView } from '#features/responses/schema';
import type { Actor } from '#lib/actor';
import { signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';
import { responseIdIn } from './response-id.ts';

export type Params = { params: Promise<{ id: string }> };

/** What a page about one response knows: it, where it stands, who looks, and what they may do. */
export type ResponsePageData = {
  response: ResponseView;
  /** Whose name stands over it. */
  name: string;
  /** Set where only its writer sees it. */
  held: MineView['held'][number] | null;
  articleId: number;
  slug: string;
  headline: string;
  actor: Actor;
  mine: MineView;
  edition: Edition;
};

async function read(params: Params['params']): Promise<ResponsePageData | null> {
  const id = responseIdIn((await params).id);
  const actor = await currentActor();
  const [{ edition }, found] = await Promise.all([getEdition(), id === null ? null : getResponse(id)]);
  const held = found || id === null ? null : await getOwnHidden(actor, id);
  const response = found ?? held;
  if (!response || response.state === 'deleted') return null;
  const { articleId, slug, headline } = response;
  const mine = await getMine(actor, articleId);
  const full = await withEmbeds(edition, response.body);
  const name = writerOf(response, edition.t);
  return { response, name, held, articleId, slug, headline, actor, mine, edition: full };
}

/**
 * A page about one response. Where they can't see it a notice says so, and not `notFound()`: Next's own answer to that
 * needs scripts to be seen.
 */
export async function pageFor(
  params: Params['params'],
  render: (data: ResponsePageData) => ReactNode | Promise<ReactNode>,
): Promise<ReactNode> {
  const data = await read(params);
  if (data) return render(data);
  answerWith(404);
  const [{ edition }, { sections }] = await Promise.all([getEdition(), cachedNavigation()]);
  return <NotFoundNotice t={edition.t} sections={sections} />;
}

/**
 * For what needs an account: who has none signs in first. `sentence` is why the person may not, or null; the page shows it
 * in place of the form, and is answered with 403.
 */
export function refusalFor({ actor }: ResponsePageData, at: string, sentence: string | null): string | null {
  if (actor.kind === 'anonymous') redirect(signInPath(at));
  if (sentence !== null) answerWith(403);
  return sentence;
}

/** These pages are tools, not something to find. */
export async function metadataFor(
  params: Params['params'],
  title: (t: Messages, name: string) => string,
): Promise<Metadata> {
  const data = await read(params);
  const { edition } = await getEdition();
  return {
    title: data ? title(edition.t, data.name) : edition.t.notFoundTitle,
    robots: { index: false, follow: false },
  };
}
