import { Link } from '#components/ui/link';
import type { SavedView } from '#features/managing/schema';
import { type ArticleList, type ListFilter, type Sort, type Status, statuses } from '#features/newsroom/schema';
import type { HitsSpan } from '#features/views/schema';
import { articlesDeskPath, deskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { managingTextsFor } from '#messages/managing';
import { type NewsroomTexts, newsroomTextsFor } from '#messages/newsroom';
import { BulkForm } from '../manage/bulk-form.tsx';
import { DeskTable, type TableColumn } from '../manage/table.tsx';
import { Views } from '../manage/views.tsx';
import { statusName } from './status.tsx';

type Props = {
  list: ArticleList;
  filter: ListFilter;
  sort: Sort;
  /** Which hits are told. */
  hits: HitsSpan;
  sections: { id: number; name: string }[];
  authors: { id: number; name: string }[];
  /** What this person keeps. */
  views: SavedView[];
  /** Of those that were chosen a moment ago, how many were changed. */
  done: number | null;
  timeZone: string;
  /** Whoever sees only their own needs no choice of them. */
  seesAll: boolean;
  edition: Edition;
};

/** What an address of the list says; what is as usual is left out. */
function listQuery(filter: ListFilter, sort: Sort, page: number, hits: HitsSpan): string {
  const query = new URLSearchParams();
  if (filter.kind) query.set('kind', filter.kind);
  if (filter.status) query.set('status', filter.status);
  if (filter.section !== undefined) query.set('section', String(filter.section));
  if (filter.author !== undefined) query.set('author', String(filter.author));
  if (filter.text) query.set('q', filter.text);
  if (filter.source) query.set('source', filter.source);
  if (filter.mine) query.set('mine', '1');
  if (sort !== '-savedAt') query.set('sort', sort);
  if (hits === 'all') query.set('hits', 'all');
  if (page > 1) query.set('page', String(page));
  return query.toString();
}

function listPath(filter: ListFilter, sort: Sort, page: number, hits: HitsSpan): string {
  const query = listQuery(filter, sort, page, hits);
  return query ? `${articlesDeskPath}?${query}` : articlesDeskPath;
}

/** Every article of the newsroom: filtered, sorted and turned over by plain links and one form. */
export function ArticleListPage(props: Props) {
  const { list, filter, sort, hits, sections, authors, views, done, timeZone, seesAll, edition } = props;
  const { language } = edition;
  const t = newsroomTextsFor(edition.language);
  const m = managingTextsFor(language);
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
      <StatusTabs {...{ filter, sort, hits, t }} />
      <FilterForm {...{ filter, sort, hits, sections, authors, seesAll, language, t }} />
      {filter.source && (
        <p className="desk-hint">
          {m.sourceOnly(filter.source)}{' '}
          <Link href={listPath({ ...filter, source: '' }, sort, 1, hits)}>{m.backToAll}</Link>
        </p>
      )}
      <Views views={views} query={listQuery(filter, sort, 1, hits)} narrowed={narrowed} language={language} />
      <p role="status" className="desk-done">
        {done !== null && (done === 0 ? m.bulkNothing : m.bulkDone(done, edition.format.number(done)))}
      </p>
      <div className="articles-count">
        <p className="desk-hint">{t.listCount(list.total, edition.format.number(list.total))}</p>
        <nav aria-label={m.listHits}>
          {(['month', 'all'] as const).map((span) => (
            <Link
              key={span}
              href={listPath(filter, sort, list.page, span)}
              aria-current={span === hits ? 'true' : undefined}
            >
              {span === 'month' ? m.hitsOfMonth : m.hitsOfAll}
            </Link>
          ))}
        </nav>
      </div>
      {list.articles.length === 0 ? (
        <p>{narrowed ? t.listNone : t.listEmpty}</p>
      ) : seesAll ? (
        <BulkForm
          key={listQuery(filter, sort, list.page, hits)}
          query={listQuery(filter, sort, list.page, hits)}
          {...{ sections, language, timeZone }}
        >
          <Table {...{ list, filter, sort, hits, t, edition }} choosing />
        </BulkForm>
      ) : (
        <Table {...{ list, filter, sort, hits, t, edition }} />
      )}
      {list.pages > 1 && (
        <nav className="pagination" aria-label={edition.t.pagination}>
          {list.page > 1 ? <Link href={listPath(filter, sort, list.page - 1, hits)}>{edition.t.newer}</Link> : <span />}
          <span>{edition.t.pageOf(edition.format.number(list.page), edition.format.number(list.pages))}</span>
          {list.page < list.pages ? (
            <Link href={listPath(filter, sort, list.page + 1, hits)}>{edition.t.older}</Link>
          ) : (
            <span />
          )}
        </nav>
      )}
    </main>
  );
}

type TabsProps = Pick<Props, 'filter' | 'sort' | 'hits'> & { t: NewsroomTexts };

function StatusTabs({ filter, sort, hits, t }: TabsProps) {
  const tab = (status: Status | undefined, name: string) => (
    <li key={name}>
      <Link
        href={listPath({ ...filter, status }, sort, 1, hits)}
        aria-current={filter.status === status ? 'page' : undefined}
      >
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

type FilterProps = Pick<Props, 'filter' | 'sort' | 'hits' | 'sections' | 'authors' | 'seesAll'> & {
  language: string;
  t: NewsroomTexts;
};

function FilterForm({ filter, sort, hits, sections, authors, seesAll, language, t }: FilterProps) {
  const m = managingTextsFor(language);
  return (
    <search>
      <form method="get" action={articlesDeskPath} className="desk-filter">
        {filter.status && <input type="hidden" name="status" value={filter.status} />}
        {filter.source && <input type="hidden" name="source" value={filter.source} />}
        {sort !== '-savedAt' && <input type="hidden" name="sort" value={sort} />}
        {hits === 'all' && <input type="hidden" name="hits" value="all" />}
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
        {authors.length > 0 && (
          <div className="desk-field">
            <label htmlFor="list-author">{m.listAuthor}</label>
            <select id="list-author" name="author" defaultValue={filter.author ?? ''}>
              <option value="">{m.listAnyAuthor}</option>
              {authors.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="desk-field">
          <label htmlFor="list-kind">{m.listKind}</label>
          <select id="list-kind" name="kind" defaultValue={filter.kind ?? ''}>
            <option value="">{m.listAnyKind}</option>
            <option value="article">{m.kindArticles}</option>
            <option value="page">{m.kindPages}</option>
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

type TableProps = Pick<Props, 'list' | 'filter' | 'sort' | 'hits' | 'edition'> & {
  t: NewsroomTexts;
  /** With a box before each row. */
  choosing?: boolean;
};

function Table({ list, filter, sort, hits, t, edition: { format, language }, choosing = false }: TableProps) {
  const m = managingTextsFor(language);
  /** Sorted by a click, and the other way round by another. */
  const by = (id: string, name: string, key: 'headline' | 'savedAt' | 'publishedAt' | 'hits'): TableColumn => {
    const [up, down] = [key, `-${key}`] as [Sort, Sort];
    const first = key === 'headline' ? up : down;
    const other = first === up ? down : up;
    return {
      ...{ id, name, href: listPath(filter, sort === first ? other : first, 1, hits) },
      sorted: sort === up ? 'ascending' : sort === down ? 'descending' : undefined,
    };
  };
  const columns: TableColumn[] = [
    by('headline', t.listHeadline, 'headline'),
    { id: 'status', name: t.listStatus },
    { id: 'by', name: t.listBy },
    { id: 'section', name: t.listSection },
    { ...by('hits', hits === 'all' ? m.hitsAll : m.hitsMonth, 'hits'), number: true },
    by('saved', t.listSaved, 'savedAt'),
    by('published', t.listPublished, 'publishedAt'),
  ];
  const rows = list.articles.map((article) => ({
    id: String(article.id),
    label: m.bulkRow(article.headline || t.untitled),
    cells: {
      headline: (
        <>
          <Link href={deskPath(article.id)}>{article.headline || t.untitled}</Link>
          {article.kind === 'page' && <span className="desk-tagged"> {t.kindPage}</span>}
        </>
      ),
      status: (
        <>
          {statusName(article.status, t)}
          {article.pinned && <span className="desk-tagged">, {m.pinned}</span>}
          {article.hasChanges && <span className="desk-tagged">, {t.hasChanges}</span>}
        </>
      ),
      by: format.list(article.bylines) || null,
      section: article.section,
      hits: format.number(article.hits),
      saved: (
        <>
          <time dateTime={article.savedAt}>{format.shortDate(article.savedAt)}</time>
          {article.savedBy && <span className="desk-tagged"> {t.listSavedBy(article.savedBy)}</span>}
        </>
      ),
      published: article.publishedAt && (
        <time dateTime={article.publishedAt}>{format.shortDate(article.publishedAt)}</time>
      ),
    },
  }));
  return <DeskTable name="articles" className="articles-table" {...{ columns, rows, choosing, language }} />;
}
