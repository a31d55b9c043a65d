'use client';

import { deleteAccountAction } from '#app/_actions/accounts';
import { Field } from './field.tsx';
import { useAccountForm } from './use-account-form.tsx';

type Texts = Record<
  'responses' | 'keep' | 'keepHint' | 'remove' | 'removeHint' | 'confirm' | 'button' | 'back',
  string
>;

/** Deletes one's own account, after its address was typed. */
export function DeleteForm({ texts }: { texts: Texts }) {
  const { state, submit, pending, live } = useAccountForm(deleteAccountAction);
  const chosen = (state.status === 'failed' && state.values?.responses) || 'keep';
  const choices = [
    { value: 'keep', label: texts.keep, hint: texts.keepHint },
    { value: 'remove', label: texts.remove, hint: texts.removeHint },
  ];
  return (
    <form action={submit} className="account-form">
      {live}
      <fieldset className="choices">
        <legend>{texts.responses}</legend>
        {choices.map(({ value, label, hint }) => (
          <label key={value}>
            <input type="radio" name="responses" value={value} defaultChecked={value === chosen} />
            <span>
              {label}
              <span className="field-hint">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        name="confirm"
        label={texts.confirm}
        state={state}
        type="email"
        autoComplete="off"
        required
        maxLength={254}
      />
      <p className="account-save">
        <button type="submit" className="account-button" disabled={pending}>
          {texts.button}
        </button>
        <a href="/account">{texts.back}</a>
      </p>
    </form>
  );
}
