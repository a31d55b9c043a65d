'use client';

import { useActionState, useEffect, useId, useRef } from 'react';
import { type NoteState, reportResponseAction } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';
import { sentenceFor } from './calling.ts';
import { ReportFields } from './report-fields.tsx';

type Props = { id: number; name: string; t: DiscussionTexts; onClose(said: string | null): void };

/** Asks what is wrong with a response. */
export function ReportDialog({ id, name, t, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [state, send, busy] = useActionState<NoteState, FormData>(
    async (before, form) => {
      try {
        return await reportResponseAction(before, form);
      } catch (error) {
        return {
          status: 'failed',
          message: sentenceFor(error, t),
          text: '',
          reason: '',
        };
      }
    },
    { status: 'idle' },
  );

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const done = state.status === 'done';
  useEffect(() => {
    if (done) onClose(t.reportSent);
  }, [done, onClose, t]);

  return (
    <dialog ref={dialog} className="report" aria-labelledby={title} onClose={() => onClose(null)}>
      <h3 id={title}>{t.reportTitle(name)}</h3>
      <p>{t.reportText}</p>
      <form action={send}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="live" value="1" />
        <ReportFields t={t} failed={state.status === 'failed' ? state : null} />
        <p className="respond-buttons">
          <button type="submit" className="button" disabled={busy}>
            {t.reportSend}
          </button>
          <button type="button" className="link" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}
