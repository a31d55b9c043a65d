'use server';

import { pinArticle, placePinned, unpinArticle } from '#features/managing/commands';
import { frontDeskPath } from '#lib/addresses';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, expire, number, shown } from './desk-form.ts';
import { field } from './form-field.ts';

/** Puts the article `id` on top of the front page, takes it from there, or moves it to the place `to`: `do` says what. */
export async function arrangeFrontAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const [actor, id] = [await currentActor(), number(form, 'id')];
    const done =
      field(form, 'do') === 'pin'
        ? await pinArticle({ actor, id })
        : field(form, 'do') === 'unpin'
          ? await unpinArticle({ actor, id })
          : await placePinned({ actor, id, to: number(form, 'to') });
    expire(done.tags);
    return null;
  });
  return shown(state, frontDeskPath);
}
