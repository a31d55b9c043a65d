'use server';

import { dropUpload } from '#features/attachments/commands';
import { listMyUploads } from '#features/attachments/queries';
import type { AttachmentView, UploadView } from '#features/attachments/schema';
import { getOwnHidden, getResponse } from '#features/responses/queries';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';

/** What somebody has uploaded and not posted yet: a form goes on with it after a reload. */
export async function listMyUploadsAction(): Promise<ActionState<UploadView[]>> {
  return defineAction(async () => listMyUploads(await currentActor()));
}

/** Takes back a file that was not posted. */
export async function dropUploadAction(id: string): Promise<ActionState<null>> {
  return defineAction(async () => {
    await dropUpload({ actor: await currentActor(), id: String(id) });
    return null;
  });
}

/** The files that stand with a response, for who changes it. */
export async function getAttachedAction(id: number): Promise<ActionState<AttachmentView[]>> {
  return defineAction(async () => {
    const found = (await getResponse(id)) ?? (await getOwnHidden(await currentActor(), id));
    return found?.attachments ?? [];
  });
}
