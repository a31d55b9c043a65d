'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { createElement } from 'react';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { HeldResponse } from '#components/comment/held-response';
import { Response } from '#components/comment/response';
import { markupOf } from '#components/ui/markup';
import { countUnread } from '#features/notifications/queries';
import {
  appealDecision,
  deleteResponse,
  editResponse,
  followThread,
  likeResponse,
  muteWriter,
  reportResponse,
  unfollowThread,
  unlikeResponse,
  unmuteWriter,
} from '#features/responses/commands';
import { getMine, getOwnHidden, getResponse, getSource } from '#features/responses/queries';
import type { MineView } from '#features/responses/schema';
import { respondPath, responsePath, threadPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { currentActor, requestOrigin } from './actor.ts';
import { carryText, dropCarriedText } from './carried-text.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';
import { chosenIn, htmlOf, numberIn, parentOf, previewState, respond, type Sender, textIn } from './respond.ts';

/*
 * Every form works twice. Posted by a browser without scripts, the action redirects to a page that shows what came of
 * it; called by the island under an article (`live` is set), it answers and leaves the page as it is.
 */

/** A response as it stands in the thread, as HTML. */
export type Rendered = { id: number; parentId: number | null; html: string };

/** What a writer sees of what they posted. */
type Posted = Rendered & { outcome: 'approved' | 'held' };

/** What the form gets back: the text too, so that nothing typed is lost. */
export type PostState =
  | { status: 'idle' }
  | { status: 'done'; result: Posted }
  | { status: 'failed'; message: string; text: string }
  /** HTML: without scripts the state of a form goes into its next post, where elements of React can not. */
  | { status: 'preview'; preview: string; text: string }
  | { status: 'signed-out'; text: string };

/** What a report or an appeal gets back: with what was typed where it could not be taken. */
export type NoteState =
  | { status: 'idle' }
  | { status: 'done'; result: null }
  | { status: 'failed'; message: string; text: string; reason: string };

export type Mine = Omit<MineView, 'held'> & { name: string; unread: number; held: Rendered[] };

const isLive = (form: FormData): boolean => form.has('live');

/** Whoever sends this request. */
const sender: Sender = {
  actor: currentActor,
  origin: requestOrigin,
  edition: async () => (await getEdition()).edition,
  withEmbeds,
};

export async function postResponseAction(_: PostState, form: FormData): Promise<PostState> {
  const state = await respond(form, sender);
  if (isLive(form)) return state;
  const articleId = numberIn(form, 'articleId');
  if (state.status === 'signed-out' && articleId !== 0) {
    const parentId = numberIn(form, 'parentId') || null;
    if (!(await carryText({ articleId, parentId, text: state.text }))) {
      return { status: 'failed', message: (await sender.edition()).t.carriedNot, text: state.text };
    }
    redirect(respondPath(articleId));
  }
  if (state.status !== 'done') return state;
  const { id, outcome } = state.result;
  await dropCarriedText(articleId);
  if (outcome === 'held') redirect(`${responsePath(id, 'more')}?done=posted`);
  updateTag(cacheTags.responses(articleId));
  redirect(responsePath(id));
}

export async function editResponseAction(_: PostState, form: FormData): Promise<PostState> {
  const text = field(form, 'text');
  if (field(form, 'intent') === 'preview') return previewState(text, sender);
  const id = numberIn(form, 'id');
  const state = await defineAction(async () => {
    const edited = await editResponse({
      actor: await currentActor(),
      id,
      text: textIn(form),
      attachments: chosenIn(form),
      origin: await requestOrigin(),
    });
    return { ...edited, html: await htmlOf(edited, sender) };
  });
  if (state.status === 'failed') return { ...state, text };
  if (state.status !== 'done') return { status: 'idle' };
  const { response, outcome, html } = state.result;
  if (isLive(form)) return { status: 'done', result: { id, parentId: response.parentId, outcome, html } };
  redirect(outcome === 'held' ? `${responsePath(id, 'more')}?done=posted` : responsePath(id));
}

/** What the form of somebody who is signed in and writes on needs to change a response: its Markdown. */
export async function getSourceAction(id: number): Promise<ActionState<string>> {
  return defineAction(async () => getSource(await currentActor(), id));
}

export async function previewResponseAction(text: string): Promise<PostState> {
  return previewState(text, sender);
}

export async function likeResponseAction(
  _: ActionState<{ likes: number }>,
  form: FormData,
): Promise<ActionState<{ likes: number }>> {
  const id = numberIn(form, 'id');
  const state = await defineAction(async () => {
    const actor = await currentActor();
    return field(form, 'on') === '1' ? likeResponse({ actor, id }) : unlikeResponse({ actor, id });
  });
  return answer(form, state, `${responsePath(id, 'more')}`);
}

export async function deleteResponseAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const id = numberIn(form, 'id');
  const actor = await currentActor();
  const found = (await getResponse(id)) ?? (await getOwnHidden(actor, id));
  const state = await defineAction(async () => {
    await deleteResponse({ actor, id });
    return null;
  });
  if (state.status === 'done' && found && !isLive(form)) updateTag(cacheTags.responses(found.articleId));
  return answer(form, state, found ? threadPath(found.slug, 1) : '/');
}

export async function reportResponseAction(_: NoteState, form: FormData): Promise<NoteState> {
  const id = numberIn(form, 'id');
  const state = await defineAction(async () => {
    await reportResponse({
      actor: await currentActor(),
      id,
      reason: field(form, 'reason'),
      text: field(form, 'text'),
    });
    return null;
  });
  return withNote(form, answer(form, state, `${responsePath(id, 'more')}?done=reported`));
}

export async function appealDecisionAction(_: NoteState, form: FormData): Promise<NoteState> {
  const id = numberIn(form, 'id');
  const state = await defineAction(async () => {
    await appealDecision({ actor: await currentActor(), id, text: field(form, 'text') });
    return null;
  });
  return withNote(form, answer(form, state, `${responsePath(id, 'more')}?done=appealed`));
}

export async function followThreadAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const articleId = numberIn(form, 'articleId');
  const state = await defineAction(async () => {
    const actor = await currentActor();
    await (field(form, 'on') === '1' ? followThread({ actor, articleId }) : unfollowThread({ actor, articleId }));
    return null;
  });
  return answer(form, state, responsePath(numberIn(form, 'id'), 'more'));
}

export async function muteWriterAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const state = await defineAction(async () => {
    const actor = await currentActor();
    const userId = field(form, 'userId');
    await (field(form, 'on') === '1' ? muteWriter({ actor, userId }) : unmuteWriter({ actor, userId }));
    return null;
  });
  return answer(form, state, responsePath(numberIn(form, 'id'), 'more'));
}

/** A failure is shown where the form stands; what went well leads on, unless a script asked. */
function answer<T>(form: FormData, state: ActionState<T>, to: string): ActionState<T> {
  if (state.status === 'done' && !isLive(form)) redirect(to);
  return state;
}

const withNote = (form: FormData, state: ActionState<null>): NoteState =>
  state.status === 'failed' ? { ...state, text: field(form, 'text'), reason: field(form, 'reason') } : state;

/** What a reader who signed in has to do with the responses of an article; null: nobody is signed in. */
export async function getMineAction(articleId: number): Promise<ActionState<Mine | null>> {
  return defineAction(async () => {
    const actor = await currentActor();
    if (actor.kind !== 'user' || !Number.isSafeInteger(articleId)) return null;
    const [known, { held, ...mine }, unread] = await Promise.all([
      getEdition(),
      getMine(actor, articleId),
      countUnread(actor),
    ]);
    const edition = await withEmbeds(known.edition, ...held.map(({ body }) => body));
    const rendered = held.map((response) => ({
      id: response.id,
      parentId: response.parentId,
      html: markupOf(createElement(HeldResponse, { response, edition })),
    }));
    return { ...mine, name: actor.name ?? '', unread, held: rendered };
  });
}

/** Responses that have come since the page was made, in their order; at most fifty. */
export async function showResponsesAction(ids: number[]): Promise<ActionState<Rendered[]>> {
  return defineAction(async () => {
    if (!Array.isArray(ids)) return [];
    const wanted = [...new Set(ids.slice(0, 50))].filter((id) => Number.isSafeInteger(id) && id > 0);
    const found = await Promise.all(wanted.map((id) => getResponse(id)));
    const edition = await withEmbeds((await getEdition()).edition, ...found.map((each) => each?.body ?? null));
    return Promise.all(
      found
        .filter((response) => response !== null)
        .map(async (response) => ({
          id: response.id,
          parentId: response.parentId,
          html: markupOf(
            createElement(Response, { response, edition, parent: await parentOf(response), actions: 'open' }),
          ),
        })),
    );
  });
}
