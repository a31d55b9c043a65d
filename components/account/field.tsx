import type { ReactNode } from 'react';
import type { FieldState } from '#app/_actions/account-forms';
import { OfferLink } from './offer.tsx';

type Props = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  state: FieldState;
  /** What stands in it before anything was typed. */
  value?: string;
  rows?: number;
} & Partial<Record<'type' | 'autoComplete' | 'inputMode', string>> & { required?: boolean; maxLength?: number };

/** A labelled field with its hint, and beside it the sentence on what is wrong with what was typed. */
export function Field({ name, label, hint, state, value = '', rows, inputMode, ...input }: Props) {
  const failed = state.status === 'failed' ? state : null;
  const wrong = failed !== null && (failed.field ?? name) === name;
  const described = [hint && `${name}-hint`, wrong && `${name}-problem`].filter(Boolean).join(' ');
  const shared = {
    id: name,
    name,
    // A form is emptied when its action has answered; this is what it then holds.
    defaultValue: failed?.values?.[name] ?? value,
    // Nothing is wrong with what they typed where they have to show first that it is them.
    'aria-invalid': (wrong && !failed.offer) || undefined,
    'aria-describedby': described || undefined,
    // Addresses are read from the left wherever they stand.
    dir: input.type === 'email' || inputMode === 'url' ? 'ltr' : undefined,
    ...input,
  };
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {rows ? <textarea {...shared} rows={rows} /> : <input {...shared} inputMode={inputMode as 'email' | undefined} />}
      {wrong && (
        <p className="problem" id={`${name}-problem`} role="alert">
          {failed.message}
          <OfferLink failed={failed} />
        </p>
      )}
    </div>
  );
}
