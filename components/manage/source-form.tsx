'use client';

import { useId } from 'react';
import { renameSourceAction } from '#app/_actions/managing';
import { sourcesDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Field, FormProblem } from './field.tsx';

/** Gives a source another name. */
export function SourceForm({ name, language }: { name: string; language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(renameSourceAction, sourcesDeskPath);
  return (
    <form action={send} className="desk-form" aria-label={t.sourceRenameOf(name)}>
      <input type="hidden" name="from" value={name} />
      <Field
        id={`${id}-to`}
        name="to"
        label={t.sourceNewName}
        hint={t.sourceRenameHint}
        value={name}
        failed={failed}
        required
      />
      <FormProblem failed={failed} fields={['to']} />
      <button type="submit" className="desk-button" disabled={busy}>
        {t.sourceRename}
      </button>
    </form>
  );
}
