'use server';

import { refresh } from 'next/cache';
import { changeMailPolicy, markRead } from '#features/notifications/commands';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';

export async function markAllReadAction(_: ActionState<null>, _form: FormData): Promise<ActionState<null>> {
  const state = await defineAction(async () => {
    await markRead({ actor: await currentActor(), ids: 'all' });
    return null;
  });
  refresh();
  return state;
}

export async function changeMailPolicyAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const state = await defineAction(async () => {
    await changeMailPolicy({ actor: await currentActor(), policy: String(form.get('policy') ?? '') });
    return null;
  });
  refresh();
  return state;
}
