'use client';

import { requestSignInLinkAction } from '#app/_actions/accounts';
import { Field } from './field.tsx';
import { useAccountForm } from './use-account-form.tsx';

/** `at` is the address of its page. */
type Props = { to: string; at: string; texts: { label: string; send: string } };

/** Asks for a sign-in link. */
export function SignInForm({ to, at, texts }: Props) {
  const { state, submit, pending, live } = useAccountForm(requestSignInLinkAction, at);
  return (
    // Not checked by the browser: what it says is not in the words of the page, and gone with the next click.
    <form action={submit} className="account-form" noValidate>
      {live}
      <input type="hidden" name="to" value={to} />
      <Field
        name="email"
        label={texts.label}
        state={state}
        type="email"
        autoComplete="email"
        inputMode="email"
        required
      />
      <button type="submit" className="account-button" disabled={pending}>
        {texts.send}
      </button>
    </form>
  );
}
