'use client';

import { useEffect, useState } from 'react';
import { errorTextsFor } from '#messages/errors';

type Props = { error: Error & { digest?: string }; retry: () => void };

/** What stands in place of a page that failed while it was open. One that could not be begun gets `bin/failure-page.ts`. */
export default function ErrorPage({ error, retry }: Props) {
  const [t, setTexts] = useState(() => errorTextsFor('en'));
  useEffect(() => {
    setTexts(errorTextsFor(document.documentElement.lang));
    console.error(error);
  }, [error]);
  return (
    <main id="content" className="notice">
      <h1>{t.title}</h1>
      <p className="notice-text" role="alert">
        {t.text}
      </p>
      <ul className="notice-links">
        <li>
          <button type="button" onClick={retry}>
            {t.again}
          </button>
        </li>
        <li>
          <a href="/">{t.front}</a>
        </li>
      </ul>
      {error.digest && <p className="notice-id">{t.id(error.digest)}</p>}
    </main>
  );
}
