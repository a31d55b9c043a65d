import type { ReactNode } from 'react';
import { OfferLink } from '../account/offer.tsx';
import type { useDeskForm } from '../newsroom/desk-forms.tsx';

type Failed = ReturnType<typeof useDeskForm>['failed'];
type Props = {
  id: string;
  name: string;
  label: string;
  failed: Failed;
  value?: string;
  hint?: string | undefined;
  lines?: number;
  type?: 'text' | 'email' | 'number' | 'color';
  list?: string;
  required?: boolean;
};

/** A labelled field with its hint and what is wrong with it. After a failure it has what was typed. */
export function Field({ id, name, label, failed, value = '', hint, lines, type = 'text', list, required }: Props) {
  const problem = failed?.field === name ? failed.message : undefined;
  const typed = failed?.values?.[name] ?? value;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const common = {
    id,
    name,
    defaultValue: typed,
    'aria-invalid': problem !== undefined,
    'aria-describedby': described || undefined,
  };
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="desk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {lines === undefined ? (
        <input
          key={typed}
          {...common}
          type={type}
          dir={type === 'text' ? 'auto' : undefined}
          list={list}
          required={required}
          autoComplete="off"
        />
      ) : (
        <textarea key={typed} {...common} rows={lines} dir="auto" />
      )}
      <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>
    </div>
  );
}

type ChoiceProps = Pick<Props, 'id' | 'name' | 'label' | 'failed' | 'hint'> & {
  value: string;
  options: readonly (readonly [value: string, name: string])[];
};

/** A labelled choice of one. */
export function Choice({ id, name, label, failed, value, hint, options }: ChoiceProps) {
  const problem = failed?.field === name ? failed.message : undefined;
  const chosen = failed?.values?.[name] ?? value;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="desk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <select
        key={chosen}
        id={id}
        name={name}
        defaultValue={chosen}
        aria-invalid={problem !== undefined}
        aria-describedby={described || undefined}
      >
        {options.map(([each, label]) => (
          <option key={each} value={each}>
            {label}
          </option>
        ))}
      </select>
      <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>
    </div>
  );
}

const FieldProblem = ({ id, children }: { id: string; children: ReactNode }) =>
  children ? (
    <p id={id} className="problem" role="alert">
      {children}
    </p>
  ) : null;

/** What went wrong with the whole form, where no field is to blame. */
export function FormProblem({ failed, fields }: { failed: Failed; fields?: readonly string[] }) {
  if (!failed || (failed.field !== undefined && (fields === undefined || fields.includes(failed.field)))) return null;
  return (
    <p className="problem" role="alert">
      {failed.message}
      <OfferLink failed={failed} />
    </p>
  );
}
