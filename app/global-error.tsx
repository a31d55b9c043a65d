'use client';

import { errorTextsFor } from '#messages/errors';

/** Where the root layout itself has failed: nothing of ours can be relied on, styles included. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const t = errorTextsFor('en');
  return (
    <html lang="en">
      <head>
        <title>{t.title}</title>
      </head>
      <body
        style={{ font: '1.125rem/1.5 Georgia, serif', maxWidth: '34rem', margin: '15vh auto', padding: '0 1.5rem' }}
      >
        <h1>{t.title}</h1>
        <p>{t.text}</p>
        <p>
          <button type="button" onClick={reset}>
            {t.again}
          </button>{' '}
          <a href="/">{t.front}</a>
        </p>
      </body>
    </html>
  );
}
