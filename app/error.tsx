'use client';

import { useEffect, useState } from 'react';
import { errorTextsFor } from '#messages/errors';

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const [t, setTexts] = useState(() => errorTextsFor('en'));
  useEffect(() => {
    setTexts(errorTextsFor(document.documentElement.lang));
    console.error(error);
  }, [error]);
  return (
    <main id="content" className="notice">
      <h1>{t.title}</h1>
      <p className="notice-text">{t.text}</p>
      <ul className="notice-links">
        <li>
          <button type="button" onClick={reset}>
            {t.again}
          </button>
        </li>
        <li>
          <a href="/">{t.front}</a>
        </li>
      </ul>
    </main>
  );
}
