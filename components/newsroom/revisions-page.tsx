import { restoreRevisionAction } from '#app/_actions/newsroom';
import { Link } from '#components/ui/link';
import type { ComparisonView, RevisionRow } from '#features/newsroom/schema';
import { deskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';
import { Comparison } from './comparison.tsx';
import { DeskButton } from './desk-forms.tsx';

type Props = {
  id: number;
  headline: string;
  version: number;
  mayEdit: boolean;
  revisions: RevisionRow[];
  page: number;
  pages: number;
  /** Two versions that are laid side by side. */
  compared: { before: number; after: number; comparison: ComparisonView } | null;
  restored: boolean;
  edition: Edition;
};

/** The versions of an article, what changed in each, and a way back to any of them. */
export function RevisionsPage(props: Props) {
  const { id, headline, version, mayEdit, revisions, page, pages, compared, restored, edition } = props;
  const t = newsroomTextsFor(edition.language);
  const { format } = edition;
  const at = `${deskPath(id)}/revisions`;
  return (
    <main id="content" className="queue-page revisions">
      <h1>{t.revisionsTitle}</h1>
      <p className="desk-links">
        <Link href={deskPath(id)}>{t.revisionsBack}</Link>
      </p>
      <p dir="auto">{t.revisionsOf(headline)}</p>
      <p role="status" className="desk-done">
        {restored && t.revisionRestored}
      </p>
      {compared && (
        <section className="revisions-compared" aria-labelledby="compared">
          <h2 id="compared">{t.comparisonOf(format.number(compared.before), format.number(compared.after))}</h2>
          <Comparison comparison={compared.comparison} t={t} number={format.number} />
        </section>
      )}
      <ol className="revisions-list" reversed>
        {revisions.map((revision, index) => {
          const number = format.number(revision.version);
          const before = revisions[index + 1]?.version ?? revision.version - 1;
          return (
            <li key={revision.id}>
              <p>
                <b>{t.revisionNumber(number)}</b> <span dir="auto">{revision.headline || t.untitled}</span>
              </p>
              <p className="desk-hint">
                <time dateTime={revision.savedAt}>{format.dateTime(revision.savedAt)}</time>{' '}
                {revision.by && t.revisionBy(revision.by)}
                {revision.publishedAt && <> · {t.revisionPublished(format.dateTime(revision.publishedAt))}</>}
                {revision.isPublic && <b> · {t.revisionPublic}</b>}
              </p>
              <div className="desk-row">
                {(index + 1 < revisions.length || page < pages) && (
                  <a
                    href={`${at}?${new URLSearchParams({ ...(page > 1 && { page: String(page) }), before: String(before), after: String(revision.version) })}`}
                    className="desk-link"
                    aria-label={t.revisionCompareOf(number)}
                  >
                    {t.revisionCompare}
                  </a>
                )}
                {mayEdit && revision.version !== version && (
                  <DeskButton
                    action={restoreRevisionAction}
                    at={at}
                    fields={{ id, version: revision.version, from: version }}
                    about={t.revisionRestoreOf(number)}
                  >
                    {t.revisionRestore}
                  </DeskButton>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {pages > 1 && (
        <nav className="pagination" aria-label={edition.t.pagination}>
          {page > 1 ? <Link href={`${at}?page=${page - 1}`}>{edition.t.newer}</Link> : <span />}
          <span>{edition.t.pageOf(format.number(page), format.number(pages))}</span>
          {page < pages ? <Link href={`${at}?page=${page + 1}`}>{edition.t.older}</Link> : <span />}
        </nav>
      )}
    </main>
  );
}
