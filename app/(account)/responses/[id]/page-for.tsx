import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { cachedNavigation } from '#app/_cached/settings';
import { writerOf } from '#components/comment/response';
import { NotFoundNotice } from '#components/site/not-found-notice';
import { getMine, getOwnHidden, getResponse } from '#features/responses/queries';
import type { MineView, ResponseView } from '#features/responses/schema';
import type { Actor } from '#lib/actor';
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
  return { response, name: writerOf(response, edition.t), held, articleId, slug, headline, actor, mine, edition };
}

/**
 * A page about one response for who is signed in. Where they can't see it a notice says so: the answer has begun by
 * then, so that Next's own not-found page would need scripts to be seen.
 */
export async function pageFor(
  params: Params['params'],
  render: (data: ResponsePageData) => ReactNode | Promise<ReactNode>,
): Promise<ReactNode> {
  const data = await read(params);
  if (data) return render(data);
  const [{ edition }, { sections }] = await Promise.all([getEdition(), cachedNavigation()]);
  return <NotFoundNotice t={edition.t} sections={sections} />;
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
