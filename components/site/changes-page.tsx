import { languageOf } from '#components/article/card';
import { Comparison } from '#components/newsroom/comparison';
import { Link } from '#components/ui/link';
import type { ChangesView } from '#features/newsroom/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';

/** What was changed in an article since readers had it first. */
export function ChangesPage({ changes: view, edition }: { changes: ChangesView; edition: Edition }) {
  const t = newsroomTextsFor(edition.language);
  const { format } = edition;
  return (
    <main id="content" className="plain-page changes-page">
      <header className="list-header">
        <p className="kicker">
          <Link href={articlePath(view.slug)}>{t.changesBack}</Link>
        </p>
        <h1>{t.changesTitle(view.headline)}</h1>
        <p className="list-intro">{view.changes.length > 0 ? t.changesIntro : t.changesNone}</p>
      </header>
      {view.changes.map(({ publishedAt, comparison }) => (
        <section key={publishedAt}>
          <h2>
            <time dateTime={publishedAt}>{t.changesAt(format.dateTime(publishedAt))}</time>
          </h2>
          <div {...languageOf(view)}>
            <Comparison comparison={comparison} t={t} number={format.number} />
          </div>
        </section>
      ))}
      <p>
        <time dateTime={view.firstAt}>{t.changesFirst(format.dateTime(view.firstAt))}</time>
      </p>
    </main>
  );
}
