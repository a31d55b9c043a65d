'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { importUploadPath } from '#lib/addresses';
import { transferTextsFor } from '#messages/transfer';

/** Sends a file that is to be imported, and says how far it is. Without scripts it is a plain form. */
export function UploadForm({ language, problem }: { language: string; problem: string | null }) {
  const t = transferTextsFor(language);
  const id = useId();
  const router = useRouter();
  const [sent, setSent] = useState<number | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const wrong = said ?? (sent === null ? problem : null);

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const request = new XMLHttpRequest();
    // `fetch` tells nothing of what was sent so far.
    request.open('POST', importUploadPath);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => setSent(total > 0 ? loaded / total : 0);
    request.onload = () => {
      setSent(null);
      if (request.status === 200) {
        form.reset();
        router.refresh();
      } else setSaid(messageIn(request.responseText) ?? t.sendFailed);
    };
    request.onerror = () => {
      setSent(null);
      setSaid(t.sendFailed);
    };
    setSaid(null);
    setSent(0);
    request.send(new FormData(form));
  };

  return (
    <form method="post" action={importUploadPath} encType="multipart/form-data" onSubmit={send} className="desk-form">
      <div className="desk-field">
        <label htmlFor={id}>{t.file}</label>
        <input
          id={id}
          type="file"
          name="file"
          required
          accept=".xml,.gz,application/xml,text/xml,application/gzip"
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-problem`}
        />
        <p id={`${id}-problem`} className="problem" role="alert">
          {wrong}
        </p>
      </div>
      <button type="submit" className="desk-button is-main" disabled={sent !== null}>
        {t.send}
      </button>
      <p role="status" className="desk-done">
        {sent !== null && t.sending(`${Math.floor(sent * 100)} %`)}
      </p>
    </form>
  );
}

function messageIn(answer: string): string | null {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
