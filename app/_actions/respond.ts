import { createHash } from 'node:crypto';
import { createElement } from 'react';
import { Document } from '#components/article/document';
import { HeldResponse } from '#components/comment/held-response';
import { Response } from '#components/comment/response';
import { markupOf } from '#components/ui/markup';
import { getSessionActor } from '#features/accounts/queries';
import { type ChosenAttachment, ChosenAttachments } from '#features/attachments/schema';
import { previewEmbed } from '#features/embeds/commands';
import { getEmbeds } from '#features/embeds/queries';
import { embedAddresses } from '#features/embeds/schema';
import { type Origin, postResponse, previewResponse } from '#features/responses/commands';
import { getResponse } from '#features/responses/queries';
import { type PostedResponse, PostResponseInput } from '#features/responses/schema';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { documentToHtml } from '#lib/document/to-html';
import { PersonError } from '#lib/errors';
import { answerInFront } from '#lib/front-calls';
import { subscribe } from '#lib/live';
import { messagesFor } from '#messages/catalogue';
import { type Edition, editionOf } from '#messages/edition';
import { defineAction } from './define-action.ts';
import { field } from './form-field.ts';
import type { PostState } from './responses.ts';

/** Who sends a form, and how what it asks for is read: within a request of Next from its caches. */
export type Sender = {
  actor: () => Promise<Actor>;
  origin: () => Promise<Origin>;
  edition: () => Promise<Edition>;
  withEmbeds: (edition: Edition, body: DocumentNode) => Promise<Edition>;
};

export const numberIn = (form: FormData, name: string): number => {
  const value = field(form, name);
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
};
/** What was typed. Browsers send line ends in pairs. */
export const textIn = (form: FormData): string => field(form, 'text').replace(/\r\n/g, '\n');

/** The files that go along, in their order; undefined: the form says nothing of files. */
export function chosenIn(form: FormData): ChosenAttachment[] | undefined {
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

/** What the form of somebody who is signed in asks for: a preview, or that its words are posted. */
export async function respond(form: FormData, sender: Sender): Promise<PostState> {
  const text = field(form, 'text');
  if (field(form, 'intent') === 'preview') return previewState(text, sender);
  const actor = await sender.actor();
  if (actor.kind === 'anonymous') return { status: 'signed-out', text };
  const state = await defineAction(async () => {
    const edition = await sender.edition();
    const input = PostResponseInput.safeParse({
      articleId: numberIn(form, 'articleId'),
      parentId: numberIn(form, 'parentId') || null,
      text: textIn(form),
      submission: submissionOf(actor, form),
      attachments: chosenIn(form),
    });
    if (!input.success) throw new PersonError('invalid', edition.t.actionFailed);
    const posted = await postResponse({ actor, input: input.data, origin: await sender.origin() });
    const { response, outcome } = posted;
    return { id: response.id, parentId: response.parentId, outcome, html: await htmlOf(posted, sender) };
  });
  if (state.status === 'failed') return { ...state, text };
  return state;
}

/** A response as its writer sees it in the thread. */
export async function htmlOf({ response, outcome, reason }: PostedResponse, sender: Sender): Promise<string> {
  const edition = await sender.withEmbeds(await sender.edition(), response.body);
  if (outcome === 'held')
    return markupOf(
      createElement(HeldResponse, { response: { ...response, reason, outcome, canAppeal: false }, edition }),
    );
  const parent = await parentOf(response);
  return markupOf(createElement(Response, { response, edition, parent, actions: 'open' }));
}

export const parentOf = async ({ parentId }: { parentId: number | null }) =>
  (parentId === null ? null : await getResponse(parentId)) ?? undefined;

/** Links of one preview that are asked about. */
const mostPreviewed = 5;

/** A preview without its players is one all the same. */
function onlyPersonErrors(error: unknown): void {
  if (!(error instanceof PersonError)) throw error;
}

/** What a text will look like. */
export async function previewState(text: string, sender: Sender): Promise<PostState> {
  const state = await defineAction(async () => {
    const actor = await sender.actor();
    const body = await previewResponse({
      actor,
      text: text.replace(/\r\n/g, '\n'),
      origin: await sender.origin(),
    });
    const links = embedAddresses(body);
    if (links.length === 0) return documentToHtml(body);
    // What nobody has asked about yet is a link in this preview, and more than that in the next.
    if (actor.kind === 'user') {
      for (const url of links.slice(0, mostPreviewed)) await previewEmbed({ actor, url }).catch(onlyPersonErrors);
    }
    const edition = await sender.withEmbeds(await sender.edition(), body);
    return markupOf(createElement(Document, { body, edition, prefix: 'preview-', ugc: true }));
  });
  if (state.status === 'done') return { status: 'preview', preview: state.result, text };
  return state.status === 'failed' ? { ...state, text } : { status: 'idle' };
}

/*
 * The same in front of Next (bin/action-front.ts), whose caches can't be asked there.
 */

let kept: Promise<Edition> | undefined;

/** The edition, until a setting is changed. */
function keptEdition(): Promise<Edition> {
  if (kept === undefined) {
    const reading = getSettings().then(editionOf);
    kept = reading;
    reading.catch(() => {
      kept = undefined;
    });
  }
  return kept;
}

subscribe(cacheTags.settings, () => {
  kept = undefined;
});

async function withReadEmbeds(edition: Edition, body: DocumentNode): Promise<Edition> {
  const urls = embedAddresses(body);
  return urls.length === 0 ? edition : { ...edition, embeds: (await getEmbeds(urls)).embeds };
}

answerInFront('postResponseAction', ({ form, token, address, userAgent }) =>
  respond(form, {
    actor: async () => (token === undefined ? { kind: 'anonymous' } : getSessionActor(token)),
    origin: async () => ({ address, userAgent }),
    edition: keptEdition,
    withEmbeds: withReadEmbeds,
  }),
);
