'use client';

import { useActionState } from 'react';
import type { ActionState } from '#app/_actions/define-action';
import { changeMailPolicyAction } from '#app/_actions/notifications';
import { notificationsPath } from '#lib/addresses';
import { discussionTextsFor } from '#messages/discussion';

/** When somebody is told by mail. */
export function MailPolicy({ policy, language }: { policy: string; language: string }) {
  const t = discussionTextsFor(language);
  const [state, save, busy] = useActionState<ActionState<null>, FormData>(
    changeMailPolicyAction,
    { status: 'idle' },
    notificationsPath,
  );
  const policies = [
    ['at_once', t.mailAtOnce],
    ['daily', t.mailDaily],
    ['never', t.mailNever],
  ] as const;
  return (
    <form action={save} className="respond mail-policy">
      <fieldset>
        <legend>
          <h2>{t.mailPolicy}</h2>
        </legend>
        <p>{t.mailPolicyText}</p>
        {policies.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="policy" value={value} defaultChecked={policy === value} key={policy} /> {label}
          </label>
        ))}
      </fieldset>
      <p className="respond-buttons">
        <button type="submit" className="button" disabled={busy}>
          {t.mailSave}
        </button>
        <span role="status">{state.status === 'done' && t.mailSaved}</span>
      </p>
      {state.status === 'failed' && (
        <p className="problem" role="alert">
          {state.message}
        </p>
      )}
    </form>
  );
}
