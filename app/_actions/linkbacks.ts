'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { recheckMention, switchSending, tellAgain, unblockSite } from '#features/linkbacks/commands';
import { linkbacksDeskPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { currentActor } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';

const numberIn = (form: FormData, name: string): number => {
  const value = field(form, name);
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
};

/** Has a page told once more of a link to it; for editors. */
export async function tellAgainAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    form,
    await defineAction(async () => {
      await tellAgain({ actor: await currentActor(), id: numberIn(form, 'id') });
      return null;
    }),
  );
}

/** Whether the pages that an article links to are told; for editors. */
export async function switchSendingAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    form,
    await defineAction(async () => {
      const on = field(form, 'on') === '1';
      await switchSending({ actor: await currentActor(), articleId: numberIn(form, 'articleId'), on });
      return null;
    }),
  );
}

/** Has what another site said looked up again; for editors. */
export async function recheckMentionAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    form,
    await defineAction(async () => {
      await recheckMention({ actor: await currentActor(), id: field(form, 'id') });
      return null;
    }),
  );
}

/** Takes linkbacks of a site again; for moderators. */
export async function unblockSiteAction(_: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return then(
    form,
    await defineAction(async () => {
      await unblockSite({ actor: await currentActor(), host: field(form, 'host') });
      updateTag(cacheTags.settings);
      return null;
    }),
  );
}

/** A failure is said beside its button; what went well shows on the page itself, which is the one it came from. */
function then(form: FormData, state: ActionState<null>): ActionState<null> {
  const query = field(form, 'query');
  if (state.status === 'done') redirect(`${linkbacksDeskPath}${/^\?[\w=&-]{1,60}$/.test(query) ? query : ''}`);
  return state;
}
