import { Link } from '#components/ui/link';
import { type ArticleList, type ListFilter, type Sort, type Status, statuses } from '#features/newsroom/schema';
import { articlesDeskPath, deskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { type NewsroomTexts, newsroomTextsFor } from '#messages/newsroom';
import { statusName } from './status.tsx';

type Props = {
  list: ArticleList;
  filter: ListFilter;
  sort: Sort;
  sections: { id: number; name: string }[];
  /** Whoever sees only their own needs no choice of them. */
  seesAll: boolean;
  edition: Edition;
};

/** What an address of the list says; what is as usual is left out. */
function listPath(filter: ListFilter, sort: Sort, page = 1): string {
  const query = new URLSearchParams();
  if (filter.kind) query.set('kind', filter.kind);
  if (filter.status) query.set('status', filter.status);
  if (filter.section !== undefined) query.set('section', String(filter.section));
  if (filter.text) query.set('q', filter.text);
  if (filter.mine) query.set('mine', '1');
  if (sort !== '-savedAt') query.set('sort', sort);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `${articlesDeskPath}?${query}` : articlesDeskPath;
}

/** Every article of the newsroom: filtered, sorted and turned over by plain links and one form. */
export function ArticleListPage({ list, filter, sort, sections, seesAll, edition }: Props) {
  const t = newsroomTextsFor(edition.language);
  const narrowed = Object.values(filter).some((value) => value !== undefined && value !== '' && value !== false);
  return (
    <main id="content" className="queue-page articles-desk">
      <div className="desk-top">
        <h1>{t.articlesDesk}</h1>
        <p className="desk-links">
          <Link href={`${articlesDeskPath}/new`} className="desk-button is-main">
            {t.newArticle}
          </Link>
          <Link href={`${articlesDeskPath}/new?kind=page`}>{t.newPage}</Link>
        </p>
      </div>
      <StatusTabs filter={filter} sort={sort} t={t} />
      <FilterForm filter={filter} sort={sort} sections={sections} seesAll={seesAll} t={t} />
      <p className="desk-hint">{t.listCount(list.total, edition.format.number(list.total))}</p>
      {list.articles.length === 0 ? (
        <p>{narrowed ? t.listNone : t.listEmpty}</p>
      ) : (
        <Table list={list} filter={filter} sort={sort} t={t} edition={edition} />
      )}
      {list.pages > 1 && (
        <nav className="pagination" aria-label={edition.t.pagination}>
          {list.page > 1 ? <Link href={listPath(filter, sort, list.page - 1)}>{edition.t.newer}</Link> : <span />}
          <span>{edition.t.pageOf(edition.format.number(list.page), edition.format.number(list.pages))}</span>
          {list.page < list.pages ? (
            <Link href={listPath(filter, sort, list.page + 1)}>{edition.t.older}</Link>
          ) : (
            <span />
          )}
        </nav>
      )}
    </main>
  );
}

function StatusTabs({ filter, sort, t }: { filter: ListFilter; sort: Sort; t: NewsroomTexts }) {
  const tab = (status: Status | undefined, name: string) => (
    <li key={name}>
      <Link href={listPath({ ...filter, status }, sort)} aria-current={filter.status === status ? 'page' : undefined}>
        {name}
      </Link>
    </li>
  );
  return (
    <div className="queue-top">
      <nav className="queue-tabs" aria-label={t.listStatus}>
        <ul>
          {tab(undefined, t.statusAll)}
          {statuses.map((status) => tab(status, statusName(status, t)))}
        </ul>
      </nav>
    </div>
  );
}

function FilterForm({
  filter,
  sort,
  sections,
  seesAll,
  t,
}: Pick<Props, 'filter' | 'sort' | 'sections' | 'seesAll'> & { t: NewsroomTexts }) {
  return (
    <search>
      <form method="get" action={articlesDeskPath} className="desk-filter">
        {filter.kind && <input type="hidden" name="kind" value={filter.kind} />}
        {filter.status && <input type="hidden" name="status" value={filter.status} />}
        {sort !== '-savedAt' && <input type="hidden" name="sort" value={sort} />}
        <div className="desk-field">
          <label htmlFor="list-search">{t.listSearch}</label>
          <input id="list-search" type="search" name="q" defaultValue={filter.text} dir="auto" />
        </div>
        <div className="desk-field">
          <label htmlFor="list-section">{t.listSection}</label>
          <select id="list-section" name="section" defaultValue={filter.section ?? ''}>
            <option value="">{t.listAnySection}</option>
            <option value="0">{t.listNoSection}</option>
            {sections.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        {seesAll && (
          <label className="desk-check">
            <input type="checkbox" name="mine" value="1" defaultChecked={filter.mine} />
            <span>{t.listMine}</span>
          </label>
        )}
        <button type="submit" className="desk-button">
          {t.listShow}
        </button>
      </form>
    </search>
  );
}

type TableProps = Pick<Props, 'list' | 'filter' | 'sort' | 'edition'> & { t: NewsroomTexts };

function Table({ list, filter, sort, t, edition: { format } }: TableProps) {
  const head = (name: string, by?: 'headline' | 'savedAt' | 'publishedAt') => {
    if (!by) return <th scope="col">{name}</th>;
    const [up, down] = [by, `-${by}`] as [Sort, Sort];
    const now = sort === up ? 'ascending' : sort === down ? 'descending' : undefined;
    const first = by === 'headline' ? up : down;
    return (
      <th scope="col" aria-sort={now}>
        <Link href={listPath(filter, sort === first ? (first === up ? down : up) : first)}>
          <span className="sr-only">{t.listSortBy('')}</span>
          {name}
          {now && <span aria-hidden="true">{now === 'ascending' ? ' ↑' : ' ↓'}</span>}
        </Link>
      </th>
    );
  };
  return (
    <table className="articles-table">
      <thead>
        <tr>
          {head(t.listHeadline, 'headline')}
          {head(t.listStatus)}
          {head(t.listBy)}
          {head(t.listSection)}
          {head(t.listSaved, 'savedAt')}
          {head(t.listPublished, 'publishedAt')}
        </tr>
      </thead>
      <tbody>
        {list.articles.map((article) => (
          <tr key={article.id}>
            <th scope="row" dir="auto">
              <Link href={deskPath(article.id)}>{article.headline || t.untitled}</Link>
              {article.kind === 'page' && <span className="desk-tagged"> {t.kindPage}</span>}
            </th>
            <td data-label={t.listStatus}>
              {statusName(article.status, t)}
              {article.hasChanges && <span className="desk-tagged">, {t.hasChanges}</span>}
            </td>
            <td data-label={t.listBy} dir="auto">
              {format.list(article.bylines)}
            </td>
            <td data-label={t.listSection} dir="auto">
              {article.section}
            </td>
            <td data-label={t.listSaved}>
              <time dateTime={article.savedAt}>{format.shortDate(article.savedAt)}</time>
              {article.savedBy && <span className="desk-tagged"> {t.listSavedBy(article.savedBy)}</span>}
            </td>
            <td data-label={t.listPublished}>
              {article.publishedAt && (
                <time dateTime={article.publishedAt}>{format.shortDate(article.publishedAt)}</time>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
