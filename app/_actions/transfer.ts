'use server';

import { discardTransfer, startExport, startImport, stopTransfer, surveyAgain } from '#features/transfer/commands';
import type { Actor } from '#lib/actor';
import { transferPath } from '#lib/addresses';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, shown } from './desk-form.ts';
import { field } from './form-field.ts';

type Given = { actor: Actor; id: string };

/** Each of the buttons: does it, and shows the page as it is then. */
async function done(form: FormData, act: (given: Given) => Promise<unknown>): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await act({ actor: await currentActor(), id: field(form, 'id') });
    return null;
  });
  return shown(state, transferPath);
}

/** Begins an export; for administrators, as everything here. */
export async function startExportAction(_: DeskState, form: FormData): Promise<DeskState> {
  return done(form, startExport);
}

/** Brings what was looked through. */
export async function startImportAction(_: DeskState, form: FormData): Promise<DeskState> {
  const choices = {
    fetchMedia: form.has('fetchMedia'),
    repair: form.has('repair'),
    replaceDemo: form.has('replaceDemo'),
  };
  return done(form, (given) => startImport({ ...given, choices }));
}

export async function surveyAgainAction(_: DeskState, form: FormData): Promise<DeskState> {
  return done(form, (given) => surveyAgain({ ...given, repair: form.has('repair') }));
}

export async function stopTransferAction(_: DeskState, form: FormData): Promise<DeskState> {
  return done(form, stopTransfer);
}

/** Throws the file of one away. */
export async function discardTransferAction(_: DeskState, form: FormData): Promise<DeskState> {
  return done(form, discardTransfer);
}
