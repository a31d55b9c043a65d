import { currentActor } from '#app/_actions/actor';
import { sessionToken } from '#app/_session/cookies';
import { postedForm } from '#app/_session/posted-form';
import { isSameOrigin, seeOther } from '#app/_session/same-origin';
import { revokeOtherSessions, revokeSession } from '#features/accounts/commands';

/** Ends one session of one's own, or with `others` all but this one. */
export async function POST(request: Request): Promise<Response> {
  const form = await postedForm(request);
  const [actor, token] = await Promise.all([currentActor(), sessionToken()]);
  if (!isSameOrigin(request) || actor.kind !== 'user' || token === null) return seeOther('/account');
  if (form.has('others')) await revokeOtherSessions({ actor, token });
  else await revokeSession({ actor, id: String(form.get('id')) });
  return seeOther('/account#sessions');
}
