'use client';

import { useId } from 'react';
import {
  correctArticleAction,
  createPreviewAction,
  removeCorrectionAction,
  revokePreviewAction,
} from '#app/_actions/newsroom';
import type { DeskView } from '#features/newsroom/schema';
import { deskPath } from '#lib/addresses';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';
import { DeskButton, Problem, useDeskForm, WordsForm } from './desk-forms.tsx';

type Props = { desk: DeskView; t: NewsroomTexts; format: Format };

/** Dated notes that readers see. */
export function Corrections({ desk: { id, corrections }, t, format }: Props) {
  const title = useId();
  const at = deskPath(id);
  const mistake = (checked: boolean) => (
    <label className="desk-check">
      <input type="checkbox" name="mistake" value="1" defaultChecked={checked} />
      <span>{t.correctionMistake}</span>
    </label>
  );
  return (
    <section className="desk-section" id="corrections" aria-labelledby={title}>
      <h2 id={title}>{t.correctionsTitle}</h2>
      <p className="desk-hint">{t.correctionsHint}</p>
      {corrections.length > 0 && (
        <ol className="desk-notes">
          {corrections.map((each) => (
            <li key={each.id}>
              <p className="desk-note-by">
                <time dateTime={each.at}>{format.dateTime(each.at)}</time>
              </p>
              <p dir="auto">{each.text}</p>
              <div className="desk-row">
                <details key={each.text} className="desk-more">
                  <summary>{t.correctionEdit}</summary>
                  <WordsForm
                    action={correctArticleAction}
                    at={at}
                    fields={{ id, correction: each.id }}
                    name="text"
                    label={t.correctionLabel}
                    send={t.correctionSave}
                    value={each.text}
                  >
                    {mistake(each.mistake)}
                  </WordsForm>
                </details>
                <DeskButton
                  action={removeCorrectionAction}
                  at={at}
                  fields={{ id, correction: each.id }}
                  about={t.correctionRemoveOf(each.text.slice(0, 60))}
                >
                  {t.correctionRemove}
                </DeskButton>
              </div>
            </li>
          ))}
        </ol>
      )}
      <WordsForm
        key={corrections.length}
        action={correctArticleAction}
        at={at}
        fields={{ id }}
        name="text"
        label={t.correctionLabel}
        send={t.correctionAdd}
      >
        {mistake(true)}
      </WordsForm>
    </section>
  );
}

/** Links by which others read what is not published. */
export function PreviewLinks({ desk: { id, previews }, t, format }: Props) {
  const title = useId();
  const at = deskPath(id);
  const { state, send, busy, failed } = useDeskForm(createPreviewAction, at);
  return (
    <section className="desk-section" id="previews" aria-labelledby={title}>
      <h2 id={title}>{t.previewsTitle}</h2>
      <p className="desk-hint">{t.previewsHint}</p>
      {previews.length > 0 && (
        <ul className="desk-notes">
          {previews.map((link) => (
            <li key={link.id} className="desk-row">
              <span>{t.previewUntil(format.dateTime(link.expiresAt))}</span>
              <DeskButton
                action={revokePreviewAction}
                at={at}
                fields={{ id, preview: link.id }}
                about={t.previewEndOf(format.dateTime(link.createdAt))}
              >
                {t.previewEnd}
              </DeskButton>
            </li>
          ))}
        </ul>
      )}
      <form action={send} className="desk-form">
        <input type="hidden" name="id" value={id} />
        <label htmlFor={`${title}-days`}>{t.previewDays}</label>
        <div className="desk-row">
          <input
            key={failed?.values?.days}
            id={`${title}-days`}
            name="days"
            type="number"
            min={1}
            max={30}
            defaultValue={failed?.values?.days ?? 7}
            aria-invalid={failed !== null}
            aria-describedby={failed ? `${title}-problem` : undefined}
          />
          <button type="submit" className="desk-button" disabled={busy}>
            {t.previewMake}
          </button>
        </div>
        {failed && <Problem id={`${title}-problem`} message={failed.message} />}
      </form>
      <div role="status">
        {state.status === 'done' && (
          <>
            <p className="desk-hint">{t.previewMade}</p>
            <p className="desk-address">
              <a href={state.result.url}>{state.result.url}</a>
            </p>
          </>
        )}
      </div>
    </section>
  );
}
