'use client';

import { useId, useState } from 'react';
import type { NoteState } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';

/** The reasons for a report, and room for more. What was chosen and typed outlives an answer that failed. */
export function ReportFields({
  t,
  failed,
}: {
  t: DiscussionTexts;
  failed: Extract<NoteState, { status: 'failed' }> | null;
}) {
  const id = useId();
  const [reason, setReason] = useState(failed?.reason ?? '');
  const [text, setText] = useState(failed?.text ?? '');
  const reasons = [
    ['spam', t.reportSpam],
    ['abuse', t.reportAbuse],
    ['off_topic', t.reportOffTopic],
    ['private', t.reportPrivate],
    ['illegal', t.reportIllegal],
    ['other', t.reportOther],
  ] as const;
  return (
    <>
      <fieldset aria-describedby={`${id}-problem`}>
        <legend>{t.reportReason}</legend>
        {reasons.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name="reason"
              value={value}
              required
              checked={reason === value}
              onChange={() => setReason(value)}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      <label htmlFor={`${id}-text`}>{t.reportDetails}</label>
      <textarea
        id={`${id}-text`}
        name="text"
        rows={3}
        maxLength={1000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p id={`${id}-problem`} className="problem" role="alert">
        {failed?.message}
      </p>
    </>
  );
}
