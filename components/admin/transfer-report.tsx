import type { BroughtReport } from '#features/transfer/schema';
import type { Edition } from '#messages/edition';
import { transferTextsFor } from '#messages/transfer';

/** What an import brought, or would bring: by kind, and what is left out with the reason. */
export function Report({ report, edition }: { report: BroughtReport; edition: Edition }) {
  const { format, language } = edition;
  const t = transferTextsFor(language);
  const { dryRun, created, updated, unchanged, site, skipped, groups } = report;
  const parts = [
    { title: dryRun ? t.would : t.created, counts: created },
    { title: dryRun ? t.wouldUpdate : t.updated, counts: updated },
    { title: dryRun ? t.wouldKeep : t.unchanged, counts: unchanged },
  ].filter(({ counts }) => Object.keys(counts).length > 0);
  const isNothing = Object.keys(created).length + Object.keys(updated).length === 0;
  return (
    <div className="transfer-report">
      <p>
        <bdi>{t.surveyFrom(site.title || site.origin, site.origin)}</bdi>
      </p>
      {isNothing && <p>{dryRun ? t.nothing : t.didNothing}</p>}
      {parts.map(({ title, counts }) => (
        <table key={title}>
          <caption>{title}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t.kind}</th>
              <th scope="col">{t.number}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(counts)
              .sort(([, a], [, b]) => b - a)
              .map(([kind, count]) => (
                <tr key={kind}>
                  <th scope="row">{t.kinds[kind] ?? kind}</th>
                  <td>{format.number(count)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
      {skipped > 0 && (
        <details>
          <summary>{t.skipped(skipped, format.number(skipped))}</summary>
          <ul>
            {groups.map(({ kind, why, count, ids }) => (
              <li key={`${kind} ${why}`}>
                <b>
                  {format.number(count)} × {kind}
                </b>{' '}
                <bdi>{why}</bdi>{' '}
                <span className="desk-tagged">
                  <bdi>{t.skippedOf(ids.join(', '))}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
