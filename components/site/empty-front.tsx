import type { Edition } from '#messages/edition';

/** A publication without an article: what this is for readers, what to do for its owner. */
export function EmptyFront({ edition: { t }, name }: { edition: Edition; name: string }) {
  return (
    <main id="content" className="front is-empty">
      <h1 className="sr-only">{name}</h1>
      <div className="empty-front">
        <h2>{t.emptyFrontTitle}</h2>
        <p>{t.emptyFrontText}</p>
        <aside aria-labelledby="owner">
          <h3 id="owner">{t.emptyFrontOwner}</h3>
          <p>{t.emptyFrontSteps}</p>
          <pre>
            <code>npm run import -- export.xml --media uploads/</code>
          </pre>
        </aside>
      </div>
    </main>
  );
}
