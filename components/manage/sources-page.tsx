import { Link } from '#components/ui/link';
import type { SourceView } from '#features/managing/schema';
import { articlesDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { managingTextsFor } from '#messages/managing';
import { SourceForm } from './source-form.tsx';
import { DeskTable } from './table.tsx';

type Props = { sources: SourceView[]; edition: Edition };

/** Whom stories are republished from: how many, by what licence, and one name for what two were written for. */
export function SourcesPage({ sources, edition: { language, format } }: Props) {
  const t = managingTextsFor(language);
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.sources}</h1>
      <p className="desk-hint">{t.sourcesIntro}</p>
      {sources.length === 0 ? (
        <p>{t.sourcesNone}</p>
      ) : (
        <DeskTable
          name="sources"
          className="manage-table"
          language={language}
          columns={[
            { id: 'name', name: t.sourceName },
            { id: 'articles', name: t.sourceArticles, number: true },
            { id: 'licences', name: t.sourceLicences },
            { id: 'hosts', name: t.sourceHosts },
            { id: 'acts', name: '', className: 'manage-order' },
          ]}
          rows={sources.map(({ name, articles, licences, hosts, unlicensed }) => ({
            id: name,
            cells: {
              name: <bdi>{name}</bdi>,
              articles: (
                <Link href={`${articlesDeskPath}?${new URLSearchParams({ source: name })}`}>
                  {format.number(articles)}
                </Link>
              ),
              licences: (
                <>
                  <bdi>{licences.join(', ')}</bdi>
                  {licences.length > 0 && unlicensed > 0 && '; '}
                  {unlicensed > 0 && t.sourceUnlicensed(unlicensed, format.number(unlicensed))}
                </>
              ),
              hosts: <bdi>{hosts.join(', ')}</bdi>,
              acts: (
                <details>
                  <summary>
                    {t.sourceRename} <span className="sr-only">{name}</span>
                  </summary>
                  <SourceForm name={name} language={language} />
                </details>
              ),
            },
          }))}
        />
      )}
    </main>
  );
}
