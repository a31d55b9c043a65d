import { currentActor } from '#app/_actions/actor';
import { defineAction } from '#app/_actions/define-action';
import { getEdition } from '#app/_cached/edition';
import { dropSession } from '#app/_session/cookies';
import { postedForm } from '#app/_session/posted-form';
import { keepAnswer } from '#app/_session/said';
import { isSameOrigin, seeOther } from '#app/_session/same-origin';
import { deleteAccount } from '#features/accounts/commands';
import { DeletionInput } from '#features/accounts/schema';
import { PersonError } from '#lib/errors';

/** Deletes one's own account. A plain form posts here: the page that follows is a fresh one, which knows nobody. */
export async function POST(request: Request): Promise<Response> {
  const form = await postedForm(request);
  if (!isSameOrigin(request)) return seeOther('/account/delete');
  const values = { confirm: String(form.get('confirm') ?? ''), responses: String(form.get('responses') ?? '') };
  const state = await defineAction(async () => {
    const parsed = DeletionInput.safeParse(values);
    const { edition } = await getEdition();
    if (!parsed.success) throw new PersonError('invalid', edition.t.accountProblem(''));
    await deleteAccount({ actor: await currentActor(), deletion: parsed.data });
  });
  if (state.status === 'failed')
    return seeOther(await keepAnswer('/account/delete', { ...state, field: 'confirm', values }));
  await dropSession();
  return seeOther('/sign-in/deleted');
}
