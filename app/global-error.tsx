'use client';

import { errorTextsFor, failureStyle } from '#messages/errors';

type Props = { error: Error & { digest?: string }; retry: () => void };

/** Where the root layout itself has failed: nothing of ours can be relied on, styles included. */
export default function GlobalError({ error, retry }: Props) {
  const t = errorTextsFor('en');
  return (
    <html lang="en">
      <head>
        <title>{t.title}</title>
        <style>{failureStyle}</style>
      </head>
      <body>
        <main>
          <h1>{t.title}</h1>
          <p>{t.text}</p>
          <ul>
            <li>
              <button type="button" onClick={retry}>
                {t.again}
              </button>
            </li>
            <li>
              <a href="/">{t.front}</a>
            </li>
          </ul>
          {error.digest && <p className="id">{t.id(error.digest)}</p>}
        </main>
      </body>
    </html>
  );
}
