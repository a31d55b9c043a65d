import { requestOrigin } from '#app/_actions/actor';
import { keepSession, keepWaitingSession, knownBrowser, sessionToken } from '#app/_session/cookies';
import { postedForm } from '#app/_session/posted-form';
import { isSameOrigin, seeOther } from '#app/_session/same-origin';
import { signInByLink } from '#features/accounts/commands';
import { ownPath, SignInLinkInput } from '#features/accounts/schema';
import { backTo, codePath } from '#lib/addresses';
import { PersonError } from '#lib/errors';

/** The button behind a mailed link posts here. What goes wrong is said by the page of the link. */
export async function POST(request: Request): Promise<Response> {
  const form = await postedForm(request);
  const to = ownPath(form.get('to'));
  const link = SignInLinkInput.safeParse(Object.fromEntries(form));
  if (!link.success || !isSameOrigin(request)) return seeOther('/sign-in');
  const { address, userAgent } = await requestOrigin();
  try {
    const { token, named, awaitsCode } = await signInByLink({
      link: link.data,
      browser: await knownBrowser(),
      from: address,
      userAgent,
      formerToken: await sessionToken(),
    });
    if (awaitsCode) {
      await keepWaitingSession(token);
      return seeOther(backTo(codePath, to));
    }
    await keepSession(token);
    return seeOther(named ? to : `/account/name?to=${encodeURIComponent(to)}`);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    const late = error.code === 'refused' ? { wait: '1' } : {};
    return seeOther(`/sign-in/link?${new URLSearchParams({ ...link.data, to, ...late })}`);
  }
}
