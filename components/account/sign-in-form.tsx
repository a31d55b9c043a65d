'use client';

import { useActionState } from 'react';
import type { FieldState } from '#app/_actions/account-forms';
import { requestSignInLinkAction } from '#app/_actions/accounts';
import { Field } from './field.tsx';

type Texts = { label: string; send: string };

/** Asks for a sign-in link. */
export function SignInForm({ to, texts }: { to: string; texts: Texts }) {
  const [state, ask, pending] = useActionState<FieldState, FormData>(requestSignInLinkAction, { status: 'idle' });
  return (
    // Not checked by the browser: what it says is not in the words of the page, and gone with the next click.
    <form action={ask} className="account-form" noValidate>
      <input type="hidden" name="to" value={to} />
      <Field
        name="email"
        label={texts.label}
        state={state}
        type="email"
        autoComplete="email"
        inputMode="email"
        required
        maxLength={254}
      />
      <button type="submit" className="account-button" disabled={pending}>
        {texts.send}
      </button>
    </form>
  );
}
