'use client';

import type { FieldState } from '#app/_actions/account-forms';
import { confirmAction, giveCodeAction, mailConfirmCodeAction } from '#app/_actions/doors';
import { Field } from './field.tsx';
import { useAccountForm } from './use-account-form.tsx';

const actions = { 'sign-in': giveCodeAction, confirm: confirmAction };

type Props = {
  /** What the code is for. */
  purpose: keyof typeof actions;
  /** Where to go on; left out where somebody goes back to another window. */
  to?: string | undefined;
  /** The address of its page. */
  at: string;
  /** Recovery codes have letters. */
  recovery?: boolean;
  texts: { label: string; hint: string; send: string };
};

/** Asks for a code that works once. */
export function CodeForm({ purpose, to, at, recovery = false, texts }: Props) {
  const { state, submit, pending, live } = useAccountForm(actions[purpose], at);
  return (
    // Not checked by the browser: what it says is not in the words of the page.
    <form action={submit} className={recovery ? 'account-form code-form is-long' : 'account-form code-form'} noValidate>
      {live}
      {to !== undefined && <input type="hidden" name="to" value={to} />}
      <Field
        name="code"
        label={texts.label}
        hint={texts.hint}
        state={state}
        autoComplete={recovery ? 'off' : 'one-time-code'}
        inputMode={recovery ? 'text' : 'numeric'}
        maxLength={40}
        required
      />
      <button type="submit" className="account-button" disabled={pending}>
        {texts.send}
      </button>
    </form>
  );
}

type MailProps = { to?: string | undefined; at: string; plain: boolean; label: string };

/** Has a code mailed. */
export function MailCodeForm({ to, at, plain, label }: MailProps) {
  const { state, submit, pending, live } = useAccountForm(mailConfirmCodeAction, at);
  return (
    <form action={submit} className="account-form">
      {live}
      {to !== undefined && <input type="hidden" name="to" value={to} />}
      <button type="submit" className={plain ? 'account-button plain' : 'account-button'} disabled={pending}>
        {label}
      </button>
      <Said state={state} />
    </form>
  );
}

const Said = ({ state }: { state: FieldState }) =>
  state.status === 'failed' ? (
    <p className="problem" role="alert">
      {state.message}
    </p>
  ) : null;
