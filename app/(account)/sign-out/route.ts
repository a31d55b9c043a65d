import { dropSession, sessionToken } from '#app/_session/cookies';
import { postedForm } from '#app/_session/posted-form';
import { isSameOrigin, seeOther } from '#app/_session/same-origin';
import { signOut } from '#features/accounts/commands';
import { ownPath } from '#features/accounts/schema';

/** Signs out of this browser. A plain form posts here: the page that follows is a fresh one, which knows nobody. */
export async function POST(request: Request): Promise<Response> {
  const form = await postedForm(request);
  if (!isSameOrigin(request)) return seeOther('/account');
  const token = await sessionToken();
  if (token !== null) await signOut(token);
  await dropSession();
  return seeOther(ownPath(form.get('to')));
}
