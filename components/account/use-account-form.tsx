import { type ReactNode, useActionState, useEffect, useState } from 'react';
import type { FieldState } from '#app/_actions/account-forms';

type Action = (state: FieldState, form: FormData) => Promise<FieldState>;

/** `submit` is for the form's `action`, and `live` stands in it. */
type AccountForm = { state: FieldState; submit: (form: FormData) => void; pending: boolean; live: ReactNode };

/**
 * A form of the account pages. `at` is the address of its page, by which a post without scripts finds its answer. Where its
 * action leads elsewhere the page is loaded, not exchanged: who one is has changed, and the pages for readers are documents
 * that start anew. Without scripts the action redirects.
 */
export function useAccountForm(action: Action, at: string, before: FieldState = { status: 'idle' }): AccountForm {
  const [state, submit, pending] = useActionState<FieldState, FormData>(action, before, at);
  const [running, setRunning] = useState(false);
  const to = state.status === 'moved' ? state.to : null;
  useEffect(() => setRunning(true), []);
  useEffect(() => {
    if (to !== null) location.assign(to);
  }, [to]);
  return {
    state,
    submit,
    pending: pending || to !== null,
    live: running && <input type="hidden" name="live" value="1" />,
  };
}
