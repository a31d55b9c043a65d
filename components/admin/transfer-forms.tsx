'use client';

import { useId } from 'react';
import { startImportAction, surveyAgainAction } from '#app/_actions/transfer';
import { transferPath } from '#lib/addresses';
import { transferTextsFor } from '#messages/transfer';
import { Problem, useDeskForm } from '../newsroom/desk-forms.tsx';

type Props = {
  id: string;
  /** Of an earlier run, so that it goes on as it was begun. */
  chosen: { fetchMedia: boolean; repair: boolean; replaceDemo: boolean };
  hasDemo: boolean;
  again: boolean;
  language: string;
};

/** Brings what was looked through, as chosen. */
export function ImportForm({ id, chosen, hasDemo, again, language }: Props) {
  const t = transferTextsFor(language);
  const own = useId();
  const { send, busy, failed } = useDeskForm(startImportAction, transferPath);
  const was = (name: keyof Props['chosen']) => (failed ? failed.values?.[name] !== undefined : chosen[name]);
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="id" value={id} />
      {chosen.repair && <input type="hidden" name="repair" value="1" />}
      <label className="desk-check" key={`media-${was('fetchMedia')}`}>
        <input type="checkbox" name="fetchMedia" defaultChecked={was('fetchMedia')} aria-describedby={`${own}-media`} />
        <span>{t.fetchMedia}</span>
      </label>
      <p id={`${own}-media`} className="desk-hint">
        {t.fetchMediaHint}
      </p>
      {hasDemo && (
        <label className="desk-check" key={`demo-${was('replaceDemo')}`}>
          <input type="checkbox" name="replaceDemo" defaultChecked={was('replaceDemo')} />
          <span>{t.replaceDemo}</span>
        </label>
      )}
      <Problem id={`${own}-problem`} message={failed?.message} offer={failed?.offer} />
      <button type="submit" className="desk-button is-main" disabled={busy}>
        {again ? t.importAgain : t.importNow}
      </button>
    </form>
  );
}

/** Looks through an upload once more, with or without what XML forbids. */
export function SurveyAgain({ id, language }: { id: string; language: string }) {
  const t = transferTextsFor(language);
  const own = useId();
  const { send, busy, failed } = useDeskForm(surveyAgainAction, transferPath);
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="id" value={id} />
      <label className="desk-check">
        <input type="checkbox" name="repair" aria-describedby={`${own}-hint`} />
        <span>{t.repair}</span>
      </label>
      <p id={`${own}-hint`} className="desk-hint">
        {t.repairHint}
      </p>
      <Problem id={`${own}-problem`} message={failed?.message} />
      <button type="submit" className="desk-button" disabled={busy}>
        {t.lookAgain}
      </button>
    </form>
  );
}
