'use server';

import { redirect } from 'next/navigation';
import { previewEmbed } from '#features/embeds/commands';
import {
  addCorrection,
  addNote,
  approveArticle,
  archiveArticle,
  checkLinks,
  createArticle,
  createPreview,
  editCorrection,
  notePresence,
  publishArticle,
  removeCorrection,
  resolveNote,
  restoreArticle,
  restoreRevision,
  returnToDraft,
  revokePreview,
  saveArticle,
  scheduleArticle,
  submitForReview,
  unscheduleArticle,
} from '#features/newsroom/commands';
import { searchArticles } from '#features/newsroom/queries';
import { type ArticleFields, longestBody, type Presence, type SaveResult, tooLong } from '#features/newsroom/schema';
import { getSettings } from '#features/settings/queries';
import { deskPath, previewPath } from '#lib/addresses';
import type { DocumentNode } from '#lib/document/schema';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { fromZone } from '#lib/zoned-time';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { type DeskState, defineForm, expire, number, shown } from './desk-form.ts';
import { field } from './form-field.ts';

/** What became of a save. `signedOut`: it can be sent again once somebody has signed in. */
export type SaveAnswer =
  | { status: 'done'; result: SaveResult }
  | { status: 'failed'; message: string; field?: string; signedOut: boolean };

/** Begins an article or page, and goes on to its desk. */
export async function createArticleAction(_: DeskState, form: FormData): Promise<DeskState> {
  let id = 0;
  const state = await defineForm(form, async () => {
    id = await createArticle({
      actor: await currentActor(),
      headline: field(form, 'headline'),
      kind: field(form, 'kind') === 'page' ? 'page' : 'article',
      sectionId: number(form, 'section') || null,
    });
    return null;
  });
  if (state.status === 'done') redirect(deskPath(id));
  return state;
}

/** Saves what was written. The text comes as JSON: React would write it out value by value. */
export async function saveArticleAction(input: {
  id: number;
  from: number;
  fields: ArticleFields;
  body: string;
}): Promise<SaveAnswer> {
  const actor = await currentActor();
  let field: string | undefined;
  const state = await defineAction(async () => {
    try {
      if (typeof input.body !== 'string' || input.body.length > longestBody) throw new PersonError('invalid', tooLong);
      return await saveArticle({ actor, ...input, body: parsed(input.body) });
    } catch (error) {
      if (error instanceof PersonError && 'field' in error) field = String(error.field);
      throw error;
    }
  });
  if (state.status === 'done') return state;
  const message = state.status === 'failed' ? state.message : '';
  return { status: 'failed', message, ...(field && { field }), signedOut: actor.kind === 'anonymous' };
}

function parsed(body: string): DocumentNode {
  try {
    return JSON.parse(body) as DocumentNode;
  } catch {
    throw new PersonError('invalid', 'The text did not arrive whole. Save it again.');
  }
}

/** Takes an article one step on: `step` says which, `from` is the version that was looked at. */
export async function stepAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = number(form, 'id');
  const step = field(form, 'step');
  const state = await defineForm(form, async () => {
    const from = number(form, 'from');
    const move = { actor: await currentActor(), id, ...(Number.isNaN(from) ? {} : { from }) };
    switch (step) {
      case 'submit':
        return void (await submitForReview(move));
      case 'return':
        return void (await returnToDraft({ ...move, words: field(form, 'words') }));
      case 'approve':
        return void (await approveArticle(move));
      case 'schedule':
        return expire(
          await scheduleArticle({ ...move, at: fromZone(field(form, 'at'), (await getSettings()).timeZone) }),
        );
      case 'unschedule':
        return expire(await unscheduleArticle(move));
      case 'publish':
        return expire(await publishArticle(move));
      case 'archive':
        return expire(await archiveArticle(move));
      case 'restore':
        return void (await restoreArticle(move));
      default:
        throw new PersonError('invalid', 'This button is not known. Load the page again.');
    }
  });
  if (state.status === 'done') redirect(`${deskPath(id)}?done=${step}`);
  return state as DeskState;
}

export async function addNoteAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = number(form, 'id');
  const state = await defineForm(form, async () => {
    const parentId = number(form, 'parent') || null;
    const about = { quote: field(form, 'quote'), before: field(form, 'before') };
    await addNote({ actor: await currentActor(), id, text: field(form, 'text'), ...about, parentId });
    return null;
  });
  return shown(state, `${deskPath(id)}#notes`);
}

export async function resolveNoteAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await resolveNote({ actor: await currentActor(), noteId: number(form, 'note'), open: field(form, 'open') === '1' });
    return null;
  });
  return shown(state, `${deskPath(number(form, 'id'))}#notes`);
}

/** Adds a correction, or changes the one that `correction` names. */
export async function correctArticleAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const [actor, { timeZone }] = await Promise.all([currentActor(), getSettings()]);
    const at = field(form, 'at');
    const words = {
      text: field(form, 'text'),
      mistake: field(form, 'mistake') !== '',
      ...(at && { at: fromZone(at, timeZone) }),
    };
    const correctionId = number(form, 'correction');
    expire(
      Number.isNaN(correctionId)
        ? await addCorrection({ actor, id: number(form, 'id'), ...words })
        : await editCorrection({ actor, correctionId, ...words }),
    );
    return null;
  });
  return shown(state, `${deskPath(number(form, 'id'))}#corrections`);
}

export async function removeCorrectionAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    expire(await removeCorrection({ actor: await currentActor(), correctionId: number(form, 'correction') }));
    return null;
  });
  return shown(state, `${deskPath(number(form, 'id'))}#corrections`);
}

/** Makes a preview link. Its address is in the answer, and nowhere else. */
export async function createPreviewAction(
  _: DeskState<{ url: string }>,
  form: FormData,
): Promise<DeskState<{ url: string }>> {
  return defineForm(form, async () => {
    const days = number(form, 'days');
    const { token } = await createPreview({ actor: await currentActor(), id: number(form, 'id'), days });
    return { url: siteUrl() + previewPath(token) };
  });
}

export async function revokePreviewAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await revokePreview({ actor: await currentActor(), previewId: field(form, 'preview') });
    return null;
  });
  return shown(state, `${deskPath(number(form, 'id'))}#previews`);
}

export async function checkLinksAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = number(form, 'id');
  const state = await defineForm(form, async () => {
    await checkLinks({ actor: await currentActor(), id });
    return null;
  });
  return shown(state, `${deskPath(id)}#checklist`);
}

/** Makes an earlier version the newest one. */
export async function restoreRevisionAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = number(form, 'id');
  const state = await defineForm(form, async () => {
    const [version, from] = [number(form, 'version'), number(form, 'from')];
    const saved = await restoreRevision({ actor: await currentActor(), id, version, from });
    if (saved.outcome === 'stale')
      throw new PersonError('conflict', 'Somebody saved this article meanwhile. Load the list of versions again.');
    return null;
  });
  if (state.status === 'done') redirect(`${deskPath(id)}/revisions?restored=1`);
  return state;
}

/** Says that this window has an article open, and learns who else has; null where the session is over. */
export async function presenceAction(input: {
  id: number;
  windowId: string;
  typed: boolean;
}): Promise<Presence | null> {
  const state: ActionState<Presence> = await defineAction(async () =>
    notePresence({
      actor: await currentActor(),
      id: Number(input.id),
      windowId: String(input.windowId),
      typed: input.typed === true,
    }),
  );
  return state.status === 'done' ? state.result : null;
}

/** Articles of ours, for links inside a text. */
export async function searchArticlesAction(query: string): Promise<{ slug: string; headline: string }[]> {
  const state = await defineAction(async () => searchArticles({ actor: await currentActor(), query: String(query) }));
  return state.status === 'done' ? state.result : [];
}

/** What a link alone on its line will be, by what is known of it. */
export async function embedPreviewAction(url: string): Promise<{ title: string; provider: string | null } | null> {
  const state = await defineAction(async () => previewEmbed({ actor: await currentActor(), url: String(url) }));
  return state.status === 'done' ? { title: state.result.title, provider: state.result.serviceName || null } : null;
}
