'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { refetchEmbed, switchService } from '#features/embeds/commands';
import { embedsDeskPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';

/** Has a link looked up again; for editors. */
export async function refetchEmbedAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    await defineAction(async () => {
      await refetchEmbed({ actor: await currentActor(), url: field(form, 'url') });
      return null;
    }),
  );
}

/** Switches a service off, or on again; for editors. */
export async function switchServiceAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    await defineAction(async () => {
      const on = field(form, 'on') === '1';
      await switchService({ actor: await currentActor(), service: field(form, 'service'), on });
      // The answer shows the desk again: it must not wait for word of the expiry from Postgres.
      updateTag(cacheTags.settings);
      return null;
    }),
  );
}

/** A failure is said beside its button; what went well shows on the page itself. */
function then(state: ActionState<null>): ActionState<null> {
  if (state.status === 'done') redirect(embedsDeskPath);
  return state;
}
