'use client';

import { createArticleAction } from '#app/_actions/newsroom';
import { articlesDeskPath } from '#lib/addresses';
import { newsroomTextsFor } from '#messages/newsroom';
import { Problem, useDeskForm } from './desk-forms.tsx';

type Props = { kind: 'article' | 'page'; sections: { id: number; name: string }[]; language: string };

/** A headline, and the desk opens. */
export function BeginForm({ kind, sections, language }: Props) {
  const t = newsroomTextsFor(language);
  const { send, busy, failed } = useDeskForm(createArticleAction, `${articlesDeskPath}/new`);
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="kind" value={kind} />
      <label htmlFor="begin-headline">{t.beginHeadline}</label>
      <p className="desk-hint" id="begin-hint">
        {t.beginHint}
      </p>
      <input
        key={failed?.values?.headline}
        id="begin-headline"
        name="headline"
        required
        maxLength={300}
        dir="auto"
        autoComplete="off"
        defaultValue={failed?.values?.headline}
        aria-invalid={failed !== null}
        aria-describedby={failed ? 'begin-hint begin-problem' : 'begin-hint'}
      />
      {failed && <Problem id="begin-problem" message={failed.message} />}
      {kind === 'article' && (
        <>
          <label htmlFor="begin-section">{t.section}</label>
          <select id="begin-section" name="section" defaultValue={failed?.values?.section}>
            <option value="">{t.noSection}</option>
            {sections.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      <button type="submit" className="desk-button is-main" disabled={busy}>
        {t.begin}
      </button>
    </form>
  );
}
