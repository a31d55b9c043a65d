'use server';

import { setTimeout as wait } from 'node:timers/promises';
import { refresh } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { getEdition } from '#app/_cached/edition';
import { signIn } from '#app/_session/auth';
import { dropSession, requireBrowser } from '#app/_session/cookies';
import { listProviders } from '#app/_session/providers';
import { workOnce } from '#bin/jobs';
import { changeProfile, requestSignInLink } from '#features/accounts/commands';
import { ownPath, ProfileInput } from '#features/accounts/schema';
import { getMailState, mailLeaves } from '#features/mail/queries';
import { countUnread } from '#features/notifications/queries';
import { backTo } from '#lib/addresses';
import { onVercel, siteUrl } from '#lib/env';
import { askedCookie, secureCookies } from '#lib/session-cookies';
import { type FieldState, goTo } from './account-forms.ts';
import { currentActor, requestOrigin } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';

/** Milliseconds for which the mail server has the chance to say that it does not take the mail. */
const mailAnswersWithin = 2000;

/** Mails a sign-in link. Whatever the address, the same page follows. */
export async function requestSignInLinkAction(_: FieldState, form: FormData): Promise<FieldState> {
  const email = field(form, 'email');
  const to = ownPath(form.get('to'));
  const state = await defineAction(async () => {
    const [{ settings, edition }, { address }, browser] = await Promise.all([
      getEdition(),
      requestOrigin(),
      requireBrowser(),
    ]);
    const { t, format } = edition;
    const sent = await requestSignInLink({
      email,
      browser,
      from: address,
      compose: (link) => ({
        subject: t.signInMailSubject(settings.name),
        text: t.signInMailText(
          settings.name,
          `${siteUrl()}/sign-in/link?${new URLSearchParams(to === '/' ? link : { ...link, to })}`,
          format.number(15),
        ),
      }),
    });
    if (onVercel()) after(workOnce);
    return { ...sent, mail: mailLeaves() ? await whatBecameOf(sent.mailId) : 'kept' };
  });
  if (state.status !== 'done') return { ...state, values: { email } } as FieldState;
  (await cookies()).set(askedCookie, state.result.email, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/sign-in/sent',
    secure: secureCookies(),
    maxAge: 15 * 60,
  });
  const trouble = state.result.mail === 'trouble' ? { mail: 'trouble' } : {};
  const query = new URLSearchParams({ ...trouble, ...(to === '/' ? {} : { to }) }).toString();
  return goTo(`/sign-in/sent${query === '' ? '' : `?${query}`}`, form);
}

/** What the mail server says of a mail in its first moments. */
async function whatBecameOf(mailId: string): Promise<'waiting' | 'sent' | 'trouble'> {
  const until = Date.now() + mailAnswersWithin;
  for (;;) {
    const state = await getMailState(mailId);
    if (state !== 'waiting' || Date.now() > until) return state;
    await wait(50);
  }
}

/** Goes to GitHub, Google or another provider, and comes back signed in. */
export async function signInWithProviderAction(form: FormData): Promise<void> {
  const provider = listProviders().find(({ id }) => id === field(form, 'provider'));
  const to = ownPath(form.get('to'));
  if (!provider) redirect(backTo('/sign-in', to));
  await signIn(provider.id, { redirectTo: backTo('/sign-in/welcome', to) });
}

/** Saves name, lines about oneself and link; at the first time, the name alone, and then goes on to `to`. */
export async function changeProfileAction(_: FieldState, form: FormData): Promise<FieldState> {
  const values = { name: field(form, 'name'), bio: field(form, 'bio'), link: field(form, 'link') };
  const parsed = ProfileInput.safeParse(values);
  const { edition } = await getEdition();
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = edition.t.accountProblem(issue?.message ?? '');
    return { status: 'failed', field: String(issue?.path[0] ?? 'name'), message, values };
  }
  const state = await defineAction(async () => {
    await changeProfile({ actor: await currentActor(), profile: parsed.data });
    return null;
  });
  if (state.status === 'failed') return { ...state, field: 'name', values };
  if (form.has('first')) return goTo(ownPath(form.get('to')), form);
  // Without scripts by way of another address, so that loading the page again posts nothing.
  if (!form.has('live')) redirect('/account?saved=1');
  refresh();
  return { status: 'done' };
}

/** For the masthead: who is signed in, and how much they have not read; null where nobody is. */
export async function accountMenuAction(): Promise<ActionState<{ name: string | null; unread: number } | null>> {
  return defineAction(async () => {
    const actor = await currentActor();
    if (actor.kind !== 'user') {
      // The session has ended elsewhere; the hint has to go with it.
      await dropSession();
      return null;
    }
    return { name: actor.name, unread: await countUnread(actor) };
  });
}
