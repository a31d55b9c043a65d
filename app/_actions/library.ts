'use server';

import { redirect } from 'next/navigation';
import { describeFile, focusFile, removeUnusedFile, replaceFile } from '#features/media/commands';
import { listMediaChoices } from '#features/media/queries';
import { type Focus, type LibraryKind, libraryKinds, type MediaChoices } from '#features/media/schema';
import { mediaDeskPath, mediaFilePath } from '#lib/addresses';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { type DeskState, defineForm, expire, number } from './desk-form.ts';
import { field } from './form-field.ts';

/** Changes the words that are kept with a file. */
export async function describeFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = field(form, 'id');
  const state = await defineForm(form, async () => {
    const words = { alt: field(form, 'alt'), caption: field(form, 'caption'), credit: field(form, 'credit') };
    expire(await describeFile({ actor: await currentActor(), id, words }));
    return null;
  });
  if (state.status === 'done') redirect(`${mediaFilePath(id)}?done=saved`);
  return state;
}

/** Puts a file that was sent a moment ago in the place of another, and goes to it. */
export async function replaceFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const by = field(form, 'by');
  let articles = 0;
  const state = await defineForm(form, async () => {
    const done = await replaceFile({ actor: await currentActor(), id: field(form, 'id'), by });
    expire(done.tags);
    articles = done.articles;
    return null;
  });
  if (state.status === 'done') redirect(`${mediaFilePath(by)}?replaced=${articles}`);
  return state;
}

export async function removeFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await removeUnusedFile({ actor: await currentActor(), id: field(form, 'id') });
    return null;
  });
  if (state.status === 'done') redirect(`${mediaDeskPath}?done=removed`);
  return state;
}

/** Files to choose from while an article is written, a page (from 1) of them. `kind` null: of every kind. */
export async function findMediaAction(asked: {
  kind: LibraryKind | null;
  text: string;
  page: number;
}): Promise<ActionState<MediaChoices>> {
  return defineAction(async () =>
    listMediaChoices({
      actor: await currentActor(),
      kind: libraryKinds.find((kind) => kind === asked.kind),
      text: String(asked.text),
      page: Number(asked.page),
    }),
  );
}

/** Says what of a picture stays in sight where it is cropped, from where it is written; null: the middle. */
export async function setFocusAction(given: { id: string; focus: Focus | null }): Promise<ActionState<null>> {
  return defineAction(async () => {
    const focus = given.focus && { x: Number(given.focus.x), y: Number(given.focus.y) };
    expire(await focusFile({ actor: await currentActor(), id: String(given.id), focus }));
    return null;
  });
}

/** The same from the page of the file; an empty field is the middle. */
export async function focusFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = field(form, 'id');
  const state = await defineForm(form, async () => {
    const at = (name: 'x' | 'y') => (field(form, name) === '' ? 50 : number(form, name));
    const focus = field(form, 'x') === '' && field(form, 'y') === '' ? null : { x: at('x'), y: at('y') };
    expire(await focusFile({ actor: await currentActor(), id, focus }));
    return null;
  });
  if (state.status === 'done') redirect(`${mediaFilePath(id)}?done=focus`);
  return state;
}
