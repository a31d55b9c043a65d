'use server';

import { redirect } from 'next/navigation';
import { retryJob, sendTestMail } from '#features/system/commands';
import { systemPath } from '#lib/addresses';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';

/** Has a job that was given up tried again; for administrators. */
export async function retryJobAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const state = await defineAction(async () => {
    await retryJob({ actor: await currentActor(), id: String(form.get('id') ?? '') });
    return null;
  });
  if (state.status === 'done') redirect(`${systemPath}#jobs`);
  return state;
}

/** Sends a mail to who asks for it; for administrators. */
export async function sendTestMailAction(_: ActionState<string>, __: FormData): Promise<ActionState<string>> {
  const state = await defineAction(async () => sendTestMail({ actor: await currentActor() }));
  if (state.status === 'done') redirect(`${systemPath}?sent=1#mail`);
  return state;
}
