'use client';

import { useActionState, useId } from 'react';
import type { ActionState } from '#app/_actions/define-action';
import type { NoteState } from '#app/_actions/responses';
import { discussionTextsFor } from '#messages/discussion';
import { ReportFields } from './report-fields.tsx';

type Fields = Record<string, string | number>;

const Hidden = ({ fields }: { fields: Fields }) =>
  Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

type ButtonProps<T> = {
  action: (before: ActionState<T>, form: FormData) => Promise<ActionState<T>>;
  fields: Fields;
  label: string;
  /** What it is about, for who hears the button alone. */
  about?: string;
  /** The path of its page: by it a post without scripts finds its answer. */
  at: string;
  /** A link among others, or the one thing to do here. */
  look?: 'link' | 'button';
};

/** A button that does one thing, and says beside it why it could not. */
export function PlainButton<T>({ action, fields, label, about, at, look = 'link' }: ButtonProps<T>) {
  const [state, send, busy] = useActionState<ActionState<T>, FormData>(action as never, { status: 'idle' }, at);
  return (
    <form action={send} className="plain-form">
      <Hidden fields={fields} />
      <button type="submit" className={look} disabled={busy}>
        {label}
        {about && <span className="sr-only"> ({about})</span>}
      </button>
      {state.status === 'failed' && (
        <p className="problem" role="alert">
          {state.message}
        </p>
      )}
    </form>
  );
}

type NoteProps = {
  action: (before: NoteState, form: FormData) => Promise<NoteState>;
  fields: Fields;
  label: string;
  send: string;
  /** The path of its page: by it a post without scripts finds its answer. */
  at: string;
  /** Set for a report, which names a reason; else the note is all. */
  reasonsIn?: string;
};

/** A form for a report or an appeal. */
export function NoteForm({ action, fields, label, send, at, reasonsIn }: NoteProps) {
  const id = useId();
  const [state, post, busy] = useActionState<NoteState, FormData>(action, { status: 'idle' }, at);
  const failed = state.status === 'failed' ? state : null;
  return (
    <form action={post} className="respond">
      <Hidden fields={fields} />
      {reasonsIn === undefined ? (
        <>
          <label htmlFor={`${id}-text`}>{label}</label>
          <textarea
            key={failed?.text}
            id={`${id}-text`}
            name="text"
            rows={4}
            dir="auto"
            maxLength={2000}
            defaultValue={failed?.text}
            aria-invalid={failed !== null}
            aria-describedby={`${id}-problem`}
          />
          <p id={`${id}-problem`} className="problem" role="alert">
            {failed?.message}
          </p>
        </>
      ) : (
        <ReportFields t={discussionTextsFor(reasonsIn)} failed={failed} />
      )}
      <p className="respond-buttons">
        <button type="submit" className="button" disabled={busy}>
          {send}
        </button>
      </p>
    </form>
  );
}
