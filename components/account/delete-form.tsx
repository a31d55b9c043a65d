import type { FieldState } from '#app/_actions/account-forms';
import { Field } from './field.tsx';

type Texts = Record<
  'responses' | 'keep' | 'keepHint' | 'remove' | 'removeHint' | 'confirm' | 'button' | 'back',
  string
>;

/** Deletes one's own account, after its address was typed. */
export function DeleteForm({ said: state, texts }: { said: FieldState; texts: Texts }) {
  const chosen = (state.status === 'failed' && state.values?.responses) || 'keep';
  const choices = [
    { value: 'keep', label: texts.keep, hint: texts.keepHint },
    { value: 'remove', label: texts.remove, hint: texts.removeHint },
  ];
  return (
    <form action="/account/erase" method="post" className="account-form">
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
        <button type="submit" className="account-button">
          {texts.button}
        </button>
        <a href="/account">{texts.back}</a>
      </p>
    </form>
  );
}
