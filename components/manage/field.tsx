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

type FramedProps = Pick<Props, 'id' | 'name' | 'label' | 'failed' | 'hint'> & {
  value: string;
  /** The control itself; `typed` is what it begins with. */
  children: (typed: string, common: ReturnType<typeof commonOf>) => ReactNode;
};

const commonOf = (id: string, name: string, problem: string | undefined, hint: string | undefined) => ({
  id,
  name,
  'aria-invalid': problem !== undefined,
  'aria-describedby': [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined,
});

/** A label, a hint, and what is wrong, around a control. After a failure it has what was typed. */
function Framed({ id, name, label, failed, hint, value, children }: FramedProps) {
  const problem = failed?.field === name ? failed.message : undefined;
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="desk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children(failed?.values?.[name] ?? value, commonOf(id, name, problem, hint))}
      {problem && (
        <p id={`${id}-problem`} className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** A labelled field with its hint and what is wrong with it. */
export function Field({ value = '', lines, type = 'text', list, required, ...frame }: Props) {
  return (
    <Framed {...frame} value={value}>
      {(typed, common) =>
        lines === undefined ? (
          <input
            key={typed}
            {...common}
            defaultValue={typed}
            type={type}
            dir={type === 'text' ? 'auto' : undefined}
            list={list}
            required={required}
            autoComplete="off"
          />
        ) : (
          <textarea key={typed} {...common} defaultValue={typed} rows={lines} dir="auto" />
        )
      }
    </Framed>
  );
}

type ChoiceProps = Pick<Props, 'id' | 'name' | 'label' | 'failed' | 'hint'> & {
  value: string;
  options: readonly (readonly [value: string, name: string])[];
};

/** A labelled choice of one. */
export function Choice({ options, ...frame }: ChoiceProps) {
  return (
    <Framed {...frame}>
      {(chosen, common) => (
        <select key={chosen} {...common} defaultValue={chosen}>
          {options.map(([each, label]) => (
            <option key={each} value={each}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

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
