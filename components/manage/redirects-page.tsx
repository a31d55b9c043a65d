import { removeRedirectAction } from '#app/_actions/managing';
import type { RedirectList } from '#features/managing/schema';
import { redirectsDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { DeskPages } from './pages.tsx';
import { RedirectForm } from './redirect-form.tsx';
import { SearchForm } from './search-form.tsx';
import { DeskTable } from './table.tsx';

type Props = { list: RedirectList; text: string; edition: Edition };

/** Old addresses, and where they lead. */
export function RedirectsPage({ list, text, edition }: Props) {
  const t = managingTextsFor(edition.language);
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.redirects}</h1>
      <p className="desk-hint">{t.redirectsIntro}</p>
      <section className="manage-part" aria-labelledby="add">
        <h2 id="add">{t.redirectAdd}</h2>
        <RedirectForm key={list.total} language={edition.language} />
      </section>
      {(list.total > 10 || text !== '') && (
        <SearchForm path={redirectsDeskPath} text={text} label={t.redirectSearch} send={t.search} />
      )}
      <p className="desk-hint">{t.redirectCount(list.total, edition.format.number(list.total))}</p>
      {list.redirects.length === 0 ? (
        <p>{text ? t.searchNone : t.redirectsNone}</p>
      ) : (
        <DeskTable
          name="redirects"
          className="manage-table"
          language={edition.language}
          columns={[
            { id: 'path', name: t.redirectPath, className: 'manage-path' },
            { id: 'target', name: t.redirectTarget, className: 'manage-path' },
            { id: 'acts', name: '', className: 'manage-order' },
          ]}
          rows={list.redirects.map(({ path, target }) => ({
            id: path,
            cells: {
              path: <bdi>{path}</bdi>,
              target: (
                <a href={encodeURI(target)}>
                  <bdi>{target}</bdi>
                </a>
              ),
              acts: (
                <DeskButton
                  action={removeRedirectAction}
                  at={redirectsDeskPath}
                  fields={{ path }}
                  about={t.removeOf(path)}
                >
                  {t.remove}
                </DeskButton>
              ),
            },
          }))}
        />
      )}
      <DeskPages path={redirectsDeskPath} query={text ? { q: text } : {}} list={list} edition={edition} />
    </main>
  );
}
