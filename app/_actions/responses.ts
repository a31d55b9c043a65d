'use server';

import { createHash } from 'node:crypto';
import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { createElement } from 'react';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { Document } from '#components/article/document';
import { HeldResponse } from '#components/comment/held-response';
import { Response } from '#components/comment/response';
import { markupOf } from '#components/ui/markup';
import { type ChosenAttachment, ChosenAttachments } from '#features/attachments/schema';
import { previewEmbed } from '#features/embeds/commands';
import { embedAddresses } from '#features/embeds/schema';
import { countUnread } from '#features/notifications/queries';
import {
  appealDecision,
  deleteResponse,
  editResponse,
  followThread,
  likeResponse,
  muteWriter,
  postResponse,
  previewResponse,
  reportResponse,
  unfollowThread,
  unlikeResponse,
  unmuteWriter,
} from '#features/responses/commands';
import { getMine, getOwnHidden, getResponse, getSource } from '#features/responses/queries';
import { type MineView, PostResponseInput } from '#features/responses/schema';
import type { Actor } from '#lib/actor';
import { respondPath, responsePath, threadPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { documentToHtml } from '#lib/document/to-html';
import { PersonError } from '#lib/errors';
import { messagesFor } from '#messages/catalogue';
import { currentActor, requestOrigin } from './actor.ts';
import { carryText, dropCarriedText } from './carried-text.ts';
import { type ActionState, defineAction } from './define-action.ts';

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

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
const numberIn = (form: FormData, name: string): number => {
  const value = field(form, name);
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
};
/** The files that go along, in their order; undefined: the form says nothing of files. */
function chosenIn(form: FormData): ChosenAttachment[] | undefined {
  const value = field(form, 'attachments');
  if (value === '') return undefined;
  let said: unknown;
  try {
    said = JSON.parse(value);
  } catch {
    said = null;
  }
  const chosen = ChosenAttachments.safeParse(said);
  if (!chosen.success) throw new PersonError('invalid', messagesFor('en').actionFailed);
  return chosen.data;
}
const isLive = (form: FormData): boolean => form.has('live');

/** A form without scripts has no name of its own for what it posts; the same words in the same place are the same post. */
const submissionOf = (actor: Actor, form: FormData): string =>
  field(form, 'submission') ||
  createHash('sha256')
    .update(
      JSON.stringify([
        actor.kind === 'user' ? actor.id : '',
        // The next day they may be said again.
        new Date().toISOString().slice(0, 10),
        field(form, 'articleId'),
        field(form, 'parentId'),
        field(form, 'text'),
      ]),
    )
    .digest('base64url');

export async function postResponseAction(_: PostState, form: FormData): Promise<PostState> {
  const text = field(form, 'text');
  if (field(form, 'intent') === 'preview') return previewState(text);
  const actor = await currentActor();
  const articleId = numberIn(form, 'articleId');
  const parentId = numberIn(form, 'parentId') || null;
  if (actor.kind === 'anonymous') {
    if (isLive(form) || articleId === 0) return { status: 'signed-out', text };
    const { edition } = await getEdition();
    if (!(await carryText({ articleId, parentId, text })))
      return { status: 'failed', message: edition.t.carriedNot, text };
    redirect(respondPath(articleId));
  }
  const state = await defineAction(async () => {
    const { edition } = await getEdition();
    const input = PostResponseInput.safeParse({
      articleId,
      parentId,
      text: text.replace(/\r\n/g, '\n'),
      submission: submissionOf(actor, form),
      attachments: chosenIn(form),
    });
    if (!input.success) throw new PersonError('invalid', edition.t.actionFailed);
    const posted = await postResponse({ actor, input: input.data, origin: await requestOrigin() });
    return { ...posted, html: await htmlOf(posted) };
  });
  if (state.status === 'failed') return { ...state, text };
  if (state.status !== 'done') return { status: 'idle' };
  const { response, outcome, html } = state.result;
  if (isLive(form)) return { status: 'done', result: { id: response.id, parentId: response.parentId, outcome, html } };
  await dropCarriedText(articleId);
  if (outcome === 'held') redirect(`${responsePath(response.id, 'more')}?done=posted`);
  updateTag(cacheTags.responses(articleId));
  redirect(responsePath(response.id));
}

async function htmlOf({ response, outcome, reason }: Awaited<ReturnType<typeof postResponse>>): Promise<string> {
  const edition = await withEmbeds((await getEdition()).edition, response.body);
  if (outcome === 'held')
    return markupOf(
      createElement(HeldResponse, { response: { ...response, reason, outcome, canAppeal: false }, edition }),
    );
  const parent = await parentOf(response);
  return markupOf(createElement(Response, { response, edition, parent, actions: 'open' }));
}

const parentOf = async ({ parentId }: { parentId: number | null }) =>
  (parentId === null ? null : await getResponse(parentId)) ?? undefined;

/** Links of one preview that are asked about. */
const mostPreviewed = 5;

/** A preview without its players is one all the same. */
function onlyPersonErrors(error: unknown): void {
  if (!(error instanceof PersonError)) throw error;
}

async function previewState(text: string): Promise<PostState> {
  const state = await defineAction(async () => {
    const actor = await currentActor();
    const body = await previewResponse({ actor, text: text.replace(/\r\n/g, '\n'), origin: await requestOrigin() });
    const links = embedAddresses(body);
    if (links.length === 0) return documentToHtml(body);
    // What nobody has asked about yet is a link in this preview, and more than that in the next.
    if (actor.kind === 'user') {
      for (const url of links.slice(0, mostPreviewed)) await previewEmbed({ actor, url }).catch(onlyPersonErrors);
    }
    const edition = await withEmbeds((await getEdition()).edition, body);
    return markupOf(createElement(Document, { body, edition, prefix: 'preview-', ugc: true }));
  });
  if (state.status === 'done') return { status: 'preview', preview: state.result, text };
  return state.status === 'failed' ? { ...state, text } : { status: 'idle' };
}

export async function editResponseAction(_: PostState, form: FormData): Promise<PostState> {
  const text = field(form, 'text');
  if (field(form, 'intent') === 'preview') return previewState(text);
  const id = numberIn(form, 'id');
  const state = await defineAction(async () => {
    const edited = await editResponse({
      actor: await currentActor(),
      id,
      text: text.replace(/\r\n/g, '\n'),
      attachments: chosenIn(form),
      origin: await requestOrigin(),
    });
    return { ...edited, html: await htmlOf(edited) };
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
  return previewState(text);
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
