'use server';

import { redirect } from 'next/navigation';
import { describeFile, removeUnusedFile, replaceFile } from '#features/media/commands';
import { mediaDeskPath, mediaFilePath } from '#lib/addresses';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, expire, text } from './desk-form.ts';

/** Changes the words that are kept with a file. */
export async function describeFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const id = text(form, 'id');
  const state = await defineForm(form, async () => {
    const words = { alt: text(form, 'alt'), caption: text(form, 'caption'), credit: text(form, 'credit') };
    expire(await describeFile({ actor: await currentActor(), id, words }));
    return null;
  });
  if (state.status === 'done') redirect(`${mediaFilePath(id)}?done=saved`);
  return state;
}

/** Puts a file that was sent a moment ago in the place of another, and goes to it. */
export async function replaceFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const by = text(form, 'by');
  let articles = 0;
  const state = await defineForm(form, async () => {
    const done = await replaceFile({ actor: await currentActor(), id: text(form, 'id'), by });
    expire(done.tags);
    articles = done.articles;
    return null;
  });
  if (state.status === 'done') redirect(`${mediaFilePath(by)}?replaced=${articles}`);
  return state;
}

export async function removeFileAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await removeUnusedFile({ actor: await currentActor(), id: text(form, 'id') });
    return null;
  });
  if (state.status === 'done') redirect(`${mediaDeskPath}?done=removed`);
  return state;
}
