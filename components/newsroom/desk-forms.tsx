'use client';

import { type ReactNode, useActionState, useId } from 'react';
import type { Offer } from '#app/_actions/define-action';
import type { DeskState } from '#app/_actions/desk-form';
import { OfferLink } from '../account/offer.tsx';

type Action<T> = (before: DeskState<T>, form: FormData) => Promise<DeskState<T>>;

/** A form of the newsroom. `at` is the path of its page: by it a post without scripts finds its answer. */
export function useDeskForm<T = null>(action: Action<T>, at: string) {
  const [state, send, busy] = useActionState<DeskState<T>, FormData>(action as never, { status: 'idle' }, at);
  const failed = state.status === 'failed' ? state : null;
  return { state, send, busy, failed };
}

/** The sentence on what went wrong, as the field it is about describes itself by. */
export function Problem({
  id,
  message,
  offer,
}: {
  id: string;
  message: string | undefined;
  offer?: Offer | undefined;
}) {
  return (
    <p id={id} className="problem" role="alert">
      {message}
      {offer && <OfferLink failed={{ offer }} />}
    </p>
  );
}

type ButtonProps = {
  action: Action<null>;
  at: string;
  fields: Record<string, string | number>;
  children: ReactNode;
  /** What it acts on, for who does not see what it stands beside. */
  about?: string;
  className?: string;
};

/** A button that does one thing, and says beside it why it could not. */
export function DeskButton({ action, at, fields, children, about, className = 'desk-link' }: ButtonProps) {
  const id = useId();
  const { send, busy, failed: any } = useDeskForm(action, at);
  // Without scripts every button of the page that does this is given the answer.
  const isOwn = Object.entries(fields).every(([name, value]) => any?.values?.[name] === String(value));
  const failed = isOwn ? any : null;
  return (
    <form action={send} className="desk-inline">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={className} disabled={busy} aria-label={about}>
        {children}
      </button>
      {failed && <Problem id={`${id}-problem`} message={failed.message} offer={failed.offer} />}
    </form>
  );
}

type WordsProps = {
  action: Action<null>;
  at: string;
  fields: Record<string, string | number>;
  name: string;
  label: string;
  send: string;
  value?: string;
  children?: ReactNode;
};

/** A form with a text and a button. */
export function WordsForm({ action, at, fields, name, label, send: sendLabel, value = '', children }: WordsProps) {
  const id = useId();
  const { send, busy, failed } = useDeskForm(action, at);
  return (
    <form action={send} className="desk-form">
      {Object.entries(fields).map(([key, each]) => (
        <input key={key} type="hidden" name={key} value={each} />
      ))}
      <label htmlFor={id}>{label}</label>
      <textarea
        key={failed?.values?.[name]}
        id={id}
        name={name}
        rows={3}
        dir="auto"
        defaultValue={failed?.values?.[name] ?? value}
        aria-invalid={failed !== null}
        aria-describedby={failed ? `${id}-problem` : undefined}
      />
      {failed && <Problem id={`${id}-problem`} message={failed.message} />}
      {children}
      <button type="submit" className="desk-button" disabled={busy}>
        {sendLabel}
      </button>
    </form>
  );
}
