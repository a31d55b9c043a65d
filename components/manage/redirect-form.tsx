'use client';

import { useId } from 'react';
import { addRedirectAction } from '#app/_actions/managing';
import { redirectsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Field, FormProblem } from './field.tsx';

/** Lets an old address lead to one of this site. */
export function RedirectForm({ language }: { language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(addRedirectAction, redirectsDeskPath);
  return (
    <form action={send} className="desk-form">
      <Field id={`${id}-path`} name="path" label={t.redirectPath} hint={t.redirectPathHint} failed={failed} required />
      <Field
        id={`${id}-target`}
        name="target"
        label={t.redirectTarget}
        hint={t.redirectTargetHint}
        failed={failed}
        required
      />
      <FormProblem failed={failed} fields={['path', 'target']} />
      <button type="submit" className="desk-button is-main" disabled={busy}>
        {t.add}
      </button>
    </form>
  );
}
